"""One frame in, one observation out, with the one piece of advice that matters most."""

from dataclasses import replace

import numpy as np

from kiosk.devices.frame import Frame, Image
from kiosk.face.geometry import box_of, gaze_of, head_rotation, openness_of, pose_of
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import FaceAdvice, FaceObservation
from kiosk.face.quality import Appearance, appearance_of, quality_of
from kiosk.vision.blank import is_blank

_FROZEN_AFTER = 1.0  # s of identical pictures: no sensor repeats its noise
_RIVAL = 0.5  # a second face counts when it is at least this part of the first one's height
_DARK, _BRIGHT = 38.0, 218.0  # mean grey of the face
_NEAR, _FAR = 0.75, 0.16  # width of the face by the shorter side of the picture
_SMALLEST = 90.0  # px of width, below which a comparison suffers
_OFF_CENTRE = 0.22  # of width and of height
_YAW, _PITCH, _ROLL = 14.0, 16.0, 16.0  # degrees still taken for looking straight
_SPEED = 1.0  # widths of the face a second


class FaceObserver:
    """Follows the visitor through one stream of frames. Keeps a mesh, the last observation and a small thumbnail."""

    def __init__(self, mesh: FaceMesh) -> None:
        self._mesh = mesh
        self._last: FaceObservation | None = None
        self._thumbnail: Image | None = None
        self._same_since = 0.0
        self.advice = FaceAdvice.NONE_SEEN
        """What the latest frame calls for, also when there was no face in it."""

    def observe(self, frame: Frame) -> FaceObservation | None:
        """The largest face of a frame, or None; `advice` tells why."""
        previous, self._last = self._last, None
        thumbnail = frame.image[::8, ::8].copy()
        if is_blank(frame.image):
            self.advice = FaceAdvice.NO_PICTURE
            return None
        frozen = self._is_frozen(thumbnail, frame.time)
        meshes = self._mesh.find(frame.image)
        look = appearance_of(frame.image, meshes[0]) if meshes else None
        if not meshes or look is None:
            self.advice = FaceAdvice.FROZEN if frozen else FaceAdvice.NONE_SEEN
            return None
        mesh = meshes[0]
        rotation = head_rotation(mesh)
        pose, openness, box = pose_of(rotation), openness_of(mesh, rotation), box_of(mesh)
        observation = FaceObservation(
            time=frame.time, mesh=mesh, yaw=pose.yaw, pitch=pose.pitch, roll=pose.roll,
            left_eye=openness.left_eye, right_eye=openness.right_eye, mouth=openness.mouth,
            gaze=gaze_of(mesh, rotation), box=box, sharpness=look.sharpness, brightness=look.brightness,
            quality=quality_of(look, pose, openness, box[2]),
            faces=1 + sum(box_of(other)[3] >= _RIVAL * box[3] for other in meshes[1:]),
            advice=FaceAdvice.GOOD,
        )  # fmt: skip
        height, width = frame.image.shape[:2]
        advice = FaceAdvice.FROZEN if frozen else advice_for(observation, look, (width, height), previous)
        self._last = replace(observation, advice=advice)
        self.advice = advice
        return self._last

    def _is_frozen(self, thumbnail: Image, time: float) -> bool:
        same = self._thumbnail is not None and np.array_equal(thumbnail, self._thumbnail)
        if not same:
            self._thumbnail, self._same_since = thumbnail, time
        return same and time - self._same_since >= _FROZEN_AFTER


def advice_for(
    face: FaceObservation, look: Appearance, frame_size: tuple[int, int], previous: FaceObservation | None = None
) -> FaceAdvice:
    """The most urgent thing to change about this face, in the order of `FaceAdvice`; GOOD when there is none."""
    width, height = frame_size
    x, y, w, h = face.box
    shorter = min(width, height)
    off_x, off_y = abs((x + w / 2) / width - 0.5), abs((y + h / 2) / height - 0.5)
    cut_off = x < 0 or y < 0 or x + w > width or y + h > height
    straight = abs(face.yaw) <= _YAW and abs(face.pitch) <= _PITCH and abs(face.roll) <= _ROLL
    checks = (
        (face.faces > 1, FaceAdvice.SEVERAL),
        (face.brightness < _DARK, FaceAdvice.TOO_DARK),
        (face.brightness > _BRIGHT or look.blown > 0.25, FaceAdvice.TOO_BRIGHT),
        (w < max(_FAR * shorter, _SMALLEST), FaceAdvice.CLOSER),
        (w > _NEAR * shorter, FaceAdvice.FARTHER),
        (max(off_x, off_y) > _OFF_CENTRE or cut_off, FaceAdvice.CENTRE),
        (look.covered, FaceAdvice.COVERED),
        (look.glare > 0.12, FaceAdvice.GLASSES_GLARE),
        (not straight, FaceAdvice.LOOK_STRAIGHT),
        (previous is not None and speed_between(previous, face) > _SPEED, FaceAdvice.HOLD_STILL),
        (look.sharpness < 0.2, FaceAdvice.BLURRED),
    )
    return next((advice for wrong, advice in checks if wrong), FaceAdvice.GOOD)


def speed_between(earlier: FaceObservation, later: FaceObservation) -> float:
    """How fast the face moves across the picture, in its own widths a second."""
    seconds = later.time - earlier.time
    if seconds <= 0:
        return 0.0
    centres = [np.array([o.box[0] + o.box[2] / 2, o.box[1] + o.box[3] / 2]) for o in (earlier, later)]
    return float(np.linalg.norm(centres[1] - centres[0]) / max(later.box[2], 1.0) / seconds)
