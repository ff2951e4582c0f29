"""Errors, split by who can mend them.

`code` is a stable, machine-readable name: screens look up their sentence by it, logs and JSON carry it.
`str(error)` is English, for the operator, and says what to do next. Neither ever holds personal data.
Anything that is not a `KioskError` is our own bug and is left to crash.
"""


class KioskError(Exception):
    """Something outside the program is wrong and somebody can mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class InputError(KioskError):
    """A visitor or operator gave something unusable: a file, a picture, a card, a setting."""


class EnvironmentFault(KioskError):
    """The machine around us fails: camera, disk, models.

    On the floor it is told at once and tried again for as long as it lasts: a cable is plugged in again within seconds,
    and whoever mends anything else need not start the kiosk anew.
    """
