"""A new installation gets an empty library; one at work never gets another in place of its own."""

import pytest

from kiosk.authority.gallery import Gallery
from kiosk.commands.new_installation import give_library
from kiosk.config import Settings
from kiosk.journal.store import Journal
from tests.journal.samples import begin


@pytest.fixture
def settings(tmp_path):
    return Settings(journal=tmp_path / "kiosk" / "journal.db")


def test_the_first_start_finds_an_empty_library(settings):
    give_library(settings)
    with Gallery(settings.gallery) as gallery:
        assert list(gallery.people()) == []


def test_a_journal_without_a_visit_is_new_too(settings):
    Journal(settings.journal).close()
    give_library(settings)
    assert settings.gallery.exists()


def test_where_a_visit_was_recorded_a_lost_library_stays_lost(settings):
    with Journal(settings.journal) as journal:
        begin(journal, "v1")
    give_library(settings)
    assert not settings.gallery.exists()


def test_what_cannot_be_read_may_hold_visits_and_is_left_to_whoever_tells_it(settings):
    settings.journal.parent.mkdir()
    settings.journal.write_bytes(b"no database at all " * 100)
    give_library(settings)
    assert not settings.gallery.exists()
