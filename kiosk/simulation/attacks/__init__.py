"""Presentation attacks (ISO/IEC 30107-1): things held before the camera in place of the person they show."""
