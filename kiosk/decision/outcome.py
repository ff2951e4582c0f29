"""How a visit can come out. By itself, so that the command line can name outcomes without loading anything else."""

from enum import StrEnum


class Outcome(StrEnum):
    """From best to worst."""

    APPROVED = "approved"
    REVIEW = "review"
    DECLINED = "declined"

    @property
    def rank(self) -> int:
        """0 best, 2 worst."""
        return tuple(Outcome).index(self)
