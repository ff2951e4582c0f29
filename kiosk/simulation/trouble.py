"""What may be wrong with what a simulated visitor lays down. Names only, so that they can be listed at no cost."""

from enum import StrEnum


class Trouble(StrEnum):
    """What is wrong with what the visitor lays down, or with how, if anything."""

    NONE = "none"
    NO_CARD = "no-card"
    TWO_CARDS = "two-cards"
    OTHER_DOCUMENT = "other-document"
    WRONG_SIDE = "wrong-side"
    UPSIDE_DOWN = "upside-down"
    BLURRED = "blurred"
    TOO_FAR = "too-far"
    TOO_CLOSE = "too-close"
    CUT_OFF = "cut-off"
    TOO_DARK = "too-dark"
    GLARE = "glare"
    HELD = "held"  # never laid down: the hand keeps holding it, trembling
    COVERED = "covered"
    COPY = "copy"
    PRINT = "print"
    SCREEN = "screen"
    DOCTORED = "doctored"


EXPIRED = "expired"
LESSONS = (
    *(trouble.value for trouble in Trouble if trouble is not Trouble.NONE),
    EXPIRED,
    "temporary",
    "residence-permit",
    "foreign-pr-2017",
    "foreign-pr-2023",
)
"""What staff can practise with: a trouble, a card that has expired, or another kind of document (`Kind`)."""
