"""The desk as the simulated terminal's camera sees it over time: a card comes, lies, is turned over and goes."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kiosk.card.reading import Side
from kiosk.devices.frame import Image
from kiosk.simulation import desk_motion as motion
from kiosk.simulation import desk_optics as optics
from kiosk.simulation.card_print import MintedCard
from kiosk.simulation.desk import lit_desk
from kiosk.simulation.desk_hand import Edge, Grip, hand_layer
from kiosk.simulation.desk_laid import Laid, laid
from kiosk.simulation.desk_layer import lay
from kiosk.simulation.desk_optics import Light
from kiosk.simulation.desk_pose import CardPose, Quad, homography, quad_of
from kiosk.simulation.desk_surface import Surface
from kiosk.simulation.documents.page import MintedDocument
from kiosk.simulation.trouble import Trouble

EXPOSURE_S = 1 / 60


@dataclass(frozen=True, slots=True)
class _Event:
    kind: str
    time: float


@dataclass(frozen=True, eq=False, slots=True)
class _Setting:
    """What lies there, how, and in what light."""

    trouble: Trouble
    rest: CardPose
    light: Light
    laid: Laid


class DeskScene:
    """One visit's desk. `at(t)` may be asked in any order; what happened is told by the methods, in order of time.

    `minted` None leaves the desk empty. The card is put down at `arrive` s (None: only when `put_down` is called).
    Desk, light and pose follow from `seed`; `trouble` spoils one thing until `mend`. Not safe to share between threads.
    """

    def __init__(
        self,
        minted: MintedCard | MintedDocument | None,
        seed: int,
        size: tuple[int, int] = (1920, 1080),
        *,
        trouble: Trouble = Trouble.NONE,
        arrive: float | None = 0.5,
        surface: Surface | None = None,
        light: Light | None = None,
    ) -> None:
        rng = np.random.default_rng(seed)
        self.size = size
        self.seed = seed
        self.trouble = trouble
        kinds = tuple(Surface)
        drawn = kinds[int(rng.integers(len(kinds)))]
        self.surface = drawn if surface is None else surface
        self._minted, self._lamp = minted, light
        self._own = _draw(rng)
        self._as_laid = self._set(trouble)
        tone = rng.uniform((85, 110, 160), (150, 178, 222))
        self._grip = Grip(
            Edge.TOP if trouble is Trouble.UPSIDE_DOWN else Edge.BOTTOM,
            0.62,
            0.04,
            (int(tone[0]), int(tone[1]), int(tone[2])),
        )
        self._first = Side.BACK if trouble is Trouble.WRONG_SIDE else Side.FRONT
        self._events: list[_Event] = []
        if arrive is not None:
            self.put_down(arrive)

    def put_down(self, time: float) -> None:
        """The hand brings the card, from `time` on; it lies still about 1.4 s later."""
        self._happen("bring", time)

    def turn_over(self, time: float) -> None:
        """The hand turns the card over, from `time` on; it lies still about 1.7 s later."""
        self._happen("turn", time)

    def mend(self, time: float) -> None:
        """The hand takes away what lies there and lays the card down as it should be, the same side up, from `time` on;
        it lies still about 2.5 s later."""
        self._happen("mend", time)

    def take_away(self, time: float) -> None:
        """The hand takes the card away, from `time` on; it is gone about 1.1 s later."""
        self._happen("take", time)

    def _happen(self, kind: str, time: float) -> None:
        if self._events and time < self._events[-1].time:
            raise ValueError("events are told in order of time")
        self._events.append(_Event(kind, time))

    def still(self, time: float) -> motion.Still:
        """What is on the desk at `time`."""
        now = motion.Still(None)
        side = self._first
        lies = False
        setting = self._setting(time)
        rest = setting.rest
        for event in self._events:
            since = time - event.time
            if since < 0:
                break
            if event.kind == "bring":
                lies, now = True, motion.bringing(rest, side, since)
            elif event.kind == "turn" and lies:
                now = motion.turning(rest, side, since)
                side = Side.BACK if side is Side.FRONT else Side.FRONT
            elif event.kind == "mend" and lies:
                now = motion.replacing(rest, side, since)
            elif event.kind == "take" and lies:
                lies, now = False, motion.taking(rest, side, since)
                side = self._first
        if now.pose is None or not setting.laid.layers:
            return motion.Still(None)
        held = setting.trouble is Trouble.HELD
        amplitude = 0.002 if held else 0.0006 if now.hand is not None else 0.00015
        pose = motion.tremor(now.pose, time, amplitude, self.seed)
        return replace(now, pose=pose, hand=0.0 if held else now.hand)

    def quad(self, time: float) -> Quad | None:
        """Where the card is, as in `CardSighting.quad`; None without a card. Corners may lie outside the frame."""
        pose = self.still(time).pose
        return None if pose is None else quad_of(pose, self.size)

    def at(self, time: float) -> Image:
        """The camera's picture at `time` s, BGR of `size`; the same for the same seed, events and time."""
        setting = self._setting(time)
        light, what = setting.light, setting.laid
        frame = lit_desk(self.surface, self.seed, light, self.size).copy()
        gains = optics.gain(light, self.size)
        now = self.still(time)
        if now.pose is not None:
            placing = homography(now.pose, self.size)
            smear = self._smear(time)
            if setting.trouble is Trouble.TWO_CARDS:
                lay(frame, what.layers[Side.BACK], homography(_beside(setting.rest), self.size), gains)
            solid = np.zeros(frame.shape[:2], np.uint8) if light.glare > 0 else None
            lay(frame, what.layers[now.side], placing, None if what.shining else gains, solid, smear)
            if now.side in what.over:
                lay(frame, what.over[now.side], placing, gains, None, smear)
            if solid is not None:
                optics.add_glare(frame, light, solid)
            if now.hand is not None:
                hand = hand_layer(self._grip)
                way = -now.hand if self._grip.edge is Edge.TOP else now.hand
                lay(frame, replace(hand, top=hand.top + way), placing, gains, None, smear)
        frame = optics.blurred(frame, light)
        rng = np.random.default_rng((self.seed, round(time * 1000) & 0xFFFFFFFF))
        return optics.with_noise(frame, light.noise, rng)

    def _setting(self, time: float) -> _Setting:
        mended = any(event.kind == "mend" and event.time + motion.GONE_S <= time for event in self._events)
        return self._as_mended if mended else self._as_laid

    @cached_property
    def _as_mended(self) -> _Setting:
        return self._set(Trouble.NONE)

    def _set(self, trouble: Trouble) -> _Setting:
        rest = _rest(self._own[0], trouble)
        light = _light(self._own[1], trouble) if self._lamp is None else self._lamp
        minted = self._minted
        what = Laid() if minted is None else laid(minted, trouble, self.seed, quad_of(rest, self.size))
        return _Setting(trouble, rest, light, what)

    def _smear(self, time: float) -> tuple[float, float]:
        """How far the card moves while the shutter is open, px across and down."""
        before, after = self.quad(time - EXPOSURE_S), self.quad(time)
        if before is None or after is None:
            return (0.0, 0.0)
        way = (after - before).mean(axis=0)
        return float(way[0]), float(way[1])


def _beside(rest: CardPose) -> CardPose:
    """Where the other card lies: beside the one at `rest`."""
    return replace(rest, at=(0.76, 0.55), rotation=rest.rotation + 7)


def _draw(rng: np.random.Generator) -> tuple[CardPose, Light]:
    """How this visitor lays a card, and under what lamp, when nothing is wrong."""
    pose = CardPose(
        rotation=float(rng.uniform(-9, 9)),
        tilt_x=float(rng.uniform(-5, 5)),
        tilt_y=float(rng.uniform(-5, 5)),
        coverage=float(rng.uniform(0.38, 0.5)),
        at=(0.5 + float(rng.uniform(-0.03, 0.03)), 0.5 + float(rng.uniform(-0.03, 0.03))),
    )
    warm = float(rng.uniform(-0.05, 0.05))
    return pose, Light(
        level=float(rng.uniform(0.9, 1.02)),
        gradient=float(rng.uniform(0.05, 0.3)),
        angle=float(rng.uniform(0, 360)),
        vignette=float(rng.uniform(0.05, 0.2)),
        balance=(1 - warm, 1.0, 1 + warm),
        noise=2.0,
    )


def _rest(pose: CardPose, trouble: Trouble) -> CardPose:
    match trouble:
        case Trouble.UPSIDE_DOWN:
            return replace(pose, rotation=pose.rotation + 180)
        case Trouble.TOO_FAR:
            return replace(pose, coverage=0.05)
        case Trouble.TOO_CLOSE:
            return replace(pose, coverage=1.3)
        case Trouble.CUT_OFF:
            return replace(pose, at=(0.83, 0.5))
        case Trouble.TWO_CARDS:
            return replace(pose, coverage=0.17, at=(0.27, 0.45))
        case _:
            return pose


def _light(light: Light, trouble: Trouble) -> Light:
    match trouble:
        case Trouble.BLURRED:
            return replace(light, defocus=0.0045)
        case Trouble.TOO_DARK:
            return replace(light, level=0.12, noise=4.0)
        case Trouble.GLARE:
            return replace(light, glare=1.0, glare_at=(0.45, 0.5), glare_radius=0.09)
        case _:
            return light
