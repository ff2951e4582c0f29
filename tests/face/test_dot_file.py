"""A dot as it was shown during a recording, from its file."""

import json
from pathlib import Path

import pytest

from kiosk.errors import InputError
from kiosk.face.dot_file import load_dot
from kiosk.face.observation import Action

MOVES = [{"time": 4.2, "place": 0}, {"time": 5.4, "place": 1}, {"time": 6.0, "place": -1}, {"time": 6.9, "place": 0.5}]


def test_a_dot_is_what_was_shown(tmp_path: Path) -> None:
    path = tmp_path / "dot.json"
    path.write_text(json.dumps({"moves": MOVES, "end": 7.5}), encoding="utf-8")
    prompt = load_dot(path)
    assert (prompt.action, prompt.time) == (Action.FOLLOW, 4.2)
    assert prompt.trail is not None and prompt.trail.seconds == pytest.approx(3.3)
    assert [prompt.trail.at(time - 4.2) for time in (4.1, 5.0, 5.5, 6.1, 7.0)] == [None, 0, 1, -1, 0.5]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "dot-unreadable"),
        (json.dumps({"moves": MOVES}), "dot-invalid"),
        (json.dumps({"moves": MOVES[:3], "end": 7.5}), "dot-invalid"),
        (json.dumps({"moves": MOVES, "end": 6.5}), "dot-invalid"),
        (json.dumps({"moves": [{**move, "place": 1} for move in MOVES], "end": 7.5}), "dot-invalid"),
        (json.dumps({"moves": [*MOVES, {"time": 7.1, "place": 2}], "end": 7.5}), "dot-invalid"),
        (json.dumps({"moves": [{**move, "time": "4"} for move in MOVES], "end": 7.5}), "dot-invalid"),
    ],
)
def test_what_is_no_dot_is_said_to_be_none(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "dot.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_dot(path)
    assert caught.value.code == code and str(caught.value).startswith("dot.json")
    with pytest.raises(InputError, match=r"^no\.json"):
        load_dot(tmp_path / "no.json")
