"""Pictures of what went wrong: the same trials, made again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from kiosk.bench.card_summary import got_through
from kiosk.bench.card_trials import Outcome
from kiosk.card.reading import WarnCode
from kiosk.simulation.trials import EXPECTED, SOUND, trial

WIDTH = 640


@dataclass(frozen=True, slots=True)
class Failure:
    """A trial and what went wrong with it, in words."""

    outcome: Outcome
    what: str


def failures(found: Sequence[Outcome], most: int) -> list[Failure]:
    """At most `most`, of as many different sorts as there are, the commonest sort first."""
    sorts: dict[str, list[Failure]] = {}
    for sort, failure in (pair for outcome in found for pair in _wrong(outcome)):
        sorts.setdefault(sort, []).append(failure)
    ordered = sorted(sorts.values(), key=lambda alike: -len(alike))
    rounds = max((len(alike) for alike in ordered), default=0)
    return [alike[place] for place in range(rounds) for alike in ordered if place < len(alike)][:most]


def _wrong(outcome: Outcome) -> Iterator[tuple[str, Failure]]:
    """Each sort of failure of a trial."""
    species = outcome.species
    if species in EXPECTED:
        if got_through(outcome):
            yield species, Failure(outcome, f"{species}: read without the warning {int(EXPECTED[species])}")
        return
    if outcome.refused is not None:
        yield f"{species} refused", Failure(outcome, f"{species}: not read ({outcome.refused})")
        return
    wrong = [name for name, field in outcome.fields.items() if not field.exact]
    if wrong:
        yield f"{species} misread", Failure(outcome, f"{species}: {', '.join(wrong)} not exact")
    if species == SOUND:
        for code, reason in zip(outcome.warned, outcome.reasons, strict=True):
            if code is WarnCode.REFLECTION and outcome.glare:
                continue  # a lamp is mirrored in it
            yield f"alarm {int(code)}", Failure(outcome, f"{species}: false alarm {int(code)} ({reason})")


def draw(chosen: Sequence[Failure], seed: int, folder: Path) -> list[str]:
    """Write each failure's picture, 640 px wide, into `folder`; their names."""
    names = []
    for number, failure in enumerate(chosen, 1):
        outcome = failure.outcome
        image = trial(outcome.species, seed, outcome.number, outcome.difficulty).image
        height = round(WIDTH * image.shape[0] / image.shape[1])
        name = f"card-failure-{number}.jpg"
        small = cv2.resize(image, (WIDTH, height), interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(folder / name), small, (cv2.IMWRITE_JPEG_QUALITY, 85))
        names.append(name)
    return names
