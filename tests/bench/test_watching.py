"""The benches of the live search, of what is said of it, and of endurance, at a small scale."""

import cv2
import pytest

from kiosk.bench.endurance import _slope, bench_endurance
from kiosk.bench.guidance import EXPECTED, bench_guidance, told
from kiosk.bench.live import bench_live
from kiosk.card.reader import CardReader
from kiosk.decision.profile import load_profile
from kiosk.simulation.trouble import Trouble


def test_the_live_search_finds_what_lies_there_and_says_what_it_took():
    threads = cv2.getNumThreads()
    measures = {measure.name: measure for measure in bench_live(desks=1, seed=2)}
    assert cv2.getNumThreads() == threads
    for name in ("1080p", "720p"):
        assert measures[f"{name}: one core's share at 30 pictures a second"].value > 0
        assert measures[f"{name}: pictures at rest whose card was found"].value > 0.9
        assert measures[f"{name}: cards captured by themselves"].value == 1


def test_what_is_said_is_held_against_what_is_wrong(store):
    said, after = bench_guidance(
        CardReader(store), load_profile("hotel"), desks=2, seed=2, troubles=[Trouble.TOO_CLOSE]
    )
    assert said.name == "too-close: farther"
    assert said.value == 1
    assert 0 < after.value < 6


@pytest.mark.parametrize(("trouble", "number", "seed"), [(Trouble.CUT_OFF, 0, 10), (Trouble.COPY, 6, 12)])
def test_where_edges_mislead_the_text_says_what_is_wrong(store, trouble, number, seed):
    assert told(CardReader(store), load_profile("hotel"), trouble, seed, number).advice in EXPECTED[trouble]


def test_memory_is_looked_at_on_the_way_and_few_cards_say_nothing_of_growth(store):
    growth, difference, card = bench_endurance(CardReader(store), cards=20, seed=2)
    assert growth.value is None and growth.met is None
    assert "0 refused" in growth.data
    assert len(growth.data.split("memory: ")[1].split()) == 21
    assert difference.unit == "MB"
    assert card.value > 0


@pytest.mark.parametrize(("sizes", "slope"), [([5, 5, 5, 5], 0), ([1, 2, 3, 4], 1), ([1, 9, 1, 1], -0.8)])
def test_growth_is_the_line_through_all_samples(sizes, slope):
    assert _slope(sizes) == pytest.approx(slope)
