"""A dot as it was shown during a recording, from a file."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kiosk.face.follow import LATE
from kiosk.face.observation import Action, Prompt, Trail
from kiosk.face.shown import Second, ascending, load_shown


class _Move(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    time: Second
    place: float = Field(ge=-1, le=1, allow_inf_nan=False)


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    moves: tuple[_Move, ...] = Field(min_length=4, max_length=100)
    end: Second

    @model_validator(mode="after")
    def _in_order(self) -> "_Shown":
        if not ascending(*(move.time for move in self.moves), self.end):
            raise ValueError("the times of the moves and the end must ascend")
        if len({move.place for move in self.moves}) < 2:
            raise ValueError("the dot must move")
        return self


def load_dot(path: Path) -> Prompt:
    """The prompt to follow a dot as it was shown, from its JSON file:

        {"moves": [{"time": 4.2, "place": 0}, {"time": 5.4, "place": 1}, {"time": 6.0, "place": -1}, …], "end": 9.9}

    `time` is when the dot came to `place` (−1 the screen's left edge as the visitor saw it, 1 its right one), `end`
    when it went: seconds of the recording, ascending. Four moves at least; fewer are guessed too easily.
    Raises InputError `dot-unreadable` (no such file, not JSON) or `dot-invalid` (not such a dot).
    """
    shown = load_shown(path, _Shown, "dot-unreadable", "dot-invalid")
    begin = shown.moves[0].time
    trail = Trail(
        tuple(move.place for move in shown.moves), tuple(move.time - begin for move in shown.moves), shown.end - begin
    )
    return Prompt(Action.FOLLOW, begin, shown.end + LATE, trail=trail)
