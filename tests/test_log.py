"""Nothing that a card, a face or a visitor says reaches the log, whoever logs it and however."""

import io
import json
import logging
import re
import sys
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from kiosk import log
from kiosk.errors import EnvironmentFault, InputError

NAME, NUMBER, ADDRESS = "欧阳示例", "11010119900307002X", "北京市东城区示例路 1 号"
FACE = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
STAMP = re.compile(r', "timestamp": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"')
SECRETS = (NAME, NUMBER, NUMBER[:17], NUMBER[:6], ADDRESS, "欧阳", "示例")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Start logging; what is called afterwards returns all that was written, by file and stderr alike."""
    file, screen = tmp_path / "log" / "kiosk.log", io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)

    def read():
        text, shown = (STAMP.sub("", text) for text in (file.read_text(encoding="utf-8"), screen.getvalue()))
        assert shown == text
        return text

    log.configure("info", file)
    return read


def only(text):
    """The one event that was written, with no secret anywhere in it."""
    for secret in SECRETS:
        assert secret not in text
        assert secret.encode("unicode_escape").decode() not in text
    (line,) = text.splitlines()
    return json.loads(line)


def logger():
    return structlog.get_logger("kiosk")


def test_what_is_allowed_arrives(written):
    logger().info("visit ended", visit="0f8c-11", outcome="review", reasons=["card-expired"], attempt=2, elapsed_ms=8.5)
    event = only(written())
    assert event == {
        "event": "visit ended",
        "level": "info",
        "visit": "0f8c-11",
        "outcome": "review",
        "reasons": ["card-expired"],
        "attempt": 2,
        "elapsed_ms": 8.5,
    }


@pytest.mark.parametrize("key", ["name", "number", "IdNum", "address", "fields", "face", "portrait", "message", "text"])
@pytest.mark.parametrize("value", [NAME, NUMBER, {"Name": NAME}, FACE], ids=["name", "number", "fields", "face"])
def test_keys_that_are_not_allowed_are_dropped_and_counted(written, key, value):
    logger().info("card read", **{key: value}, other=ADDRESS)
    event = only(written())
    assert event.keys() == {"event", "level", "dropped"}
    assert event["dropped"] == 2


BAD = [
    NAME,
    NUMBER,
    ADDRESS,
    int(NUMBER[:17]),
    {"Name": NAME},
    [NAME],
    (NUMBER,),
    FACE,
    NAME.encode(),
    InputError("a", NAME),
]


@pytest.mark.parametrize("key", sorted(log.ALLOWED))
@pytest.mark.parametrize("value", BAD, ids=[str(number) for number in range(len(BAD))])
def test_allowed_keys_carry_nothing_else(key, value):
    kept = log.allow(None, "info", {key: value})
    assert kept == {key: log.WITHHELD}


@pytest.mark.parametrize(
    "event", [f"read {NAME}", f"number {NUMBER}", f"{NUMBER[:6]} in {NUMBER[6:14]}", "line\nbreak"]
)
def test_an_event_that_says_more_is_withheld(written, event):
    logger().info(event)
    assert only(written())["event"] == log.WITHHELD


SAFE = st.text(st.sampled_from("abc -_.,:/"), max_size=12)
TOLD = st.one_of(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=18),
    st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True),
)


@given(st.sampled_from(sorted(log.ALLOWED)), SAFE, TOLD, SAFE)
def test_no_place_in_a_sentence_hides_it(key, before, told, after):
    for value in (f"{before}{told}{after}", [before, f"{told}{after}"], {before: told}):
        assert told not in json.dumps(log.allow(None, "info", {key: value, told: value}), ensure_ascii=False)


def fail(error):
    raise error


@pytest.mark.parametrize("given_as", ["true", "instance", "tuple", "method"])
def test_an_exception_becomes_its_kind_and_place(written, given_as):
    try:
        fail(ValueError(f"cannot parse {NAME} {NUMBER}"))
    except ValueError as error:
        if given_as == "method":
            logger().exception("failed")
        else:
            info = {"true": True, "instance": error, "tuple": sys.exc_info()}[given_as]
            logger().error("failed", exc_info=info)
    event = only(written())
    assert event["exception"].startswith("ValueError")
    assert "dropped" not in event


def test_a_cause_a_note_and_a_group_stay_hidden(written):
    try:
        try:
            fail(KeyError(NUMBER))
        except KeyError as cause:
            cause.add_note(f"the card of {NAME}")
            raise ExceptionGroup(NAME, [ValueError(ADDRESS)]) from cause
    except ExceptionGroup as error:
        error.add_note(ADDRESS)
        logger().error("failed", exc_info=error)
    assert only(written())["exception"] == "ExceptionGroup"


def test_an_error_that_passed_many_places_keeps_the_innermost(written):
    failing = partial(fail, ValueError(NAME))
    for depth in range(6):
        names = {}
        place = Path(log.__file__).parent / "card" / "authenticity" / f"a_module_of_a_long_name_{depth}.py"
        exec(compile("def call(inner):\n    inner()\n", place, "exec"), names)
        failing = partial(names["call"], failing)
    try:
        failing()
    except ValueError:
        logger().error("failed", exc_info=True)
    told = only(written())["exception"]
    assert told.startswith("ValueError < card/authenticity/a_module_of_a_long_name_0.py:2 < ")


def test_our_own_errors_carry_their_code_and_the_lines_they_passed(written, tmp_path):
    from kiosk.vision.picture import load_picture

    try:
        load_picture(tmp_path / f"{NAME}.jpg")
    except InputError:
        logger().warning("file refused", exc_info=True)
    event = only(written())
    assert event["code"] == "picture-missing"
    assert event["exception"].startswith("InputError < vision/picture.py:")


@pytest.mark.parametrize("how", ["message", "arguments", "extra", "exception", "stack"])
def test_of_a_library_only_its_name_is_told(written, how):
    library = logging.getLogger("library.part")
    if how == "message":
        library.warning(f"bad text {NAME}")
    elif how == "arguments":
        library.warning("bad text %s in %r", NAME, {"IdNum": NUMBER})
    elif how == "extra":
        library.warning("bad", extra={"holder": NAME, "visit": NUMBER, "code": ADDRESS})
    elif how == "stack":
        library.warning(NAME, stack_info=True)
    else:
        try:
            fail(RuntimeError(NUMBER))
        except RuntimeError:
            library.exception(NAME)
    event = only(written())
    assert (event["event"], event["logger"]) == ("library message", "library.part")
    assert event.get("exception", "RuntimeError") == "RuntimeError"


def test_a_library_named_after_a_visitor_is_not_named(written):
    logging.getLogger(NAME).warning("hello")
    assert only(written())["logger"] == log.WITHHELD


def test_bound_values_are_under_the_same_law(written):
    logger().bind(holder=NAME, visit=NUMBER).info("bound", outcome="approved")
    event = only(written())
    assert (event["visit"], event["outcome"], event["dropped"]) == (log.WITHHELD, "approved", 1)


def test_a_crash_is_logged_without_its_words(written):
    try:
        fail(RuntimeError(f"{NAME} {NUMBER}"))
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    assert only(written())["exception"] == "RuntimeError"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_crash_in_a_thread_too(written):
    thread = threading.Thread(target=fail, args=(RuntimeError(ADDRESS),), name="worker")
    thread.start()
    thread.join()
    event = only(written())
    assert (event["event"], event["exception"]) == ("crashed", "RuntimeError")


def test_an_event_that_cannot_be_written_is_not_shown_instead(written, capsys):
    class Broken(logging.Handler):
        def emit(self, record):
            try:
                raise OSError(NAME)
            except OSError:
                self.handleError(record)

    broken = Broken()
    logging.getLogger().addHandler(broken)
    logger().info("visit ended", name=NUMBER)
    assert capsys.readouterr().err == ""
    assert only(written())["event"] == "visit ended"


def test_what_happens_between_visits_belongs_to_none(written):
    logger().info("state", visit="", state="welcome")
    assert only(written())["visit"] == ""


def test_the_level_is_kept(written):
    logger().debug("not wanted")
    logger().warning("wanted")
    assert only(written())["event"] == "wanted"


def test_a_log_that_cannot_be_written_says_what_to_do(tmp_path):
    (tmp_path / "log").write_bytes(b"")
    before = logging.getLogger().handlers[:]
    with pytest.raises(EnvironmentFault) as caught:
        log.configure("info", tmp_path / "log" / "kiosk.log")
    assert caught.value.code == "log-unwritable"
    assert logging.getLogger().handlers == before
