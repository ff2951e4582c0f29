"""A visit from files: the same parts, the same judgement, no screens and no journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kiosk.card.interpret import birth_of
from kiosk.card.reader import CardReader
from kiosk.card.reading import CardReading, Side
from kiosk.decision.policy import decide
from kiosk.decision.verdict import Evidence, Verdict
from kiosk.devices.frame import Frame, Image
from kiosk.face.challenge import TURNS
from kiosk.face.light.sequence import LightSequence
from kiosk.face.liveness import check_recording
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Action
from kiosk.face.observe import FaceObserver
from kiosk.pipeline.bare_back import bare_back, may_be_bare_back
from kiosk.pipeline.comparing import compared
from kiosk.pipeline.tools import Tools

TOO_FEW = "actions-too-few"
"""Why nobody can tell, where a recording was made with fewer actions, or others, than the venue asks for."""


@dataclass(frozen=True, eq=False, slots=True)
class Verification:
    """What was decided and on what."""

    verdict: Verdict
    evidence: Evidence


def verify(
    tools: Tools,
    reader: CardReader,
    front: Image,
    back: Image | None,
    selfie: Iterable[Frame],
    actions: Sequence[Action] | None,
    light: LightSequence | None = None,
) -> Verification:
    """Decide from a picture of each side and a recording of the visitor, who did `actions` while a screen showed
    `light`.

    Without `actions`, or with others than the venue could have asked for, an attack can be told but never that somebody
    is there; without `light` nobody is approved where the venue plays it. Raises InputError as `CardReader.read` does.
    """
    front_reading = reader.read(front, Side.FRONT)[0]
    back_reading = None if back is None else _back(reader, back, front_reading)
    with FaceMesh() as mesh:
        liveness = check_recording(selfie, FaceObserver(mesh), actions, light)
    if liveness.live and not _enough(set(actions or ()), tools.profile.challenges):
        liveness = replace(liveness, live=None, reasons=(*liveness.reasons, TOO_FEW))
    match, doubt, blocked = compared(
        tools.authority, tools.comparer, tools.block_list, tools.profile, front_reading, liveness
    )
    evidence = Evidence(
        today=tools.now().astimezone().date(),
        front=front_reading,
        back=back_reading,
        liveness=liveness,
        match=match,
        corrections={},
        attempts=1,
        doubt=doubt,
        blocked=blocked,
    )
    return Verification(decide(evidence, tools.profile), evidence)


def _enough(actions: set[Action], asked: int) -> bool:
    """Whether these may be what `kiosk.face.challenge.draw` asks for: a turn first of all, then an open mouth."""
    turned, opened = not actions.isdisjoint(TURNS), Action.OPEN_MOUTH in actions
    return len(actions) >= asked and turned >= (asked >= 1) and opened >= (asked >= 2)


def _back(reader: CardReader, image: Image, front: CardReading) -> CardReading:
    """The other side of the card that bears `front`."""
    reading = reader.read(image, Side.BACK, birth=birth_of(front.fields.get("Birth")))[0]
    return bare_back(reading, front) if may_be_bare_back(reading, front) else reading
