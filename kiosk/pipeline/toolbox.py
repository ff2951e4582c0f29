"""The tools of a visit, made of the real parts."""

import sys
from collections.abc import Callable
from random import Random

import kiosk
from kiosk.authority.card_portrait import CardPortrait
from kiosk.card.reader import CardReader
from kiosk.card.watch import CardWatch
from kiosk.decision.profile import Profile
from kiosk.face.embed import Embedder
from kiosk.face.mesh import FaceMesh
from kiosk.face.observe import FaceObserver
from kiosk.face.session import FaceCheck
from kiosk.inference.store import ModelStore
from kiosk.pipeline.comparing import FaceComparer
from kiosk.pipeline.visit import Tools
from kiosk.pipeline.writing import Entry

ON_RECORD = ("text-detector", "text-recogniser", "face-mesh", "face-descriptor")
"""The models whose versions each journal record names."""


def versions(store: ModelStore) -> dict[str, str]:
    """The software's and each model's version; a model's is the beginning of its hash."""
    return {
        "kiosk": kiosk.__version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        **{name: store.entry(name).sha256[:12] for name in ON_RECORD},
    }


def make_tools(
    store: ModelStore, profile: Profile, device: str, random: Random, write: Callable[[Entry], None]
) -> Tools:
    """Load everything a visit needs: a few seconds of work.

    Raises EnvironmentFault when a model is missing, altered or unusable.
    """
    live, still = FaceMesh(), FaceMesh(tracking=False)

    def close() -> None:
        live.close()
        still.close()

    observer = FaceObserver(live)
    return Tools(
        profile=profile,
        reader=CardReader(store),
        watch=CardWatch,
        face_check=lambda actions: FaceCheck(observer, actions),
        comparer=FaceComparer(still, Embedder(store), profile.similarity.approve),
        authority=CardPortrait(),
        write=write,
        versions=versions(store),
        device=device,
        random=random,
        close=close,
    )
