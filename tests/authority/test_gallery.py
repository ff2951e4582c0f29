"""The library keeps people whole, finds them by their number, and forgets them wholly."""

import shutil
import sqlite3
import stat

import numpy as np
import pytest

from kiosk.authority.gallery import Gallery, Portrait
from kiosk.authority.person import Listing, as_name, as_number
from kiosk.errors import EnvironmentFault, InputError
from tests.authority.samples import NOON, NUMBER, OTHER, person

PICTURES = [Portrait(b"second best", 0.4), Portrait(b"the best", 0.9)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kiosk" / "gallery.db"


@pytest.fixture
def gallery(path):
    with Gallery(path, make=True) as opened:
        yield opened


class Turned:
    """A seal that can be told from none: bytes turned over, a token that is not the number."""

    def seal(self, content):
        return bytes(255 - value for value in content)

    unseal = seal

    def token(self, text):
        return f"token-{sum(text.encode())}"


def test_a_person_is_found_back_as_enrolled(gallery):
    who = gallery.enrol(person(), PICTURES, NOON)
    assert gallery.person(NUMBER) == gallery.by_id(who) == person()
    assert list(gallery.people()) == [(who, person())]
    assert [portrait.picture for portrait in gallery.portraits(NUMBER)] == [b"the best", b"second best"]
    assert gallery.person(OTHER) is None and gallery.portraits(OTHER) == () and gallery.by_id(99) is None


def test_what_was_kept_is_there_after_the_next_start(gallery, path):
    gallery.enrol(person(), PICTURES, NOON)
    gallery.close()
    with Gallery(path) as again:
        assert again.person(NUMBER) == person()


def test_a_number_is_taken_once(gallery):
    gallery.enrol(person(), PICTURES, NOON)
    with pytest.raises(InputError) as caught:
        gallery.enrol(person("另一个"), PICTURES, NOON)
    assert caught.value.code == "number-taken"
    assert NUMBER not in str(caught.value)
    assert gallery.person(NUMBER) == person()


def test_nothing_of_somebody_removed_stays_in_the_file(gallery, path):
    gallery.enrol(person("长长的样本名字"), [Portrait(b"unmistakable picture" * 400, 0.5)], NOON)
    for portrait, _ in gallery.unembedded("a model"):
        gallery.keep_vector(portrait, "a model", np.ones(128, np.float32))
    assert gallery.remove(NUMBER, "asked to be", NOON)
    assert not gallery.remove(NUMBER, "asked again", NOON)
    assert gallery.person(NUMBER) is None and gallery.vectors("a model")[0] == []
    gallery.close()
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for gone in ("长长的样本名字".encode(), NUMBER.encode(), b"unmistakable picture", b"form 7"):
        assert gone not in kept
    assert sqlite3.connect(path).execute("SELECT why FROM removals").fetchall() == [("asked to be",)]


def test_everything_personal_passes_through_the_seal(path):
    with Gallery(path, Turned(), make=True) as gallery:
        gallery.enrol(person(), PICTURES, NOON)
        for portrait, picture in gallery.unembedded("a model"):
            assert picture in (b"the best", b"second best")
            gallery.keep_vector(portrait, "a model", np.full(128, portrait, np.float32))
        assert gallery.person(NUMBER) == person()
        people, vectors = gallery.vectors("a model")
        assert len(people) == 2 and vectors[1].tolist() == [2.0] * 128
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for secret in ("样本".encode(), NUMBER.encode(), b"the best", b"the person", np.ones(4, "<f4").tobytes()):
        assert secret not in kept


def test_vectors_belong_to_a_model_and_a_list(gallery):
    gallery.enrol(person(), PICTURES[:1], NOON)
    gallery.enrol(person("乙", OTHER, Listing.BLOCKED), PICTURES[1:], NOON)
    for portrait, _ in gallery.unembedded("one"):
        gallery.keep_vector(portrait, "one", np.full(4, portrait, np.float32))
    assert gallery.vectors("one")[1].shape == (2, 4)
    assert gallery.vectors("one", Listing.BLOCKED)[1].tolist() == [[2.0] * 4]
    assert gallery.vectors("another")[1].shape == (0, 0)
    assert len(list(gallery.unembedded("another"))) == 2 and list(gallery.unembedded("one")) == []
    assert list(gallery.unembedded("another", Listing.BLOCKED)) == [(2, b"the best")]


def test_an_id_is_never_given_again_and_every_change_is_another_edition(gallery):
    """A journal may name an id: it must not come to mean somebody else."""
    editions = [gallery.edition()]
    for expected in (1, 2, 3):
        assert gallery.enrol(person(), PICTURES, NOON) == expected
        editions.append(gallery.edition())
        assert gallery.edition() == editions[-1]
        gallery.remove(NUMBER, "asked to be", NOON)
        assert gallery.by_id(expected) is None
        editions.append(gallery.edition())
    assert len(set(editions)) == len(editions)


def test_only_this_account_may_read_the_file(gallery, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_library_that_is_gone_is_missed_and_not_made_anew(gallery, path):
    gallery.enrol(person(), PICTURES, NOON)
    gallery.close()
    shutil.rmtree(path.parent)
    with pytest.raises(EnvironmentFault) as caught:
        Gallery(path)
    assert caught.value.code == "gallery-missing" and "kiosk gallery new" in str(caught.value)
    assert not path.parent.exists()


def test_an_empty_file_is_no_empty_library_until_somebody_says_so(tmp_path):
    path = tmp_path / "gallery.db"
    path.touch()
    with pytest.raises(EnvironmentFault) as caught:
        Gallery(path)
    assert caught.value.code == "gallery-unreadable"
    for make in (True, False):
        with Gallery(path, make=make) as gallery:
            assert list(gallery.people()) == []


@pytest.mark.parametrize("make", [False, True])
@pytest.mark.parametrize("table", [None, "something (else_ TEXT)", "_sqlite_migrations (x)"])
def test_a_file_that_is_no_library_is_left_alone(tmp_path, table, make):
    path = tmp_path / "other.db"
    if table is not None:
        with sqlite3.connect(path) as other:
            other.execute(f"CREATE TABLE {table}")
        other.close()
    else:
        path.write_bytes(b"no database at all " * 100)
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault) as caught:
        Gallery(path, make=make)
    assert caught.value.code == "gallery-unreadable"
    assert path.read_bytes() == before or table is not None


def test_a_library_of_an_unknown_file_format_is_damaged(gallery, path):
    gallery.close()
    content = bytearray(path.read_bytes())
    content[44:48] = (9).to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        Gallery(path)
    assert caught.value.code == "gallery-unreadable"


def test_a_library_in_use_can_be_tried_again(gallery, path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    gallery._db.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(EnvironmentFault) as caught:
        gallery.enrol(person(), PICTURES, NOON)
    other.close()
    assert caught.value.code == "gallery-locked"
    assert gallery.enrol(person(), PICTURES, NOON)


@pytest.mark.parametrize(
    ("given", "number"),
    [(" 110101 19900307 002x", NUMBER), ("１１０１０１１９９００３０７００２Ｘ", NUMBER), ("e12345678", "E12345678")],
)
def test_numbers_are_compared_without_their_spelling(given, number):
    assert as_number(given) == number


@pytest.mark.parametrize("given", ["", "1234", "110101199003070021", "样本样本样本", "1" * 21])
def test_what_is_no_number_is_never_repaired(given):
    with pytest.raises(InputError) as caught:
        as_number(given)
    assert caught.value.code == "number-invalid"
    assert not given or given not in str(caught.value)


def test_names_are_compared_without_their_spelling():
    for dot in " • ", "・", "⋅", "．":
        assert as_name(f"阿不都拉{dot}买买提") == as_name("阿不都拉·买买提")
    assert as_name("样本") != as_name("样夲")
    with pytest.raises(InputError):
        as_name("  ")
