"""A card's reading for integrators: the JSON of `kiosk read-card`, and a few lines for people."""

import base64
from typing import Any

import cv2

from kiosk.card.reading import CardReading, CardWarning
from kiosk.devices.frame import Image


def as_json(file: str, reading: CardReading, *, page: int = 1, crops: bool = False) -> dict[str, Any]:
    """Plain values ready for `json.dumps`. `page` is where in the file the card was found. `crops` adds the card's and
    the portrait's picture, JPEG in base64.

    `scores` says of every warning that was judged how near it came, as a share of its threshold; `marked` the places,
    from 0, of characters that were concluded, not read.
    """
    answer: dict[str, Any] = {
        "file": file,
        "page": page,
        "kind": reading.kind.value,
        "side": reading.side.value,
        "IdInfo": {name: field.text for name, field in reading.fields.items()},
        "AdvancedInfo": {
            "WarnInfos": sorted({int(warning.code) for warning in reading.warnings}, reverse=True),
            "Reasons": [warning.reason for warning in reading.warnings],
            "Quality": reading.quality,
            "BorderCodeValue": reading.border,
        },
        "confidence": {name: round(field.confidence, 4) for name, field in reading.fields.items()},
        "marked": {name: list(field.marked) for name, field in reading.fields.items() if field.marked},
        "warnings": [_warning(warning) for warning in reading.warnings],
        "scores": {str(int(code)): round(score, 4) for code, score in reading.scores.items()},
        "checks": dict(reading.checks),
        "quad": [[round(float(x), 2), round(float(y), 2)] for x, y in reading.quad],
        "elapsed_ms": round(reading.elapsed_ms, 1),
    }
    if crops:
        answer["AdvancedInfo"]["IdCard"] = _jpeg(reading.card)
        if reading.portrait is not None:
            answer["AdvancedInfo"]["Portrait"] = _jpeg(reading.portrait)
    return answer


def _warning(warning: CardWarning) -> dict[str, Any]:
    """`region` is x0, y0, x1, y1 on the rectified card (`IdCard`), px; null: all of it."""
    return {
        "code": int(warning.code),
        "reason": warning.reason,
        "score": round(warning.score, 4),
        "threshold": warning.threshold,
        "region": None if warning.region is None else [round(edge, 1) for edge in warning.region],
    }


def as_text(file: str, reading: CardReading, *, page: int = 1, pages: int = 1) -> str:
    """The same for people."""
    where = file if pages == 1 else f"{file}, page {page}"
    lines = [f"{where}: {reading.kind.value}, {reading.side.value}, quality {reading.quality}, border {reading.border}"]
    lines += [f"  {name:10}{field.text}  ({field.confidence:.2f})" for name, field in reading.fields.items()]
    lines += [f"  {name}: {_holds(value)}" for name, value in reading.checks.items() if value is not True]
    lines += [f"  warning {int(warning.code)}: {warning.reason}" for warning in reading.warnings]
    return "\n".join(lines)


def _holds(value: bool | None) -> str:
    return {None: "could not be checked", False: "does not hold", True: "holds"}[value]


def _jpeg(image: Image) -> str:
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return base64.b64encode(data.tobytes()).decode("ascii")
