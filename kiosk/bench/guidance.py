"""What the card's screen says on desks where something is wrong: whether it names that, and how soon."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kiosk.bench.measure import Measure, percentile, rate
from kiosk.card.reader import CardReader
from kiosk.card.reading import CardAdvice, Side
from kiosk.card.watch import CardWatch
from kiosk.decision.profile import Profile
from kiosk.devices.frame import Frame
from kiosk.pipeline.card_step import CardStep
from kiosk.simulation.capture import minted
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.trouble import Trouble

READ = frozenset({CardAdvice.GOOD})
EXPECTED: Mapping[Trouble, frozenset[CardAdvice]] = {
    Trouble.NONE: READ,
    Trouble.NO_CARD: frozenset({CardAdvice.NONE_SEEN}),
    Trouble.TWO_CARDS: frozenset({CardAdvice.SEVERAL}),
    Trouble.OTHER_DOCUMENT: frozenset({CardAdvice.OTHER_DOCUMENT}),
    Trouble.WRONG_SIDE: frozenset({CardAdvice.TURN_OVER}),
    Trouble.UPSIDE_DOWN: READ,
    Trouble.HELD: frozenset({CardAdvice.HOLD_STILL, *READ}),
    Trouble.BLURRED: frozenset({CardAdvice.BLURRED}),
    Trouble.TOO_FAR: frozenset({CardAdvice.CLOSER, *READ}),
    Trouble.TOO_CLOSE: frozenset({CardAdvice.FARTHER}),
    Trouble.CUT_OFF: frozenset({CardAdvice.CUT_OFF}),
    Trouble.TOO_DARK: frozenset({CardAdvice.TOO_DARK}),
    Trouble.GLARE: frozenset({CardAdvice.GLARE}),
    Trouble.COVERED: frozenset({CardAdvice.COVERED}),
    Trouble.COPY: frozenset({CardAdvice.COPY}),
    Trouble.PRINT: frozenset({CardAdvice.COPY}),
    Trouble.SCREEN: frozenset({CardAdvice.COPY}),
    Trouble.DOCTORED: frozenset({CardAdvice.UNREADABLE, *READ}),
}
"""What helps the visitor; GOOD: the card is read. What no visitor can mend is not spoken of: a number that fails its
checks may be misread, so a doctored card is tried again for a while, and then goes on to be judged."""
FPS = 10.0
SECONDS = 6.0
SIZE = (1280, 720)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said in the end, and since when."""

    advice: CardAdvice
    since: float


def bench_guidance(
    reader: CardReader, profile: Profile, *, desks: int, seed: int, troubles: Iterable[Trouble] = EXPECTED
) -> list[Measure]:
    """Lay each trouble on `desks` simulated desks, drawn from the test range for an odd seed, for SECONDS each."""
    return [measure for trouble in troubles for measure in _of_trouble(reader, profile, trouble, desks, seed)]


def told(reader: CardReader, profile: Profile, trouble: Trouble, seed: int, number: int) -> Told:
    """What is said of one desk on which `trouble` lies."""
    rng = np.random.default_rng((seed, number, 0x6D1D))
    card = minted(rng, test=seed % 2 == 1)
    scene = DeskScene(card, 2 * int(rng.integers(1 << 20)) + seed % 2, SIZE, trouble=trouble)
    return said_of(reader, profile, scene)


def said_of(reader: CardReader, profile: Profile, scene: DeskScene, seconds: float = SECONDS) -> Told:
    """What is said of a desk when it was watched for so long, or when the card was read."""
    step = CardStep(CardWatch(Side.FRONT), reader, Side.FRONT, profile.minimum_confidence)
    said = Told(CardAdvice.NONE_SEEN, 0.0)
    for place in range(round(seconds * FPS)):
        frame = Frame(scene.at(place / FPS), place / FPS, place)
        view = step.announce(frame)
        if view.pending:
            view = step.read(frame)
        if view.advice is not said.advice:
            said = Told(view.advice, frame.time)
        if view.reading is not None:
            return Told(CardAdvice.GOOD, frame.time)
    return said


def _of_trouble(reader: CardReader, profile: Profile, trouble: Trouble, desks: int, seed: int) -> Iterator[Measure]:
    expected = EXPECTED[trouble]
    found = [told(reader, profile, trouble, seed, number) for number in range(desks)]
    right = [one for one in found if one.advice in expected]
    others = Counter(_name(one.advice) for one in found if one.advice not in expected)
    else_said = ", ".join(f"{advice} {count}" for advice, count in others.most_common()) or "nothing"
    name = f"{trouble}: " + " or ".join(sorted(_name(advice) for advice in expected))
    yield rate(name, len(right), desks, f"of seed {seed}; else said: {else_said}")
    yield Measure(
        f"{trouble}: after", percentile([one.since for one in right], 50), "s", "median, from an empty desk on"
    )


def _name(advice: CardAdvice) -> str:
    return "read" if advice is CardAdvice.GOOD else str(advice).removeprefix("card-")
