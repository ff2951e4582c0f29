"""The report on attacks: Markdown for people, JSON for programs, and the DET plot."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.bench import pad_summary as summary
from kiosk.bench.card_report import shown
from kiosk.bench.measure import Measure, at_most
from kiosk.bench.pad_real import RealOutcome
from kiosk.bench.pad_trials import Outcome
from kiosk.simulation.attacks.presentation import HARMLESS, Species

APCER_GOAL, BPCER_GOAL = 0.02, 0.02
SECONDS_GOAL, CPU_GOAL = 6.0, 12.0


@dataclass(frozen=True, eq=False, slots=True)
class PadReport:
    """All that was found, and the command that finds it again. `speed` is measured on frames of 720p, `real` is None
    when no folder of real recordings was given; `item` says what was tested."""

    command: str
    seed: int
    size: tuple[int, int]
    attempts: int
    before: int
    found: Sequence[Outcome]
    speed: Sequence[Measure]
    real: Sequence[RealOutcome] | None
    item: str = ""

    def as_json(self) -> dict[str, Any]:
        """Every rate with its counts and interval, and every presentation's attempts."""
        return {
            "command": self.command,
            "item": self.item,
            "seed": self.seed,
            "size": self.size,
            "attempts": self.attempts,
            "visits_before": self.before,
            "species": [
                {
                    "species": str(one.species),
                    "live": one.live.as_json(),
                    "not_live": one.not_live.as_json(),
                    "cannot_tell": one.untold.as_json(),
                    "live_at_first_attempt": one.once.as_json(),
                    "attempts": round(one.attempts, 3),
                    "median_s": round(one.median_s, 2),
                    "p90_s": round(one.p90_s, 2),
                    "reasons": summary.reasons(o for o in self.found if o.species is one.species),
                }
                for one in summary.rates(self.found)
            ],
            "det": {name: {"bpcer": bpcer, "apcer": apcer} for name, (bpcer, apcer) in self._curves().items() if bpcer},
            "speed": [measure.as_json() for measure in self.speed],
            "presentations": [
                {
                    "species": str(one.species),
                    "number": one.number,
                    "tries": [
                        {
                            "live": t.live,
                            "score": None if t.score is None else round(t.score, 4),
                            "cues": {n: None if v is None else round(v, 4) for n, v in t.cues.items()},
                            "reasons": t.reasons,
                            "ended": t.ended,
                            "seconds": round(t.seconds, 2),
                        }
                        for t in one.tries
                    ],
                }
                for one in self.found
            ],
            "real": None if self.real is None else [one.as_json() for one in self.real],
        }

    def write(self, folder: Path) -> None:
        """pad.md, pad.json and pad-det.png."""
        from kiosk.bench import pad_plots

        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pad.json").write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        (folder / "pad.md").write_text(self.markdown(), "utf-8")
        pad_plots.det(self._curves(), folder / "pad-det.png")

    def markdown(self) -> str:
        """The report as a page."""
        width, height = self.size
        parts = [
            "# Attacks on the face check\n",
            f"`{self.command}`\n",
            f"Tested: {self.item}.\n",
            f"Simulated visitors and attacks, {width} × {height}, frame by frame through the face check. A "
            f"presentation is a whole visit of up to {self.attempts} attempts, at a terminal that has had "
            f"{self.before} genuine visits. Odd seeds are the test range: people, "
            "lights, distances, lenses and instruments that nothing was set on. Rates with 95 % intervals (Wilson). "
            "They say how the parts behave together, not how real attackers fare.\n",
            self._species(),
            self._people(),
            "## DET\n\n![DET](pad-det.png)\n\nOver all thresholds of the fused score, best attempt of each visit.\n",
            self._speed(),
            self._real(),
        ]
        return "\n".join(parts)

    def _curves(self) -> dict[str, tuple[list[float], list[float]]]:
        tried = [s for s in Species if s not in HARMLESS and any(o.species is s for o in self.found)]
        return {"all attacks": summary.det(self.found, None)} | {str(s): summary.det(self.found, s) for s in tried}

    def _species(self) -> str:
        rows = ["## Attacks\n"]
        rows += ["Cannot tell: a person looks, also where a face seems live but its answer to the light could not be"]
        rows += ["measured, as the profiles that come with the program say.\n"]
        rows += ["| species | APCER | at the first attempt | cannot tell | attempts | told off by |"]
        rows += ["|---|---|---|---|---|---|"]
        for one in summary.rates(self.found):
            if one.species not in HARMLESS:
                why = summary.reasons(o for o in self.found if o.species is one.species)
                first = ", ".join(f"{name} {count}" for name, count in list(why.items())[:4])
                rows.append(
                    f"| {one.species} | {shown(one.live)} | {shown(one.once)} | {shown(one.untold)} "
                    f"| {one.attempts:.1f} | {first} |"
                )
        worst = summary.worst(self.found)
        if worst is not None:
            rows += ["", f"Worst: {worst.species}, {shown(worst.live)}; goal at most {APCER_GOAL:.0%}.\n"]
        return "\n".join(rows)

    def _people(self) -> str:
        rows = ["## People\n", "| who | BPCER | cannot tell | live at the first attempt | attempts | median | p90 |"]
        rows += ["|---|---|---|---|---|---|---|"]
        for one in summary.rates(self.found):
            if one.species in HARMLESS:
                rows.append(
                    f"| {one.species} | {shown(one.not_live)} | {shown(one.untold)} | {shown(one.once)} "
                    f"| {one.attempts:.2f} | {one.median_s:.1f} s | {one.p90_s:.1f} s |"
                )
        rows += ["", f"Goals: BPCER at most {BPCER_GOAL:.0%}, a median of {SECONDS_GOAL:g} s from stepping up on.\n"]
        return "\n".join(rows)

    def _speed(self) -> str:
        rows = ["## Time\n", "| figure | value | goal | data |", "|---|---|---|---|"]
        for measure in self.speed:
            value = "not measured" if measure.value is None else f"{measure.value:.4g} {measure.unit}".strip()
            rows.append(f"| {measure.name} | {value} | {measure.goal or ''} | {measure.data} |")
        return "\n".join([*rows, ""])

    def _real(self) -> str:
        if self.real is None:
            return "## Real recordings\n\nnot measured\n"
        rows = [
            "## Real recordings\n",
            "Judged without prompts, so nobody can be found live: an attack should be told, a person not.\n",
            "| kind | label | attack | verdict | score | reasons |",
            "|---|---|---|---|---|---|",
        ]
        for one in self.real:
            found = one.result
            verdict = one.error or {True: "live", False: "not live", None: "cannot tell"}[found.live if found else None]
            score = "" if found is None or found.score is None else f"{found.score:.2f}"
            why = ", ".join(found.reasons) if found else ""
            rows.append(f"| {one.kind} | {one.label} | {one.attack} | {verdict} | {score} | {why} |")
        return "\n".join([*rows, ""])


def measures(report: PadReport) -> list[Measure]:
    """The goals, met or missed, for the table on screen."""
    found: list[Measure] = []
    for one in summary.rates(report.found):
        low, high = one.live.interval
        data = f"{one.live.count} of {one.live.total} live, 95 % {low:.3f}–{high:.3f}, {one.untold.count} cannot tell"
        if one.species in HARMLESS:
            data = f"{one.not_live.count} of {one.not_live.total} not live, {one.untold.count} cannot tell"
            found.append(at_most(f"BPCER {one.species}", one.not_live.share, BPCER_GOAL, "", data))
            found.append(
                at_most(f"seconds {one.species}, median", one.median_s, SECONDS_GOAL, "s", f"p90 {one.p90_s:.1f} s")
            )
        else:
            found.append(at_most(f"APCER {one.species}", one.live.share, APCER_GOAL, "", data))
    return [*found, *report.speed]
