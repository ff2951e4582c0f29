"""What a person is asked for in one attempt: actions, the screen's colours, a dot's way. All drawn at random."""

from collections.abc import Collection
from random import Random
from typing import NamedTuple

from kiosk.face.challenge import draw
from kiosk.face.follow import draw_trail
from kiosk.face.light.sequence import LightSequence, draw_sequence
from kiosk.face.observation import Action, Trail


class Tasks(NamedTuple):
    """`light`: None, no colours are played. `trail`: None, the dot is not among the actions."""

    actions: tuple[Action, ...]
    light: LightSequence | None
    trail: Trail | None


def draw_tasks(rng: Random, count: int, without: Collection[Action] = (), *, lit: bool) -> Tasks:
    """`count` actions out of all but those `without`, and colours where the visit is `lit`."""
    actions = draw(rng, count, without)
    light = draw_sequence(rng) if lit else None
    return Tasks(actions, light, draw_trail(rng) if Action.FOLLOW in actions else None)
