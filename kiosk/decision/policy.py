"""Evidence → Verdict, by a venue's profile. Pure: each rule yields its findings, the worst of them decides.

Absent evidence never helps: what is missing counts for at least as much as the worst it could have shown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, UNPRINTED, CardReading, CardWarning, Kind, WarnCode
from kiosk.decision.flow import State
from kiosk.decision.outcome import Outcome
from kiosk.decision.profile import Profile
from kiosk.decision.verdict import Code, Evidence, Reason, Verdict
from kiosk.face.observation import LivenessResult

Finding = tuple[Code, Outcome]
Rule = Callable[[Evidence, Profile], Iterator[Finding]]

CHECKS: Mapping[str, Code] = {
    "number-checksum": Code.NUMBER_CHECKSUM,
    "number-birth": Code.NUMBER_BIRTH,
    "number-sex": Code.NUMBER_SEX,
    "number-region": Code.NUMBER_REGION,
    "nation-known": Code.NATION_UNKNOWN,
    "period-form": Code.PERIOD_INVALID,
}
"""What a reading's failed consistency check is called in a verdict."""

FRONT_CHECKS = ("number-checksum", "number-birth", "number-sex", "number-region", "nation-known")
BACK_CHECKS = ("period-form",)
CHECKED_FIELD: Mapping[str, str] = {"nation-known": "Nation"}
"""The field without which there is no such check, where not all kinds of cards bear it."""

WARNINGS: Mapping[WarnCode, Code] = {
    WarnCode.INVALID_PERIOD: Code.PERIOD_INVALID,
    WarnCode.BORDER_INCOMPLETE: Code.BORDER_INCOMPLETE,
    WarnCode.PHOTOCOPY: Code.PHOTOCOPY,
    WarnCode.REPHOTOGRAPHED: Code.REPHOTOGRAPHED,
    WarnCode.TEMPORARY: Code.TEMPORARY_CARD,
    WarnCode.OCCLUDED: Code.OCCLUDED,
    WarnCode.DOCTORED: Code.DOCTORED,
    WarnCode.REFLECTION: Code.REFLECTION,
}

PERIODS = {"expired": Code.CARD_EXPIRED, "not-yet-valid": Code.CARD_NOT_YET_VALID}
"""The finer reasons of an INVALID_PERIOD warning."""

PERIOD_CODES = (Code.PERIOD_INVALID, Code.CARD_EXPIRED, Code.CARD_NOT_YET_VALID)
FIELD_CODES = (Code.FIELD_MISSING, Code.LOW_CONFIDENCE)
LOST_WITH: Mapping[str, tuple[Code, ...]] = {
    "ValidDate": PERIOD_CODES,
    "Birth": (Code.AGE_UNCERTAIN,),
    "IdNum": (Code.AGE_UNCERTAIN,),
}
"""What can no longer be found out without a field, beyond its own."""
SIDE_CODES = (*FIELD_CODES, Code.CHECK_MISSING, Code.SURFACE_UNEXAMINED, *WARNINGS.values(), *PERIOD_CODES)
AGE_CODES = (Code.AGE_UNKNOWN, Code.AGE_UNCERTAIN, Code.UNDER_AGE)
"""What a card's side, or its birth dates, could have shown."""


def decide(evidence: Evidence, profile: Profile) -> Verdict:
    """The worst outcome that any rule finds, with every reason for anything short of approval, worst first."""
    found: dict[Code, Outcome] = {}
    for rule in RULES:
        for code, outcome in rule(evidence, profile):
            found[code] = max(found.get(code, outcome), outcome, key=lambda one: one.rank)
    reasons = [Reason(code, outcome) for code, outcome in found.items() if outcome is not Outcome.APPROVED]
    reasons.sort(key=lambda reason: -reason.outcome.rank)
    return Verdict(reasons[0].outcome if reasons else Outcome.APPROVED, tuple(reasons))


def front_present(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    if evidence.front is None:
        possible = (*SIDE_CODES, *(CHECKS[name] for name in FRONT_CHECKS), *(AGE_CODES if profile.minimum_age else ()))
        yield Code.CARD_FRONT_MISSING, profile.outcome(Code.CARD_FRONT_MISSING, *possible)


def back_present(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    if _needs_back(profile) and evidence.back is None:
        possible = (*SIDE_CODES, *(CHECKS[name] for name in BACK_CHECKS))
        yield Code.CARD_BACK_MISSING, profile.outcome(Code.CARD_BACK_MISSING, *possible)


def fields_read(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """Every field is there, and read with confidence."""
    for side, names in _sides(evidence, profile, FRONT_FIELDS, BACK_FIELDS):
        for name in names:
            field = side.fields.get(name)
            if field is None:
                yield Code.FIELD_MISSING, profile.outcome(*FIELD_CODES, *LOST_WITH.get(name, ()))
            elif not field.confidence >= profile.minimum_confidence:
                yield Code.LOW_CONFIDENCE, profile.outcome(Code.LOW_CONFIDENCE)


def fields_uncorrected(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """What a visitor typed is a claim for somebody to look at."""
    read = {name: field.text for side, _ in _sides(evidence, profile) for name, field in side.fields.items()}
    if any(text != read.get(name) for name, text in evidence.corrections.items()):
        yield Code.FIELD_CORRECTED, profile.outcome(Code.FIELD_CORRECTED)


def checks_hold(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """The number, its parts and the period are consistent."""
    for side, names in _sides(evidence, profile, FRONT_CHECKS, BACK_CHECKS):
        for name in names:
            holds = side.checks.get(name)
            if holds is None:
                yield Code.CHECK_MISSING, profile.outcome(Code.CHECK_MISSING, CHECKS[name])
            elif not holds:
                yield CHECKS[name], profile.outcome(CHECKS[name])


def period_valid(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """The card is valid today. A correction that says otherwise than the card leaves the matter to whoever looks."""
    if not _needs_back(profile) or evidence.back is None:
        return
    findings = {_period(text, evidence.today) for text in _claims(evidence, "ValidDate")}
    if len(findings) == 1 and (code := findings.pop()) is not None:
        yield code, profile.outcome(code)


def warnings_answered(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """Each doubt about the card does what the profile says."""
    for side, _ in _sides(evidence, profile):
        for warning in side.warnings:
            code = _warning_code(warning)
            yield code, profile.outcome(code)


def surface_examined(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """It is a citizen's card: how others look when they are genuine is not known, so somebody must look at them."""
    if any(side.kind is not Kind.CITIZEN for side, _ in _sides(evidence, profile)):
        yield Code.SURFACE_UNEXAMINED, profile.outcome(Code.SURFACE_UNEXAMINED)


def old_enough(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """Every birth date on the card, and any correction of it, is early enough."""
    if profile.minimum_age is None or evidence.front is None:
        return
    births = [birth(text) for birth_field, birth in BIRTHS.items() for text in _claims(evidence, birth_field)]
    young = {_age(born, evidence.today) < profile.minimum_age for born in births if born is not None}
    if not young:
        yield Code.AGE_UNKNOWN, profile.outcome(*AGE_CODES)
    elif young == {True}:
        yield Code.UNDER_AGE, profile.outcome(Code.UNDER_AGE)
    elif True in young:
        yield Code.AGE_UNCERTAIN, profile.outcome(Code.AGE_UNCERTAIN)


def camera_real(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """No program poses as a camera. Where the system tells nothing there is no finding: a name told would only have
    found the careless, so that none is told is no sign of anything."""
    if evidence.virtual_camera:
        yield Code.CAMERA_VIRTUAL, profile.outcome(Code.CAMERA_VIRTUAL)


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


def worth_comparing(liveness: LivenessResult | None, profile: Profile) -> bool:
    """Whether comparing faces can still change anything: not for whoever is declined for not being live."""
    return profile.match and not _declined_as_not_live(liveness, profile)


def worth_seeking(liveness: LivenessResult | None, profile: Profile) -> bool:
    """The same of looking for the face on the block list."""
    return profile.block_list and not _declined_as_not_live(liveness, profile)


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


RULES: tuple[Rule, ...] = (
    front_present,
    back_present,
    visitor_live,
    camera_real,
    actions_done,
    light_answered,
    holder_vouched_for,
    faces_match,
    not_on_block_list,
    old_enough,
    warnings_answered,
    surface_examined,
    period_valid,
    checks_hold,
    fields_read,
    fields_uncorrected,
)
"""In the order in which equally bad reasons are given."""


def birth_of_field(text: str) -> date | None:
    """The date in a Birth field, YYYY-MM-DD."""
    return _date(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None


def birth_of_number(text: str) -> date | None:
    """The date in a number of 18 characters: its 7th to 14th (GB 11643-1999)."""
    return _date(text[6:14]) if re.fullmatch(r"\d{17}[\dX]", text) else None


BIRTHS: Mapping[str, Callable[[str], date | None]] = {"Birth": birth_of_field, "IdNum": birth_of_number}
"""The fields that hold a birth date."""


def _declined_as_not_live(liveness: LivenessResult | None, profile: Profile) -> bool:
    failed = profile.liveness and liveness is not None and liveness.live is False
    return failed and profile.outcome(Code.LIVENESS_FAILED) is Outcome.DECLINED


def _needs_back(profile: Profile) -> bool:
    return State.CARD_BACK in profile.steps


def _sides(
    evidence: Evidence, profile: Profile, front: tuple[str, ...] = (), back: tuple[str, ...] = ()
) -> Iterator[tuple[CardReading, tuple[str, ...]]]:
    """The sides there are and count, each with those of its names, of fields or checks, that its kind bears."""
    if evidence.front is not None:
        yield evidence.front, _borne(evidence.front, front)
    if evidence.back is not None and _needs_back(profile):
        yield evidence.back, _borne(evidence.back, back)


def _borne(side: CardReading, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if CHECKED_FIELD.get(name, name) not in UNPRINTED[side.kind])


def _claims(evidence: Evidence, name: str) -> list[str]:
    """What is said about a field: as read, and as corrected."""
    sides = [side for side in (evidence.front, evidence.back) if side is not None]
    read = [side.fields[name].text for side in sides if name in side.fields]
    typed = evidence.corrections.get(name)
    return read if typed is None else [*read, typed]


def _period(text: str, today: date) -> Code | None:
    """What is wrong with a period of validity on that day; both its ends belong to it."""
    match = re.fullmatch(r"(\d{4}\.\d{2}\.\d{2})-(\d{4}\.\d{2}\.\d{2}|长期)", text)
    start = _date(match[1]) if match else None
    end = date.max if match and match[2] == "长期" else _date(match[2]) if match else None
    if start is None or end is None or start >= end:
        return Code.PERIOD_INVALID
    if today < start:
        return Code.CARD_NOT_YET_VALID
    return Code.CARD_EXPIRED if today > end else None


def _warning_code(warning: CardWarning) -> Code:
    if warning.code is WarnCode.INVALID_PERIOD:
        return PERIODS.get(warning.reason.removeprefix("card-"), Code.PERIOD_INVALID)
    if warning.code is WarnCode.DOCTORED and warning.reason in CHECKS:
        return CHECKS[warning.reason]  # a contradiction: what it does, the profile says of the check
    return WARNINGS[warning.code]


def _age(born: date, today: date) -> int:
    """Full years; somebody born on 29 February turns older on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _date(text: str) -> date | None:
    """A date out of its eight digits, however they are parted; None if the calendar has no such day."""
    digits = re.sub(r"[^0-9]", "", text)
    with suppress(ValueError):
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return None
