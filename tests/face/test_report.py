"""What integrators read."""

import json

import numpy as np

from kiosk.devices.frame import Frame
from kiosk.face.observation import LivenessResult, Match
from kiosk.face.report import liveness_report, match_report


def test_a_match_in_json() -> None:
    report = match_report(Match(71.23456, 0.524242, 70.0, "card"))
    assert json.loads(json.dumps(report)) == {"Sim": 71.23, "score": 0.5242, "threshold": 70.0, "same": True}
    assert match_report(Match(69.99, 0.54, 70.0, "card"))["same"] is False


def test_liveness_in_json_has_no_picture_and_null_for_what_was_not_measured() -> None:
    frame = Frame(np.zeros((4, 4, 3), np.uint8), 1.23456, 17)
    cues = {"challenge": 0.5, "planarity": None}
    report = liveness_report(
        LivenessResult(False, 0.123456, cues, ("action-timeout",), (frame,), {"challenge": -1.23456})
    )
    assert json.loads(json.dumps(report)) == {
        "live": False,
        "score": 0.123,
        "cues": {"challenge": 0.5, "planarity": None},
        "contributions": {"challenge": -1.235},
        "reasons": ["action-timeout"],
        "best_frames": [{"number": 17, "time": 1.235}],
    }
    unknown = liveness_report(LivenessResult(None, None, {}, (), ()))
    assert unknown == {"live": None, "score": None, "cues": {}, "contributions": {}, "reasons": [], "best_frames": []}
