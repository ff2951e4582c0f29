"""Trains the network of `kiosk.card.surface` on the samples that samples.py made, and writes it as ONNX.

    pip install torch==2.13.0      # not among the product's requirements
    python models/surface/samples.py FOLDER
    python models/surface/train.py FOLDER models/surface/card-surface.onnx

Every eighth sample is kept from training; the figures printed at the end are on those.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from kiosk.card.surface import CELL, GRID, padded

SEED = 20261124
CROP = 16
"""Cells to a side of a training crop."""
LAYERS = (
    (3, 24, 5, 2, 1),
    (24, 32, 3, 2, 1),
    (32, 48, 3, 2, 1),
    (48, 64, 3, 2, 1),
    (64, 64, 3, 1, 1),
    (64, 64, 3, 1, 2),
)
"""Channels in and out, kernel, stride, dilation."""
PLANES = 4


class Sample:
    """One card with its cells' truth: 1, 0, or −1 where nobody can say."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as data:
            self.card = padded(data["card"])
            self.species = str(data["species"])
            covered, doctored = data["covered"].astype(np.float32), data["doctored"].astype(np.float32)
        copy = np.full(GRID, self.species.startswith("copy-"), np.float32)
        again = np.full(GRID, self.species.startswith(("print-", "screen-")), np.float32)
        self.truth = np.stack([copy, again, _clear(covered), _clear(doctored)])
        self.marked = np.argwhere(self.truth[2:].max(axis=0) > 0)


def _clear(share: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.where(share > 0.5, 1.0, np.where(share < 0.08, 0.0, -1.0)).astype(np.float32)


def crop(sample: Sample, rng: Generator) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A square of the card, at a marked place more often than not, in varied light and compression."""
    top, left = int(rng.integers(GRID[0] - CROP + 1)), int(rng.integers(GRID[1] - CROP + 1))
    if len(sample.marked) and rng.random() < 0.7:
        row, column = sample.marked[int(rng.integers(len(sample.marked)))]
        top = int(np.clip(row - rng.integers(CROP), 0, GRID[0] - CROP))
        left = int(np.clip(column - rng.integers(CROP), 0, GRID[1] - CROP))
    part = sample.card[top * CELL : (top + CROP) * CELL, left * CELL : (left + CROP) * CELL]
    truth = sample.truth[:, top : top + CROP, left : left + CROP]
    return varied(part, rng), truth


def varied(part: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Another camera's tone, compression and resolution."""
    tone = part.astype(np.float32) * rng.uniform(0.8, 1.2) * rng.uniform(0.94, 1.06, 3) + rng.uniform(-10, 10)
    out = np.clip(tone, 0, 255).astype(np.uint8)
    if rng.random() < 0.15:
        share = float(rng.uniform(0.6, 0.95))
        small = cv2.resize(out, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        out = np.asarray(cv2.resize(small, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)
    if rng.random() < 0.2:
        _, data = cv2.imencode(".jpg", out, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 96))))
        out = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return out


def network() -> nn.Sequential:
    parts: list[nn.Module] = []
    for inside, out, kernel, stride, dilation in LAYERS:
        pad = (kernel - 1) // 2 * dilation
        parts += [
            nn.Conv2d(inside, out, kernel, stride, pad, dilation, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(),
        ]
    return nn.Sequential(*parts, nn.Conv2d(LAYERS[-1][1], PLANES, 1))


def tensor(pictures: list[NDArray[np.uint8]]) -> torch.Tensor:
    return torch.from_numpy(np.stack(pictures).transpose(0, 3, 1, 2).astype(np.float32) / 127.5 - 1)


def train(samples: list[Sample], rounds: int, batch: int) -> nn.Sequential:
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    net = network()
    best = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-4)
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 3e-3, total_steps=rounds)
    weight = torch.tensor([1.0, 1.0, 1.5, 3.0])[None, :, None, None]
    for number in range(rounds):
        pairs = [crop(samples[int(rng.integers(len(samples)))], rng) for _ in range(batch)]
        truth = torch.from_numpy(np.stack([pair[1] for pair in pairs]))
        said = net(tensor([pair[0] for pair in pairs]))
        loss = nn.functional.binary_cross_entropy_with_logits(said, truth.clamp(min=0), reduction="none")
        known = (truth >= 0).float() * weight
        total = (loss * known).sum() / known.sum()
        best.zero_grad()
        total.backward()
        best.step()
        plan.step()
        if number % 100 == 0:
            print(number, f"{float(total.detach()):.4f}", flush=True)
    return net.eval()


def folded(net: nn.Sequential) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Each layer's weights and biases, batch normalisation folded in."""
    found = []
    modules = list(net)
    for place, module in enumerate(modules):
        if not isinstance(module, nn.Conv2d):
            continue
        weight = module.weight.detach().numpy()
        if place + 1 < len(modules) and isinstance(norm := modules[place + 1], nn.BatchNorm2d):
            scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy()
            bias = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
            weight = weight * scale[:, None, None, None]
        else:
            bias = module.bias.detach().numpy()
        found.append((weight.astype(np.float32), bias.astype(np.float32)))
    return found


def export(net: nn.Sequential, file: Path) -> None:
    """The network as ONNX, opset 17: x float32 (1, 3, 640, 1024) to planes float32 (1, 4, 40, 64)."""
    nodes, weights, here = [], [], "x"
    layers = folded(net)
    for place, (weight, bias) in enumerate(layers):
        last = place == len(layers) - 1
        kernel, stride, dilation = (1, 1, 1) if last else LAYERS[place][2:]
        pad = (kernel - 1) // 2 * dilation
        weights += [numpy_helper.from_array(weight, f"w{place}"), numpy_helper.from_array(bias, f"b{place}")]
        out = "planes" if last else f"c{place}"
        nodes.append(
            helper.make_node(
                "Conv", [here, f"w{place}", f"b{place}"], [out],
                kernel_shape=[kernel] * 2, strides=[stride] * 2, dilations=[dilation] * 2, pads=[pad] * 4,
            )
        )  # fmt: skip
        if not last:
            nodes.append(helper.make_node("Relu", [out], [f"r{place}"]))
            here = f"r{place}"
    shape_in, shape_out = (1, 3, GRID[0] * CELL, GRID[1] * CELL), (1, PLANES, *GRID)
    graph = helper.make_graph(
        nodes, "card-surface",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape_in)],
        [helper.make_tensor_value_info("planes", TensorProto.FLOAT, shape_out)], weights,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="kiosk")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, str(file))


def report(net: nn.Sequential, samples: list[Sample]) -> None:
    """By species: the share of whole cards whose mean log-odds exceed 0, and of marked cells found."""
    rows: dict[str, list[list[float]]] = {}
    with torch.no_grad():
        for sample in samples:
            said = net(tensor([sample.card]))[0].numpy()
            marked = sample.truth[2:].max(axis=0) > 0
            of = 2 if sample.truth[2].max() > 0 else 3
            cells = float((said[of][marked] > 0).mean()) if marked.any() else float("nan")
            wrong = [float((said[plane][sample.truth[plane] == 0] > 0).mean()) for plane in (2, 3)]
            rows.setdefault(sample.species or "sound", []).append(
                [float(said[0].mean() > 0), float(said[1].mean() > 0), cells, *wrong]
            )
    print("species, n, copy, again, marked cells found, cells wrongly covered, wrongly doctored")
    for species, found in sorted(rows.items()):
        print(f"{species:28}{len(found):5}", np.round(np.nanmean(found, axis=0), 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("--rounds", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=16)
    arguments = parser.parse_args()
    samples = [Sample(file) for file in sorted(arguments.folder.glob("*.npz"))]
    kept = samples[7::8]
    training = [sample for place, sample in enumerate(samples) if place % 8 != 7]
    print(len(training), "to train with,", len(kept), "kept")
    net = train(training, arguments.rounds, arguments.batch)
    export(net, arguments.onnx)
    report(net, kept)


if __name__ == "__main__":
    main()
