"""What a visit works with, made once for a terminal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from kiosk.authority.block_list import BlockList
from kiosk.authority.card_portrait import Authority
from kiosk.card.reading import Side
from kiosk.card.watch import CardWatch
from kiosk.decision.profile import Profile
from kiosk.face.light.sequence import LightSequence
from kiosk.face.light.usual import UsualDelay
from kiosk.face.observation import Action, Trail
from kiosk.face.session import FaceCheck
from kiosk.pipeline.card_step import Reader
from kiosk.pipeline.comparing import Comparer
from kiosk.pipeline.tries import Tries
from kiosk.pipeline.waiting import Entry


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a visit works with. `write` hands an entry to the journal, which answers a visit's record through
    `on_recorded`. `block_list` is there where the profile asks it. `usual` learns from visits how late skin answers the
    screen here; `tries` remembers for a while whose face was looked at in vain. `virtual` says whether one of the
    terminal's cameras looks virtual, None where nothing is known of them. `close` lets go of the models."""

    profile: Profile
    reader: Reader
    watch: Callable[[Side], CardWatch]
    face_check: Callable[[Sequence[Action], LightSequence | None, float | None, Trail | None], FaceCheck]
    comparer: Comparer
    authority: Authority
    write: Callable[[Entry], None]
    versions: dict[str, str]
    device: str
    random: Random
    block_list: BlockList | None = None
    usual: UsualDelay = field(default_factory=UsualDelay)
    tries: Tries = field(default_factory=Tries)
    virtual: Callable[[], bool | None] = lambda: None
    close: Callable[[], None] = lambda: None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
