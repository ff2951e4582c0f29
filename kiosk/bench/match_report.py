"""The report on comparing faces: Markdown for people, JSON for programs, and a DET plot."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.bench import match_plots
from kiosk.bench import match_summary as summary
from kiosk.bench.card_report import shown
from kiosk.bench.match_summary import StrangersRate
from kiosk.bench.match_trials import ORIGINAL, Compared
from kiosk.bench.measure import Measure, at_most
from kiosk.face.calibration import Scale

PROMISED = {70: 1e-3, 80: 1e-4}
"""The false match rate that each similarity stands for."""
TRAINED = (
    "All of them learned from pictures of well-known people, among whom people of these sets may be (foamliu's "
    "MobileFaceNet: MS-Celeb-1M): on people nobody knows they may do worse. LFW is mostly Western press photography, "
    "and its crops of 112 px hold less than a terminal's camera sees."
)
EXPLAINED = (
    "Similarity 70 stands for a false match rate (FMR) of 1e-3, 80 for 1e-4, set on LFW view 2, folds 1-3. FNMR: the "
    "same person refused. Rates of pairs with Wilson's 95 % interval; rates of strangers (everybody's reference "
    "against everybody else's probe) with that of a bootstrap over the people, because their pairs are not "
    "independent, and up to three in as many as there are people where nobody matched. Conditions: the reference as it "
    "is; as a chip's portrait, 102×126 px in 1,024 bytes; printed on an invented card of the test range, filmed at "
    "1080p and rectified. The last two are made for people with a pair of their own only, so fewer strangers are "
    "behind their rates. Whose reference was not acquired is counted in that column and in no other."
)
ABOUT = {
    "invented people": "Drawn from one public-domain portrait, so more alike than real people are: what rises and "
    "falls with the condition counts here, not the height. Probe: five live frames combined.",
}

LABELLED = (
    "Labels come from file names, so one may be wrong; pairs share pictures, so the intervals are too narrow. Nothing "
    "was tuned on them."
)


@dataclass(frozen=True, eq=False, slots=True)
class Embedding:
    """One embedder in this run: its scale (None: uncalibrated) and how many times the default's time a face takes;
    `here` False: not on this machine."""

    model: str
    here: bool
    scale: Scale | None
    combined: Scale | None
    times: float | None


@dataclass(frozen=True, eq=False, slots=True)
class MatchReport:
    """All that was found, with what (`item`), and the command that finds it again. `missing` are parts without data."""

    command: str
    item: str
    embedders: Sequence[Embedding]
    found: Sequence[Compared]
    missing: Sequence[str]

    def reaches(self, one: Compared) -> dict[int, float]:
        """The distances at similarity 70 and 80, as a visit would take them; none without a scale."""
        embedder = next(each for each in self.embedders if each.model == one.model)
        return summary.reaches_of(embedder.combined if one.several else embedder.scale)

    def as_json(self) -> dict[str, Any]:
        """Every rate with its counts and interval."""
        return {
            "command": self.command,
            "item": self.item,
            "embedders": [
                {"model": one.model, "here": one.here, "calibrated": one.scale is not None, "times_default": one.times}
                for one in self.embedders
            ],
            "not_measured": list(self.missing),
            "found": [self._one(one) for one in self.found],
        }

    def write(self, folder: Path) -> None:
        """match.md, match.json and match-det.png."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "match.json").write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        (folder / "match.md").write_text(self.markdown(), "utf-8")
        match_plots.det(self._curves(), folder / "match-det.png")

    def markdown(self) -> str:
        """The report as a page."""
        parts = [
            "# Comparing faces\n",
            f"`{self.command}`\n",
            f"Tested: {self.item}.\n",
            f"{EXPLAINED}\n",
            self._speed(),
        ]
        parts += [self._section(name) for name in dict.fromkeys(one.name for one in self.found)]
        parts += [f"## {part}\n\nNot measured: its data were not given.\n" for part in self.missing]
        if any(one.strangers is not None for one in self.found):
            parts.append("![DET](match-det.png)\n")
        return "\n".join(parts)

    def _speed(self) -> str:
        rows = ["## Embedders\n", "| embedder | time beside the default's | scale |", "|---|---|---|"]
        for one in self.embedders:
            time = "not on this machine" if not one.here else "—" if one.times is None else f"{one.times:.2f} ×"
            rows.append(f"| {one.model} | {time} | {'calibrated' if one.scale else 'not calibrated'} |")
        return "\n".join([*rows, "", f"{TRAINED}\n"])

    def _section(self, name: str) -> str:
        of = [one for one in self.found if one.name == name]
        rows = [f"## {name}\n"]
        if name in ABOUT:
            rows.append(f"{ABOUT[name]}\n")
        rows += ["| reference | embedder | FNMR at 70 | FNMR at 80 | FMR at 70 | FMR at 80 | not acquired |"]
        rows += ["|---|---|---|---|---|---|---|"]
        rows += [self._row(one) for one in of]
        strangers = [one for one in of if one.strangers is not None]
        if strangers:
            rows += ["", "| reference | embedder | strangers at 70 | strangers at 80 | FNMR at FMR 1e-3 | at 1e-4 |"]
            rows += ["|---|---|---|---|---|---|", *(self._strangers(one) for one in strangers)]
            rows += ["", *(self._allowed(one) for one in strangers if name not in ABOUT)]
        groups = sorted({group for one in of for group in (*one.genuine, *one.impostors)})
        if len(groups) > 1:
            rows += [
                "",
                f"By label. {LABELLED}\n",
                "| label | reference | embedder | FNMR at 70 | FMR at 70 |",
                "|---|---|---|---|---|",
            ]
            rows += [self._group(one, group) for one in of for group in groups]
            rows += ["", *(self._told(one, groups) for one in of if one.reference == ORIGINAL)]
        return "\n".join([*rows, ""])

    def _row(self, one: Compared) -> str:
        reaches = self.reaches(one)
        cells = [shown(summary.fnmr(one.all_genuine(), reaches[s])) if reaches else "—" for s in PROMISED]
        cells += [shown(summary.fmr(one.all_impostors(), reaches[s])) if reaches else "—" for s in PROMISED]
        return f"| {one.reference} | {one.model} | {' | '.join(cells)} | {one.failed.count} of {one.failed.total} |"

    def _strangers(self, one: Compared) -> str:
        assert one.strangers is not None
        reaches = self.reaches(one)
        cells = [among(summary.strangers_rate(one.strangers, reaches[s])) if reaches else "—" for s in PROMISED]
        for rate in PROMISED.values():
            reach = summary.reach_at(one.strangers, rate)
            cells.append("too few pairs" if reach is None else shown(summary.fnmr(one.all_genuine(), reach)))
        return f"| {one.reference} | {one.model} | {' | '.join(cells)} |"

    def _allowed(self, one: Compared) -> str:
        """Whether these data can tell the promised rates at all."""
        assert one.strangers is not None
        reaches = self.reaches(one)
        said = []
        for similarity, promised in PROMISED.items() if reaches else ():
            rate = summary.strangers_rate(one.strangers, reaches[similarity])
            low, high = rate.interval
            if not rate.enough:
                said.append(f"at {similarity} too few strangers match to tell {promised:g} from another rate")
            elif low <= promised <= high:
                said.append(f"at {similarity} the interval {low:.2g}-{high:.2g} holds the promised {promised:g}")
            else:
                said.append(
                    f"at {similarity} the interval {low:.2g}-{high:.2g} does not hold the promised {promised:g}"
                )
        return f"{one.reference}, {one.model}: {'; '.join(said) or 'not calibrated'}.\n"

    def _group(self, one: Compared, group: str) -> str:
        reaches = self.reaches(one)
        cells = ["—", "—"]
        if reaches:
            cells = [
                shown(summary.fnmr(one.genuine.get(group, ()), reaches[70])),
                shown(summary.fmr(one.impostors.get(group, ()), reaches[70])),
            ]
        return f"| {group or 'none'} | {one.reference} | {one.model} | {' | '.join(cells)} |"

    def _told(self, one: Compared, groups: Sequence[str]) -> str:
        """What the labels' rates of false matches can and cannot tell."""
        reaches, said = self.reaches(one), []
        for group in groups if reaches else ():
            rate = summary.fmr(one.impostors.get(group, ()), reaches[70])
            low, high = rate.interval
            if low > PROMISED[70]:
                said.append(f"{group or 'none'}: the promised {PROMISED[70]:g} is broken ({low:.1%} at least)")
            else:
                said.append(f"{group or 'none'}: anything up to {high:.1%} is possible")
        return f"False matches at 70, {one.model}: {'; '.join(said) or 'not calibrated'}.\n"

    def _one(self, one: Compared) -> dict[str, Any]:
        found: dict[str, Any] = {"set": one.name, "reference": one.reference, "embedder": one.model}
        found["not_acquired"] = one.failed.as_json()
        for similarity, reach in self.reaches(one).items():
            found[f"fnmr_{similarity}"] = summary.fnmr(one.all_genuine(), reach).as_json()
            found[f"fmr_{similarity}"] = summary.fmr(one.all_impostors(), reach).as_json()
            found[f"groups_{similarity}"] = {
                group: {
                    "fnmr": summary.fnmr(one.genuine.get(group, ()), reach).as_json(),
                    "fmr": summary.fmr(one.impostors.get(group, ()), reach).as_json(),
                }
                for group in sorted({*one.genuine, *one.impostors})
            }
            if one.strangers is not None:
                rate = summary.strangers_rate(one.strangers, reach)
                found[f"strangers_{similarity}"] = {
                    **{key: getattr(rate, key) for key in ("count", "total", "people", "share", "interval", "enough")}
                }
        return found

    def _curves(self) -> Mapping[tuple[str, str], tuple[list[float], list[float]]]:
        return {
            (one.model, one.reference): summary.det(one.all_genuine(), one.strangers.values)
            for one in self.found
            if one.strangers is not None and one.name not in ABOUT
        }


def among(rate: StrangersRate) -> str:
    """A rate among strangers."""
    low, high = rate.interval
    return f"{rate.share:.2e} ({rate.count}/{rate.total}, {rate.people} people, {low:.1e}–{high:.1e})"


def measures(report: MatchReport) -> list[Measure]:
    """The promised rates, kept or not, for the table on screen."""
    found: list[Measure] = []
    for one in report.found:
        reaches = report.reaches(one)
        for similarity, promised in PROMISED.items() if reaches else ():
            data = f"{one.name}, {one.reference}, {one.model}"
            missed = summary.fnmr(one.all_genuine(), reaches[similarity])
            found.append(
                Measure(f"FNMR at {similarity}", missed.share, "", f"{missed.count} of {missed.total}; {data}")
            )
            if one.strangers is not None and one.name not in ABOUT:
                rate = summary.strangers_rate(one.strangers, reaches[similarity])
                shown_ = f"{rate.count} of {rate.total}; {data}"
                found.append(at_most(f"FMR at {similarity}, low end", rate.interval[0], promised, "", shown_))
    return found
