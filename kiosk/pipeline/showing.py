"""What the steps tell of each frame, put into the snapshot that the screens draw."""

from dataclasses import replace

from kiosk.devices.frame import Frame
from kiosk.face.status import FaceStatus
from kiosk.pipeline.card_step import CardView
from kiosk.pipeline.view import VisitView


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
