"""The program as a whole: its commands, their help, and how they refuse what makes no sense."""

import subprocess
import sys

import pytest
import typer

from kiosk.cli import app


def commands():
    """Every command as it is called, groups and their members."""
    top = typer.main.get_command(app)
    for name, command in top.commands.items():
        yield (name,)
        yield from ((name, member) for member in getattr(command, "commands", ()))


def test_the_commands_an_integrator_knows_are_there():
    known = {
        "run",
        "demo",
        "read-card",
        "check-liveness",
        "compare",
        "verify",
        "devices",
        "doctor",
        "models",
        "journal",
    }
    assert known <= {names[0] for names in commands()}


@pytest.mark.parametrize("names", list(commands()), ids=" ".join)
def test_every_command_says_what_it_does(kiosk, names):
    answer = kiosk(*names, "--help")
    assert answer.exit_code == 0
    assert "Usage" in answer.text
    assert "Traceback" not in answer.text + answer.aside
    described = [line.strip(" │") for line in answer.text.splitlines() if line.strip(" │╭╮╰╯─")]
    assert len(described) >= 3, "a usage line, a sentence and the options"


def test_without_a_command_the_help_is_shown(kiosk):
    answer = kiosk()
    assert answer.exit_code == 2
    assert "read-card" in answer.text + answer.aside


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("run", "--no-such-option"),
        ("read-card",),
        ("run", "--trouble", "covered"),  # of a real visitor's card nobody can choose it
        ("run", "--simulate", "--trouble", "no-such-trouble"),
    ],
)
def test_what_is_not_a_command_line_ends_with_2(kiosk, arguments):
    answer = kiosk(*arguments)
    assert answer.exit_code == 2
    assert answer.text == ""


HEAVY = {"mediapipe", "onnx", "onnxruntime", "rapidocr", "sqlite_utils"}


@pytest.mark.parametrize(
    ("module", "needless"),
    [
        ("kiosk.cli", HEAVY | {"cv2", "numpy", "pydantic", "PySide6"}),  # what is asked for loads what it needs
        ("kiosk.app", HEAVY | {"kiosk.pipeline.terminal"}),  # the first screen is shown before the rest is loaded
    ],
)
def test_nothing_is_loaded_before_it_is_needed(module, needless):
    code = f"import sys, {module}; print(sorted({needless} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "kiosk", "--help"], capture_output=True, text=True, check=True)
    assert "read-card" in done.stdout
