"""Whether a face answered the screen's colours as skin does."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.face.light.sample import LightSample
from kiosk.face.light.sequence import LightSequence


@dataclass(frozen=True, slots=True)
class LightEvidence:
    """`score` 1 as a living face answers, 0 as nothing real does, None: not measurable (which speaks neither for nor
    against anybody). `delay_s` from the screen's colour to the skin's, None without an answer. `reason` is `answered`,
    `flat-answer`, `no-answer`, `wrong-answer`, `wrong-delay`, or why nothing was measured: `not-shown`, `refused`,
    `too-few-frames`, `too-bright`, `unsteady`."""

    score: float | None
    delay_s: float | None
    reason: str


NOT_SHOWN, REFUSED = LightEvidence(None, None, "not-shown"), LightEvidence(None, None, "refused")


def light_answer(samples: Sequence[LightSample], sequence: LightSequence) -> LightEvidence:
    """Judge the samples (ascending in time, on the clock of `sequence.begin`) taken while the sequence was shown, with
    half a second before and after it."""
    return NOT_SHOWN
