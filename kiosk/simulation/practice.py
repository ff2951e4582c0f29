"""For training staff: one honest visitor after another, each with the same thing that is not as it should be."""

import time
from collections.abc import Callable, Iterator

import numpy as np

from kiosk.card.reading import Kind, Side
from kiosk.decision.outcome import Outcome
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.cast import CastMember
from kiosk.simulation.documents import mint_document
from kiosk.simulation.identity import Identity
from kiosk.simulation.persons import Flaw, invent
from kiosk.simulation.trouble import EXPIRED, LESSONS, Trouble
from kiosk.simulation.visitor import Visitor

AGES = (19, 71)


def visitors(lesson: str, seed: int, clock: Callable[[], float] = time.monotonic) -> Iterator[Visitor]:
    """Visitors without end for one of LESSONS, each made when it is asked for. Raises ValueError for another name."""
    if lesson not in LESSONS:
        raise ValueError(f"there is no lesson {lesson}")
    while True:
        yield _visitor(lesson, seed, clock)
        seed += 1


def _visitor(lesson: str, seed: int, clock: Callable[[], float]) -> Visitor:
    rng = np.random.default_rng((seed, 0x7A1E))
    age = int(rng.integers(*AGES))
    holder = invent(rng, age=age, flaw=Flaw.EXPIRED if lesson == EXPIRED else None)
    member = CastMember(
        lesson, tuple(Outcome), seed, holder, Identity.from_seed(seed, male=holder.sex == "男", age=age)
    )
    if lesson in set(Trouble):
        return member.enter(clock, trouble=Trouble(lesson))
    if lesson == EXPIRED:
        return member.enter(clock)
    kind = Kind(lesson)
    # Whose document it is, is known once it is printed; then it is printed again with their portrait.
    male = mint_document(np.random.default_rng(seed), kind).truth[Side.FRONT]["Sex"].startswith("男")
    identity = Identity.from_seed(seed, male=male, age=age)
    document = mint_document(np.random.default_rng(seed), kind, portrait=card_portrait(identity), width=1516)
    return CastMember(lesson, tuple(Outcome), seed, holder, identity).enter(clock, document=document)
