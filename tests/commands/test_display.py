"""`kiosk run` and `kiosk demo` where nothing can be shown. In processes of their own: Qt would abort this one."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")

NOT_THERE = ":77777"


def start(folder, *arguments, **display):
    named = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
    inherited = {name: value for name, value in os.environ.items() if name not in named}
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        env={**inherited, **display, "KIOSK_DATA": str(folder), "XDG_CONFIG_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("display", [{}, {"DISPLAY": NOT_THERE}], ids=["none named", "not there"])
def test_a_kiosk_without_a_display_says_what_to_do(tmp_path, display):
    done = start(tmp_path, "run", **display)
    assert done.returncode == 3
    assert "[display-missing]" in done.stderr and "DISPLAY" in done.stderr


def test_a_demonstration_on_a_display_that_is_not_there_says_so_as_data(tmp_path):
    done = start(tmp_path, "demo", "--json", DISPLAY=NOT_THERE)
    assert done.returncode == 3
    assert [json.loads(line)["error"] for line in done.stdout.splitlines()] == ["display-missing"]
