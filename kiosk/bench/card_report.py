"""The report on reading cards: Markdown for people, JSON for programs, and two plots."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.bench import card_failures, card_pictures
from kiosk.bench import card_summary as summary
from kiosk.bench.card_failures import Failure
from kiosk.bench.card_pictures import PictureOutcome
from kiosk.bench.card_summary import Rate
from kiosk.bench.card_trials import Outcome
from kiosk.bench.measure import Measure
from kiosk.card.reading import WarnCode
from kiosk.simulation.capture import Difficulty
from kiosk.simulation.trials import SOUND

MILD, HARD, EXTREME = Difficulty.USUAL, Difficulty.HARD, Difficulty.EXTREME
GOALS = {MILD: 0.99, HARD: 0.97}
NUMBER_GOAL = 0.998
APCER_GOAL, BPCER_GOAL = 0.03, 0.01
FAILURES = 5
"""So many are shown in the report."""


@dataclass(frozen=True, eq=False, slots=True)
class CardReport:
    """All that was found, and the command that finds it again. `speed` are the measures beside RapidOCR, `coverage`
    how many characters of each set the recogniser knows, `pictures` the real ones (None: none were given), `item` what
    was tested."""

    command: str
    seed: int
    found: Sequence[Outcome]
    speed: Sequence[Measure]
    coverage: Mapping[str, Rate]
    peak_mb: float
    pictures: Sequence[PictureOutcome] | None = None
    item: str = ""

    def sound(self, difficulty: Difficulty | None = None) -> list[Outcome]:
        """The trials with sound cards."""
        return [o for o in self.found if o.species == SOUND and difficulty in (None, o.difficulty)]

    def as_json(self) -> dict[str, Any]:
        """Every rate with its counts and interval."""
        return {
            "command": self.command,
            "item": self.item,
            "fields": {
                str(level): {name: rate.as_json() for name, rate in summary.fields_exact(self.sound(level)).items()}
                for level in (MILD, HARD, EXTREME)
            },
            "wrong_at_0.99": {n: r.as_json() for n, r in summary.sure_and_wrong(self.sound()).items()},
            "reliability": [
                {"from": low, "to": high, "mean": mean, **rate.as_json()}
                for low, high, mean, rate in summary.reliability(self.sound())
            ],
            "apcer": [
                {
                    "species": d.species,
                    "code": int(d.code),
                    "missed": d.missed.as_json(),
                    "refused": d.refused.as_json(),
                }
                for d in summary.detections(self.found)
            ],
            "bpcer_any": summary.any_alarm(self.sound()).as_json(),
            "bpcer": {str(int(code)): rate.as_json() for code, rate in summary.false_alarms(self.sound()).items()},
            "document_alarms": {
                str(kind): rate.as_json() for kind, rate in summary.document_alarms(self.found).items()
            },
            "kinds": {str(kind): rate.as_json() for kind, rate in summary.kinds_right(self.found).items()},
            "speed": [measure.as_json() for measure in self.speed],
            "coverage": {name: rate.as_json() for name, rate in self.coverage.items()},
            "peak_mb": round(self.peak_mb),
            "pictures": None if self.pictures is None else card_pictures.as_json(self.pictures),
        }

    def write(self, folder: Path) -> None:
        """card.md, card.json, card-det.png, card-reliability.png and a picture of each failure that is shown."""
        from kiosk.bench import card_plots

        folder.mkdir(parents=True, exist_ok=True)
        (folder / "card.json").write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        shown_failures = card_failures.failures(self.found, FAILURES)
        names = card_failures.draw(shown_failures, self.seed, folder)
        (folder / "card.md").write_text(self.markdown() + _failures(shown_failures, names), "utf-8")
        curves = {code: summary.det(self.found, code) for code in WarnCode}
        card_plots.det(curves, folder / "card-det.png")
        card_plots.reliability(summary.reliability(self.sound()), folder / "card-reliability.png")

    def markdown(self) -> str:
        """The report as a page."""
        parts = [
            "# Reading cards\n",
            f"`{self.command}`\n",
            f"Tested: {self.item}.\n",
            "Simulated captures of the test range: fonts, grounds, desks, printers, screens, hands and lights that "
            "nothing was tuned or trained on; 720p, 1080p and 1440p. Rates with 95 % intervals (Wilson).\n",
            self._fields(),
            self._confidence(),
            self._warnings(),
            self._kinds(),
            self._real(),
            self._speed(),
        ]
        return "\n".join(parts)

    def _fields(self) -> str:
        rows = ["## Fields read exactly\n", "A card that was not read counts as wrong in all its fields.\n"]
        rows.append("Mild: ±15°, ±12° tilt, 30–65 % of the frame. Hard: ±25° and upside down, ±20° tilt, blur, glare,")
        rows.append("hands. Extreme: any turn, ±30° tilt, 25–95 % of the frame, up to 4K and upright frames.\n")
        rows += ["| field | mild | hard | extreme | goal (mild / hard) |", "|---|---|---|---|---|"]
        mild, hard, extreme = (summary.fields_exact(self.sound(level)) for level in (MILD, HARD, EXTREME))
        for name in mild:
            goal = f"{NUMBER_GOAL:.1%}" if name == "IdNum" else f"{GOALS[MILD]:.0%} / {GOALS[HARD]:.0%}"
            rows.append(f"| {name} | {shown(mild[name])} | {shown(hard[name])} | {shown(extreme[name])} | {goal} |")
        for level in (MILD, HARD, EXTREME):
            of = self.sound(level)
            refused = Rate(sum(o.refused is not None for o in of), len(of))
            rows += ["", f"Sound cards not read at all, {level}: {shown(refused)}."]
        return "\n".join([*rows, ""])

    def _confidence(self) -> str:
        wrong = summary.sure_and_wrong(self.sound())
        total = Rate(sum(r.count for r in wrong.values()), sum(r.total for r in wrong.values()))
        every = sum(len(o.fields) for o in self.sound())
        rows = ["## Confidence\n", f"Of {every} fields, {total.total} were reported with at least 0.99; wrong:"]
        rows += [
            f"{shown(total)} (goal: at most 0.1 %).\n",
            "| confidence | fields | mean | right |",
            "|---|---|---|---|",
        ]
        for low, high, mean, rate in summary.reliability(self.sound()):
            rows.append(f"| {low:g}–{high:g} | {rate.total} | {mean:.3f} | {shown(rate)} |")
        return "\n".join([*rows, "", "![reliability](card-reliability.png)\n"])

    def _warnings(self) -> str:
        rows = [
            "## Warnings\n",
            "APCER: attacks that were read without their warning. A copy or a re-photographed card",
        ]
        rows += ["is stopped by either of the two. Not read: the attack failed before it was judged.\n"]
        rows += ["| warning | species | APCER | not read |", "|---|---|---|---|"]
        for one in summary.detections(self.found):
            rows.append(f"| {int(one.code)} | {one.species} | {shown(one.missed)} | {shown(one.refused)} |")
        rows += ["", f"Goal: at most {APCER_GOAL:.0%} each. BPCER (goal: at most {BPCER_GOAL:.0%}):\n"]
        rows += ["| warning | sound cards that raised it |", "|---|---|"]
        for code, rate in summary.false_alarms(self.sound()).items():
            rows.append(f"| {int(code)} {code.name.lower().replace('_', ' ')} | {shown(rate)} |")
        rows.append(f"| any of them | {shown(summary.any_alarm(self.sound()))} |")
        rows += ["", "Sound cards on which a lamp is mirrored are none for the reflection: it is there."]
        rows += ["", "![DET](card-det.png)", "", "DET: of each warning by itself, also where another would have told."]
        return "\n".join([*rows, ""])

    def _kinds(self) -> str:
        alarms = summary.document_alarms(self.found)
        rows = ["## Kinds of document\n", "| kind | taken for what it is | raised a false warning |", "|---|---|---|"]
        rows += [
            f"| {kind} | {shown(rate)} | {shown(alarms[kind]) if kind in alarms else 'see BPCER'} |"
            for kind, rate in summary.kinds_right(self.found).items()
        ]
        rows += ["", "| document | fields read exactly |", "|---|---|"]
        for kind in summary.kinds_right(self.found):
            of = [o for o in self.found if o.kind is kind and o.species == str(kind)]
            exact = [field.exact for o in of for field in o.fields.values()]
            if exact:
                rows.append(f"| {kind} | {shown(Rate(sum(exact), len(exact)))} |")
        return "\n".join([*rows, ""])

    def _real(self) -> str:
        rows = ["## Real pictures\n"]
        if self.pictures is None:
            return "\n".join([*rows, "Not measured.\n"])
        rows.append(
            f"{len(self.pictures)} pictures of specimens and invented cards, as they are; not published here.\n"
        )
        rows += ["| field | exact |", "|---|---|"]
        rows += [f"| {name} | {shown(rate)} |" for name, rate in card_pictures.fields_exact(self.pictures).items()]
        rows += ["", f"Called a copy or re-photographed: {shown(card_pictures.called_copies(self.pictures))}.\n"]
        rows += ["| picture | kind | not exact | warnings |", "|---|---|---|---|"]
        for one in self.pictures:
            wrong = ", ".join(name for name, exact in one.exact.items() if not exact)
            rows.append(f"| {one.number} | {one.kind} | {one.refused or wrong} | {', '.join(one.reasons)} |")
        return "\n".join([*rows, ""])

    def _speed(self) -> str:
        rows = ["## Time and memory\n", "| figure | value | goal | data |", "|---|---|---|---|"]
        for measure in self.speed:
            value = "not measured" if measure.value is None else f"{measure.value:.4g} {measure.unit}".strip()
            rows.append(f"| {measure.name} | {value} | {measure.goal or ''} | {measure.data} |")
        rows += ["", f"Peak memory of the process that was timed: {self.peak_mb:.0f} MB.\n"]
        rows += ["## Characters the recogniser knows\n", "| set | known |", "|---|---|"]
        rows += [f"| {name} | {rate.count} of {rate.total} |" for name, rate in self.coverage.items()]
        return "\n".join([*rows, ""])


def _failures(chosen: Sequence[Failure], names: Sequence[str]) -> str:
    """The last part of the page: what went wrong, to look at."""
    rows = ["\n## Failures\n"]
    for failure, name in zip(chosen, names, strict=True):
        outcome = failure.outcome
        rows.append(f"{failure.what} (number {outcome.number}, {outcome.difficulty})\n\n![{outcome.species}]({name})\n")
    return "\n".join(rows if chosen else [*rows, "None.\n"])


def shown(rate: Rate) -> str:
    """A rate with its counts and interval."""
    if rate.share is None:
        return "not tried"
    low, high = rate.interval
    return f"{rate.share:.2%} ({rate.count}/{rate.total}, {low:.2%}–{high:.2%})"


def measures(report: CardReport) -> list[Measure]:
    """The goals, met or missed, for the table on screen."""
    from kiosk.bench.measure import at_least, at_most

    found: list[Measure] = []
    for level in (MILD, HARD):
        for name, rate in summary.fields_exact(report.sound(level)).items():
            goal = NUMBER_GOAL if name == "IdNum" else GOALS[level]
            found.append(at_least(f"{name} exact, {level}", rate.share, goal, "", f"{rate.count} of {rate.total}"))
    for one in summary.detections(report.found):
        data = f"{one.missed.count} of {one.missed.total}, {one.refused.count} not read"
        found.append(at_most(f"APCER {one.species} ({int(one.code)})", one.missed.share, APCER_GOAL, "", data))
    for code, rate in summary.false_alarms(report.sound()).items():
        found.append(at_most(f"BPCER {int(code)}", rate.share, BPCER_GOAL, "", f"{rate.count} of {rate.total}"))
    wrong = summary.sure_and_wrong(report.sound())
    total = Rate(sum(r.count for r in wrong.values()), sum(r.total for r in wrong.values()))
    found.append(at_most("wrong at ≥ 0.99", total.share, 0.001, "", f"{total.count} of {total.total}"))
    return [*found, *report.speed]
