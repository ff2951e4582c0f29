"""Whether one and the same face stays before a picture that lives: nobody leaves, nobody joins."""

from kiosk.face.observation import FaceAdvice, FaceObservation
from kiosk.face.observe import speed_between

_ABSENT = 1.0  # s
_RIVAL = 0.6  # s a second face may stay
_NEIGHBOURS = 0.3  # s between observations in which a face cannot have become another
_JUMP = 1.0  # widths of the face between two such: another face
_SIZES = (0.5, 2.0)  # and so many times as large


class Presence:
    """Told of every frame of one attempt."""

    def __init__(self) -> None:
        self._last: FaceObservation | None = None
        self._seen_at: float | None = None
        self._rival_since: float | None = None

    def broken(self, time: float, face: FaceObservation | None, advice: FaceAdvice) -> str | None:
        """What ended it, a name as in `FaceStatus.failed_reason`; None: it goes on."""
        last, self._last = self._last, face or self._last
        if face is not None or self._seen_at is None:
            self._seen_at = time
        if face is None or face.faces == 1:
            self._rival_since = None
        elif self._rival_since is None:
            self._rival_since = time
        if last is not None and face is not None and _swapped(last, face):
            return "face-changed"
        if time - self._seen_at > _ABSENT:
            return "face-left"
        if self._rival_since is not None and time - self._rival_since > _RIVAL:
            return "several-faces"
        return "face-frozen" if advice is FaceAdvice.FROZEN else None


def _swapped(last: FaceObservation, face: FaceObservation) -> bool:
    seconds = face.time - last.time
    size = face.box[3] / max(last.box[3], 1.0)
    jump = speed_between(last, face) * seconds
    return seconds <= _NEIGHBOURS and (jump > _JUMP or not _SIZES[0] < size < _SIZES[1])
