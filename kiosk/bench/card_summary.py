"""From trials' outcomes to rates: fields by difficulty, warnings by species, confidence against truth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from kiosk.bench.card_trials import Outcome
from kiosk.bench.measure import wilson
from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, Kind, WarnCode
from kiosk.simulation.trials import EXPECTED, SOUND

SURE = 0.99
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0000001)
COPIES = (WarnCode.PHOTOCOPY, WarnCode.REPHOTOGRAPHED)
"""A copy and a re-photographed card are both no card: either warning stops either."""

EXPIRED = "expired"
"""What sound documents of other kinds may be: some were issued long ago."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with Wilson's 95 % interval."""

    count: int
    total: int

    @property
    def share(self) -> float | None:
        return self.count / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.count, self.total)

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "share": self.share, "interval": self.interval}


@dataclass(frozen=True, slots=True)
class Detection:
    """One species of attack: how many got through without its warning (APCER), how many were not read at all."""

    species: str
    code: WarnCode
    missed: Rate
    refused: Rate


def accepted_codes(species: str) -> tuple[WarnCode, ...]:
    """The warnings that stop a species."""
    code = EXPECTED[species]
    return COPIES if code in COPIES else (code,)


def got_through(outcome: Outcome) -> bool:
    """An attack that was read without a warning that stops it; one that was not read got nowhere."""
    return outcome.refused is None and not any(code in accepted_codes(outcome.species) for code in outcome.warned)


def fields_exact(found: Iterable[Outcome]) -> dict[str, Rate]:
    """Of every field that was printed: read exactly. A card that was not read counts as wrong in all its fields."""
    counts: dict[str, list[bool]] = {name: [] for name in (*FRONT_FIELDS, *BACK_FIELDS)}
    for outcome in found:
        for name, field in outcome.fields.items():
            counts.setdefault(name, []).append(field.exact)
    return {name: Rate(sum(exact), len(exact)) for name, exact in counts.items()}


def sure_and_wrong(found: Iterable[Outcome]) -> dict[str, Rate]:
    """Of the fields reported with at least SURE: wrong."""
    counts: dict[str, list[bool]] = {}
    for outcome in found:
        for name, field in outcome.fields.items():
            if field.confidence is not None and field.confidence >= SURE:
                counts.setdefault(name, []).append(not field.exact)
    return {name: Rate(sum(wrong), len(wrong)) for name, wrong in counts.items()}


def reliability(found: Iterable[Outcome]) -> list[tuple[float, float, float, Rate]]:
    """By bin of confidence: from, to, mean confidence, and how many of the fields in it were right."""
    pairs = [
        (field.confidence, field.exact)
        for outcome in found
        for field in outcome.fields.values()
        if field.confidence is not None
    ]
    bins = []
    for low, high in pairwise(BINS):
        inside = [(confidence, exact) for confidence, exact in pairs if low <= confidence < high]
        mean = sum(confidence for confidence, _ in inside) / len(inside) if inside else 0.0
        bins.append((low, min(high, 1.0), mean, Rate(sum(exact for _, exact in inside), len(inside))))
    return bins


def detections(found: Sequence[Outcome]) -> list[Detection]:
    """Every species of attack and flaw that was tried."""
    result = []
    for species, code in EXPECTED.items():
        tried = [outcome for outcome in found if outcome.species == species]
        if not tried:
            continue
        through = sum(got_through(outcome) for outcome in tried)
        refused = sum(outcome.refused is not None for outcome in tried)
        result.append(Detection(species, code, Rate(through, len(tried)), Rate(refused, len(tried))))
    return result


def false_alarms(sound: Sequence[Outcome]) -> dict[WarnCode, Rate]:
    """BPCER: sound cards that were read and raised a warning. A mirrored lamp is no false alarm: those are left out of
    REFLECTION."""
    read = [outcome for outcome in sound if outcome.refused is None]
    rates = {}
    for code in WarnCode:
        of = [outcome for outcome in read if _would_be_false(outcome, code)]
        rates[code] = Rate(sum(code in outcome.warned for outcome in of), len(of))
    return rates


def any_alarm(sound: Sequence[Outcome]) -> Rate:
    """Sound cards that were read and raised any warning that is not true of them: what a visitor meets."""
    read = [outcome for outcome in sound if outcome.refused is None]
    return Rate(sum(any(_would_be_false(one, code) for code in one.warned) for one in read), len(read))


def _would_be_false(sound: Outcome, code: WarnCode) -> bool:
    """Whether a warning of a sound card is a false one: a reflection is none where a lamp is mirrored."""
    return not (code is WarnCode.REFLECTION and sound.glare)


def det(found: Sequence[Outcome], code: WarnCode) -> tuple[list[float], list[float]]:
    """BPCER and APCER over all thresholds of one warning's own score, all its species together."""
    sound = [
        one.scores.get(code, 0.0)
        for one in found
        if one.species == SOUND and one.refused is None and _would_be_false(one, code)
    ]
    attacks = [
        outcome.scores.get(code, 0.0)
        for outcome in found
        if EXPECTED.get(outcome.species) is code and outcome.refused is None
    ]
    if not sound or not attacks:
        return [], []
    levels = sorted({*sound, *attacks, float("inf")})
    return (
        [sum(score >= level for score in sound) / len(sound) for level in levels],
        [sum(score < level for score in attacks) / len(attacks) for level in levels],
    )


def kinds_right(found: Iterable[Outcome]) -> Mapping[Kind, Rate]:
    """Of each kind of document, on either side: taken for what it is. One that was not read is not."""
    counts: dict[Kind, list[bool]] = {}
    for outcome in found:
        if outcome.fields or outcome.kind is not Kind.CITIZEN:
            counts.setdefault(outcome.kind, []).append(outcome.read_as is outcome.kind)
    return {kind: Rate(sum(right), len(right)) for kind, right in counts.items()}


def document_alarms(found: Iterable[Outcome]) -> Mapping[Kind, Rate]:
    """Of each kind of document but the citizen's card that was read: raised a warning that is not true of it."""
    counts: dict[Kind, list[bool]] = {}
    for outcome in found:
        if outcome.kind is not Kind.CITIZEN and outcome.refused is None:
            true = {EXPIRED, *(("reflection",) if outcome.glare else ())}
            true |= {"temporary"} if outcome.kind is Kind.TEMPORARY else set()
            counts.setdefault(outcome.kind, []).append(not true.issuperset(outcome.reasons))
    return {kind: Rate(sum(wrong), len(wrong)) for kind, wrong in counts.items()}
