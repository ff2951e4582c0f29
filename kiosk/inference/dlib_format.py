"""A reader for dlib's serialisation, as far as its published networks and shape predictors use it.

Numbers are variable-length: a control byte (low four bits: how many bytes follow, high bit: negative), then the
magnitude, little-endian. Tensors are a version, four dimensions and raw little-endian float32. (dlib/serialize.h,
dlib/cuda/tensor.h)
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TENSOR_VERSION = 2


class DlibFormatError(ValueError):
    """The bytes are not what dlib writes."""


@dataclass(slots=True)
class DlibReader:
    """Reads one value after another from `data`, starting at `at`. Raises DlibFormatError."""

    data: bytes
    at: int = 0

    def integer(self) -> int:
        control = self.take(1)[0]
        size = control & 0x0F
        if not 1 <= size <= 8 or control & 0x70:
            raise DlibFormatError(f"no integer at byte {self.at - 1}")
        value = int.from_bytes(self.take(size), "little")
        return -value if control & 0x80 else value

    def tensor(self) -> NDArray[np.float32]:
        """float32 (samples, channels, rows, columns)."""
        if self.integer() != TENSOR_VERSION:
            raise DlibFormatError(f"no tensor at byte {self.at}")
        shape = tuple(self.integer() for _ in range(4))
        raw = self.take(4 * math.prod(shape))
        return np.frombuffer(raw, "<f4").reshape(shape)

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        taken = self.data[self.at : self.at + size]
        if size < 0 or len(taken) != size:
            raise DlibFormatError(f"the file ends at byte {len(self.data)}, {size} more were due at {self.at}")
        self.at += size
        return taken
