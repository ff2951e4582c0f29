"""The entry point: `kiosk` and `python -m kiosk`."""

import io
import os
import sys


def main() -> None:
    """Run the command line."""
    # What is wrong with a file or a device is said in our own words; their libraries read these when they load.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # What the output's encoding lacks, Chinese in a Western one, must not end a command.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    from kiosk.cli import app

    app()


if __name__ == "__main__":
    main()
