"""What is held before the camera, or put in its place: that each does what it is said to do."""

from copy import deepcopy
from functools import cache

import numpy as np
import pytest

from kiosk.face.observation import Action
from kiosk.face.presentation.stream import Arrivals, noise, order, timing
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.conditions import Conditions
from kiosk.simulation.attacks.injection import Flaw, Injection
from kiosk.simulation.attacks.morph import blend
from kiosk.simulation.attacks.presentation import HARMLESS, Species, presentation
from kiosk.simulation.attacks.printed import cut_along, cut_holes, print_photo
from kiosk.simulation.identity import Identity

SIZE = (480, 270)
RESTING, ACTING = 3.0, 4.7


@cache
def painted(species):
    """A presentation to be copied, not told anything: painting one takes a second."""
    return presentation(species, 2, 0, SIZE)


def seen(shown, t):
    """The picture of a presentation at `t`."""
    return shown.frame(t, round(t * shown.fps)).image


def changed(species, action, at=ACTING):
    """Mean change of the picture that doing the action makes, grey levels."""
    shown = deepcopy(painted(species))
    without = seen(shown, at)
    shown.perform(Act(action, 4.0))
    return float(np.abs(seen(shown, at).astype(int) - without.astype(int)).mean())


@pytest.mark.parametrize("species", [Species.GENUINE, Species.BENT_PRINT, Species.CLIP_BANK, Species.INJECTION])
def test_a_presentation_is_the_same_each_time_and_moves(species):
    shown, again = painted(species), presentation(species, 2, 0, SIZE)
    one = seen(shown, ACTING)
    assert one.shape == (270, 480, 3) and np.array_equal(one, seen(again, ACTING))
    assert not np.array_equal(one, seen(shown, RESTING))


def test_an_open_mouth_is_what_masks_and_prints_cannot_do():
    for species in (Species.PRINT, Species.MASK, Species.EYES_MASK):
        assert changed(species, Action.OPEN_MOUTH) == 0, species
    for species in (Species.GENUINE, Species.HALF_MASK, Species.HOLED_PRINT, Species.REENACTMENT):
        assert changed(species, Action.OPEN_MOUTH) > 0.1, species


def test_a_mask_with_holes_blinks_and_one_without_does_not():
    assert changed(Species.EYES_MASK, Action.BLINK, at=4.2) > 0
    assert changed(Species.MASK, Action.BLINK, at=4.2) == 0


def test_a_print_is_tilted_and_a_replay_goes_on_as_recorded():
    assert changed(Species.PRINT, Action.TURN_LEFT) > 0.5
    assert changed(Species.TABLET, Action.TURN_LEFT) == 0
    assert changed(Species.LUCKY_REPLAY, Action.TURN_LEFT) > 0.3


def test_the_screens_light_colours_paper_and_skin_and_hardly_a_screen():
    def tinted(species):
        shown = presentation(species, 2, 1, SIZE)
        before = seen(shown, RESTING)[80:160, 200:280].mean(axis=(0, 1))
        shown.shine((39, 180, 249), 2.0)
        after = seen(shown, RESTING)[80:160, 200:280].mean(axis=(0, 1))
        return float(np.ptp(np.log(after / before)))

    on_skin, on_paper, on_glass = (tinted(s) for s in (Species.GENUINE, Species.PRINT, Species.MONITOR))
    assert on_skin > 0.01 and on_paper > 0.01
    assert on_glass < 0.5 * on_skin


@pytest.fixture(scope="module")
def victim():
    return Identity.from_seed(4)


def test_scissors_take_the_paper_away(victim):
    sheet = print_photo(victim, 2)
    assert (sheet[..., 3] == 255).all()
    along, holed = cut_along(sheet, victim), cut_holes(sheet, victim)
    assert along[5, 5, 3] == 0 and along[620, 480, 3] == 255
    assert 0.003 < (holed[..., 3] == 0).mean() < 0.05


def streamed(victim, flaw):
    number = list(Flaw).index(flaw)
    attack, arrivals = Injection(victim, 2, number, SIZE, 12.0), Arrivals(200)
    assert attack.flaw is flaw
    for count in range(40):
        arrivals.note(attack.frame(count / 12, count))
    return arrivals.noted


@pytest.mark.parametrize(
    ("flaw", "tells"),
    [
        (Flaw.CLEAN, noise),
        (Flaw.STAMPED, noise),
        (Flaw.DOUBLED, order),
        (Flaw.REORDERED, order),
        (Flaw.TIMES, timing),
    ],
)
def test_each_flaw_of_an_injected_stream_is_told_by_its_part(victim, flaw, tells):
    assert tells(streamed(victim, flaw)) < 0.25


def test_a_flawless_injected_stream_is_not_told(victim):
    assert all(tells(streamed(victim, Flaw.NONE)) == 1 for tells in (noise, order, timing))


def test_a_twin_is_half_of_each(victim):
    twin, other = blend(victim, 2), Identity.from_seed(6, victim.male, victim.age)
    apart = [np.abs(twin.rig().rest - one.rig().rest).mean() for one in (victim, other)]
    assert apart[0] == pytest.approx(apart[1], rel=0.05) and apart[0] > 0
    assert Species.TWIN in HARMLESS


def test_design_and_test_conditions_lie_apart():
    rng = np.random.default_rng(1)
    design, test = ([Conditions.drawn(rng, odd) for _ in range(200)] for odd in (False, True))
    for value in ("nearness", "softness", "fps"):
        spans = [[getattr(one, value) for one in drawn] for drawn in (design, test)]
        assert not set(np.round(spans[0], 6)) & set(np.round(spans[1], 6))
        assert sum(min(spans[1]) <= one <= max(spans[1]) for one in spans[0]) == 0, value
    assert max(one.light.exposure for one in test) <= min(one.light.exposure for one in design)
