"""dlib's face descriptor as ONNX: the same numbers, one runtime for everything, several times as fast.

The affine layers are folded into the convolutions before them, and the input's normalisation
(input_rgb_image_sized: subtract the mean colour, divide by 256) becomes the first nodes, so that the model takes plain
uint8 pictures.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

from kiosk.inference.dlib_format import DlibFormatError
from kiosk.inference.dlib_network import AddPrevious, Affine, Convolution, Dense, Layer, Pool, Relu, read_layers

SIZE = 150
"""Rows and columns of the aligned face."""
MEAN_RGB = (122.782, 117.001, 104.298)
"""dlib/dnn/input.h, input_rgb_image_sized."""
OPSET = 17


@dataclass(slots=True)
class _Graph:
    """Nodes and constants under way; `name` and `shape` (channels, rows, columns) are the newest value's."""

    name: str = "image"
    shape: tuple[int, int, int] = (3, SIZE, SIZE)
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def constant(self, value: NDArray[np.generic]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operation: str, *inputs: str, **attributes: Any) -> str:
        self.name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [self.name], **attributes))
        return self.name


def convert(data: bytes) -> ModelProto:
    """The network in a dlib .dat file: input `image` uint8 RGB (N, 150, 150, 3), output `descriptor` float32 (N, 128).

    Raises DlibFormatError when the file is not dlib's face descriptor.
    """
    layers = list(read_layers(data))
    if sum(isinstance(layer, Convolution) for layer in layers) != 29 or not isinstance(layers[-1], Dense):
        raise DlibFormatError("this is not the 29-layer face descriptor")
    graph = _Graph()
    graph.add("Cast", graph.add("Transpose", graph.name, perm=[0, 3, 1, 2]), to=TensorProto.FLOAT)
    graph.add("Sub", graph.name, graph.constant(np.array(MEAN_RGB, np.float32).reshape(1, 3, 1, 1)))
    graph.add("Mul", graph.name, graph.constant(np.array(1 / 256, np.float32)))
    _chain(graph, _folded(layers))
    graph.nodes[-1].output[0] = "descriptor"
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["n", SIZE, SIZE, 3])
    descriptor = helper.make_tensor_value_info("descriptor", TensorProto.FLOAT, ["n", layers[-1].weights.shape[1]])
    body = helper.make_graph(graph.nodes, "dlib-face-descriptor", [image], [descriptor], graph.constants)
    # The numbers are fixed so that one file and one onnx version always give the same bytes, and so the same hash.
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="kiosk", ir_version=8)
    checker.check_model(model)
    return model


def _folded(layers: list[Layer]) -> list[Layer]:
    """The layers with each affine multiplied into the convolution before it."""
    folded: list[Layer] = []
    for layer in layers:
        if isinstance(layer, Affine) and isinstance(before := folded[-1], Convolution):
            weights = before.weights * layer.scale[:, None, None, None]
            folded[-1] = Convolution(weights, before.bias * layer.scale + layer.shift, before.stride, before.padding)
        else:
            folded.append(layer)
    return folded


def _chain(graph: _Graph, layers: list[Layer]) -> None:
    """Connect the layers; a residual block begins where the last one, or the first pooling, ended."""
    entry = (graph.name, graph.shape)
    inner: tuple[str, tuple[int, int, int]] | None = None  # a block's result while its entry is being pooled
    added = False
    for layer in layers:
        match layer:
            case Convolution():
                _convolve(graph, layer)
            case Relu():
                graph.add("Relu", graph.name)
                if added:
                    entry, added = (graph.name, graph.shape), False
            case Pool("avg", (0, 0)):
                graph.add("Flatten", graph.add("GlobalAveragePool", graph.name))
            case Pool("max"):
                _pool(graph, layer)
                entry = (graph.name, graph.shape)
            case Pool():
                inner = (graph.name, graph.shape)
                graph.name, graph.shape = entry
                _pool(graph, layer)
                entry = (graph.name, graph.shape)
                graph.name, graph.shape = inner
            case AddPrevious():
                _add(graph, (graph.name, graph.shape), entry)
                added = True
            case Dense():
                graph.add("MatMul", graph.name, graph.constant(layer.weights))
            case _:
                raise DlibFormatError(f"a layer out of place: {type(layer).__name__}")


def _convolve(graph: _Graph, layer: Convolution) -> None:
    filters, channels, *window = layer.weights.shape
    if channels != graph.shape[0]:
        raise DlibFormatError(f"a convolution of {channels} channels follows {graph.shape[0]}")
    weights, bias = graph.constant(layer.weights), graph.constant(layer.bias)
    pads = [*layer.padding, *layer.padding]
    graph.add("Conv", graph.name, weights, bias, strides=layer.stride, pads=pads, kernel_shape=window)
    graph.shape = (
        filters,
        (graph.shape[1] + 2 * layer.padding[0] - window[0]) // layer.stride[0] + 1,
        (graph.shape[2] + 2 * layer.padding[1] - window[1]) // layer.stride[1] + 1,
    )


def _pool(graph: _Graph, layer: Pool) -> None:
    operation = "MaxPool" if layer.kind == "max" else "AveragePool"
    graph.add(operation, graph.name, kernel_shape=layer.window, strides=layer.stride)
    channels, rows, columns = graph.shape
    (high, wide), (down, across) = layer.window, layer.stride
    graph.shape = (channels, (rows - high) // down + 1, (columns - wide) // across + 1)


def _add(graph: _Graph, left: tuple[str, tuple[int, int, int]], right: tuple[str, tuple[int, int, int]]) -> None:
    """Add two values, each filled up with zeros at its far ends to the larger size (dlib/cpu/cpu_dlib.cpp, add)."""
    channels, rows, columns = np.maximum(left[1], right[1]).tolist()
    names = []
    for name, shape in (left, right):
        missing = [channels - shape[0], rows - shape[1], columns - shape[2]]
        if any(missing):
            ends = np.array([0, 0, 0, 0, 0, *missing], np.int64)
            name = graph.add("Pad", name, graph.constant(ends))
        names.append(name)
    graph.add("Add", *names)
    graph.shape = (channels, rows, columns)
