"""Pictures with nothing in them, and bare tables, which are something."""

import numpy as np
import pytest

from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.desk_surface import Surface
from kiosk.simulation.sensor import Sensor
from kiosk.vision.blank import is_blank

SIZE = (640, 360)


@pytest.mark.parametrize("colour", [(0, 0, 0), (128, 128, 128), (255, 0, 0)])
def test_one_colour_is_blank(colour):
    assert is_blank(np.full((360, 640, 3), colour, np.uint8))


def test_a_covered_lens_is_blank_for_all_its_noise():
    assert is_blank(Sensor(SIZE, 1).seen(np.full((360, 640, 3), 4, np.uint8), 0))


@pytest.mark.parametrize("seed", [2, 8, 30])
def test_a_bare_table_is_not(seed):
    assert not is_blank(DeskScene(None, seed, SIZE, surface=Surface.PLAIN).at(0.0))
