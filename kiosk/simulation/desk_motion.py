"""How a hand brings, turns over and takes away a card, as functions of time."""

from dataclasses import dataclass, replace

import numpy as np

from kiosk.card.reading import Side
from kiosk.simulation.desk_pose import CardPose

BRING_S, LET_GO_S = 0.9, 0.5
TURN_S, GRASP_S = 0.8, 0.4
TAKE_S = 0.7
GONE_S = GRASP_S + TAKE_S


@dataclass(frozen=True, slots=True)
class Still:
    """What is on the desk at one moment.

    `pose` None: no card. `side` is the one that shows. `hand` None: no hand; else how far it is withdrawn from the
    card, in card widths (0 holds it).
    """

    pose: CardPose | None
    side: Side = Side.FRONT
    hand: float | None = None


def smooth(value: float) -> float:
    """Minimum-jerk progress 0–1, as hands move (Flash and Hogan 1985)."""
    v = min(max(value, 0.0), 1.0)
    return v**3 * (10 - 15 * v + 6 * v * v)


def tremor(pose: CardPose, time: float, amplitude: float, seed: int) -> CardPose:
    """`pose` trembling by about `amplitude` of the frame's width: a few incommensurable waves, 0.7–9 Hz."""
    rng = np.random.default_rng(seed)
    waves = rng.uniform((0.7, 0.7, 0.7), (3.0, 3.0, 9.0), (3, 3))
    phases = rng.uniform(0, 6.283, (3, 3))
    shake = np.sin(6.283 * waves * time + phases).sum(axis=1) / 2 * amplitude
    return replace(
        pose,
        at=(pose.at[0] + float(shake[0]), pose.at[1] + float(shake[1])),
        rotation=pose.rotation + float(shake[2]) * 120,
    )


def bringing(rest: CardPose, side: Side, since: float) -> Still:
    """The card comes in from below, higher and tilted, is laid down and let go. `since` is s from its start."""
    if since < BRING_S:
        left = 1 - smooth(since / BRING_S)
        pose = replace(
            rest,
            at=(rest.at[0] + 0.25 * left, rest.at[1] + 1.2 * left),
            rotation=rest.rotation + 14 * left,
            tilt_x=rest.tilt_x + 18 * left,
            coverage=rest.coverage * (1 + 0.25 * left),
        )
        return Still(pose, side, 0.0)
    away = (since - BRING_S) / LET_GO_S
    return Still(rest, side, 2.4 * smooth(away) if away < 1 else None)


def turning(rest: CardPose, side: Side, since: float) -> Still:
    """A hand comes, turns the card over like a page and goes. `side` is the one that showed before."""
    other = Side.BACK if side is Side.FRONT else Side.FRONT
    if since < GRASP_S:
        return Still(rest, side, 2.4 * (1 - smooth(since / GRASP_S)))
    if since < GRASP_S + TURN_S:
        done = smooth((since - GRASP_S) / TURN_S)
        angle = 180 * done
        lift = 1 + 0.35 * float(np.sin(np.radians(angle)))
        shown, tilt = (side, angle) if angle < 90 else (other, angle - 180)
        return Still(replace(rest, tilt_y=rest.tilt_y + tilt, coverage=rest.coverage * lift), shown, 0.0)
    away = (since - GRASP_S - TURN_S) / LET_GO_S
    return Still(rest, other, 2.4 * smooth(away) if away < 1 else None)


def taking(rest: CardPose, side: Side, since: float) -> Still:
    """A hand comes and takes the card out of the picture."""
    if since < GRASP_S:
        return Still(rest, side, 2.4 * (1 - smooth(since / GRASP_S)))
    gone = smooth((since - GRASP_S) / TAKE_S)
    if gone >= 1:
        return Still(None, side)
    pose = replace(
        rest,
        at=(rest.at[0] + 0.2 * gone, rest.at[1] + 1.3 * gone),
        rotation=rest.rotation + 10 * gone,
        tilt_x=rest.tilt_x + 12 * gone,
    )
    return Still(pose, side, 0.0)


def replacing(rest: CardPose, side: Side, since: float) -> Still:
    """A hand takes the card away and lays it down anew, the same side up: at `rest`, which may be another one from
    GONE_S on, while nothing lies there."""
    return taking(rest, side, since) if since < GONE_S else bringing(rest, side, since - GONE_S)
