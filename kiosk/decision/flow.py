"""The visit as data: states, events, timeouts. Pure; no thread, device or toolkit."""

from enum import StrEnum


class State(StrEnum):
    """Where a visit is."""

    WELCOME = "welcome"
    CARD_FRONT = "card-front"
    CARD_BACK = "card-back"
    REVIEW = "review"  # the visitor checks what was read
    FACE = "face"
    DECIDING = "deciding"
    RESULT = "result"
    PAUSED = "paused"  # a device is missing; the visit resumes where it was
    STAFF = "staff"  # out of attempts, help called, or a permanent fault


class Event(StrEnum):
    """What moves a visit."""

    START = "start"  # the visitor agrees and begins
    FRONT_READ = "front-read"
    BACK_READ = "back-read"
    CONFIRM = "confirm"
    RETAKE = "retake"
    FACE_DONE = "face-done"
    FACE_FAILED = "face-failed"  # this attempt is spent
    DECIDED = "decided"  # and recorded
    FAULT = "fault"
    REPAIRED = "repaired"
    CALL_STAFF = "call-staff"
    CANCEL = "cancel"
    TIMEOUT = "timeout"
    RESET = "reset"
