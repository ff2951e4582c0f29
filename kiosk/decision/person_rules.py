"""Rules about the person: live, seen by a camera, vouched for, the one on the portrait, and not on a block list.

Each yields its findings for `policy.decide`. What is missing counts for the worst it could have shown.
"""

from collections.abc import Iterator

from kiosk.decision.outcome import Outcome
from kiosk.decision.profile import Profile
from kiosk.decision.verdict import Code, Evidence, Finding
from kiosk.face.observation import LivenessResult


def visitor_live(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    if not profile.liveness:
        return
    if evidence.liveness is None:
        possible = (Code.LIVENESS_UNKNOWN, Code.LIVENESS_FAILED)
        yield Code.LIVENESS_MISSING, profile.outcome(Code.LIVENESS_MISSING, *possible)
    elif evidence.liveness.live is None:
        yield Code.LIVENESS_UNKNOWN, profile.outcome(Code.LIVENESS_UNKNOWN)
    elif not evidence.liveness.live:
        yield Code.LIVENESS_FAILED, profile.outcome(Code.LIVENESS_FAILED)


def camera_real(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """No program poses as a camera. Where the system tells nothing there is no finding: a name told would only have
    found the careless, so that none is told is no sign of anything."""
    if evidence.virtual_camera:
        yield Code.CAMERA_VIRTUAL, profile.outcome(Code.CAMERA_VIRTUAL)


def actions_done(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """A face that is live did what shows its depth and what no mask does, not something else in its place."""
    if profile.liveness and evidence.action_replaced and evidence.liveness is not None and evidence.liveness.live:
        yield Code.ACTION_REPLACED, profile.outcome(Code.ACTION_REPLACED)


def light_answered(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """A face that is live by everything else has answered the screen's colours too, where the venue wants that."""
    if not profile.plays_light or evidence.liveness is None or not evidence.liveness.live:
        return
    if evidence.liveness.cues.get("light") is None:
        code = Code.LIGHT_REFUSED if evidence.light_refused else Code.LIGHT_UNMEASURED
        yield code, profile.outcome(code)


def holder_vouched_for(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """The authority knows the holder by name and number, and has a portrait of them."""
    if evidence.doubt is not None:
        code = Code(evidence.doubt)
        yield code, profile.outcome(code)


def faces_match(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    if not profile.match or (evidence.match is None and not worth_comparing(evidence.liveness, profile)):
        return
    if evidence.match is None:
        possible = (Code.FACE_UNCERTAIN, Code.FACE_MISMATCH)
        yield Code.MATCH_MISSING, profile.outcome(Code.MATCH_MISSING, *possible)
    elif not evidence.match.similarity >= profile.similarity.review:
        yield Code.FACE_MISMATCH, profile.outcome(Code.FACE_MISMATCH)
    elif not (evidence.match.same and evidence.match.similarity >= profile.similarity.approve):
        yield Code.FACE_UNCERTAIN, profile.outcome(Code.FACE_UNCERTAIN)


def not_on_block_list(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """The face is like nobody's on the block list, where the venue asks it."""
    if not profile.block_list or (evidence.blocked is None and not worth_seeking(evidence.liveness, profile)):
        return
    if evidence.blocked is None:
        yield Code.BLOCK_LIST_UNASKED, profile.outcome(Code.BLOCK_LIST_UNASKED, Code.FACE_BLOCKED)
    elif any(not one.similarity < profile.similarity.blocked for one in evidence.blocked):
        yield Code.FACE_BLOCKED, profile.outcome(Code.FACE_BLOCKED)


def worth_comparing(liveness: LivenessResult | None, profile: Profile) -> bool:
    """Whether comparing faces can still change anything: not for whoever is declined for not being live."""
    return profile.match and not _declined_as_not_live(liveness, profile)


def worth_seeking(liveness: LivenessResult | None, profile: Profile) -> bool:
    """The same of looking for the face on the block list."""
    return profile.block_list and not _declined_as_not_live(liveness, profile)


def _declined_as_not_live(liveness: LivenessResult | None, profile: Profile) -> bool:
    failed = profile.liveness and liveness is not None and liveness.live is False
    return failed and profile.outcome(Code.LIVENESS_FAILED) is Outcome.DECLINED
