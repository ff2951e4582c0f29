"""What the face step asks a visitor for: actions, colours and the dot's way, drawn anew for each attempt."""

from random import Random

from kiosk.decision.profile import Profile
from kiosk.face.challenge import draw
from kiosk.face.session import FaceCheck
from kiosk.face.tasks import draw_tasks
from kiosk.pipeline.findings import Findings
from kiosk.pipeline.tools import Tools


def new_check(tools: Tools, found: Findings) -> FaceCheck:
    """The next attempt at a visitor of whom so much is found."""
    profile = tools.profile
    lit = profile.plays_light and not found.light_refused
    actions, light, trail = draw_tasks(tools.random, _count(profile, found), found.unable, lit=lit)
    return tools.face_check(actions, light, tools.usual.seconds, trail)


def enough_left(profile: Profile, found: Findings) -> bool:
    """Whether a visitor who cannot do some actions can still do as many as everybody."""
    wanted = _count(profile, found)
    return len(draw(Random(0), wanted, found.unable)) == wanted


def _count(profile: Profile, found: Findings) -> int:
    """One more where the screen's colours were refused; there are five different ones."""
    return min(profile.challenges + (profile.plays_light and found.light_refused), 5)
