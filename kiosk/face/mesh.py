"""The face mesh: the only module that touches mediapipe.

Uses the graph `face_landmark_front_cpu` of mediapipe 0.10.21: the BlazeFace short-range detector (Bazarevsky et al.,
2019) and the 478-point attention mesh (Grishchenko et al., 2020), both inside the wheel. The detector sees a 128 px
picture, so a face under about a seventh of the picture is looked for in square tiles, and then followed in a window.
"""

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

Mesh = NDArray[np.float32]
"""(478, 3): x, y in px of the picture, z in px at the same scale, negative towards the camera."""

_GRAPH = "mediapipe/modules/face_landmark/face_landmark_front_cpu.binarypb"
_DETECTION = (
    "facedetectionshortrangecpu__facedetectionshortrange__facedetection__TensorsToDetectionsCalculator.min_score_thresh"
)
_PRESENCE = "facelandmarkcpu__ThresholdingCalculator.threshold"

_LONGEST = 1920  # px; beyond this a picture is reduced first, the detector and the mesh see far less anyway
_WINDOW = 3.2  # side of the window a small face is followed in, in widths of the face
_RECHECK = 15  # frames between looks outside that window
_UPRIGHT_BONUS = 0.05  # a picture is believed to be upright unless a turned one scores clearly better
_NATIVE_LINE = re.compile(rb"^(INFO|WARNING): (Created TensorFlow|All log messages before absl)|^[IWEF]\d{4} ")
_BLANK: Image = np.zeros((128, 128, 3), np.uint8)
_stderr_lock = threading.Lock()


class _Sight(NamedTuple):
    """Meshes found in one look and the best detection score among them (0 when tracking needed no detector)."""

    meshes: tuple[Mesh, ...]
    score: float


class FaceMesh:
    """Finds faces and their 478 points.

    With `tracking` the pictures are taken for one stream: a face is followed from picture to picture, about 5 ms a
    frame. Without it every picture stands alone and is also tried turned by quarters, in tiles and with a margin.
    Not thread-safe: one instance a thread.
    """

    def __init__(self, max_faces: int = 2, tracking: bool = True) -> None:
        self._tracking = tracking
        self._window: tuple[int, int, int] | None = None  # x, y, side
        self._since_recheck = 0
        self._quiet = False  # mediapipe writes its last warning to stderr with the first face
        with _native_log_dropped():
            self._still: Any = _graph(max_faces, tracking=False)
            self._follow: Any = _graph(max_faces, tracking=True) if tracking else None

    def find(self, image: Image) -> tuple[Mesh, ...]:
        """Every face in a BGR picture, the largest first; empty when there is none."""
        if min(image.shape[:2]) < 2:
            return ()
        if self._quiet:
            return self._find(image)
        with _native_log_dropped():
            found = self._find(image)
        self._quiet = bool(found)
        return found

    def close(self) -> None:
        """Stop mediapipe's threads. Safe to call twice."""
        graphs, self._still, self._follow = (self._still, self._follow), None, None
        for graph in graphs:
            if graph is not None:
                graph.close()

    def __enter__(self) -> "FaceMesh":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _find(self, image: Image) -> tuple[Mesh, ...]:
        reduction = min(1.0, _LONGEST / max(image.shape[:2]))
        if reduction < 1.0:
            image = cv2.resize(image, None, fx=reduction, fy=reduction, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        rgb: Image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)  # type: ignore[assignment]
        meshes = self._in_stream(rgb) if self._tracking else self._alone(rgb)
        return tuple(sorted((mesh / np.float32(reduction) for mesh in meshes), key=lambda m: -float(np.ptp(m[:, 1]))))

    def _in_stream(self, rgb: Image) -> tuple[Mesh, ...]:
        if self._window is not None:
            self._since_recheck += 1
            if self._since_recheck < _RECHECK or not _look(self._still, rgb).meshes:
                self._since_recheck %= _RECHECK
                found = _look_in(self._follow, rgb, self._window).meshes
                if found:
                    self._recentre(found[0], rgb)
                    return found
            self._set_window(None)
        found = _look(self._follow, rgb).meshes
        if found:
            return found
        for tile in _tiles(rgb, 1.0):
            found = _look_in(self._still, rgb, tile).meshes
            if found:
                self._set_window(_window_around(found[0], rgb))
                return found
        return ()

    def _recentre(self, mesh: Mesh, rgb: Image) -> None:
        """Move the window when the face has left its middle or changed in size."""
        assert self._window is not None
        x, y, side = self._window
        wanted = _window_around(mesh, rgb)
        drift = max(abs(wanted[0] + wanted[2] / 2 - x - side / 2), abs(wanted[1] + wanted[2] / 2 - y - side / 2))
        if drift > 0.2 * side or not 0.7 < wanted[2] / side < 1.4:
            self._set_window(wanted)

    def _set_window(self, window: tuple[int, int, int] | None) -> None:
        self._window, self._since_recheck = window, 0
        self._follow.process(_BLANK)  # what it remembers is relative to the old window: let it lose the face

    def _alone(self, rgb: Image) -> tuple[Mesh, ...]:
        best: tuple[Mesh, ...] = ()
        best_score = 0.0
        for turns in range(4):
            sight = _look(self._still, np.ascontiguousarray(np.rot90(rgb, turns)))
            score = sight.score + (_UPRIGHT_BONUS if turns == 0 else 0.0)
            if sight.meshes and score > best_score:
                height, width = rgb.shape[:2]
                best, best_score = tuple(_turn_back(mesh, turns, width, height) for mesh in sight.meshes), score
        if best:
            return best
        margin = max(rgb.shape[:2]) // 2  # a face that fills the picture is missed; mind nothing is invented inside it
        framed = np.pad(rgb, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
        sight = _look(self._still, framed)
        if sight.meshes:
            return tuple(mesh - np.array([margin, margin, 0], np.float32) for mesh in sight.meshes)
        for share in (1.0, 0.5, 0.25):
            sights = [_look_in(self._still, rgb, tile) for tile in _tiles(rgb, share)]
            found = max(sights, key=lambda s: s.score, default=_Sight((), 0.0))
            if found.meshes:
                return found.meshes
        return ()


def _graph(max_faces: int, *, tracking: bool) -> Any:
    from mediapipe.python.solution_base import SolutionBase

    graph = SolutionBase(
        binary_graph_path=_GRAPH,
        side_inputs={"num_faces": max_faces, "with_attention": True, "use_prev_landmarks": tracking},
        calculator_params={_DETECTION: 0.5, _PRESENCE: 0.5},
        outputs=["multi_face_landmarks", "face_detections"],
    )
    graph.process(_BLANK)  # the models load in the background: wait for them here
    return graph


def _look(graph: Any, rgb: Image) -> _Sight:
    height, width = rgb.shape[:2]
    seen = graph.process(rgb)
    scale = np.array([width, height, width], np.float32)
    meshes = tuple(
        np.array([(p.x, p.y, p.z) for p in face.landmark], dtype=np.float32) * scale
        for face in seen.multi_face_landmarks or ()
    )
    return _Sight(meshes, max((d.score[0] for d in seen.face_detections or ()), default=0.0))


def _look_in(graph: Any, rgb: Image, window: tuple[int, int, int]) -> _Sight:
    x, y, side = window
    sight = _look(graph, np.ascontiguousarray(rgb[y : y + side, x : x + side]))
    return _Sight(tuple(mesh + np.array([x, y, 0], np.float32) for mesh in sight.meshes), sight.score)


def _tiles(rgb: Image, share: float) -> list[tuple[int, int, int]]:
    """Squares covering the picture, a `share` of its shorter side each, overlapping by about half."""
    height, width = rgb.shape[:2]
    side = int(min(height, width) * share)
    if side < 64 or (share == 1.0 and height == width):
        return []
    columns, rows = (int(np.ceil((length - side) / (side / 2))) + 1 for length in (width, height))
    xs = np.linspace(0, width - side, columns).astype(int)
    ys = np.linspace(0, height - side, rows).astype(int)
    return [(int(x), int(y), side) for y in ys for x in xs]


def _window_around(mesh: Mesh, rgb: Image) -> tuple[int, int, int]:
    height, width = rgb.shape[:2]
    low, high = mesh[:, :2].min(axis=0), mesh[:, :2].max(axis=0)
    side = int(min(_WINDOW * float((high - low).max()), height, width))
    x, y = ((low + high) / 2 - side / 2).astype(int)
    return int(np.clip(x, 0, width - side)), int(np.clip(y, 0, height - side)), side


def _turn_back(mesh: Mesh, turns: int, width: int, height: int) -> Mesh:
    """Points of a picture turned by `turns` counter-clockwise quarters, in the upright one of `width` by `height`."""
    x, y, z = mesh.T
    if turns == 1:
        x, y = width - y, x
    elif turns == 2:
        x, y = width - x, height - y
    elif turns == 3:
        x, y = y, height - x
    return np.stack([x, y, z], axis=1).astype(np.float32)


@contextmanager
def _native_log_dropped() -> Iterator[None]:
    """Keep mediapipe's start-up chatter off stderr; anything else written meanwhile comes out afterwards.

    The C++ side writes to file descriptor 2 and has no switch for it in Python.
    """
    with _stderr_lock:
        try:
            saved = os.dup(2)
        except OSError:  # no stderr at all (a windowed program)
            yield
            return
        if sys.stderr is not None:
            with suppress(OSError, ValueError):
                sys.stderr.flush()
        with tempfile.TemporaryFile() as caught:
            os.dup2(caught.fileno(), 2)
            try:
                yield
            finally:
                os.dup2(saved, 2)
                os.close(saved)
                caught.seek(0)
                for line in caught:
                    if not _NATIVE_LINE.match(line):
                        os.write(2, line)
