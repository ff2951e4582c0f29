"""What the face step asks a visitor for: actions, colours and the dot's way, drawn anew for each attempt."""

from random import Random

from kiosk.decision.profile import Profile
from kiosk.face.challenge import draw
from kiosk.face.follow import draw_trail
from kiosk.face.light.sequence import draw_sequence
from kiosk.face.observation import Action
from kiosk.face.session import FaceCheck
from kiosk.pipeline.findings import Findings
from kiosk.pipeline.tools import Tools


def new_check(tools: Tools, found: Findings) -> FaceCheck:
    """The next attempt at a visitor of whom so much is found."""
    chance, refused = tools.random, _refused(tools.profile, found)
    actions = draw(chance, _count(tools.profile, found), found.unable)
    light = draw_sequence(chance) if tools.profile.plays_light and not refused else None
    trail = draw_trail(chance) if Action.FOLLOW in actions else None
    return tools.face_check(actions, light, tools.usual.seconds, trail)


def enough_left(profile: Profile, found: Findings) -> bool:
    """Whether a visitor who cannot do some actions can still do as many as everybody."""
    wanted = _count(profile, found)
    return len(draw(Random(0), wanted, found.unable)) == wanted


def _count(profile: Profile, found: Findings) -> int:
    """One more without the screen's colours; there are five different ones."""
    return min(profile.challenges + _refused(profile, found), 5)


def _refused(profile: Profile, found: Findings) -> bool:
    return profile.plays_light and found.light_refused
