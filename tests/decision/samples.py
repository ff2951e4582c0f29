"""Evidence of an invented holder for whom everything is in order, to be spoilt by the tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from kiosk.card.reading import CardReading, CardWarning, Field, Side, WarnCode
from kiosk.decision.card_rules import BACK_CHECKS, FRONT_CHECKS
from kiosk.decision.verdict import Evidence
from kiosk.face.observation import LivenessResult, Match

TODAY = date(2025, 6, 15)
QUAD = np.zeros((4, 2), np.float32)
PICTURE = np.zeros((638, 1011, 3), np.uint8)

FRONT = CardReading(
    side=Side.FRONT,
    fields={
        "Name": Field("样本", 0.98),
        "Sex": Field("女", 0.99),
        "Nation": Field("汉", 0.99),
        "Birth": Field("1990-03-07", 0.97),
        "Address": Field("北京市东城区样本街1号", 0.95),
        "IdNum": Field("11010119900307002X", 0.99),
    },
    checks=dict.fromkeys(FRONT_CHECKS, True),
    warnings=(),
    quality=90,
    border=100,
    quad=QUAD,
    card=PICTURE,
    portrait=PICTURE[:200, :160],
    elapsed_ms=120.0,
)

BACK = CardReading(
    side=Side.BACK,
    fields={"Authority": Field("北京市公安局东城分局", 0.96), "ValidDate": Field("2016.01.02-2036.01.02", 0.97)},
    checks=dict.fromkeys(BACK_CHECKS, True),
    warnings=(),
    quality=88,
    border=100,
    quad=QUAD,
    card=PICTURE,
    portrait=None,
    elapsed_ms=110.0,
)

LIVE = LivenessResult(True, 0.93, {"challenge": 1.0, "light": 0.9, "depth": None}, (), ())

GENUINE = Evidence(
    today=TODAY,
    front=FRONT,
    back=BACK,
    liveness=LIVE,
    match=Match(88.0, 0.42, 70.0, "card-portrait"),
    corrections={},
    attempts=1,
    blocked=(),
)


def with_fields(reading: CardReading, **texts: str | None) -> CardReading:
    """The reading with other texts; None takes a field away."""
    fields = {name: field for name, field in reading.fields.items() if name not in texts}
    fields |= {name: Field(text, 0.97) for name, text in texts.items() if text is not None}
    return replace(reading, fields=fields)


def with_checks(reading: CardReading, checks: Mapping[str, bool | None]) -> CardReading:
    return replace(reading, checks={**reading.checks, **checks})


def with_warning(reading: CardReading, code: WarnCode, reason: str = "seen") -> CardReading:
    return replace(reading, warnings=(*reading.warnings, CardWarning(code, reason, 0.9, 0.5)))
