"""An embedder is what the list of models declares: another one needs no code."""

import hashlib

import numpy as np
import pytest
from onnx import TensorProto, helper

from kiosk.errors import EnvironmentFault
from kiosk.face.align import ALIGNMENTS, ARCFACE
from kiosk.face.embed import DEFAULT, Embedder, embedders
from kiosk.inference.store import ModelStore

DECLARED = """
[tiny.embedding]
alignment = "arcface"
side = 56
layout = "nchw"
colour = "bgr"
type = "float32"
mean = [10.0, 20.0, 30.0]
deviation = [2.0, 2.0, 2.0]
unit = true
"""
DISTANCES = "distances = [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.2]\n"


def store_with(folder, declared):
    """A store whose only model gives back the mean of each channel."""
    shape = [1, 3, 56, 56]
    value = helper.make_tensor_value_info
    nodes = [helper.make_node("GlobalAveragePool", ["in"], ["p"]), helper.make_node("Flatten", ["p"], ["out"])]
    graph = helper.make_graph(
        nodes, "tiny", [value("in", TensorProto.FLOAT, shape)], [value("out", TensorProto.FLOAT, [1, 3])]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content = model.SerializeToString()
    (folder / "tiny.onnx").write_bytes(content)
    entry = {"file": "tiny.onnx", "sha256": hashlib.sha256(content).hexdigest(), "licence": "CC0-1.0"}
    entry |= {"origin": "made here", "input": "a face", "output": "three numbers"}
    manifest = folder / "manifest.toml"
    manifest.write_text("[tiny]\n" + "\n".join(f'{key} = "{value}"' for key, value in entry.items()) + declared)
    return ModelStore(folder, manifest)


def test_a_declared_model_embeds_as_declared(tmp_path):
    embedder = Embedder(store_with(tmp_path, DECLARED + DISTANCES), "tiny")
    chip = np.empty((56, 56, 3), np.uint8)
    chip[:] = (14, 20, 36)  # BGR: (2, 0, 3) once the mean is taken off and divided
    assert embedder.embed_chip(chip) == pytest.approx(np.array([2, 0, 3]) / np.sqrt(13), abs=1e-6)
    assert embedder.scheme.alignment.side == 56
    assert embedder.scheme.scale.similarity(0.6) == pytest.approx(70)
    assert embedder.scheme.combined is embedder.scheme.scale
    assert embedder.version.startswith("tiny@")


def test_several_pictures_combined_may_have_a_scale_of_their_own(tmp_path):
    own = "combined = [0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.1]\n"
    scheme = Embedder(store_with(tmp_path, DECLARED + DISTANCES + own), "tiny").scheme
    assert (scheme.scale.distance(70), scheme.combined.distance(70)) == (0.6, 0.5)


def test_colours_and_layout_are_what_is_declared(tmp_path):
    other = DECLARED.replace('"bgr"', '"rgb"').replace('"nchw"', '"nhwc"').replace("float32", "uint8")
    scheme = Embedder(store_with(tmp_path, other), "tiny").scheme
    chip = np.arange(56 * 56 * 3, dtype=np.uint8).reshape(56, 56, 3)
    assert scheme.tensor(chip).dtype == np.uint8
    assert (scheme.tensor(chip)[0] == chip[:, :, ::-1]).all()


def test_without_a_scale_it_is_measured_but_decides_nothing(tmp_path):
    embedder = Embedder(store_with(tmp_path, DECLARED), "tiny")
    assert not embedder.scheme.calibrated
    with pytest.raises(EnvironmentFault) as caught:
        _ = embedder.scheme.scale
    assert caught.value.code == "model-uncalibrated" and "kiosk bench scale" in str(caught.value)


@pytest.mark.parametrize(
    "declared",
    [
        "\n",
        DECLARED.replace('"arcface"', '"upright"'),
        DECLARED + "distances = [0.0, 1.0]\n",
        DECLARED + DISTANCES.replace("0.4", "0.9"),
    ],
)
def test_what_is_no_embedder_is_refused_before_it_is_loaded(tmp_path, declared):
    with pytest.raises(EnvironmentFault) as caught:
        Embedder(store_with(tmp_path, declared), "tiny")
    assert caught.value.code == "model-undeclared"


def test_every_shipped_embedder_is_declared_and_the_default_is_here(store):
    from kiosk.face.scheme import scheme_of

    declared = {entry.name: scheme_of(entry) for entry in store.entries if entry.embedding}
    assert {DEFAULT, "face-embedder-mobilefacenet", "face-embedder-sface"} <= declared.keys()
    assert declared[DEFAULT].calibrated
    assert DEFAULT in embedders(store)
    for scheme in declared.values():
        if scheme.calibrated:
            assert scheme.scale.similarity(0.0) == 100.0
            assert list(scheme.scale.distances) == sorted(scheme.scale.distances)


def test_an_alignment_keeps_its_shape_at_another_side():
    small = ARCFACE.at(56)
    assert (small.template + 0.5) * 2 - 0.5 == pytest.approx(ARCFACE.template)
    assert ALIGNMENTS["dlib"].at(150) is ALIGNMENTS["dlib"]
