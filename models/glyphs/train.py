"""Trains the network of `kiosk.card.glyphs` on characters of this machine's fonts, and writes it as ONNX.

    pip install torch==2.13.0      # not among the product's requirements
    python models/glyphs/train.py models/glyphs/card-glyphs.onnx

A character as a camera may see it, in any of FACES, must lie nearer to the same one as TEMPLATES print it than to those
that look alike. Fonts of the test range are not among them.
"""

import argparse
import time
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from PIL import Image, ImageDraw
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from kiosk.card.glyphs import SIDE, eyes
from kiosk.card.text import TextReader
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir
from kiosk.simulation import fonts

SEED = 20261130
IDEOGRAPHS = range(0x4E00, 0x9FA6)
TEMPLATES = fonts.heiti()[0::2]
"""The design half of the faces that print cards."""
SHAPES = fonts.installed(
    (
        fonts.Face("noto-sans-bold", ("NotoSansCJK-Bold.ttc",), 2),
        fonts.Face("noto-sans-japan", ("NotoSansCJK-Regular.ttc",), 0),
        fonts.Face("noto-sans-taiwan", ("NotoSansCJK-Regular.ttc",), 3),
        fonts.Face("noto-serif-bold", ("NotoSerifCJK-Bold.ttc",), 2),
    )
)
"""Other shapes of the same characters."""
FACES = (*TEMPLATES, *SHAPES)
SHARES = np.array([*(0.6 / len(TEMPLATES) for _ in TEMPLATES), *(0.4 / len(SHAPES) for _ in SHAPES)])
LAYERS = ((1, 32, 5, 2), (32, 48, 3, 1), (48, 72, 3, 2), (72, 72, 3, 1), (72, 96, 3, 2))
"""Channels in and out, kernel and stride."""
SIZE = 48
"""Of the vector that stands for a character."""
TOGETHER, ALIKE, AMONG = 128, 8, 16
"""Characters compared at once; so many that look alike beside each other, drawn from the nearest AMONG."""
PRINTED = 31
"""Px of a character in the middle of SIDE."""


@cache
def template(character: str, face: fonts.Face, size: int = PRINTED) -> NDArray[np.float32]:
    """The character alone, (SIDE, SIDE)."""
    return eyes(drawn(((character, SIDE / 2, SIDE / 2),), face, size, SIDE))


def drawn(
    characters: tuple[tuple[str, float, float], ...], face: fonts.Face, size: int, side: int
) -> NDArray[np.float32]:
    """Each character around its place: (side, side), ink 0 on paper 255."""
    page = Image.new("L", (side, side), 255)
    draw = ImageDraw.Draw(page)
    for character, x, y in characters:
        draw.text((x, y), character, fill=0, font=fonts.load(face, size), anchor="mm")
    return np.asarray(page, np.float32)


def filmed(character: str, others: str, rng: Generator) -> NDArray[np.float32]:
    """The character between others, as a line of a rectified card may show it: (SIDE, SIDE)."""
    face = FACES[int(rng.choice(len(FACES), p=SHARES))]
    size, double = int(rng.integers(52, 76)), 2 * SIDE
    x, y = SIDE + rng.normal(0, 4, 2)
    pitch = size * rng.uniform(1.0, 1.15)
    beside = [(others[int(rng.integers(len(others)))], x + side * pitch, y) for side in (-1, 1) if rng.random() < 0.8]
    page = drawn(((character, x, y), *beside), face, size, double)
    stroke = rng.random()
    if stroke < 0.35:
        page = (cv2.erode if stroke < 0.2 else cv2.dilate)(page, np.ones((2, 2), np.uint8))
    matrix = np.array(
        [[rng.uniform(0.9, 1.1), rng.normal(0, 0.04), 0], [rng.normal(0, 0.04), rng.uniform(0.9, 1.1), 0]]
    )
    matrix[:, 2] = SIDE - matrix[:, :2] @ (SIDE, SIDE)
    page = cv2.warpAffine(page, matrix, (double, double), borderMode=cv2.BORDER_REPLICATE)
    page = cv2.GaussianBlur(page, (0, 0), rng.uniform(1.0, 4.2))
    if rng.random() < 0.3:  # moved while it was filmed
        trail = np.zeros((9, 9), np.float32)
        cv2.line(trail, (4, 4), tuple(int(end) for end in rng.integers(0, 9, 2)), 1.0)
        page = cv2.filter2D(page, -1, trail / trail.sum())
    page = cv2.resize(page, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    ground = cv2.resize(rng.normal(0, 1, (5, 5)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    noise = cv2.GaussianBlur(rng.normal(0, 1, (SIDE, SIDE)).astype(np.float32), (0, 0), rng.uniform(0.4, 1.5))
    noise *= rng.uniform(0.01, 0.1) / max(float(noise.std()), 1e-6)
    return eyes(page + 255 * (rng.uniform(0, 0.12) * ground + noise))


class Network(nn.Module):
    """Vectors of length 1 (N, SIZE) of pictures (N, 1, SIDE, SIDE)."""

    def __init__(self) -> None:
        super().__init__()
        parts: list[nn.Module] = []
        for inside, out, kernel, stride in LAYERS:
            parts += [nn.Conv2d(inside, out, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(out), nn.ReLU()]
        self.features = nn.Sequential(*parts)
        self.last = nn.Linear(LAYERS[-1][1] * (SIDE // 8) ** 2, SIZE)
        self.scale = nn.Parameter(torch.tensor(2.5))  # its exponential counts a cosine in nats

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.normalize(self.last(self.features(x).flatten(1)), dim=1)


def lookalikes(characters: str) -> NDArray[np.int64]:
    """The AMONG characters that look most like each one."""
    small = np.stack([cv2.resize(cv2.GaussianBlur(template(c, FACES[0]), (0, 0), 1.5), (16, 16)) for c in characters])
    flat = small.reshape(len(characters), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    parts = [flat[start : start + 1000] @ flat.T for start in range(0, len(characters), 1000)]
    return np.concatenate([np.argsort(-part, axis=1)[:, 1 : AMONG + 1] for part in parts])


def train(characters: str, rounds: int) -> Network:
    torch.manual_seed(SEED)
    near = lookalikes(characters)
    net = Network()
    best = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-4)
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 3e-3, total_steps=rounds, pct_start=0.1)
    running, right, began = 0.0, 0.0, time.monotonic()
    for number in range(rounds):
        rng = np.random.default_rng((SEED, number))
        chosen: dict[int, None] = {}
        while len(chosen) < TOGETHER:
            one = int(rng.integers(len(characters)))
            chosen.update(dict.fromkeys([one, *rng.choice(near[one], ALIKE - 1, replace=False).tolist()]))
        together = [characters[place] for place in list(chosen)[:TOGETHER]]
        seen = [filmed(character, characters, rng) for character in together]
        meant = [
            template(
                character, TEMPLATES[int(rng.integers(len(TEMPLATES)))], int(rng.integers(PRINTED - 1, PRINTED + 2))
            )
            for character in together
        ]
        vectors = net(torch.from_numpy(np.stack(seen + meant)[:, None]))
        logits = net.scale.exp() * vectors[:TOGETHER] @ vectors[TOGETHER:].T
        truth = torch.arange(TOGETHER)
        loss = nn.functional.cross_entropy(logits, truth)
        best.zero_grad()
        loss.backward()
        best.step()
        plan.step()
        running += float(loss.detach())
        right += float((logits.argmax(dim=1) == truth).float().mean())
        if number % 100 == 99:
            spent = time.monotonic() - began
            print(number + 1, f"{running / 100:.4f}", f"{right / 100:.3f}", f"{spent:.0f} s", flush=True)
            running = right = 0.0
    return net.eval()


def table_of(net: Network, characters: str) -> NDArray[np.float32]:
    """The vector of every character, (C, SIZE): the middle of what TEMPLATES print."""
    rows = []
    for start in range(0, len(characters), 500):
        part = characters[start : start + 500]
        with torch.no_grad():
            each = [net(torch.from_numpy(np.stack([template(c, f) for c in part])[:, None])).numpy() for f in TEMPLATES]
        mean = np.mean(each, axis=0)
        rows.append(mean / np.linalg.norm(mean, axis=1, keepdims=True))
    return np.concatenate(rows)


def export(net: Network, characters: str, file: Path) -> None:
    """As ONNX, opset 17: patches float32 (N, 1, SIDE, SIDE) and rivals int64 (N, K), places in the metadata's
    `characters`, to alike float32 (N, K), in nats."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def constant(name: str, value: NDArray[np.generic]) -> str:
        weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    modules = list(net.features)
    source = "patches"
    for place, (layer, module, norm) in enumerate(zip(LAYERS, modules[::3], modules[1::3], strict=True)):
        fused = fuse_conv_bn_eval(module, norm)
        weight, bias = fused.weight.detach().numpy(), fused.bias.detach().numpy()
        names = [source, constant(f"w{place}", weight), constant(f"b{place}", bias)]
        _, _, kernel, stride = layer
        pads = [kernel // 2] * 4
        nodes.append(
            helper.make_node(
                "Conv", names, [f"c{place}"], kernel_shape=(kernel, kernel), strides=(stride, stride), pads=pads
            )
        )
        source = f"f{place}"
        nodes.append(helper.make_node("Relu", [f"c{place}"], [source]))
    table = table_of(net, characters)
    step = float(np.abs(table).max()) / 127
    last = [constant("w-last", net.last.weight.detach().numpy()), constant("b-last", net.last.bias.detach().numpy())]
    nodes += [
        helper.make_node("Flatten", [source], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", *last], ["vector"], transB=1),
        helper.make_node("LpNormalization", ["vector"], ["unit"], axis=1, p=2),
        helper.make_node("Unsqueeze", ["unit", constant("two", np.array([2], np.int64))], ["column"]),
        helper.make_node("Gather", [constant("table", np.round(table / step).astype(np.int8)), "rivals"], ["rows"]),
        helper.make_node("Cast", ["rows"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["floats", "column"], ["product"]),
        helper.make_node("Squeeze", ["product", "two"], ["steps"]),
        helper.make_node(
            "Mul", ["steps", constant("nats", np.float32(step * float(net.scale.detach().exp())))], ["alike"]
        ),
    ]
    graph = helper.make_graph(
        nodes,
        "card-glyphs",
        [
            helper.make_tensor_value_info("patches", TensorProto.FLOAT, ("n", 1, SIDE, SIDE)),
            helper.make_tensor_value_info("rivals", TensorProto.INT64, ("n", "k")),
        ],
        [helper.make_tensor_value_info("alike", TensorProto.FLOAT, ("n", "k"))],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="kiosk")
    model.ir_version = 8
    helper.set_model_props(model, {"characters": characters})
    onnx.checker.check_model(model)
    onnx.save(model, str(file))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("--rounds", type=int, default=5000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    known = TextReader(ModelStore(models_dir()), alone=True).alphabet
    characters = "".join(
        character
        for character in known
        if len(character) == 1
        and ord(character) in IDEOGRAPHS
        and all(fonts.can_print(face, character) for face in FACES)
    )
    print(len(characters), "characters in", len(FACES), "faces")
    export(train(characters, arguments.rounds), characters, arguments.onnx)


if __name__ == "__main__":
    main()
