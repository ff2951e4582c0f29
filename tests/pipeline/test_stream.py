"""Visits whose pictures come from what is put in the camera's place."""

from dataclasses import replace

import pytest

from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code
from kiosk.devices.virtual import any_virtual
from tests.pipeline.standing import Standing


class Posing:
    """As much of a camera as tells what it is."""

    def __init__(self, virtual):
        self.virtual = virtual


@pytest.mark.parametrize(("virtual", "outcome"), [(True, Outcome.REVIEW), (None, Outcome.APPROVED)])
def test_a_virtual_camera_is_left_to_staff_and_named_in_the_record(new_stage, tools, cast, virtual, outcome):
    told = replace(tools, virtual=lambda: any_virtual([Posing(virtual)]))
    standing = Standing(new_stage, told, cast[0].identity)
    standing.film(40, lambda view: view.verdict is not None)
    assert standing.visit.view.verdict.outcome is outcome
    [record] = standing.stage.journal.recent()
    assert [reason["code"] for reason in record["reasons"]] == ([Code.CAMERA_VIRTUAL] if virtual else [])
