"""Recordings as phones and broken programs leave them: turned, without a picture, with uneven times."""

import struct
import wave
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.recorded import RecordedCamera
from kiosk.errors import InputError

SIZE = (160, 120)
_UPRIGHT = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_QUARTER = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, SIZE[1] << 16, 0, 0x40000000)


@pytest.fixture
def mp4(tmp_path: Path) -> Path:
    """Ten frames, bright on their left side, a tenth of a second each."""
    file = tmp_path / "phone.mp4"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"mp4v"), 10, SIZE)
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    image[:, : SIZE[0] // 2] = 220
    for _ in range(10):
        writer.write(image)
    writer.release()
    return file


def test_a_phone_held_upright_notes_a_turn_and_it_is_honoured(mp4: Path) -> None:
    data = mp4.read_bytes()
    track = data.index(b"tkhd")  # the track's matrix, not the film's: phones write it there
    at = data.index(_UPRIGHT, track)
    mp4.write_bytes(data[:at] + _QUARTER + data[at + len(_QUARTER) :])
    frames = list(RecordedCamera(mp4, pace=False))
    assert len(frames) == 10
    assert frames[0].image.shape == (SIZE[0], SIZE[1], 3)
    top, bottom = frames[0].image[:40].mean(), frames[0].image[-40:].mean()
    assert top > 180 and bottom < 40


def test_uneven_times_are_those_of_the_recording(mp4: Path) -> None:
    data = mp4.read_bytes()
    at = data.index(b"stts") + 8  # one run: ten samples, all as long
    count, length = struct.unpack(">II", data[at + 4 : at + 12])
    assert struct.unpack(">I", data[at : at + 4]) == (1,) and count == 10
    table = struct.pack(">IIIII", 2, 5, length, 5, 3 * length)
    grown = bytearray(data[:at] + table + data[at + 12 :])
    # Every box around the table grows by the eight bytes of its second run; the pictures lie before it.
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stts"):
        box = grown.index(name) - 4
        grown[box : box + 4] = struct.pack(">I", struct.unpack(">I", grown[box : box + 4])[0] + 8)
    assert data.index(b"mdat") < data.index(b"moov")
    mp4.write_bytes(bytes(grown).replace(b"edts", b"free"))  # the list of edits ends where the film used to
    times = [frame.time for frame in RecordedCamera(mp4, pace=False)]
    steps = np.diff(times)
    assert len(times) == 10
    assert np.allclose(steps[:4], 0.1, atol=0.02) and np.allclose(steps[6:], 0.3, atol=0.02)


def test_a_sound_recording_has_no_picture(tmp_path: Path) -> None:
    file = tmp_path / "voice.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16000))
    with pytest.raises(InputError) as caught:
        list(RecordedCamera(file, pace=False))
    assert caught.value.code in ("video-no-picture", "video-corrupt")
    assert "voice.wav" in str(caught.value)
