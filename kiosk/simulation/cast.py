"""The five visitors of the demonstration, and what the kiosk must make of each."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from kiosk.decision.outcome import Outcome
from kiosk.simulation.attacks.print_attack import PrintAttack
from kiosk.simulation.attacks.replay_attack import ReplayAttack
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.card_print import invent_style, mint
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.documents import MintedDocument
from kiosk.simulation.face_scene import Actor, FaceScene, LivePerson
from kiosk.simulation.identity import Identity, unlike
from kiosk.simulation.persons import Flaw, Holder, invent
from kiosk.simulation.trouble import Trouble
from kiosk.simulation.visitor import Visitor


class Presented(Enum):
    """Who or what stands before the camera."""

    HOLDER = auto()
    SOMEBODY_ELSE = auto()
    PRINT = auto()
    REPLAY = auto()


@dataclass(frozen=True, slots=True)
class CastMember:
    """One visitor: `name` is what the visit shows, `expected` the verdicts that are right. The same for the same
    `seed`."""

    name: str
    expected: tuple[Outcome, ...]
    seed: int
    holder: Holder
    identity: Identity
    presented: Presented = Presented.HOLDER

    def enter(
        self,
        clock: Callable[[], float] = time.monotonic,
        language: str = "zh",
        size: tuple[int, int] = (1280, 720),
        *,
        trouble: Trouble = Trouble.NONE,
        document: MintedDocument | None = None,
    ) -> Visitor:
        """The visitor, arriving now; `document` in place of their own card. Takes about two seconds: faces are painted,
        a card is printed.

        Raises EnvironmentFault `font-missing` or `portrait-missing`.
        """
        style = invent_style(np.random.default_rng((self.seed, 1)), text=self.holder.name + self.holder.address)
        card = document or mint(self.holder, card_portrait(self.identity), style)
        desk = DeskScene(card, self.seed, size, trouble=trouble, arrive=None)
        face = FaceScene(self._actor(), size, seed=self.seed)
        return Visitor(desk, face, self.seed, language, clock)

    def _actor(self) -> Actor:
        match self.presented:
            case Presented.HOLDER:
                return LivePerson(self.identity, self.seed)
            case Presented.SOMEBODY_ELSE:
                return LivePerson(unlike(self.identity, self.seed), self.seed)
            case Presented.PRINT:
                return PrintAttack(self.identity, self.seed)
            case Presented.REPLAY:
                return ReplayAttack(self.identity, self.seed)


_ROLES = (
    ("genuine", (Outcome.APPROVED,), Presented.HOLDER, None),
    ("another person's card", (Outcome.DECLINED,), Presented.SOMEBODY_ELSE, None),
    ("printed photo", (Outcome.DECLINED,), Presented.PRINT, None),
    ("replayed video", (Outcome.DECLINED, Outcome.REVIEW), Presented.REPLAY, None),
    ("card with an invalid period", (Outcome.REVIEW,), Presented.HOLDER, Flaw.SEVEN_YEARS),
)


def demo_visitors(seed: int) -> list[CastMember]:
    """The five of the demonstration, adults all, made out of `seed`."""
    members = []
    for place, (name, expected, presented, flaw) in enumerate(_ROLES):
        number = seed * len(_ROLES) + place
        rng = np.random.default_rng((seed, place, 0xCA57))
        age = int(rng.integers(19, 71))
        holder = invent(rng, age=age, flaw=flaw)
        identity = Identity.from_seed(number, male=holder.sex == "男", age=age)
        members.append(CastMember(name, expected, number, holder, identity, presented))
    return members
