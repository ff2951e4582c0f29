"""Every picture in a file: the pages of a PDF, the pages of a TIFF, or the one picture that it is."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.vision.picture import MOST_PAGES, check_file, check_size, load_frames, too_many

DPI = 300
"""What cards are read at."""
MOST_RENDERED = 25_000_000
"""Px of a page; larger ones (more than three A4 pages) are rendered coarser."""
POINTS = 72
"""A PDF's units to an inch."""


@dataclass(frozen=True, eq=False, slots=True)
class Page:
    """`image` is BGR, `number` counts from 1; `count` is how many the file has."""

    image: Image
    number: int
    count: int


def load_pages(file: Path) -> Generator[Page, None, None]:
    """The pages of `file` one after another, each loaded when it is asked for.

    Raises InputError as `load_picture` does, and `pdf-encrypted`, `pdf-corrupt` or `pages-too-many`.
    """
    check_file(file)
    if _is_pdf(file):
        yield from _pdf_pages(file)
    else:
        for number, (image, count) in enumerate(load_frames(file), 1):
            yield Page(image, number, count)


def first_page(file: Path) -> Image:
    """The picture in `file`, or the first of several. Raises as `load_pages` does."""
    with closing(load_pages(file)) as pages:
        return next(pages).image


def _is_pdf(file: Path) -> bool:
    """By its beginning, before which there may be some bytes of another kind (PDF 1.7, implementation note 13)."""
    with file.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


def _pdf_pages(file: Path) -> Generator[Page, None, None]:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise InputError("pdf-encrypted", f"{file.name} is locked by a password. Save it without one") from None
        raise _corrupt(file.name) from None
    with document:
        count = len(document)
        if count > MOST_PAGES:
            raise too_many(file.name, count)
        for place in range(count):
            try:
                image = _rendered(file.name, document, place)
            except pypdfium2.PdfiumError:
                raise _corrupt(file.name) from None
            yield Page(image, place + 1, count)


def _rendered(name: str, document: Any, place: int) -> Image:
    page = document[place]
    width, height = page.get_size()
    # A page says how large it is on paper, not how large the pictures on it are that would have to be decoded.
    for picture in page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE,)):
        across, down = picture.get_px_size()
        check_size(name, across * down)
    scale = min(DPI / POINTS, (MOST_RENDERED / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale)
    # The bitmap's memory goes with it.
    image = np.array(bitmap.to_numpy(), np.uint8)
    bitmap.close()
    page.close()
    return image


def _corrupt(name: str) -> InputError:
    return InputError("pdf-corrupt", f"{name} is damaged or has no pages. Save or copy it again")
