"""The colours the screen plays: calm, unlike each other, and read from a file as they were shown."""

import json
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import InputError
from kiosk.face.light.flashes import MOST_IN_A_SECOND, SATURATED, flashes, redness, relative_luminance
from kiosk.face.light.sequence import PALETTE, LightSequence, draw_sequence, load_sequence, sequence_report

CANVAS = (245, 242, 236)
calmly = settings(deadline=None, max_examples=60, derandomize=True)
sequences = st.integers(0, 2**63).map(lambda seed: draw_sequence(Random(seed)))


@calmly
@given(sequences, st.sampled_from([12.0, 30.0, 60.0]))
def test_a_sequence_flashes_less_than_anybody_is_harmed_by(sequence: LightSequence, fps: float) -> None:
    """WCAG 2.2, success criterion 2.3.1, counted over the whole screen, from the ordinary one and back to it."""
    times = np.arange(-1.0, sequence.seconds + 1.0, 1 / fps).tolist()
    general, red = flashes(times, [sequence.at(time) or CANVAS for time in times])
    assert general <= 1 < MOST_IN_A_SECOND
    assert red == 0


@calmly
@given(sequences)
def test_only_the_colour_changes_never_the_brightness(sequence: LightSequence) -> None:
    shown = [colour for time in np.arange(0, sequence.seconds, 0.005) if (colour := sequence.at(float(time)))]
    luminance = relative_luminance(shown)
    assert np.ptp(luminance) < 0.02  # a general flash takes 0.10
    assert redness(shown).max() < SATURATED - 0.05


@calmly
@given(sequences)
def test_a_sequence_is_short_its_steps_are_slow_and_all_different_from_the_last(sequence: LightSequence) -> None:
    assert 2.3 <= sequence.seconds <= 2.7
    assert min(b - a for a, b in pairwise([*sequence.starts, sequence.seconds])) > 1 / 3
    assert all(a != b for a, b in pairwise(sequence.colours))
    assert set(sequence.colours) <= set(PALETTE)


@calmly
@given(sequences)
def test_colours_blend_without_a_jump(sequence: LightSequence) -> None:
    light = sequence.light(np.arange(0, sequence.seconds, 1 / 60))
    assert np.abs(np.diff(light, axis=0)).max() < 0.4


def test_no_two_visits_see_the_same() -> None:
    drawn = [draw_sequence(Random(seed)) for seed in range(500)]
    assert len(set(drawn)) == 500
    for step in range(7):
        assert {sequence.colours[step] for sequence in drawn} == set(PALETTE)


def test_before_and_after_the_screen_is_as_usual() -> None:
    sequence = draw_sequence(Random(1)).begun(10.0)
    assert sequence.at(9.999) is None and sequence.at(sequence.end) is None
    assert sequence.at(10.0) == sequence.colours[0]
    assert sequence.at(sequence.end - 0.001) == sequence.colours[-1]


def test_a_screen_that_is_told_seldom_keeps_each_colour_until_the_next() -> None:
    sequence = draw_sequence(Random(3)).begun(5.0)
    told = sequence.told([4.8, 5.0, 5.3, 5.5, 7.0, 9.0])
    assert (told.begin, told.end) == (5.0, 9.0)
    assert told.at(5.29) == sequence.at(5.0) and told.at(6.9) == sequence.at(5.5)
    assert sequence.told([5.0]) == sequence


@pytest.mark.parametrize(
    ("colours", "counted"),
    [
        ([(0, 0, 0), (255, 255, 255)], (4, 0)),
        ([(0, 0, 0), (60, 60, 60)], (0, 0)),  # less than a tenth of white
        ([(232, 232, 232), (255, 255, 255)], (0, 0)),  # the darker one is bright
        ([(255, 0, 0), (0, 150, 150)], (0, 4)),
    ],
    ids=["black-white", "dark", "bright", "red"],
)
def test_flashes_are_counted_as_wcag_does(colours: list[tuple[int, int, int]], counted: tuple[int, int]) -> None:
    times = np.arange(0, 4, 0.125).tolist()  # four pairs of changes a second
    assert flashes(times, [colours[k % 2] for k in range(len(times))]) == counted


def test_luminance_is_wcags() -> None:
    assert relative_luminance([(0, 0, 0), (255, 255, 255), (255, 0, 0)]) == pytest.approx([0, 1, 0.2126])


@calmly
@given(sequences, st.floats(0, 100))
def test_a_sequence_comes_back_from_its_file(tmp_path_factory: pytest.TempPathFactory, sequence, begin) -> None:
    path = tmp_path_factory.mktemp("light") / "light.json"
    path.write_text(json.dumps(sequence_report(sequence.begun(begin))))
    loaded = load_sequence(path)
    assert loaded.colours == sequence.colours
    assert loaded.begin == pytest.approx(begin, abs=0.001)
    assert loaded.starts == pytest.approx(sequence.starts, abs=0.002)
    assert loaded.seconds == pytest.approx(sequence.seconds, abs=0.002)


STEP = {"time": 1.0, "colour": [255, 136, 96]}
LATER = {"time": 1.4, "colour": [39, 180, 249]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "light-unreadable"),
        ("", "light-unreadable"),
        ("{", "light-unreadable"),
        ("[" * 100_000, "light-unreadable"),
        ("\xff\xfe", "light-unreadable"),
        ("[]", "light-invalid"),
        (json.dumps({"steps": [STEP], "end": 2.0}), "light-invalid"),
        (json.dumps({"steps": [LATER, STEP], "end": 2.0}), "light-invalid"),
        (json.dumps({"steps": [STEP, LATER], "end": 1.2}), "light-invalid"),
        (json.dumps({"steps": [STEP, {**LATER, "colour": [0, 0, 256]}], "end": 2.0}), "light-invalid"),
        (json.dumps({"steps": [STEP, {**LATER, "colour": [0, 0]}], "end": 2.0}), "light-invalid"),
        (json.dumps({"steps": [STEP, {**LATER, "time": "1.4"}], "end": 2.0}), "light-invalid"),
        (
            '{"steps": [{"time": NaN, "colour": [1, 2, 3]}, {"time": 2, "colour": [1, 2, 3]}], "end": 3}',
            "light-invalid",
        ),
        (json.dumps({"steps": [STEP, LATER], "end": 2.0, "more": 1}), "light-invalid"),
    ],
)
def test_a_file_that_holds_no_sequence_is_refused_by_name(tmp_path, text, code) -> None:
    path = tmp_path / "shown.json"
    if text is not None:
        path.write_text(text, encoding="latin-1")
    with pytest.raises(InputError) as caught:
        load_sequence(path)
    assert caught.value.code == code
    assert str(caught.value).startswith("shown.json")
    assert str(tmp_path) not in str(caught.value)
