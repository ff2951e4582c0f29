"""What every camera does: the device yields frames, its caller owns the thread and the buffers."""

from typing import Protocol

from kiosk.devices.frame import Frame


class Camera(Protocol):
    """A source of frames. All methods are called from one thread, in the order open, read…, close."""

    @property
    def name(self) -> str:
        """What the operator calls it. Holds no personal data."""

    @property
    def virtual(self) -> bool | None:
        """Whether it looks like a program that poses as a camera, as far as the system tells when it is opened; None
        where the system does not tell, or where an operator chose something that is no camera and knows it."""

    def open(self) -> None:
        """Start delivering.

        Raises EnvironmentFault `camera-missing` (none such), `camera-busy` or `camera-silent` (opens, gives nothing).
        """

    def read(self) -> Frame | None:
        """The next frame, waited for; None when the recording has ended (live cameras never end).

        Raises EnvironmentFault `camera-lost` when the device went away or stopped delivering.
        """

    def close(self) -> None:
        """Release the device. Safe to call twice and after a failure."""
