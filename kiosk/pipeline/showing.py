"""The snapshot that the screens draw: of the visit, and of what the steps tell of each frame."""

from dataclasses import replace

from kiosk.decision.flow import Flow, State
from kiosk.devices.frame import Frame
from kiosk.face.status import FaceStatus
from kiosk.pipeline.card_step import CardView
from kiosk.pipeline.findings import Findings
from kiosk.pipeline.view import VisitView


def snapshot(
    flow: Flow, found: Findings, profile: str, deadline: float | None, fault: str | None, notice: str | None
) -> VisitView:
    """Where the visit stands. What is missing is told where nothing goes on without it, and why a step is being
    repeated for as long as the visit lasts."""
    return VisitView(
        visit=found.visit,
        state=flow.state,
        profile=profile,
        deadline=deadline,
        front=found.front,
        back=found.back,
        attempt=flow.attempt,
        verdict=found.verdict,
        fault=fault if flow.state in (State.PAUSED, State.STAFF) else None,
        notice=notice if flow.in_visit else None,
    )


def with_card(view: VisitView, frame: Frame, card: CardView) -> VisitView:
    """The snapshot with what the card step says of this frame."""
    return replace(view, card_advice=card.advice, quad=card.quad, faults=card.faults, frame_size=_size(frame))


def with_face(view: VisitView, frame: Frame, status: FaceStatus) -> VisitView:
    """The snapshot with what the face step says of this frame."""
    return replace(
        view,
        frame_size=_size(frame),
        face_advice=status.advice,
        face=None if status.observation is None else status.observation.box,
        action=status.action,
        action_index=status.index,
        action_count=status.count,
        action_done=status.action_done,
        light=status.light,
        light_ahead=status.light_ahead,
        dot=status.dot,
    )


def _size(frame: Frame) -> tuple[int, int]:
    height, width = frame.image.shape[:2]
    return width, height
