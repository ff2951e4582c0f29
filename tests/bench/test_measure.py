import pytest

from kiosk.bench.card import beside_rapidocr
from kiosk.bench.embedding import bench_embedding
from kiosk.bench.matching import bench_matching
from kiosk.bench.measure import Measure, at_least, at_most, median, percentile, rate, wilson
from kiosk.bench.startup import bench_startup
from kiosk.card.reader import CardReader
from kiosk.errors import InputError
from kiosk.face.embed import Embedder
from kiosk.resources import package_file


def test_a_goal_is_met_or_missed_and_never_by_what_was_not_measured():
    assert at_least("speed", 4.0, 4.0, "×", "").met is True
    assert at_least("speed", 3.9, 4.0, "×", "").met is False
    assert at_most("size", None, 900, "MB", "").met is False
    assert Measure("time", 3.0, "ms", "").met is None


def test_statistics():
    assert median([3, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 2.5
    with pytest.raises(ValueError):
        median([])
    assert percentile(range(1, 101), 99) == 99
    assert percentile([], 99) is None
    low, high = wilson(0, 100)
    assert low == 0.0
    assert high == pytest.approx(0.0370, abs=1e-4)  # Wilson (1927) for 0 of 100
    assert wilson(0, 0) == (0.0, 1.0)
    assert "3 of 4" in rate("x", 3, 4, "").data
    assert rate("x", 0, 0, "").value is None


def test_reading_is_measured_on_minted_fronts(store):
    measures = {m.name: m for m in beside_rapidocr(CardReader(store), n=2, seed=1, difficulty="easy", baseline=False)}
    assert measures["IdNum exact"].value == 1.0
    assert measures["frame to fields and warnings, median"].value > 0


def test_embedding_is_measured_beside_dlib(store):
    pytest.importorskip("dlib", reason="dlib is only installed for development")
    measures = {m.name: m for m in bench_embedding(Embedder(store), n=2, seed=1)}
    assert measures["largest difference from dlib's vector"].met is True


def test_pairs_are_counted_by_what_they_are(store, tmp_path):
    portrait = package_file("skimage", "data/astronaut.png")
    (tmp_path / "a.png").write_bytes(portrait.read_bytes())
    (tmp_path / "junk.png").write_bytes(b"junk")
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("a,b,same,fold\na.png,a.png,1,1\na.png,junk.png,0,1\na.png,a.png,1,2\n")
    measures = {m.name: m for m in bench_matching(pairs, Embedder(store), 70.0, frozenset({"1"}))}
    assert measures["FNMR"].data.startswith("0 of 1")
    assert measures["FMR"].value is None
    assert measures["failure to acquire"].data.startswith("1 of 2")
    pairs.write_text("x,y\n1,2\n")
    with pytest.raises(InputError):
        bench_matching(pairs, Embedder(store), 70.0, None)


def test_the_kiosk_starts_and_says_how_long_it_took(store, tmp_path):
    measures = bench_startup(store.folder, tmp_path, n=1)
    assert [measure.name for measure in measures] == ["first screen", "ready"]
    assert all(measure.value > 0 for measure in measures)
