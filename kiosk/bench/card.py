"""Reading cards: what is right, and how long it takes beside RapidOCR with its defaults on the same frames."""

import logging
import re
from collections import Counter
from collections.abc import Mapping
from time import perf_counter

from kiosk.bench.measure import Measure, at_least, median, rate
from kiosk.card.reader import CardReader
from kiosk.card.reading import FRONT_FIELDS, Side
from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.simulation.capture import captures

SPEED_GOAL = 4.0


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


def bench_card(reader: CardReader, *, n: int, seed: int, difficulty: str, baseline: bool = True) -> list[Measure]:
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
    measures.append(Measure("frame to fields, median", median(ours) * 1000, "ms", data))
    if engine is not None:
        measures += [rate(f"{name} in RapidOCR's text", found[name], total[name], data) for name in FRONT_FIELDS]
        for name in FRONT_FIELDS:
            better = right[name] - found[name]
            measures.append(at_least(f"{name}: ours minus RapidOCR's", better, 0, "cards", data))
        ratio = median(theirs) / median(ours)
        measures.append(at_least("times as fast as RapidOCR()", ratio, SPEED_GOAL, "×", f"medians; {data}"))
    return measures
