"""From presentations' outcomes to the rates of ISO/IEC 30107-3, and the curves between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.bench.card_summary import Rate
from kiosk.bench.measure import percentile
from kiosk.bench.pad_trials import Outcome
from kiosk.simulation.attacks.presentation import HARMLESS, Species


@dataclass(frozen=True, slots=True)
class SpeciesRates:
    """One species, over whole visits of up to three attempts: taken for live, not live, and impossible to tell; `once`:
    taken for live by the first attempt. `attempts` per visit, `median_s` and `p90_s` to the verdict, in the visitor's
    own seconds."""

    species: Species
    live: Rate
    not_live: Rate
    untold: Rate
    once: Rate
    attempts: float
    median_s: float
    p90_s: float


def rates(found: Sequence[Outcome]) -> list[SpeciesRates]:
    """Every species that was tried, in the order of `Species`."""
    result = []
    for species in Species:
        of = [one for one in found if one.species is species]
        if not of:
            continue
        total, times = len(of), [one.seconds for one in of]
        result.append(
            SpeciesRates(
                species,
                Rate(sum(one.live is True for one in of), total),
                Rate(sum(one.live is False for one in of), total),
                Rate(sum(one.live is None for one in of), total),
                Rate(sum(one.tries[0].live is True for one in of), total),
                sum(len(one.tries) for one in of) / total,
                percentile(times, 50) or 0.0,
                percentile(times, 90) or 0.0,
            )
        )
    return result


def attacks(found: Iterable[Outcome]) -> list[Outcome]:
    """The presentations that must not be taken for live."""
    return [one for one in found if one.species not in HARMLESS]


def worst(found: Sequence[Outcome]) -> SpeciesRates | None:
    """The attack that gets in most often."""
    return max(
        (one for one in rates(found) if one.species not in HARMLESS),
        key=lambda one: one.live.share or 0.0,
        default=None,
    )


def genuine(found: Iterable[Outcome]) -> list[Outcome]:
    return [one for one in found if one.species is Species.GENUINE]


def det(found: Sequence[Outcome], species: Species | None) -> tuple[list[float], list[float]]:
    """BPCER and APCER over all thresholds of the fused score, of one species or (None) of all attacks together.

    A visit's score is that of its best attempt, so this is what a threshold alone would do, without the rule that
    every prompt must have been answered.
    """
    people = [one.score for one in genuine(found)]
    against = [one.score for one in attacks(found) if species in (None, one.species)]
    if not people or not against:
        return [], []
    levels = sorted({*people, *against, 1.1})
    return (
        [sum(score < level for score in people) / len(people) for level in levels],
        [sum(score >= level for score in against) / len(against) for level in levels],
    )


def reasons(found: Iterable[Outcome]) -> dict[str, int]:
    """How often each reason was given, over all attempts."""
    counts: dict[str, int] = {}
    for one in found:
        for attempt in one.tries:
            for reason in attempt.reasons:
                counts[reason] = counts.get(reason, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
