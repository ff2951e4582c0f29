"""The entry point: `kiosk` and `python -m kiosk`."""

from kiosk.cli import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
