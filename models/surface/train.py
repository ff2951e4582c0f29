"""Trains the network of `kiosk.card.surface` on the samples that samples.py made, and writes it as ONNX.

    pip install torch==2.13.0      # not among the product's requirements
    python models/surface/samples.py FOLDER
    python models/surface/train.py FOLDER models/surface/card-surface.onnx

Every eighth sample is kept from training; the figures printed at the end are on those.
"""

import argparse
from itertools import pairwise
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

from kiosk.card.surface import CELL, CHANNELS, GRID, channels, padded

SEED = 20261124
CROP = 20
"""Cells to a side of a training crop."""
FOLD = 4
"""Each 4 × 4 px become the channels of one place: nothing fine is lost, and the first layer is cheap."""
TINT = 16.0
"""Grey levels of difference between two colours that count as one in training; the file's first layer makes them."""
TINTS = ((0, 1), (2, 1))
LAYERS = ((128, 40, 3, 1, 1), (40, 56, 3, 2, 1), (56, 72, 3, 2, 1), (72, 64, 3, 1, 1), (64, 64, 3, 1, 2))
"""Channels in and out, kernel, stride, dilation."""
MAPS = ("covered", "doctored")
WHOLE = ("photocopy", "rephotographed")


class Sample:
    """One card with its cells' truth: 1, 0, or −1 where nobody can say."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as data:
            self.card = padded(data["card"])
            self.species = str(data["species"])
            covered, doctored = data["covered"].astype(np.float32), data["doctored"].astype(np.float32)
        copy, again = self.species.startswith("copy-"), self.species.startswith(("print-", "screen-"))
        self.whole = np.array([copy, again], np.float32)
        self.truth = np.stack([_clear(covered), _clear(doctored)])
        self.marked = np.argwhere(self.truth.max(axis=0) > 0)


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
    levels = np.arange(256, dtype=np.float32)[:, None]
    tone = levels * rng.uniform(0.8, 1.2) * rng.uniform(0.94, 1.06, 3) + rng.uniform(-10, 10)
    out = np.asarray(cv2.LUT(part, np.clip(tone, 0, 255).astype(np.uint8)[None]), np.uint8)
    if rng.random() < 0.15:
        share = float(rng.uniform(0.6, 0.95))
        small = cv2.resize(out, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        out = np.asarray(cv2.resize(small, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)
    if rng.random() < 0.2:
        _, data = cv2.imencode(".jpg", out, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 96))))
        out = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return out


class Network(nn.Module):
    """Features of cells, two maps of them, and two answers for the whole from the features' means and deviations."""

    def __init__(self) -> None:
        super().__init__()
        parts: list[nn.Module] = [nn.PixelUnshuffle(FOLD)]
        for inside, out, kernel, stride, dilation in LAYERS:
            pad = (kernel - 1) // 2 * dilation
            parts += [
                nn.Conv2d(inside, out, kernel, stride, pad, dilation, bias=False),
                nn.BatchNorm2d(out),
                nn.ReLU(),
            ]
        self.features = nn.Sequential(*parts)
        width = LAYERS[-1][1]
        self.maps = nn.Conv2d(width, len(MAPS), 1)
        self.whole = nn.Linear(2 * width, len(WHOLE))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        found = self.features(x)
        mean = found.mean(dim=(2, 3))
        deviation = ((found - mean[..., None, None]) ** 2).mean(dim=(2, 3)).add(1e-4).sqrt()
        return self.maps(found), self.whole(torch.cat([mean, deviation], dim=1))


def tensor(pictures: list[NDArray[np.uint8]]) -> torch.Tensor:
    """(N, 8, H, W): colours, texture and tints, laid out in memory as the convolutions like it."""
    seen = np.stack([channels(picture) for picture in pictures])
    tints = [(seen[:, one] - seen[:, other]) * (127.5 / TINT) for one, other in TINTS]
    eyes = torch.from_numpy(np.concatenate([seen, np.stack(tints, axis=1)], axis=1, dtype=np.float32))
    return eyes.contiguous(memory_format=torch.channels_last)


def train(samples: list[Sample], rounds: int, batch: int) -> Network:
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    net = Network().to(memory_format=torch.channels_last)
    best = torch.optim.AdamW(net.parameters(), 4e-3, weight_decay=1e-4)
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 4e-3, total_steps=rounds)
    entropy = nn.functional.binary_cross_entropy_with_logits
    running = 0.0
    for number in range(rounds):
        chosen = [samples[int(rng.integers(len(samples)))] for _ in range(batch)]
        pairs = [crop(sample, rng) for sample in chosen]
        truth = torch.from_numpy(np.stack([pair[1] for pair in pairs]))
        maps, whole = net(tensor([pair[0] for pair in pairs]))
        loss = entropy(maps, truth.clamp(min=0), reduction="none")
        known = (truth >= 0).float() * (1 + 2 * truth)
        total = (loss * known).sum() / known.sum()
        total = total + 0.5 * entropy(whole, torch.from_numpy(np.stack([sample.whole for sample in chosen])))
        best.zero_grad()
        total.backward()
        best.step()
        plan.step()
        running += float(total.detach())
        if number % 200 == 199:
            print(number + 1, f"{running / 200:.4f}", flush=True)
            running = 0.0
    return net.eval()


def folded(net: Network) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Each layer's weights and biases, batch normalisation folded in."""
    found = []
    modules = list(net.features)
    for module, norm in pairwise(modules):
        if isinstance(module, nn.Conv2d):
            fused = fuse_conv_bn_eval(module, norm)
            found.append((fused.weight.detach().numpy(), fused.bias.detach().numpy()))
    # The first layer sees blocks of FOLD × FOLD px, ordered (colour, row, column), and tints. In the file it is one
    # large convolution of the picture, the tints put into the colours they are made of: the same answers, a third
    # sooner. A picture's rim is filled with grey, which has no tint.
    first, bias = found[0]
    out, _, kernel, _ = first.shape
    blocks = first.reshape(out, CHANNELS + len(TINTS), FOLD, FOLD, kernel, kernel).transpose(0, 1, 4, 2, 5, 3)
    whole = blocks.reshape(out, CHANNELS + len(TINTS), kernel * FOLD, kernel * FOLD).copy()
    for place, (one, other) in enumerate(TINTS, CHANNELS):
        whole[:, one] += whole[:, place] * (127.5 / TINT)
        whole[:, other] -= whole[:, place] * (127.5 / TINT)
    found[0] = (whole[:, :CHANNELS], bias)
    return [(np.ascontiguousarray(weight, np.float32), bias.astype(np.float32)) for weight, bias in found]


def export(net: Network, file: Path) -> None:
    """As ONNX, opset 17: x float32 (1, 6, 640, 1024) to maps float32 (1, 2, 40, 64) and whole float32 (1, 2)."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def constant(name: str, value: NDArray[np.generic]) -> str:
        weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def conv(
        source: str, out: str, weight: NDArray[np.float32], bias: NDArray[np.float32], stride: int, gap: int, pad: int
    ) -> None:
        names = [source, constant(f"{out}-w", weight), constant(f"{out}-b", bias)]
        size, strides, gaps, pads = [weight.shape[2]] * 2, [stride] * 2, [gap] * 2, [pad] * 4
        nodes.append(
            helper.make_node("Conv", names, [out], kernel_shape=size, strides=strides, dilations=gaps, pads=pads)
        )

    source = "x"
    for place, ((weight, bias), layer) in enumerate(zip(folded(net), LAYERS, strict=True)):
        fold = FOLD if place == 0 else 1
        conv(source, f"c{place}", weight, bias, layer[3] * fold, layer[4], (layer[2] - 1) // 2 * layer[4] * fold)
        source = f"f{place + 1}"
        nodes.append(helper.make_node("Relu", [f"c{place}"], [source]))
    last = source
    conv(last, "maps", net.maps.weight.detach().numpy(), net.maps.bias.detach().numpy(), 1, 1, 0)
    nodes += [
        helper.make_node("ReduceMean", [last], ["mean"], axes=[2, 3], keepdims=1),
        helper.make_node("Sub", [last, "mean"], ["apart"]),
        helper.make_node("Mul", ["apart", "apart"], ["square"]),
        helper.make_node("ReduceMean", ["square"], ["variance"], axes=[2, 3], keepdims=1),
        helper.make_node("Add", ["variance", constant("little", np.float32([1e-4]))], ["positive"]),
        helper.make_node("Sqrt", ["positive"], ["deviation"]),
        helper.make_node("Concat", ["mean", "deviation"], ["both"], axis=1),
        helper.make_node("Flatten", ["both"], ["flat"]),
        helper.make_node(
            "Gemm",
            [
                "flat",
                constant("whole-w", net.whole.weight.detach().numpy()),
                constant("whole-b", net.whole.bias.detach().numpy()),
            ],
            ["whole"],
            transB=1,
        ),
    ]
    shape = (1, CHANNELS, GRID[0] * CELL, GRID[1] * CELL)
    graph = helper.make_graph(
        nodes,
        "card-surface",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [
            helper.make_tensor_value_info("maps", TensorProto.FLOAT, (1, len(MAPS), *GRID)),
            helper.make_tensor_value_info("whole", TensorProto.FLOAT, (1, len(WHOLE))),
        ],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="kiosk")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, str(file))


def report(net: Network, samples: list[Sample]) -> None:
    """By species: the share of cards taken for a copy or a picture, of marked cells found, and of others mistaken."""
    rows: dict[str, list[list[float]]] = {}
    with torch.no_grad():
        for sample in samples:
            maps, whole = (out[0].numpy() for out in net(tensor([sample.card])))
            marked = sample.truth.max(axis=0) > 0
            of = int(sample.truth[1].max() > 0)
            cells = float((maps[of][marked] > 0).mean()) if marked.any() else 0.0
            wrong = [float((maps[plane][sample.truth[plane] == 0] > 0).mean()) for plane in (0, 1)]
            rows.setdefault(sample.species or "sound", []).append([*(whole > 0).astype(float), cells, *wrong])
    print("species, n, copy, again, marked cells found, cells wrongly covered, wrongly doctored")
    for species, found in sorted(rows.items()):
        print(f"{species:28}{len(found):5}", np.round(np.mean(found, axis=0), 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("--rounds", type=int, default=7000)
    parser.add_argument("--batch", type=int, default=8)
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
