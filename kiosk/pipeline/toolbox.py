"""The tools of a visit, made of the real parts."""

import sys
from collections.abc import Callable, Collection
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random

import kiosk
from kiosk.authority.barring import Barring
from kiosk.authority.block_list import BlockList
from kiosk.authority.card_portrait import Authority, CardPortrait
from kiosk.authority.local_gallery import LocalGallery
from kiosk.card.reader import CardReader
from kiosk.card.watch import CardWatch
from kiosk.decision.profile import Profile
from kiosk.devices.camera import Camera
from kiosk.devices.exposure import Exposing
from kiosk.devices.virtual import any_virtual
from kiosk.face.embed import DEFAULT, Embedder
from kiosk.face.mesh import FaceMesh
from kiosk.face.observe import FaceObserver
from kiosk.face.session import FaceCheck
from kiosk.inference.store import ModelStore
from kiosk.pipeline.comparing import FaceComparer
from kiosk.pipeline.tools import Tools
from kiosk.pipeline.waiting import Entry

ON_RECORD = ("text-detector", "text-recogniser", "face-mesh")
"""The models whose versions each journal record names, beside the face embedder's."""


def versions(store: ModelStore, embedder: str = DEFAULT) -> dict[str, str]:
    """The software's and each model's version; a model's is the beginning of its hash."""
    return {
        "kiosk": kiosk.__version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        **{name: store.entry(name).version for name in (*ON_RECORD, embedder)},
    }


def make_tools(
    store: ModelStore,
    profile: Profile,
    device: str,
    random: Random,
    write: Callable[[Entry], None],
    *,
    embedder: str = DEFAULT,
    threads: int = 2,
    gallery: Path | None = None,
    cameras: Collection[Camera] = (),
    face_camera: Camera | None = None,
) -> Tools:
    """Load everything a visit needs: a few seconds of work. `threads` caps the processor threads of one model's run.
    `gallery` is where the local library lies, for profiles that ask it; `cameras` are the terminal's, none where
    pictures come from files, and `face_camera` the one of them that sees faces.

    Raises EnvironmentFault when a model is missing, altered, unusable or no calibrated embedder, or as `Gallery` does.
    """
    faces = Embedder(store, embedder, threads)
    authority = _authority(profile, gallery)
    exposing = face_camera if isinstance(face_camera, Exposing) else None
    with ExitStack() as opened:  # closes again what was opened when something here fails
        live, still = (opened.enter_context(FaceMesh(tracking=tracking)) for tracking in (True, False))
        return Tools(
            profile=profile,
            reader=CardReader(store, threads),
            watch=CardWatch,
            face_check=partial(FaceCheck, FaceObserver(live), camera=exposing),
            comparer=FaceComparer(still, faces, profile.similarity.approve),
            authority=authority,
            write=write,
            versions=versions(store, embedder),
            device=device,
            random=random,
            block_list=BlockList(_library(gallery), still, faces) if profile.block_list else None,
            virtual=lambda: any_virtual(cameras),
            close=opened.pop_all().close,
        )


def _authority(profile: Profile, gallery: Path | None) -> Authority:
    """Who vouches in this venue, and for nobody on the block list, where that is asked."""
    if profile.authority == "gallery":
        return LocalGallery(_library(gallery))
    return Barring(_library(gallery), CardPortrait()) if profile.block_list else CardPortrait()


def _library(gallery: Path | None) -> Path:
    if gallery is None:
        raise ValueError("a profile that asks the library needs to be told where it is")
    return gallery
