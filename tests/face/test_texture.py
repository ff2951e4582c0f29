"""The optional network: nothing depends on it."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.face.presentation.texture import MODEL, TextureNet, crop_of
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir


def test_without_its_weights_there_is_no_opinion(tmp_path: Path) -> None:
    assert TextureNet.if_present(ModelStore(tmp_path)) is None


def test_the_crop_is_the_faces_surroundings_also_at_the_pictures_edge() -> None:
    image = np.zeros((200, 300, 3), np.uint8)
    image[50:150, 100:200] = 200
    crop = crop_of(image, (100.0, 50.0, 100.0, 100.0))
    assert crop.shape == (128, 128, 3)
    assert crop[64, 64, 0] == 200 and crop[5, 64, 0] == 0
    assert abs(int((crop[64, :, 0] > 100).sum()) - round(128 / 1.5)) <= 2
    assert crop_of(image, (-40.0, -30.0, 100.0, 100.0)).shape == (128, 128, 3)


def test_with_its_weights_it_says_something_of_each_best_frame() -> None:
    store = ModelStore(models_dir())
    if not store.present(MODEL):
        pytest.skip(f"the weights of {MODEL} are optional and not on this machine")
    net = TextureNet(store)
    assert net.score([]) is None
