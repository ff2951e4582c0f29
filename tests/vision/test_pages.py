"""Scans and documents: every page, and clear words for those that cannot be used."""

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from kiosk.errors import InputError
from kiosk.vision import pages
from kiosk.vision.pages import first_page, load_pages
from kiosk.vision.picture import MOST_PAGES

RED, BLUE = (255, 0, 0), (0, 0, 255)


def sheet(colour, size=(620, 877)):
    """An A4 page at 75 dpi."""
    return Image.new("RGB", size, colour)


def save_pdf(file, colours, **more):
    first, *rest = [sheet(colour) for colour in colours]
    first.save(file, save_all=True, append_images=rest, resolution=75, **more)
    return file


def refused(file):
    with pytest.raises(InputError) as caught:
        list(load_pages(file))
    assert file.name in str(caught.value)
    return caught.value.code


def test_every_page_of_a_pdf_comes_at_300_dpi(tmp_path):
    found = list(load_pages(save_pdf(tmp_path / "scan.pdf", [RED, BLUE])))
    assert [(page.number, page.count) for page in found] == [(1, 2), (2, 2)]
    assert found[0].image.shape == pytest.approx((3508, 2480, 3), abs=2)
    assert found[0].image[100, 100].tolist() == pytest.approx([0, 0, 255], abs=3)
    assert found[1].image[100, 100].tolist() == pytest.approx([255, 0, 0], abs=3)


def test_a_pdf_is_known_by_what_it_holds_not_by_its_name(tmp_path):
    save_pdf(tmp_path / "scan.pdf", [RED]).rename(tmp_path / "scan.jpg")
    assert first_page(tmp_path / "scan.jpg").shape[0] > 3000


def test_a_vast_page_is_rendered_coarser(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "MOST_RENDERED", 500_000)
    image = first_page(save_pdf(tmp_path / "scan.pdf", [RED]))
    assert image.shape[0] * image.shape[1] == pytest.approx(500_000, rel=0.01)


def test_every_page_of_a_tiff_but_one_frame_of_anything_else(tmp_path):
    tiff, gif = tmp_path / "scan.tiff", tmp_path / "moving.gif"
    for file in (tiff, gif):
        sheet(RED, (40, 20)).save(file, save_all=True, append_images=[sheet(BLUE, (30, 30))])
    found = list(load_pages(tiff))
    assert [page.image.shape for page in found] == [(20, 40, 3), (30, 30, 3)]
    assert [(page.number, page.count) for page in found] == [(1, 2), (2, 2)]
    [only] = load_pages(gif)
    assert (only.number, only.count) == (1, 1)


def test_a_locked_document(tmp_path):
    # The owner's and user's keys are nonsense, as they are for everybody who does not know the password.
    file = save_pdf(tmp_path / "scan.pdf", [RED])
    data = file.read_bytes()
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"28" * 32 + b"> /U <" + b"29" * 32 + b"> >> "
    lock += b"/ID [<00> <00>] "
    at = data.rindex(b"/Root")
    file.write_bytes(data[:at] + lock + data[at:])
    assert refused(file) == "pdf-encrypted"


def test_damaged_documents(tmp_path):
    file = save_pdf(tmp_path / "scan.pdf", [RED])
    data = file.read_bytes()
    file.write_bytes(b"%PDF-1.7\n" + np.random.default_rng(1).bytes(4000))
    assert refused(file) == "pdf-corrupt"
    file.write_bytes(data[:60])
    assert refused(file) == "pdf-corrupt"
    file.touch()
    file.write_bytes(b"")
    assert refused(file) == "picture-empty"


def test_a_document_without_pages(tmp_path):
    file = tmp_path / "none.pdf"
    with pypdfium2.PdfDocument.new() as document:
        document.save(file)
    assert refused(file) == "pdf-corrupt"


def test_a_book_is_refused_before_any_page_is_rendered(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "_rendered", lambda *_: 1 / 0)
    file = tmp_path / "book.pdf"
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(MOST_PAGES + 1):
            document.new_page(595, 842).close()
        document.save(file)
    assert refused(file) == "pages-too-many"


def test_a_picture_in_a_page_may_not_be_vast_either(tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.vision.picture.MOST_PIXELS", 100_000)
    assert refused(save_pdf(tmp_path / "scan.pdf", [RED])) == "picture-too-large"
