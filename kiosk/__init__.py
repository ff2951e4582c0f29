"""Kiosk: an identity verification terminal that keeps everything on one machine."""

__version__ = "0.1.0"
