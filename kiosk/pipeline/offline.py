"""A visit from files: the same parts, the same judgement, no screens and no journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.card.reader import CardReader
from kiosk.card.reading import Side
from kiosk.decision.policy import decide
from kiosk.decision.verdict import Evidence, Verdict
from kiosk.devices.frame import Frame, Image
from kiosk.face.liveness import check_recording
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Action
from kiosk.face.observe import FaceObserver
from kiosk.pipeline.comparing import compared
from kiosk.pipeline.tools import Tools


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
) -> Verification:
    """Decide from a picture of each side and a recording of the visitor.

    Without `actions` liveness is judged passively, which can tell an attack but never that somebody is there.
    Raises InputError as `CardReader.read` does.
    """
    front_reading = reader.read(front, Side.FRONT)[0]
    back_reading = None if back is None else reader.read(back, Side.BACK)[0]
    with FaceMesh() as mesh:
        liveness = check_recording(selfie, FaceObserver(mesh), actions)
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
