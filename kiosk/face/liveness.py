"""Live or not: the challenge and the passive cues put together, each kept by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kiosk.devices.exposure import ExposureChange
from kiosk.devices.frame import Frame
from kiosk.face.challenge import TURNS, ActionEvidence, judge, occurrences
from kiosk.face.fusion import fused
from kiosk.face.light.evidence import LightEvidence, light_answer
from kiosk.face.light.sample import LightSample, light_sample
from kiosk.face.light.sequence import LightSequence
from kiosk.face.observation import Action, FaceObservation, LivenessResult, Prompt
from kiosk.face.observe import FaceObserver
from kiosk.face.presentation.cut import cut
from kiosk.face.presentation.exposure import exposure
from kiosk.face.presentation.frozen import frozen
from kiosk.face.presentation.held import held
from kiosk.face.presentation.life import life
from kiosk.face.presentation.pattern import pattern
from kiosk.face.presentation.planarity import planarity
from kiosk.face.presentation.room import room
from kiosk.face.presentation.seam import seam
from kiosk.face.presentation.stream import stream
from kiosk.face.presentation.texture import TextureNet
from kiosk.face.recorder import Recorder
from kiosk.face.signals import rest_of

_ATTACK = 0.25  # a cue at or below this speaks clearly against a live face

_LIVE = 0.7
"""The fused score from which a face that has done what was asked is called live; below, nobody can tell. Genuine
visitors of the design range reached 0.99, and would 0.94 without the light."""

_LIT_BEFORE, _LIT_AFTER = 0.7, 1.0  # s before and after the screen's colours that belong to the answer

_UNTOLD = ("no-rest", "not-asked")  # reasons of evidence that say nothing either way

_STUTTERED = {"light-too-few-frames", "light-unsteady"}
"""Why the light could not be measured, where that is the machine's doing."""

_REASONS: Mapping[str, str] = {
    "light": "no-light-answer",
    "planarity": "flat-face",
    "held": "held-picture",
    "room": "room-sways",
    "pattern": "screen-or-print",
    "cut": "cut",
    "stream": "no-camera-stream",
    "exposure": "exposure-ignored",
    "life": "no-sign-of-life",
    "frozen": "frozen-picture",
}
"""The name of what a low cue means."""

_DOUBTS: Mapping[str, str] = {"seam": "line-across-face"}
"""The same of cues that people may have too, with a tube under the nose: then nobody can tell."""


def judge_liveness(
    recorder: Recorder,
    prompts: Sequence[Prompt] | None,
    reasons: Sequence[str] = (),
    light: LightEvidence | None = None,
    exposures: Sequence[ExposureChange] = (),
) -> LivenessResult:
    """Put together what was recorded.

    `prompts` are the actions asked for, None when there were none: then this is passive evidence only, and a face can
    be told to be an attack but never to be live, since a replayed video moves like a person. `reasons` name what has
    already gone wrong. `light` is what the screen's colours showed, None where none were wanted; `exposures` what the
    camera was told meanwhile, if it can be told.
    """
    evidence = None if prompts is None else [judge(tuple(recorder.observations), prompt) for prompt in prompts]
    return fuse(passive_cues(recorder, exposures=exposures), recorder, evidence, reasons, light)


def fuse(
    passive: Mapping[str, float | None],
    recorder: Recorder,
    evidence: Sequence[ActionEvidence] | None,
    reasons: Sequence[str] = (),
    light: LightEvidence | None = None,
) -> LivenessResult:
    """The result from judged prompts (None: none were asked), the answer to the screen's light (None: it was not
    wanted) and the passive cues of a recording."""
    cues = dict(passive) if light is None else {"light": light.score, **passive}
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
    doubts = [
        _DOUBTS[name] for name, score in cues.items() if name in _DOUBTS and score is not None and score <= _ATTACK
    ]
    answered = bool(evidence) and all(e.seen for e in evidence or ())
    turned = any(e.prompt.action in TURNS for e in evidence or ())
    told = fused(cues, against=bool(attacks or reasons) or not answered)
    live: bool | None
    if attacks or reasons:
        live = False
    elif not evidence or any(e.reason in _UNTOLD for e in evidence):
        live = None
    elif answered and turned and cues["planarity"] is None:
        live = None  # the mesh gives paintings depth too: a turn is believed when the picture itself shows it
        against.append("depth-unknown")
    elif answered and (doubts or told.score is None or told.score < _LIVE):
        live = None
        against += doubts or ["doubtful"]
    else:
        live = answered
    if live is not True:
        told = fused(cues, against=True)
    if live is not False and light is not None and light.score is None:
        against.append(f"light-{light.reason}")
    return LivenessResult(
        live=live,
        score=told.score,
        cues=cues,
        reasons=tuple(dict.fromkeys([*against, *attacks])),
        best_frames=tuple(frame for frame, _ in recorder.best),
        witnesses=recorder.faces_at([e.witness for e in evidence or () if e.witness is not None]),
        contributions=told.contributions,
        light_delay=None if light is None else light.delay_s,
    )


def remembering(result: LivenessResult, earlier: LivenessResult | None) -> LivenessResult:
    """A later attempt's result at the same visitor: a line seen across their face before has not gone when it is
    overlooked once. None: there was no earlier attempt."""
    if earlier is None:
        return result
    both = {name: [one.cues.get(name) for one in (result, earlier)] for name in _DOUBTS}
    lowest = {
        name: min((score for score in scores if score is not None), default=None) for name, scores in both.items()
    }
    cues = {**result.cues, **lowest}
    doubts = [_DOUBTS[name] for name, score in lowest.items() if score is not None and score <= _ATTACK]
    if not result.live or not doubts:
        return replace(result, cues=cues)
    told = fused(cues, against=True)
    reasons = (*result.reasons, *doubts)
    return replace(result, live=None, score=told.score, cues=cues, reasons=reasons, contributions=told.contributions)


def undecided(result: LivenessResult) -> bool:
    """Whether another attempt may tell what this one could not: nobody could tell, or the answer to the light was lost
    because the picture stuttered. A room that is too bright stays so, and a line across a face does not go: who has one
    is not asked until it is overlooked once."""
    if result.live is None:
        return set(_DOUBTS.values()).isdisjoint(result.reasons)
    return result.live and not _STUTTERED.isdisjoint(result.reasons)


def passive_cues(
    recorder: Recorder, exposures: Sequence[ExposureChange] = (), coded: bool = False
) -> dict[str, float | None]:
    """Every passive cue by name: 1 live, 0 attack, None not measurable here. `coded`: from a recording."""
    samples, observations = tuple(recorder.samples), tuple(recorder.observations)
    cues = {
        "planarity": planarity(samples),
        "held": held(samples),
        "room": room(samples),
        "pattern": pattern(tuple(recorder.closeups)),
        "cut": cut(observations),
        "stream": stream(recorder.arrivals, coded),
        "life": life(observations),
        "frozen": frozen(samples),
        "seam": seam(recorder.best),
    }
    return {**cues, "exposure": exposure(recorder.arrivals, exposures)} if exposures else cues


def check_recording(
    frames: Iterable[Frame],
    observer: FaceObserver,
    actions: Sequence[Action] | None,
    light: LightSequence | None = None,
    texture: TextureNet | None = None,
    dot: Prompt | None = None,
) -> LivenessResult:
    """Judge a recorded video: with `actions`, they must be seen in that order, anywhere in it; with `light`, the face
    must answer what a screen showed while it was taken; `dot` is the one that Action.FOLLOW means; with `texture`, its
    network looks at the best frames."""
    recorder, lit = Recorder(), list[LightSample]()
    for frame in frames:
        face = observer.observe(frame)
        if face is None:
            continue
        recorder.add(frame, face)
        if light is not None and -_LIT_BEFORE <= frame.time - light.begin <= light.seconds + _LIT_AFTER:
            lit.append(light_sample(frame, face))
    evidence = None if actions is None else find_in_order(tuple(recorder.observations), actions, dot)
    answer = None if light is None else light_answer(lit, light)
    passive = passive_cues(recorder, coded=True)
    if texture is not None:
        passive = {**passive, "texture": texture.score(recorder.best)}
    return fuse(passive, recorder, evidence, light=answer)


def find_in_order(
    observations: Sequence[FaceObservation], actions: Sequence[Action], dot: Prompt | None = None
) -> list[ActionEvidence]:
    """Look for each action after the one before it; without prompts there is no reaction to measure. A dot has times of
    its own, and Action.FOLLOW without one was not asked."""
    rest = rest_of(observations)
    since, until = (observations[0].time, observations[-1].time) if observations else (0.0, 0.0)
    evidence = []
    for action in actions:
        if action is Action.FOLLOW:
            evidence.append(judge(observations, dot or Prompt(action, np.inf, np.inf)))
            since = evidence[-1].time or since
            continue
        prompt = Prompt(action, since, until)
        done = [] if rest is None else [o for o in occurrences(action, observations, rest) if o.start >= since]
        if done:
            one = done[0]
            evidence.append(ActionEvidence(prompt, True, one.time, None, one.strength, "answered", one.start))
            since = one.time
        else:
            evidence.append(ActionEvidence(prompt, False, None, None, 0.0, "no-rest" if rest is None else "not-seen"))
    return evidence
