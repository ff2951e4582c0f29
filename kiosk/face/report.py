"""The JSON of face results, as integrators read it. Pure: plain dicts, nothing of a picture in them."""

from typing import Any

from kiosk.face.observation import LivenessResult, Match


def match_report(match: Match) -> dict[str, Any]:
    """`Sim` is the similarity 0-100, `score` the embedder's own number (a distance: smaller is nearer)."""
    return {
        "Sim": round(match.similarity, 2),
        "score": round(match.score, 4),
        "threshold": match.threshold,
        "same": match.same,
    }


def liveness_report(result: LivenessResult) -> dict[str, Any]:
    """`live` true, false or null (cannot tell), `score` and `cues` 0-1 or null, `contributions` in log-odds of a live
    face, `best_frames` numbers of frames with their times in s, best first."""
    return {
        "live": result.live,
        "score": _rounded(result.score),
        "cues": {name: _rounded(score) for name, score in result.cues.items()},
        "contributions": {name: round(part, 3) for name, part in result.contributions.items()},
        "reasons": list(result.reasons),
        "best_frames": [{"number": frame.number, "time": round(frame.time, 3)} for frame in result.best_frames],
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 3)
