"""Whether a face answered the screen's colours as skin does.

Skin reflects what shines on it: the logarithm of each of its colours, by its green, follows the colour shown, some
tenths of a second late, the more strongly the darker the room. What a camera does to the whole picture meanwhile (white
balance, exposure) drifts slowly, and changes the room beside the face just as much: the former is taken out, the latter
subtracted. Foreheads, noses, cheeks and chins slope differently, towards the screen and towards the room's lamps, so a
face's answer is uneven, and a flat picture's is not.

Limits were set on invented people, prints, replays and streams of even seeds. Of 135,000 wrong sequences, each at the
best of all delays allowed, 0.17 % would have been taken for the right one, and 2.6 % for one that cannot be told. Their
steps lasted 0.36 to 0.40 s; of 1,500 such and of 1,500 of 0.34 to 0.38 s as many were taken for it (2), of 1,500 of one
step fewer six times as many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kiosk.face.light.sample import BARE, LightSample
from kiosk.face.light.sequence import LightSequence

Series = NDArray[np.float64]

_LATE = (0.0, 0.65)  # s that screen, camera and a busy machine take together
_OFF = 0.08  # s from the terminal's usual delay: people of even seeds are within 0.06, exchanges of faces over 0.2
_SEARCHED = (-0.3, 1.2)  # s
_STEP = 0.02  # s
_LEAST_RATE, _LONGEST_GAP = 4.0, 0.6  # frames a second, s: colours in between are missed
_REGIONS_LEAST = 3

_PERHAPS, _FOLLOWS, _SURELY = 0.7, 0.85, 0.95  # correlation
_ALIKE = 0.001  # of correlation, by which delays fit as well as the best one
_SILENT, _FIRM = 0.018, 0.05  # strength: a white screen's light by the room's
_UNSURE = 0.02  # standard error of the strength
_MOVED = 4.0  # times the noise at rest: the skin's colour did change
_MOVED_LEAST = 0.025
_CALM = 0.01  # of a logarithm: noise at rest where it was not seen
_FLAT, _UNEVEN = 0.035, 0.09  # spread of the regions' strengths by their mean
_EXACT = 0.03  # share of blown pixels from which a region's strength is no longer its own
_LIT_BY_OTHERS = 0.35  # of the regions' median light, below which it is none either
_UNSHAPED = 0.1  # standard error of a region's strength by the mean, above which shape says nothing


@dataclass(frozen=True, slots=True)
class LightEvidence:
    """`score` 1 as a living face answers, 0 as nothing real does, None: not measurable, which speaks neither for nor
    against anybody. `delay_s` from the screen's colour to the skin's, None without an answer.

    `reason` is `answered`, or what spoke against it: `flat-answer`, `no-answer`, `wrong-answer`, `wrong-delay`,
    `unusual-delay`; or why nothing could be measured: `not-shown`, `too-few-frames`, `too-bright`, `faint` (so little
    that it may be a reflection), `unsteady`.
    """

    score: float | None
    delay_s: float | None
    reason: str


NOT_SHOWN = LightEvidence(None, None, "not-shown")


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a series follows the sequence at a delay: correlation, strength and its standard error."""

    delay: float
    correlation: float
    strength: float
    error: float


def latest_answer(usual: float | None) -> float:
    """How many s after a colour its answer may come, at a terminal whose skin answers `usual` s late, None: unknown."""
    return _LATE[1] if usual is None else usual + _OFF


def light_answer(samples: Sequence[LightSample], sequence: LightSequence, usual: float | None = None) -> LightEvidence:
    """Judge the samples taken while the sequence was shown, ascending in time on the clock of `sequence.begin`.

    They should reach from half a second before it to a second after; what the screen showed then does not matter.
    `usual` is how late, in s, skin answers at this terminal, if that is known.
    """
    times = np.array([sample.time for sample in samples])
    if not _enough(times, sequence):
        return LightEvidence(None, None, "too-few-frames")
    regions = _by_green(np.stack([sample.face for sample in samples]))
    room = _by_green(np.stack([sample.around for sample in samples]))
    skin = _usable(regions[:, BARE])
    if skin.shape[1] < _REGIONS_LEAST:
        return LightEvidence(None, None, "too-bright")
    # A room that the screen reaches too would take some of the answer away: whichever shows more of it.
    grounds = [np.zeros_like(room), *([room] if np.isfinite(room).all() else [])]
    fits = [_best(times, skin.mean(axis=1) - ground, sequence, _LATE) for ground in grounds]
    found, ground = max(zip(fits, grounds, strict=True), key=lambda pair: pair[0].correlation)
    if found.correlation >= _PERHAPS and found.strength >= _FIRM:
        if found.correlation < _FOLLOWS:
            return LightEvidence(None, None, "unsteady")
        if usual is not None and abs(found.delay - usual) > _OFF:
            return LightEvidence(0.1, found.delay, "unusual-delay")
        return _graded(times, _usable(regions[:, _exact(samples)]) - ground[:, None], sequence, found)
    return _unanswered(times, skin.mean(axis=1), sequence, found)


def _graded(times: Series, regions: Series, sequence: LightSequence, found: _Fit) -> LightEvidence:
    """An answer, by how well it follows and whether it is as uneven as a face."""
    parts = [_fit(times, regions[:, k], sequence, found.delay) for k in range(regions.shape[1])]
    follows = 0.5 + 0.5 * _share(found.correlation, _FOLLOWS, _SURELY)
    if len(parts) < _REGIONS_LEAST:
        return LightEvidence(min(follows, 0.6), found.delay, "answered")
    strengths, errors = (np.array([getattr(part, name) for part in parts]) for name in ("strength", "error"))
    mean, noise = abs(float(strengths.mean())), float(np.mean(errors**2))
    spread = float(np.sqrt(max(float(np.var(strengths)) - noise, 0.0))) / max(mean, 1e-6)
    if np.sqrt(noise) > _UNSHAPED * mean:
        return LightEvidence(min(follows, 0.6), found.delay, "answered")
    shaped = 0.2 + 0.8 * _share(spread, _FLAT, _UNEVEN)
    score = min(follows, shaped)
    return LightEvidence(score, found.delay, "answered" if score >= 0.5 else "flat-answer")


def _unanswered(times: Series, skin: Series, sequence: LightSequence, found: _Fit) -> LightEvidence:
    """Nothing that follows the sequence firmly at a plausible delay: what there is instead."""
    anywhere = _best(times, skin, sequence, _SEARCHED)
    if anywhere.correlation >= _SURELY and anywhere.strength >= _FIRM:
        return LightEvidence(0.1, anywhere.delay, "wrong-delay")
    moved = _moved(times, skin, sequence)
    if moved and found.correlation < _PERHAPS:
        return LightEvidence(0.05, None, "wrong-answer")
    if found.error > _UNSURE:
        return LightEvidence(None, None, "unsteady")
    if found.strength + 2 * found.error < _SILENT and found.correlation < _PERHAPS:
        return LightEvidence(0.1, None, "no-answer")
    return LightEvidence(None, None, "faint")


def _enough(times: Series, sequence: LightSequence) -> bool:
    shown = times[(times >= sequence.begin) & (times <= sequence.end + _LATE[0])]
    if len(shown) < _LEAST_RATE * sequence.seconds:
        return False
    stops = [sequence.begin, *shown.tolist(), sequence.end]
    return bool(max(b - a for a, b in pairwise(stops)) <= _LONGEST_GAP)


def _usable(regions: Series) -> Series:
    """The regions that were measured in every frame."""
    return np.asarray(regions[:, [np.isfinite(regions[:, k]).all() for k in range(regions.shape[1])]])


def _exact(samples: Sequence[LightSample]) -> NDArray[np.bool_]:
    """Which regions' strengths are their own: not those at a sensor's end, nor hair or shadow among the skin, where a
    few grey levels of haze make much of the little light there is."""
    blown = np.stack([sample.blown for sample in samples]).mean(axis=0)
    level = np.stack([sample.face.mean(axis=1) for sample in samples]).mean(axis=0)
    return np.asarray((blown < _EXACT) & (level >= _LIT_BY_OTHERS * np.nanmedian(level)))


def _by_green(colours: NDArray[np.float32]) -> Series:
    logs = np.log(np.maximum(colours.astype(np.float64), 1e-4))
    return logs[..., [0, 2]] - logs[..., [1]]


def _best(times: Series, series: Series, sequence: LightSequence, delays: tuple[float, float]) -> _Fit:
    steps = round((delays[1] - delays[0]) / _STEP) + 1
    fits = [_fit(times, series, sequence, float(delay)) for delay in np.linspace(*delays, steps)]
    best = max(fits, key=lambda fit: fit.correlation)
    # A camera's pictures are some delays apart: whatever lies between two of them fits as well.
    alike = [fit for fit in fits if fit.correlation >= best.correlation - _ALIKE]
    return alike[len(alike) // 2]


def _fit(times: Series, series: Series, sequence: LightSequence, delay: float) -> _Fit:
    """The strength that explains the series (frames, 2) best. A strong light's logarithm is no longer proportional to
    it, so its strength is looked for twice."""
    within = (times >= sequence.begin + delay) & (times < sequence.end + delay)
    if within.sum() < 9:
        return _Fit(delay, -1.0, 0.0, np.inf)
    at = times[within]
    seen = _without_drift(at, series[within])
    shown = sequence.light(at - delay)
    strength = 0.0
    for _ in range(2):
        base = max(strength, 0.02)
        expected = np.log1p(base * shown) / base
        wanted = _without_drift(at, expected[:, [0, 2]] - expected[:, [1]])
        power = float((wanted**2).sum())
        strength = float((wanted * seen).sum()) / power
    rest = seen - strength * wanted
    error = np.sqrt(float((rest**2).sum()) / (2 * len(at) - 7) / power)
    correlation = float((wanted * seen).sum()) / np.sqrt(power * max(float((seen**2).sum()), 1e-12))
    return _Fit(delay, correlation, strength, float(error))


def _without_drift(times: Series, series: Series) -> Series:
    """Less its best parabola over time: slow, as white balance is."""
    x = (times - times.mean()) / max(float(np.ptp(times)), 1e-6)
    basis, _ = np.linalg.qr(np.stack([np.ones_like(x), x, x * x], axis=1))
    return np.asarray(series - basis @ (basis.T @ series))


def _moved(times: Series, skin: Series, sequence: LightSequence) -> bool:
    """Whether the skin's colour changed while the sequence was shown by far more than before it."""
    during = (times >= sequence.begin) & (times < sequence.end + _LATE[0])
    before = times < sequence.begin
    changed = float(np.sqrt(np.mean(_without_drift(times[during], skin[during]) ** 2)))
    calm = _CALM
    if before.sum() >= 5:
        calm = float(np.sqrt((_without_drift(times[before], skin[before]) ** 2).sum() / (2 * before.sum() - 6)))
    return changed >= max(_MOVED * calm, _MOVED_LEAST)


def _share(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0, 1))
