"""The layers of dlib's face descriptor, in the order a picture passes them.

dlib writes each layer as its name, its parameters and its state, innermost first, which is the order of the forward
pass. The state between two layers is of no use here, so the reader goes from name to name.
(dlib/dnn/layers.h; the network: anet_type in dlib/examples/dnn_face_recognition_ex.cpp)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.inference.dlib_format import DlibFormatError, DlibReader

_NAMES = rb"con_4|affine_|relu_|max_pool_2|avg_pool_2|add_prev_|fc_2"


@dataclass(frozen=True, eq=False, slots=True)
class Convolution:
    """`weights` float32 (filters, channels, rows, columns), `bias` (filters,); stride and padding in px (y, x)."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    stride: tuple[int, int]
    padding: tuple[int, int]


@dataclass(frozen=True, eq=False, slots=True)
class Affine:
    """Scales and shifts each channel: what batch normalisation becomes after training. Both (channels,)."""

    scale: NDArray[np.float32]
    shift: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Relu:
    pass


@dataclass(frozen=True, slots=True)
class Pool:
    """`kind` max or average over `window` (y, x) px; a window of (0, 0) is the whole picture."""

    kind: str
    window: tuple[int, int]
    stride: tuple[int, int]


@dataclass(frozen=True, slots=True)
class AddPrevious:
    """Adds what came into this residual block, zeros standing in where one of the two is smaller."""


@dataclass(frozen=True, eq=False, slots=True)
class Dense:
    """`weights` float32 (inputs, outputs), no bias."""

    weights: NDArray[np.float32]


Layer = Convolution | Affine | Relu | Pool | AddPrevious | Dense


def read_layers(data: bytes) -> Iterator[Layer]:
    """The layers in `data`, a whole .dat file. Raises DlibFormatError when it is another network or damaged."""
    # A name stands behind its own length, one byte for names this short; nothing else in the file looks like that.
    marks = re.compile(rb"\x01([\x04-\x0c])(" + _NAMES + rb")")
    at = 0
    channels = 3
    while mark := marks.search(data, at):
        if mark[1][0] != len(mark[2]):
            at = mark.end()
            continue
        reader = DlibReader(data, mark.end())
        layer = _read(mark[2].decode("ascii"), reader, channels)
        if isinstance(layer, Convolution):
            channels = layer.weights.shape[0]
        yield layer
        at = reader.at


def _read(name: str, reader: DlibReader, channels: int) -> Layer:
    match name:
        case "con_4":
            return _convolution(reader, channels)
        case "affine_":
            scale, shift = np.split(reader.tensor().ravel(), 2)
            return Affine(scale, shift)
        case "relu_":
            return Relu()
        case "add_prev_":
            return AddPrevious()
        case "fc_2":
            outputs, inputs = reader.integer(), reader.integer()
            return Dense(reader.tensor().reshape(inputs, outputs))
        case "max_pool_2" | "avg_pool_2":
            rows, columns, down, across = (reader.integer() for _ in range(4))
            return Pool(name[:3], (rows, columns), (down, across))
    raise DlibFormatError(f"unknown layer {name}")


def _convolution(reader: DlibReader, channels: int) -> Convolution:
    values = reader.tensor().ravel()
    filters, rows, columns, down, across, pad_y, pad_x = (reader.integer() for _ in range(7))
    size = filters * channels * rows * columns
    if len(values) != size + filters:
        raise DlibFormatError(f"a convolution of {size + filters} values was due, {len(values)} are there")
    weights = values[:size].reshape(filters, channels, rows, columns)
    return Convolution(weights, values[size:], (down, across), (pad_y, pad_x))
