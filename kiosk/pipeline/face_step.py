"""One attempt at the visitor's face: asked for what is drawn anew each time, watched, judged."""

from random import Random

from kiosk.decision.profile import Profile
from kiosk.devices.frame import Frame
from kiosk.face.challenge import draw, same_effort
from kiosk.face.liveness import remembering, undecided
from kiosk.face.observation import Action, LivenessResult
from kiosk.face.session import FaceCheck
from kiosk.face.status import FaceStatus
from kiosk.face.tasks import draw_tasks
from kiosk.pipeline.findings import Findings
from kiosk.pipeline.tools import Tools


class FaceStep:
    """Call `see` with every frame until its status is finished, and `leave` then or when the attempt is given up. What
    is found goes into `found`, also of an attempt that is given up once something was asked."""

    def __init__(self, tools: Tools, found: Findings) -> None:
        self._tools = tools
        self._found = found
        self._check = self._drawn()
        self._asked = False
        self.tried = False
        """Whether this was an attempt: it is finished, or was given up once something was asked."""
        self.decided = False
        """Once finished: whether this attempt says enough to decide by."""

    def see(self, frame: Frame) -> FaceStatus:
        """Watch."""
        status = self._check.see(frame)
        self._asked |= status.light is not None or status.action is not None
        if status.finished and not self.tried:
            self.decided = status.failed_reason is None and not undecided(self._kept())
        return status

    def refuse_light(self) -> None:
        """The visitor does without the colours; the same attempt begins again, since nothing was asked yet."""
        self._found.light_refused = True
        self._begin_again()

    def replace(self, action: Action) -> bool:
        """The visitor cannot do `action`: the same attempt begins again with another thing in its place. False if they
        can do too little for that."""
        self._found.unable |= same_effort(action)
        if not _enough_left(self._tools.profile, self._found):
            return False
        self._begin_again()
        return True

    def leave(self) -> None:
        """The camera is as usual again, and what was begun is kept. Safe to call twice."""
        self._check.leave()
        if self._asked and not self.tried:
            self._kept()

    def _kept(self) -> LivenessResult:
        """What this attempt has shown, now among what was found."""
        self.tried = True
        self._found.attempts += 1
        result = self._found.liveness = remembering(self._check.result(), self._found.liveness)
        if result.live and result.light_delay is not None:
            self._tools.usual.note(result.light_delay)
        return result

    def _begin_again(self) -> None:
        self._check.leave()
        self._check = self._drawn()

    def _drawn(self) -> FaceCheck:
        tools, found = self._tools, self._found
        lit = tools.profile.plays_light and not found.light_refused
        actions, light, trail = draw_tasks(tools.random, _count(tools.profile, found), found.unable, lit=lit)
        return tools.face_check(actions, light, tools.usual.seconds, trail)


def _enough_left(profile: Profile, found: Findings) -> bool:
    """Whether a visitor who cannot do some actions can still do as many as everybody."""
    wanted = _count(profile, found)
    return len(draw(Random(0), wanted, found.unable)) == wanted


def _count(profile: Profile, found: Findings) -> int:
    """One more where the screen's colours were refused; there are five different ones."""
    return min(profile.challenges + (profile.plays_light and found.light_refused), 5)
