"""From distances to rates, and the whole report on a few invented people."""

import json
from itertools import pairwise

import cv2
import numpy as np
import pytest

from kiosk.bench import match_summary as summary
from kiosk.bench.gallery import bench_gallery
from kiosk.bench.match import bench_match
from kiosk.bench.match_data import people_of, pictures_of, read_pairs
from kiosk.bench.match_degrade import CHIP_BYTES, CHIP_SIZE, chip, printed
from kiosk.bench.match_summary import Strangers
from kiosk.bench.match_trials import Eyes, compare_pairs, everybody
from kiosk.bench.scale import Fitted, bench_scale
from kiosk.errors import InputError
from kiosk.face.align import eyes_apart
from kiosk.face.calibration import Scale, fitted, fitted_beside
from kiosk.face.embed import Embedder
from kiosk.face.mesh import FaceMesh
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.identity import Identity


def strangers(values):
    """As many people as rows, each against all others."""
    distances = np.array(values, float)
    np.fill_diagonal(distances, np.nan)
    who = np.arange(len(distances))
    return Strangers(distances, who, who)


def test_pairs_are_counted_on_the_right_side_of_the_limit():
    assert (summary.fnmr([0.1, 0.5, 0.6], 0.5).count, summary.fnmr([0.1, 0.5, 0.6], 0.5).total) == (1, 3)
    assert (summary.fmr([0.1, 0.5, 0.6], 0.5).count, summary.fmr([], 0.5).total) == (2, 0)


def test_strangers_are_all_pairs_but_a_person_s_own():
    left = {"a1": np.array([0.0, 0.0]), "b1": np.array([3.0, 4.0])}
    right = {"a2": np.array([0.0, 1.0]), "c1": np.array([0.0, 2.0])}
    found = everybody(left, right, {"a1": "a", "a2": "a", "b1": "b", "c1": "c"})
    assert np.isnan(found.distances[0, 0])
    assert found.distances[0, 1] == pytest.approx(2.0)
    assert found.distances[1] == pytest.approx([np.hypot(3, 3), np.hypot(3, 2)])
    assert found.people == 3


def test_a_rate_among_strangers_says_how_sure_it_is():
    rng = np.random.default_rng(4)
    found = strangers(rng.uniform(0, 1, (120, 120)))
    rate = summary.strangers_rate(found, 0.1)
    assert rate.total == 120 * 119
    assert rate.interval[0] < 0.1 < rate.interval[1] and rate.enough
    none = summary.strangers_rate(found, -1.0)
    assert (none.count, none.interval, none.enough) == (0, (0.0, 3 / 120), False)


def test_people_who_are_like_everybody_widen_the_interval():
    """The same number of matches, once spread over all and once around one person."""
    even, one = np.ones((100, 100)), np.ones((100, 100))
    for place in range(99):
        even[place, (place + 1) % 100] = 0.0
        one[0, place + 1] = 0.0
    spread, around = (summary.strangers_rate(strangers(table), 0.5) for table in (even, one))
    assert spread.count == around.count == 99
    assert np.ptp(around.interval) > 2 * np.ptp(spread.interval)


def test_what_rests_on_too_few_strangers_is_not_told():
    found = strangers(np.random.default_rng(2).uniform(0, 1, (60, 60)))
    assert summary.reach_at(found, 1e-1) == pytest.approx(0.1, abs=0.02)
    assert summary.reach_at(found, 1e-3) is None


def test_a_det_curve_falls():
    rng = np.random.default_rng(1)
    found, missed = summary.det(rng.normal(0.4, 0.1, 50).tolist(), rng.normal(1.0, 0.1, 4000))
    assert all(b >= a for a, b in pairwise(found))
    assert all(b <= a for a, b in pairwise(missed))
    assert found[-1] == pytest.approx(1.0, abs=0.05) or missed[-1] == 0.0
    assert summary.det([], np.ones(3)) == ([], [])


def test_a_scale_is_fitted_to_strangers_and_goes_both_ways():
    scale = fitted(np.linspace(0, 1, 1_000_001))
    assert scale.distances[0] == 0.0
    assert scale.distance(70) == pytest.approx(1e-3, rel=1e-3)
    assert scale.distance(80) == pytest.approx(1e-4, rel=1e-2)
    for apart in np.linspace(0, 0.99, 30):
        assert scale.distance(scale.similarity(apart)) == pytest.approx(apart, abs=1e-9)
    lines = Fitted(Scale((0.0, 0.25)), 9, Scale((0.0, 0.2)), 9).declared()
    assert lines == "distances = [0.0000, 0.2500]\ncombined = [0.0000, 0.2000]"


def test_a_second_scale_stays_in_proportion_where_too_little_was_measured():
    known = fitted(np.linspace(0, 1, 1_000_001))
    half = fitted_beside(known, np.linspace(0, 0.5, 100_001))
    assert half is not None
    assert half.distance(80) == pytest.approx(0.5 * known.distance(80), rel=1e-2)
    assert half.distance(90) == pytest.approx(0.5 * known.distance(90), rel=1e-2)
    assert half.distance(70) == pytest.approx(0.5e-3, rel=1e-2)
    assert fitted_beside(known, np.linspace(0, 0.5, 2000)) is None


def test_names_tell_who_is_who_only_if_all_do(tmp_path):
    (tmp_path / "p.csv").write_text(
        "a,b,same,fold\nAn_Na_0001.jpg,An_Na_0002.jpg,1,1\nAn_Na_0001.jpg,Bo_0001.jpg,0,2\n"
    )
    pairs = read_pairs(tmp_path / "p.csv")
    assert people_of(pictures_of(pairs)) == {"An_Na_0001.jpg": "An_Na", "An_Na_0002.jpg": "An_Na", "Bo_0001.jpg": "Bo"}
    assert [pair.same for pair in read_pairs(tmp_path / "p.csv", frozenset({"2"}))] == [False]
    assert people_of(["An_0001.jpg", "007.jpg"]) is None
    for text in ("x,y\n1,2\n", ""):
        (tmp_path / "p.csv").write_text(text)
        with pytest.raises(InputError):
            read_pairs(tmp_path / "p.csv")


@pytest.fixture(scope="module")
def still():
    with FaceMesh(tracking=False) as mesh:
        yield mesh


@pytest.fixture(scope="module")
def portraits():
    """Three invented people, even seeds."""
    return [card_portrait(Identity.from_seed(seed, age=30), years=2) for seed in (2, 4, 6)]


def test_a_chip_s_portrait_is_small_and_a_printed_one_patterned(portraits, still, rng):
    (mesh,) = still.find(portraits[0])
    small = chip(portraits[0], mesh, rng, test=False)
    assert small.shape[:2] == CHIP_SIZE[::-1]
    assert len(cv2.imencode(".webp", small, (cv2.IMWRITE_WEBP_QUALITY, 1))[1]) <= CHIP_BYTES
    (found,) = still.find(small)
    assert eyes_apart(found) == pytest.approx(25.5, abs=2)
    (found,) = still.find(printed(portraits[0], mesh, rng, test=False))
    assert 55 < eyes_apart(found) < 100


def test_pictures_are_compared_in_every_condition(portraits, still, store, tmp_path):
    for number, portrait in enumerate(portraits):
        cv2.imwrite(str(tmp_path / f"P{number}_0001.png"), portrait)
        cv2.imwrite(str(tmp_path / f"P{number}_0002.png"), cv2.GaussianBlur(portrait, (0, 0), 1))
    cv2.imwrite(str(tmp_path / "P3_0001.png"), np.zeros((60, 60, 3), np.uint8))
    rows = ["P0_0001.png,P0_0002.png,1", "P1_0001.png,P1_0002.png,1", "P0_0001.png,P2_0001.png,0"]
    (tmp_path / "p.csv").write_text("a,b,same\n" + "\n".join([*rows, "P3_0001.png,P1_0001.png,0"]) + "\n")
    found = compare_pairs("x", read_pairs(tmp_path / "p.csv"), tmp_path, Eyes(still, [Embedder(store)]), seed=2)
    assert [one.reference for one in found] == ["original", "chip 102×126", "printed on a card"]
    for one in found:
        assert len(one.all_genuine()) == 2
        assert one.strangers is not None and np.isnan(one.strangers.distances).sum() >= 2
    assert (found[0].failed.count, len(found[0].all_impostors())) == (1, 1)
    assert max(found[0].all_genuine()) < min(found[0].all_impostors())


def test_the_scale_needs_to_know_who_is_who(store, tmp_path):
    (tmp_path / "p.csv").write_text("a,b,same\n1.png,2.png,0\n")
    with pytest.raises(InputError):
        bench_scale(tmp_path / "p.csv", Embedder(store), None)


def test_a_report_says_what_it_did_not_measure(store, tmp_path):
    found = bench_match(store, lfw=None, figures=None, people=3, seed=2, command="kiosk bench match --people 3")
    found.write(tmp_path)
    text = (tmp_path / "match.md").read_text("utf-8")
    assert "kiosk bench match --people 3" in text
    assert text.count("Not measured") == 2
    assert "face-embedder-sface" in text and "printed on a card" in text
    data = json.loads((tmp_path / "match.json").read_text("utf-8"))
    assert len(data["not_measured"]) == 2
    assert {one["reference"] for one in data["found"]} >= {"original", "chip 102×126"}
    assert data["found"][0]["fnmr_70"]["total"] <= 3
    assert (tmp_path / "match-det.png").stat().st_size > 1000


def test_a_library_is_searched_and_everybody_found():
    measures = {one.name: one for one in bench_gallery(n=5000, searches=5, seed=2)}
    assert measures["found"].value == 1.0
    assert measures["memory of the vectors"].value == pytest.approx(2.56)
