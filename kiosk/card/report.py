"""A card's reading for integrators: the JSON of `kiosk read-card`, and a few lines for people."""

import base64
from typing import Any

import cv2

from kiosk.card.reading import CardReading
from kiosk.devices.frame import Image


def as_json(file: str, reading: CardReading, *, crops: bool = False) -> dict[str, Any]:
    """Plain values ready for `json.dumps`. `crops` adds the card's and the portrait's picture, JPEG in base64."""
    answer: dict[str, Any] = {
        "file": file,
        "side": reading.side.value,
        "IdInfo": {name: field.text for name, field in reading.fields.items()},
        "AdvancedInfo": {
            "WarnInfos": sorted({int(warning.code) for warning in reading.warnings}, reverse=True),
            "Reasons": [warning.reason for warning in reading.warnings],
            "Quality": reading.quality,
            "BorderCodeValue": reading.border,
        },
        "confidence": {name: round(field.confidence, 4) for name, field in reading.fields.items()},
        "checks": dict(reading.checks),
        "quad": [[round(float(x), 2), round(float(y), 2)] for x, y in reading.quad],
        "elapsed_ms": round(reading.elapsed_ms, 1),
    }
    if crops:
        answer["AdvancedInfo"]["IdCard"] = _jpeg(reading.card)
        if reading.portrait is not None:
            answer["AdvancedInfo"]["Portrait"] = _jpeg(reading.portrait)
    return answer


def as_text(file: str, reading: CardReading) -> str:
    """The same for people."""
    lines = [f"{file}: {reading.side.value}, quality {reading.quality}, border {reading.border}"]
    lines += [f"  {name:10}{field.text}  ({field.confidence:.2f})" for name, field in reading.fields.items()]
    lines += [f"  {name}: {_holds(value)}" for name, value in reading.checks.items() if value is not True]
    lines += [f"  warning {int(warning.code)}: {warning.reason}" for warning in reading.warnings]
    return "\n".join(lines)


def _holds(value: bool | None) -> str:
    return {None: "could not be checked", False: "does not hold", True: "holds"}[value]


def _jpeg(image: Image) -> str:
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return base64.b64encode(data.tobytes()).decode("ascii")
