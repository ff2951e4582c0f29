"""Pictures from files, checked before anything else looks at them."""

import warnings
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from kiosk.devices.frame import Image
from kiosk.errors import InputError

MOST_PIXELS = 80_000_000
"""Larger pictures are refused unread: decoded, they would take the memory the terminal works in."""
FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF")


MOST_PAGES = 60
"""Longer documents are refused: somebody chose the wrong file."""


def load_picture(file: Path) -> Image:
    """The picture in `file`, BGR uint8 (H, W, 3), turned as its EXIF orientation says; of several, the first.

    Raises InputError `picture-missing`, `picture-empty`, `picture-type`, `picture-too-large` or `picture-corrupt`.
    """
    check_file(file)
    with closing(load_frames(file)) as frames:
        return next(frames)[0]


def load_frames(file: Path) -> Generator[tuple[Image, int], None, None]:
    """Every page of a TIFF, the first picture of anything else, as `load_picture` gives it; and how many there are.

    Raises InputError as `load_picture` does, and `pages-too-many`.
    """
    name, place, count = file.name, 0, 1
    while place < count:
        try:
            with warnings.catch_warnings():
                # Pillow warns of sizes that are refused below, and of odd metadata that does not matter here.
                warnings.simplefilter("ignore")
                with Pillow.open(file, formats=FORMATS) as picture:
                    count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
                    if count > MOST_PAGES:
                        raise too_many(name, count)
                    picture.seek(place)
                    check_size(name, picture.width * picture.height)
                    upright = _eight_bit(ImageOps.exif_transpose(picture)).convert("RGB")
        except Pillow.DecompressionBombError:
            raise _too_large(name) from None
        except UnidentifiedImageError:
            raise InputError(
                "picture-type", f"{name} is not a picture that can be read. Save it as JPEG, PNG, BMP, WebP or TIFF"
            ) from None
        except (
            OSError,
            EOFError,
            SyntaxError,
            TypeError,
            ValueError,
        ):  # how Pillow says that the data breaks off or is nonsense
            raise InputError("picture-corrupt", f"{name} is damaged. Take or copy it again") from None
        yield np.ascontiguousarray(np.asarray(upright, np.uint8)[:, :, ::-1]), count
        place += 1


def _eight_bit(picture: Pillow.Image) -> Pillow.Image:
    """A grey scan of 16 bits as one of 8: Pillow itself would make all but its darkest grey white."""
    if not picture.mode.startswith("I;16"):
        return picture
    return Pillow.fromarray((np.asarray(picture).astype(np.uint16) >> 8).astype(np.uint8))


def check_file(file: Path) -> None:
    """Raises InputError `picture-missing` or `picture-empty`."""
    if not file.is_file():
        raise InputError("picture-missing", f"there is no picture {file.name}. Check the name")
    if file.stat().st_size == 0:
        raise InputError("picture-empty", f"{file.name} is empty (0 bytes). Take or copy it again")


def check_size(name: str, pixels: int) -> None:
    """Raises InputError `picture-too-large`."""
    if pixels > MOST_PIXELS:
        raise _too_large(name)


def too_many(name: str, pages: int) -> InputError:
    """The document has more pages than are read."""
    return InputError("pages-too-many", f"{name} has {pages} pages, more than {MOST_PAGES}. Send those with cards")


def _too_large(name: str) -> InputError:
    most = MOST_PIXELS // 1_000_000
    return InputError("picture-too-large", f"{name} has more than {most} megapixels. Make it smaller")
