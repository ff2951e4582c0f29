"""Trains the network of `kiosk.card.digits` on the lines that samples.py made, and writes it as ONNX.

    pip install torch==2.13.0      # not among the product's requirements
    python models/digits/samples.py FOLDER
    python models/digits/train.py FOLDER models/digits/card-digits.onnx

It learns what the large recogniser says of each column, so that its characters stand where that one's do. Every eighth
file is kept from training.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from kiosk.card.digits import BLANK, CHARACTERS, CLASSES, HEIGHT, OTHER, STEP, eyes

SEED = 20261125
WINDOW = 256
"""Px of a line shown at once."""
EDGE = 4
"""Columns beside a cut in which nothing is learnt: they do not see all that the large one saw."""
LAYERS = (
    (1, 16, (3, 3), (2, 2), (1, 1)),
    (16, 24, (3, 3), (2, 2), (1, 1)),
    (24, 48, (3, 3), (2, 1), (1, 1)),
    (48, 64, (3, 3), (2, 2), (1, 1)),
    (64, 64, (3, 3), (1, 1), (1, 1)),
    (64, 96, (3, 3), (1, 1), (0, 1)),
    (96, 96, (1, 5), (1, 1), (0, 2)),
)
"""Channels in and out, kernel, stride and padding (down, across)."""
PLAIN = frozenset(CHARACTERS)
RARE = 3
"""How many times more often a number that ends in X is shown than another: only one in eleven does."""
LONG_SHARE, PLAIN_SHARE = 0.4, 0.78
"""How much of what is learnt from are lines of CHARACTERS alone with many digits, and up to where all such lines."""


@dataclass(frozen=True, eq=False)
class Line:
    crop: NDArray[np.uint8]
    columns: NDArray[np.float32]
    text: str


def lines_of(files: list[Path]) -> list[Line]:
    found = []
    for file in files:
        with np.load(file) as data:
            for name in data.files:
                if name.startswith("crop_"):
                    place = name.removeprefix("crop_")
                    text = str(data[f"text_{place}"])
                    crop = cv2.cvtColor(data[name], cv2.COLOR_BGR2GRAY)
                    columns = data[f"columns_{place}"].astype(np.float32)
                    if set(text) <= PLAIN:  # what is no character of these is a space
                        columns[:, BLANK] += columns[:, OTHER]
                        columns[:, OTHER] = 0
                    found.append(Line(crop, columns, text))
    return found


def shown(line: Line, rng: Generator) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """A window of a line as another camera might have seen it: the picture, the columns' truth and their weights."""
    steps = WINDOW // STEP
    length = len(line.columns)
    first = int(rng.integers(0, max(length - steps, 0) + 1))
    part = line.crop[:, first * STEP : first * STEP + WINDOW]
    truth = np.zeros((steps, CLASSES), np.float32)
    weight = np.zeros(steps, np.float32)
    columns = line.columns[first : first + steps]
    truth[: len(columns)], weight[: len(columns)] = columns, 1
    if first > 0:
        weight[:EDGE] = 0
    if first + steps < length:
        weight[-EDGE:] = 0
    part = varied(part, rng)
    if rng.random() < 0.1:
        part, truth = covered(part, truth, rng)
    picture = np.zeros((HEIGHT, WINDOW), np.float32)
    picture[:, : part.shape[1]] = eyes(part)
    return picture, truth, weight


def varied(part: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Other light, sharpness, noise and compression, and a box a little higher, lower or taller."""
    height, width = part.shape
    out = part
    if rng.random() < 0.6:
        scale, slope = float(rng.uniform(0.9, 1.12)), float(rng.normal(0, 0.006))
        down = float(rng.uniform(-3, 3)) + height / 2 * (1 - scale)
        matrix = np.array([[1, float(rng.normal(0, 0.08)), float(rng.uniform(-2, 2))], [slope, scale, down]])
        matrix[0, 2] -= matrix[0, 1] * height / 2
        matrix[1, 2] -= slope * width / 2
        out = cv2.warpAffine(out, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if rng.random() < 0.25:
        share = float(rng.uniform(0.45, 0.9))
        small = cv2.resize(out, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        out = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.5, 1.6)), sigmaY=float(rng.uniform(0.5, 1.6)))
    if rng.random() < 0.15:  # strokes thicker or thinner than this printer's
        kernel = np.ones((2, 2), np.uint8)
        out = cv2.erode(out, kernel) if rng.random() < 0.5 else cv2.dilate(out, kernel)
    tone = out.astype(np.float32)
    middle = float(tone.mean())
    tone = (tone - middle) * float(rng.uniform(0.6, 1.35)) + middle * float(rng.uniform(0.7, 1.25))
    if rng.random() < 0.3:
        tone += np.linspace(0, float(rng.uniform(-50, 50)), width, dtype=np.float32)
    if rng.random() < 0.5:
        tone += rng.normal(0, float(rng.uniform(0, 6)), tone.shape)
    return np.clip(tone, 0, 255).astype(np.uint8)


def covered(
    part: NDArray[np.uint8], truth: NDArray[np.float32], rng: Generator
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Something over the line: what was read there is anything but certain."""
    width = part.shape[1]
    across = int(rng.integers(STEP, 6 * STEP))
    left = int(rng.integers(0, max(width - across, 1)))
    top, bottom = sorted(rng.integers(-12, HEIGHT + 12, 2))
    if bottom - top < HEIGHT // 3:
        top, bottom = 0, HEIGHT
    out, changed = part.copy(), truth.copy()
    out[max(top, 0) : max(bottom, 0), left : left + across] = rng.integers(40, 240)
    for column in range(left // STEP, min(-(-(left + across) // STEP), len(changed))):
        if changed[column, BLANK] < 0.5:
            changed[column] = 0
            changed[column, OTHER] = 1
    return out, changed


class Network(nn.Module):
    """Logits (N, CLASSES, 1, W / STEP) of a line's columns."""

    def __init__(self) -> None:
        super().__init__()
        parts: list[nn.Module] = []
        for inside, out, kernel, stride, pad in LAYERS:
            parts += [nn.Conv2d(inside, out, kernel, stride, pad, bias=False), nn.BatchNorm2d(out), nn.ReLU()]
        self.features = nn.Sequential(*parts)
        self.last = nn.Conv2d(LAYERS[-1][1], CLASSES, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.last(self.features(x))


def train(lines: list[Line], rounds: int, batch: int) -> Network:
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    rng = np.random.default_rng(SEED)
    plain = [line for line in lines if line.text and set(line.text) <= PLAIN]
    long = [line for line in plain if sum(character.isdigit() for character in line.text) >= 6]
    long += RARE * [line for line in long if "X" in line.text]
    others = [line for line in lines if not set(line.text) <= PLAIN]
    net = Network().to(memory_format=torch.channels_last)
    best = torch.optim.AdamW(net.parameters(), 4e-3, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 4e-3, total_steps=rounds, pct_start=0.15)
    running, began = 0.0, time.monotonic()
    for number in range(rounds):
        draws = rng.random(batch)
        pools = [long if draw < LONG_SHARE else plain if draw < PLAIN_SHARE else others for draw in draws]
        chosen = [pool[int(rng.integers(len(pool)))] for pool in pools]
        views = [shown(line, rng) for line in chosen]
        pictures, truths, weights = (np.stack(part) for part in zip(*views, strict=True))
        seen = torch.from_numpy(pictures[:, None]).contiguous(memory_format=torch.channels_last)
        logits = net(seen)[:, :, 0].transpose(1, 2)
        loss = -(torch.from_numpy(truths) * torch.log_softmax(logits, dim=2)).sum(dim=2)
        weight = torch.from_numpy(weights)
        total = (loss * weight).sum() / weight.sum()
        best.zero_grad()
        total.backward()
        best.step()
        plan.step()
        running += float(total.detach())
        if number % 100 == 99:
            print(number + 1, f"{running / 100:.4f}", f"{time.monotonic() - began:.0f} s", flush=True)
            running = 0.0
    return net.eval()


def export(net: Network, file: Path) -> None:
    """As ONNX, opset 17: x float32 (N, 1, 48, W) to probabilities float32 (N, W / STEP, CLASSES)."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def constant(name: str, value: NDArray[np.generic]) -> str:
        weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    modules = list(net.features)
    source = "x"
    for place, (layer, module, norm) in enumerate(zip(LAYERS, modules[::3], modules[1::3], strict=True)):
        fused = fuse_conv_bn_eval(module, norm)
        weight, bias = fused.weight.detach().numpy(), fused.bias.detach().numpy()
        names = [source, constant(f"w{place}", weight), constant(f"b{place}", bias)]
        _, _, kernel, stride, pad = layer
        nodes.append(
            helper.make_node("Conv", names, [f"c{place}"], kernel_shape=kernel, strides=stride, pads=[*pad, *pad])
        )
        source = f"f{place}"
        nodes.append(helper.make_node("Relu", [f"c{place}"], [source]))
    last = [
        constant("w-last", net.last.weight.detach().numpy()),
        constant("b-last", net.last.bias.detach().numpy()),
    ]
    nodes += [
        helper.make_node("Conv", [source, *last], ["logits"], kernel_shape=(1, 1)),
        helper.make_node("Squeeze", ["logits", constant("down", np.array([2], np.int64))], ["flat"]),
        helper.make_node("Transpose", ["flat"], ["columns"], perm=(0, 2, 1)),
        helper.make_node("Softmax", ["columns"], ["chances"], axis=2),
    ]
    graph = helper.make_graph(
        nodes,
        "card-digits",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ("n", 1, HEIGHT, "w"))],
        [helper.make_tensor_value_info("chances", TensorProto.FLOAT, ("n", "t", CLASSES))],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="kiosk")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, str(file))


def report(net: Network, lines: list[Line]) -> None:
    """How often a column's likeliest class is the large one's, on lines of CHARACTERS alone and on others."""
    for name, plain in (("plain", True), ("others", False)):
        right = total = 0
        for line in lines:
            if (bool(line.text) and set(line.text) <= PLAIN) is not plain:
                continue
            width = len(line.columns) * STEP
            picture = np.zeros((1, 1, HEIGHT, width), np.float32)
            picture[0, 0, :, : line.crop.shape[1]] = eyes(line.crop)
            with torch.no_grad():
                found = net(torch.from_numpy(picture))[0, :, 0].argmax(dim=0).numpy()
            right += int((found == line.columns.argmax(axis=1)).sum())
            total += len(found)
        print(name, "columns alike", right, "of", total, f"{right / max(total, 1):.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("--rounds", type=int, default=2600)
    parser.add_argument("--batch", type=int, default=32)
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*.npz"))
    kept = lines_of(files[7::8])
    training = lines_of([file for place, file in enumerate(files) if place % 8 != 7])
    print(len(training), "lines to train with,", len(kept), "kept")
    net = train(training, arguments.rounds, arguments.batch)
    export(net, arguments.onnx)
    report(net, kept)


if __name__ == "__main__":
    main()
