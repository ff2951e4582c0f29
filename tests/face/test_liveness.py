"""The verdict from cues: live, not live, or cannot tell; nobody is live because something was not measured."""

import numpy as np
import pytest

from kiosk.face.challenge import ActionEvidence
from kiosk.face.light.evidence import LightEvidence
from kiosk.face.liveness import fuse, passive_cues, remembering, undecided
from kiosk.face.observation import Action, LivenessResult, Prompt
from kiosk.face.recorder import Recorder

GOOD = {
    "planarity": 1.0, "held": None, "room": 1.0, "pattern": 1.0, "cut": 1.0, "stream": 1.0, "life": 0.9, "frozen": 1.0,
    "seam": 1.0,
}  # fmt: skip
ANSWERED, SILENT = LightEvidence(1.0, 0.1, "answered"), LightEvidence(0.1, None, "no-answer")


def evidence(*reasons: str) -> list[ActionEvidence]:
    """A turn and an open mouth, each answered or not for that reason."""
    actions = (Action.TURN_LEFT, Action.OPEN_MOUTH)
    return [
        ActionEvidence(Prompt(action, 2.0, 8.0), reason == "answered", 3.0, 0.6, 1.4, reason)
        for action, reason in zip(actions, reasons, strict=True)
    ]


def judged(
    light: LightEvidence | None = ANSWERED, reasons: tuple[str, ...] = (), **cues: float | None
) -> LivenessResult:
    return fuse({**GOOD, **cues}, Recorder(), evidence("answered", "answered"), reasons, light)


def test_who_does_everything_is_live_with_or_without_the_light() -> None:
    for light in (ANSWERED, None):
        result = judged(light)
        assert (result.live, result.reasons) == (True, ())
        assert result.score is not None and result.score > 0.9
    assert sum(judged().contributions.values()) > sum(judged(None).contributions.values())


@pytest.mark.parametrize(
    ("cue", "reason"),
    [
        ("planarity", "flat-face"), ("held", "held-picture"), ("room", "room-sways"), ("pattern", "screen-or-print"),
        ("cut", "cut"), ("stream", "no-camera-stream"), ("life", "no-sign-of-life"), ("frozen", "frozen-picture"),
    ],
)  # fmt: skip
def test_one_cue_that_speaks_clearly_against_is_enough(cue: str, reason: str) -> None:
    result = judged(**{cue: 0.0})
    assert result.live is False and reason in result.reasons
    assert result.score is not None and result.score <= 0.5
    assert result.contributions[cue] < 0


def test_no_answer_to_the_light_is_not_live_and_one_not_measured_is_no_proof() -> None:
    assert judged(SILENT).live is False
    assert "no-light-answer" in judged(SILENT).reasons
    unseen = judged(LightEvidence(None, None, "too-bright"))
    assert unseen.cues["light"] is None and "light" not in unseen.contributions


@pytest.mark.parametrize(
    ("why", "again"), [("too-few-frames", True), ("unsteady", True), ("too-bright", False), ("faint", False)]
)
def test_another_attempt_is_worth_it_where_the_picture_stuttered(why: str, again: bool) -> None:
    unseen = judged(LightEvidence(None, None, why))
    assert (unseen.live, unseen.reasons, undecided(unseen)) == (True, (f"light-{why}",), again)
    assert judged(LightEvidence(None, None, why), ("face-changed",)).reasons == ("face-changed",)
    assert not undecided(judged()) and not undecided(judged(SILENT)) and undecided(judged(planarity=None))


def test_a_turn_without_depth_measured_cannot_be_told() -> None:
    result = judged(planarity=None)
    assert result.live is None and "depth-unknown" in result.reasons


def test_where_too_little_speaks_for_a_face_nobody_can_tell() -> None:
    result = judged(None, planarity=0.3, room=0.3, pattern=0.3, cut=0.3, stream=0.4, life=0.4)
    assert result.live is None and result.reasons == ("doubtful",)


def test_a_line_across_a_face_that_does_everything_is_for_a_person_to_look_at() -> None:
    result = judged(seam=0.0)
    assert (result.live, result.reasons) == (None, ("line-across-face",))
    assert not undecided(result)  # it does not go away
    assert judged(seam=1.0).live is True
    assert judged(seam=None).live is True


def test_a_line_seen_once_is_not_forgotten_when_it_is_overlooked() -> None:
    failed = fuse({**GOOD, "seam": 0.1}, Recorder(), evidence("answered", "not-seen"), ("action-timeout",), ANSWERED)
    assert failed.live is False
    later = remembering(judged(seam=None), remembering(judged(seam=1.0, pattern=0.0), failed))
    assert (later.live, later.reasons, later.cues["seam"]) == (None, ("line-across-face",), 0.1)
    assert later.score is not None and later.score <= 0.5
    assert remembering(judged(), None).live is remembering(judged(), judged(seam=None)).live is True
    assert remembering(judged(seam=None), judged(seam=None)).cues["seam"] is None


@pytest.mark.parametrize("reason", ["not-seen", "too-early", "no-rest", "not-asked"])
def test_a_prompt_not_answered_is_never_live(reason: str) -> None:
    result = fuse(GOOD, Recorder(), evidence("answered", reason), (), ANSWERED)
    assert result.live is not True
    assert result.live is (None if reason in ("no-rest", "not-asked") else False)


def test_without_prompts_nobody_is_live() -> None:
    assert fuse(GOOD, Recorder(), None).live is None
    assert fuse(GOOD, Recorder(), None, light=ANSWERED).live is None
    assert fuse({**GOOD, "pattern": 0.0}, Recorder(), None).live is False


def test_what_went_wrong_before_decides() -> None:
    result = judged(reasons=("face-changed",))
    assert result.live is False and result.reasons == ("face-changed",)


def test_of_nothing_nothing_is_known() -> None:
    cues = passive_cues(Recorder())
    assert set(cues) == set(GOOD) and not any(np.isfinite(v) for v in cues.values() if v is not None)
    result = fuse(cues, Recorder(), None)
    assert (result.live, result.score, dict(result.contributions), result.best_frames) == (None, None, {}, ())
