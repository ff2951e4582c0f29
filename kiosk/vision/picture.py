"""Pictures from files, checked before anything else looks at them."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from kiosk.devices.frame import Image
from kiosk.errors import InputError

MOST_PIXELS = 80_000_000
"""Larger pictures are refused unread: decoded, they would take the memory the terminal works in."""
FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF")


def load_picture(file: Path) -> Image:
    """The picture in `file`, BGR uint8 (H, W, 3), turned as its EXIF orientation says; of several, the first.

    Raises InputError `picture-missing`, `picture-empty`, `picture-type`, `picture-too-large` or `picture-corrupt`.
    """
    name = file.name
    if not file.is_file():
        raise InputError("picture-missing", f"there is no picture {name}. Check the name")
    if file.stat().st_size == 0:
        raise InputError("picture-empty", f"{name} is empty (0 bytes). Take or copy it again")
    try:
        with warnings.catch_warnings():
            # Pillow warns of sizes that are refused below, and of odd metadata that does not matter here.
            warnings.simplefilter("ignore")
            with Pillow.open(file, formats=FORMATS) as picture:
                _check_size(name, picture.width * picture.height)
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Pillow.DecompressionBombError:
        raise _too_large(name) from None
    except UnidentifiedImageError:
        raise InputError(
            "picture-type", f"{name} is not a picture that can be read. Save it as JPEG, PNG, BMP, WebP or TIFF"
        ) from None
    except (OSError, SyntaxError, ValueError):  # Pillow's ways of saying that the data breaks off or makes no sense
        raise InputError("picture-corrupt", f"{name} is damaged. Take or copy it again") from None
    return np.ascontiguousarray(np.asarray(upright, np.uint8)[:, :, ::-1])


def _check_size(name: str, pixels: int) -> None:
    if pixels > MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> InputError:
    most = MOST_PIXELS // 1_000_000
    return InputError("picture-too-large", f"{name} has more than {most} megapixels. Make it smaller")
