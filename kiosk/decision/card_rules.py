"""Rules about the card: what of it was seen and read, what contradicts it, and what its dates say.

Each yields its findings for `policy.decide`. What is missing counts for the worst it could have shown.
"""

from collections.abc import Iterator, Mapping

from kiosk.card.kinds.checks import checks_of
from kiosk.card.kinds.numbers import is_2017
from kiosk.card.period import age
from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, UNPRINTED, CardReading, CardWarning, Kind, Side, WarnCode
from kiosk.decision.dates import BIRTHS, is_period, period
from kiosk.decision.flow import State
from kiosk.decision.profile import Profile
from kiosk.decision.verdict import Code, Evidence, Finding

CHECKS: Mapping[str, Code] = {
    "number-checksum": Code.NUMBER_CHECKSUM,
    "number-birth": Code.NUMBER_BIRTH,
    "number-sex": Code.NUMBER_SEX,
    "number-region": Code.NUMBER_REGION,
    "nation-known": Code.NATION_UNKNOWN,
    "period-form": Code.PERIOD_INVALID,
    "period-length": Code.PERIOD_INVALID,
    "number-permit": Code.FIELDS_DISAGREE,
    "number-nationality": Code.FIELDS_DISAGREE,
    "pass-number-form": Code.FIELDS_DISAGREE,
    "issue-count-form": Code.FIELDS_DISAGREE,
    "previous-checksum": Code.FIELDS_DISAGREE,
    "mrz-number": Code.FIELDS_DISAGREE,
    "mrz-birth": Code.FIELDS_DISAGREE,
    "mrz-expiry": Code.FIELDS_DISAGREE,
    "mrz-composite": Code.FIELDS_DISAGREE,
}
"""What a reading's failed consistency check is called in a verdict."""

FRONT_CHECKS = ("number-checksum", "number-birth", "number-sex", "number-region", "nation-known")
BACK_CHECKS = ("period-form",)
"""What can be checked of every card of its kind. The others count where they fail: not every card bears what they are
about, and a person looks at all of these kinds."""
UNMADE: Mapping[Kind, frozenset[str]] = {
    kind: frozenset(FRONT_CHECKS) - checks_of({}, Side.FRONT, kind).keys() for kind in Kind
}
"""The checks that can never be made of a kind's front: nothing is missing without them."""

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
    "ValidDate": (*PERIOD_CODES, Code.CHECK_MISSING),
    "Birth": (Code.AGE_UNCERTAIN,),
    "IdNum": (Code.AGE_UNCERTAIN, Code.HOLDER_BLOCKED),
}
"""What can no longer be found out without a field, beyond its own."""
SIDE_CODES = (
    *FIELD_CODES,
    Code.CHECK_MISSING,
    Code.FIELDS_DISAGREE,
    Code.SURFACE_UNEXAMINED,
    *WARNINGS.values(),
    *PERIOD_CODES,
)
AGE_CODES = (Code.AGE_UNKNOWN, Code.AGE_UNCERTAIN, Code.UNDER_AGE)
LIST_CODES = (Code.HOLDER_BLOCKED, Code.BLOCK_LIST_UNASKED)
"""What a card's side, its birth dates, or its number where the block list is asked, could have shown."""


def front_present(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    if evidence.front is None:
        possible = (
            *SIDE_CODES,
            *(CHECKS[name] for name in FRONT_CHECKS),
            *(AGE_CODES if profile.minimum_age else ()),
            *(LIST_CODES if profile.block_list else ()),
        )
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
            if field is None or not field.text:
                yield Code.FIELD_MISSING, profile.outcome(*FIELD_CODES, *_lost_with(name, profile))
            elif not field.confidence >= profile.minimum_confidence:
                yield Code.LOW_CONFIDENCE, profile.outcome(Code.LOW_CONFIDENCE)


def fields_uncorrected(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """What a visitor typed is a claim for somebody to look at."""
    read = {name: field.text for side, _ in _sides(evidence, profile) for name, field in side.fields.items()}
    if any(text != read.get(name) for name, text in evidence.corrections.items()):
        yield Code.FIELD_CORRECTED, profile.outcome(Code.FIELD_CORRECTED)


def checks_hold(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """The number, its parts and the period are consistent, and whatever else a kind of card says twice."""
    for side, names in _sides(evidence, profile, FRONT_CHECKS, BACK_CHECKS):
        for name in names:
            if side.checks.get(name) is None:
                yield Code.CHECK_MISSING, profile.outcome(Code.CHECK_MISSING, CHECKS[name])
        for name, holds in side.checks.items():
            if holds is not None and not holds:
                code = Code.CHECK_MISSING if _misread(side, name) else CHECKS[name]
                yield code, profile.outcome(code)


def period_valid(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """The card is valid today. A correction that says otherwise than the card leaves the matter to whoever looks."""
    if not _needs_back(profile) or evidence.back is None:
        return
    findings = {period(text, evidence.today) for text in _claims(evidence, "ValidDate")}
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
    """Every birth date on the card, and any correction of it, is early enough. One that is no day tells nothing."""
    if profile.minimum_age is None or evidence.front is None:
        return
    births = [
        birth(text)
        for birth_field, birth in BIRTHS.items()
        for text in _claims(evidence, birth_field)
        if not is_2017(text)  # whose century it does not say
    ]
    young = {age(born, evidence.today) < profile.minimum_age for born in births if born is not None}
    if not young:
        yield Code.AGE_UNKNOWN, profile.outcome(*AGE_CODES)
    elif young == {True}:
        yield Code.UNDER_AGE, profile.outcome(Code.UNDER_AGE)
    elif True in young or None in births:
        yield Code.AGE_UNCERTAIN, profile.outcome(Code.AGE_UNCERTAIN)


def number_asked(evidence: Evidence, profile: Profile) -> Iterator[Finding]:
    """Where the venue asks the block list, it was asked for the holder's number: one that does not hold is another's or
    nobody's."""
    if profile.block_list and evidence.front is not None and not evidence.front.checks.get("number-checksum"):
        yield Code.BLOCK_LIST_UNASKED, profile.outcome(Code.BLOCK_LIST_UNASKED)


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
    return tuple(name for name in names if name not in UNPRINTED[side.kind] | UNMADE[side.kind])


def _lost_with(name: str, profile: Profile) -> tuple[Code, ...]:
    """What this venue can no longer find out without a field."""
    asked = profile.block_list
    return tuple(code for code in LOST_WITH.get(name, ()) if asked or code is not Code.HOLDER_BLOCKED)


def _misread(side: CardReading, check: str) -> bool:
    """Whether a check of the period failed because what was read is none: a person can read what is printed there."""
    return check == "period-form" and "ValidDate" in side.fields and not is_period(side.fields["ValidDate"].text)


def _claims(evidence: Evidence, name: str) -> list[str]:
    """What is said about a field: as read, and as corrected."""
    sides = [side for side in (evidence.front, evidence.back) if side is not None]
    read = [side.fields[name].text for side in sides if name in side.fields and side.fields[name].text]
    typed = evidence.corrections.get(name)
    return read if typed is None else [*read, typed]


def _warning_code(warning: CardWarning) -> Code:
    if warning.code is WarnCode.INVALID_PERIOD:
        return PERIODS.get(warning.reason.removeprefix("card-"), Code.PERIOD_INVALID)
    if warning.code is WarnCode.DOCTORED and warning.reason in CHECKS:
        return CHECKS[warning.reason]  # a contradiction: what it does, the profile says of the check
    return WARNINGS[warning.code]
