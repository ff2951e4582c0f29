"""Live or not: the challenge and the passive cues put together, each kept by name."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kiosk.devices.frame import Frame
from kiosk.face.challenge import TURNS, ActionEvidence, judge, occurrences
from kiosk.face.light.evidence import LightEvidence
from kiosk.face.observation import Action, FaceObservation, LivenessResult, Prompt
from kiosk.face.observe import FaceObserver
from kiosk.face.presentation.frozen import frozen
from kiosk.face.presentation.held import held
from kiosk.face.presentation.life import life
from kiosk.face.presentation.planarity import planarity
from kiosk.face.recorder import Recorder
from kiosk.face.signals import rest_of

_ATTACK = 0.25  # a cue at or below this speaks clearly against a live face

_WEIGHTS: Mapping[str, float] = {
    "challenge": 3.0,
    "light": 3.0,
    "planarity": 2.0,
    "held": 3.0,
    "life": 1.0,
    "frozen": 2.0,
}
"""How much each cue moves the score, in logits from 0.5 to 1."""

_UNTOLD = ("no-rest", "not-asked")  # reasons of evidence that say nothing either way

_REASONS: Mapping[str, str] = {
    "light": "no-light-answer",
    "planarity": "flat-face",
    "held": "held-picture",
    "life": "no-sign-of-life",
    "frozen": "frozen-picture",
}
"""The name of what a low cue means."""


def judge_liveness(
    recorder: Recorder,
    prompts: Sequence[Prompt] | None,
    reasons: Sequence[str] = (),
    light: LightEvidence | None = None,
) -> LivenessResult:
    """Put together what was recorded.

    `prompts` are the actions asked for, None when there were none: then this is passive evidence only, and a face can
    be told to be an attack but never to be live, since a replayed video moves like a person. `reasons` name what has
    already gone wrong. `light` is what the screen's colours showed, None where none were wanted.
    """
    evidence = None if prompts is None else [judge(tuple(recorder.observations), prompt) for prompt in prompts]
    return fuse(recorder, evidence, reasons, light)


def fuse(
    recorder: Recorder,
    evidence: Sequence[ActionEvidence] | None,
    reasons: Sequence[str] = (),
    light: LightEvidence | None = None,
) -> LivenessResult:
    """The result from judged prompts (None: none were asked), the answer to the screen's light (None: it was not
    wanted) and the passive cues of a recording."""
    cues = passive_cues(recorder) if light is None else {"light": light.score, **passive_cues(recorder)}
    against = [
        *reasons,
        *(f"challenge-{e.reason}" for e in evidence or () if e.reason not in ("answered", "not-asked")),
    ]
    if evidence is not None:
        asked = [e for e in evidence if e.reason not in _UNTOLD]
        cues = {"challenge": float(np.mean([e.seen for e in asked])) if asked else None, **cues}
    attacks = [
        _REASONS[name] for name, score in cues.items() if name in _REASONS and score is not None and score <= _ATTACK
    ]
    answered = bool(evidence) and all(e.seen for e in evidence or ())
    turned = any(e.prompt.action in TURNS for e in evidence or ())
    live: bool | None
    if attacks or reasons:
        live = False
    elif not evidence or any(e.reason in _UNTOLD for e in evidence):
        live = None
    elif answered and turned and cues["planarity"] is None:
        live = None  # the mesh gives paintings depth too: a turn is believed when the picture itself shows it
        against.append("depth-unknown")
    else:
        live = answered
    return LivenessResult(
        live=live,
        score=_score(cues, against=live is not True),
        cues=cues,
        reasons=tuple(dict.fromkeys([*against, *attacks])),
        best_frames=tuple(frame for frame, _ in recorder.best),
    )


def passive_cues(recorder: Recorder) -> dict[str, float | None]:
    """Every passive cue by name: 1 live, 0 attack, None not measurable here."""
    samples = tuple(recorder.samples)
    return {
        "planarity": planarity(samples),
        "held": held(samples),
        "life": life(tuple(recorder.observations)),
        "frozen": frozen(samples),
    }


def check_recording(
    frames: Iterable[Frame], observer: FaceObserver, actions: Sequence[Action] | None
) -> LivenessResult:
    """Judge a recorded video: with `actions`, they must be seen in that order, anywhere in it."""
    recorder = Recorder()
    for frame in frames:
        face = observer.observe(frame)
        if face is not None:
            recorder.add(frame, face)
    if actions is None:
        return fuse(recorder, None)
    return fuse(recorder, find_in_order(tuple(recorder.observations), actions))


def find_in_order(observations: Sequence[FaceObservation], actions: Sequence[Action]) -> list[ActionEvidence]:
    """Look for each action after the one before it; without prompts there is no reaction to measure."""
    rest = rest_of(observations)
    since, until = (observations[0].time, observations[-1].time) if observations else (0.0, 0.0)
    evidence = []
    for action in actions:
        prompt = Prompt(action, since, until)
        done = [] if rest is None else [o for o in occurrences(action, observations, rest) if o.start >= since]
        if done:
            evidence.append(ActionEvidence(prompt, True, done[0].time, None, done[0].strength, "answered"))
            since = done[0].time
        else:
            evidence.append(ActionEvidence(prompt, False, None, None, 0.0, "no-rest" if rest is None else "not-seen"))
    return evidence


def _score(cues: Mapping[str, float | None], against: bool) -> float | None:
    """0-1: the cues that were measured, added as log-odds; None when none was. With `against` only those that speak
    against a live face, so 0.5 at most: an attack is not made good by what it does well, nor a replay by its depth."""
    logits = [_WEIGHTS[name] * (2 * score - 1) for name, score in cues.items() if score is not None]
    total = sum(min(logit, 0.0) if against else logit for logit in logits)
    return float(1 / (1 + np.exp(-total))) if logits else None
