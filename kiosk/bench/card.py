"""Reading card fronts: how long it takes, and what is right, beside RapidOCR with its defaults on the same frames."""

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

from kiosk.bench.card_pictures import read_pictures
from kiosk.bench.card_report import EXTREME, HARD, MILD, CardReport
from kiosk.bench.card_summary import Rate
from kiosk.bench.card_trials import Job, outcomes
from kiosk.bench.measure import Measure, at_least, median, peak_mb, rate
from kiosk.card.reader import CardReader
from kiosk.card.reading import FRONT_FIELDS, Side
from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.simulation.capture import captures
from kiosk.simulation.trials import ALL_SPECIES, SOUND

SPEED_GOAL = 5.0


def _norm(text: str) -> str:
    return re.sub(r"\s", "", text).replace("•", "·").replace("・", "·")


def _as_printed(name: str, text: str) -> tuple[str, ...]:
    """The spellings of a field's true value that count as found in a page of recognised text."""
    if name == "Birth":
        year, month, day = text.split("-")
        return (f"{year}年{int(month)}月{int(day)}日", f"{year}年{month}月{day}日")
    return (_norm(text),)


def _baseline(engine: object, image: Image) -> str:
    result = engine(image)  # type: ignore[operator]
    return _norm("".join(result.txts or ()))


def _read(reader: CardReader, image: Image) -> Mapping[str, str]:
    try:
        readings = reader.read(image, Side.FRONT)
    except InputError:
        return {}
    return {name: field.text for reading in readings[:1] for name, field in reading.fields.items()}


def beside_rapidocr(reader: CardReader, *, n: int, seed: int, difficulty: str, baseline: bool = True) -> list[Measure]:
    """Read `n` captures of card fronts minted from `seed`; odd seeds are the test range that nothing was tuned on.

    The baseline is given every chance: a field counts as read if its text stands anywhere in what RapidOCR returns,
    while ours must be the whole field and nothing else.
    """
    from rapidocr import RapidOCR

    logging.disable(logging.INFO)  # RapidOCR reports every step of its loading
    engine = RapidOCR() if baseline else None
    logging.disable(logging.NOTSET)
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    ours, theirs = [], []
    for image, side, truth, _ in captures(seed, 2 * n, difficulty):
        if side != Side.FRONT:
            continue
        start = perf_counter()
        fields = _read(reader, image)
        ours.append(perf_counter() - start)
        text = ""
        if engine is not None:
            start = perf_counter()
            text = _baseline(engine, image)
            theirs.append(perf_counter() - start)
        for name in FRONT_FIELDS:
            total[name] += 1
            right[name] += fields.get(name) == truth[name]
            found[name] += any(form in text for form in _as_printed(name, truth[name]))
    data = f"captures({seed}, difficulty={difficulty}), fronts at 1080p"
    measures = [rate(f"{name} exact", right[name], total[name], data) for name in FRONT_FIELDS]
    measures.append(Measure("frame to fields and warnings, median", median(ours) * 1000, "ms", data))
    if engine is not None:
        measures += [rate(f"{name} in RapidOCR's text", found[name], total[name], data) for name in FRONT_FIELDS]
        for name in FRONT_FIELDS:
            better = right[name] - found[name]
            measures.append(at_least(f"{name}: ours minus RapidOCR's", better, 0, "cards", data))
        ratio = median(theirs) / median(ours)
        measures.append(at_least("times as fast as RapidOCR()", ratio, SPEED_GOAL, "×", f"medians; {data}"))
    return measures


def known_characters(alphabet: frozenset[str]) -> dict[str, Rate]:
    """How much of each set of ideographs the recogniser can say; sets of GB 18030-2022 by their Unicode blocks."""
    level_one = bytes(value for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for value in (row, cell))
    sets = {
        "GB 2312 level 1 (everyday characters)": level_one.decode("gb2312", "ignore"),
        "GBK ideographs, U+4E00–9FA5": "".join(map(chr, range(0x4E00, 0x9FA6))),
        "Extension A, U+3400–4DB5": "".join(map(chr, range(0x3400, 0x4DB6))),
        "Extension B, U+20000–2A6D6": "".join(map(chr, range(0x20000, 0x2A6D7))),
    }
    return {name: Rate(sum(c in alphabet for c in text), len(text)) for name, text in sets.items()}


def bench_card(
    reader: CardReader,
    *,
    n: int,
    seed: int,
    processes: int,
    command: str,
    beside: int,
    only: Sequence[str] = (),
    real: Path | None = None,
    item: str = "",
) -> CardReport:
    """Read `n` sound cards, half mild and half hard, a fifth as many in extreme poses, and a sixteenth as many of every
    species of attack, flaw and other document (or of those named in `only`); `beside` fronts beside RapidOCR; and the
    pictures in the folder `real`. `item` says what is tested. Odd seeds are the test range.

    Raises InputError `species-unknown` or `truth-unreadable`.
    """
    if unknown := set(only) - set(ALL_SPECIES):
        raise InputError(
            "species-unknown", f"there is no {', '.join(sorted(unknown))}; known: {', '.join(ALL_SPECIES)}"
        )
    pictures = None if real is None else read_pictures(reader, real)
    jobs: list[Job] = []
    for species in only or ALL_SPECIES:
        count = n if species == SOUND else max(n // 16, 2)
        jobs += [(species, seed, number, (MILD, HARD)[number // 2 % 2]) for number in range(count)]
    if SOUND in (only or ALL_SPECIES):
        jobs += [(SOUND, seed, number, EXTREME) for number in range(n // 5)]
    found = sorted(outcomes(jobs, processes), key=lambda one: (ALL_SPECIES.index(one.species), one.number))
    speed = beside_rapidocr(reader, n=beside, seed=seed, difficulty=MILD) if beside else []
    return CardReport(command, seed, found, speed, known_characters(reader.alphabet), peak_mb(), pictures, item)
