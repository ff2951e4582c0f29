"""Every screen, in every shape and language, has room for what it says."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from kiosk.decision.flow import State
from kiosk.ui.gallery import SIZES, SMALL_SIZES, VISIT, Sample, misfits, pages, render, samples
from kiosk.ui.text import Text
from kiosk.ui.wording import LANGUAGES, TABLES
from tests.ui.test_wording import VENUES

SHAPES = {**SIZES, **SMALL_SIZES}


def test_every_state_has_a_sample(qapp):
    assert {sample.view.state for sample in samples()} == set(State)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_everything_fits(qapp, shape, language):
    misplaced = {}
    for sample, window in pages(SHAPES[shape], language):
        assert window.size() == SHAPES[shape]
        if found := misfits(window):
            misplaced[sample.name] = found
    assert misplaced == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_and_notice_fits_too(qapp, language, monkeypatch):
    """The gallery shows a few; the others are longer or shorter."""
    table = TABLES[language]
    by_name = {sample.name: sample for sample in samples()}
    asked = []
    for key in table:
        kind, _, code = key.partition(".")
        if kind == "notice":
            asked += [(name, {"notice": code}) for name in ("card-front-again", "card-back", "face-again")]
        elif kind == "fault" and code != "other":
            asked += [(name, {"fault": code}) for name in ("paused", "staff-fault")]
    monkeypatch.setattr(
        "kiosk.ui.gallery.samples",
        lambda: [Sample(f"{name} {more}", replace(by_name[name].view, **more)) for name, more in asked],
    )
    misplaced = {}
    for sample, window in pages(SMALL_SIZES["1024x768"], language):
        if found := misfits(window):
            misplaced[sample.name] = found
    assert len(asked) > 60
    assert misplaced == {}


@pytest.mark.parametrize("venue", [venue for venue in VENUES if venue.sentences("en")])
def test_what_a_venue_does_otherwise_fits_too(qapp, venue, monkeypatch):
    """Its sentences are longer; they are on the screens that these samples show."""
    wanted = [sample for sample in samples() if sample.name in ("welcome", "deciding", "declined")]
    monkeypatch.setattr("kiosk.ui.gallery.samples", lambda: wanted)
    for language in LANGUAGES:
        for size in SHAPES.values():
            for sample, window in pages(size, language, venue):
                assert misfits(window) == [], (sample.name, size)


def test_what_does_not_fit_is_noticed(qapp):
    for sample, window in pages(SIZES["landscape"], "en"):
        if sample.name == "staff":
            text = next(text for text in window.screen_shown.findChildren(Text) if text.isVisible())
            text.setFixedHeight(6)
            text.set_text("word " * 80)
            assert any("cut off" in line for line in misfits(window))


def test_pages_are_saved_as_pictures(qapp, tmp_path):
    files = render(tmp_path, {"small": SMALL_SIZES["1024x768"]}, ["en"])
    assert len(files) == len(samples())
    picture = QImage(str(files[1]))
    assert picture.size() == SMALL_SIZES["1024x768"]
    assert len({picture.pixel(x, y) for x in range(0, 1024, 16) for y in range(0, 768, 16)}) > 3
    assert VISIT not in "".join(file.name for file in files if "sample" in file.name)
