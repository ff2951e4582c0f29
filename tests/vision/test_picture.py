import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiosk.errors import InputError
from kiosk.vision.picture import load_picture


def two_colours() -> Image.Image:
    """Left half red, right half blue, 40 × 20."""
    picture = Image.new("RGB", (40, 20), (255, 0, 0))
    picture.paste((0, 0, 255), (20, 0, 40, 20))
    return picture


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "webp"])
def test_a_picture_comes_as_blue_green_red(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"picture.{suffix}"
    two_colours().save(file, lossless=True)

    image = load_picture(file)

    assert image.shape == (20, 40, 3)
    assert image.dtype == np.uint8
    assert image[10, 5].tolist() == [0, 0, 255]
    assert image[10, 35].tolist() == [255, 0, 0]


def test_a_phone_s_picture_is_turned_as_it_was_held(tmp_path: Path) -> None:
    file = tmp_path / "phone.png"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown a quarter turn clockwise
    two_colours().save(file, exif=exif)

    image = load_picture(file)

    assert image.shape == (40, 20, 3)
    assert image[5, 10].tolist() == [0, 0, 255]


def test_grey_and_transparent_pictures_get_three_channels(tmp_path: Path) -> None:
    for mode in ("L", "RGBA", "P", "1"):
        file = tmp_path / f"{mode}.png"
        two_colours().convert(mode).save(file)
        assert load_picture(file).shape == (20, 40, 3)


def test_a_grey_scan_of_sixteen_bits_keeps_its_shades(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    for suffix in ("png", "tiff"):
        file = tmp_path / f"scan.{suffix}"
        Image.fromarray(ramp).save(file)
        assert np.abs(load_picture(file)[..., 0].reshape(-1).astype(int) - np.arange(256)).max() <= 1


def test_the_first_of_several_pages_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "pages.tiff"
    two_colours().save(file, save_all=True, append_images=[Image.new("RGB", (9, 9))])

    assert load_picture(file).shape == (20, 40, 3)


def refused(file: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load_picture(file)
    assert file.name in str(caught.value)
    return caught.value


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.jpg").code == "picture-missing"
    assert refused(tmp_path).code == "picture-missing"


def test_an_empty_file(tmp_path: Path) -> None:
    file = tmp_path / "empty.jpg"
    file.touch()
    assert refused(file).code == "picture-empty"


def test_another_kind_of_file(tmp_path: Path) -> None:
    file = tmp_path / "text.jpg"
    file.write_text("not a picture at all")
    assert refused(file).code == "picture-type"


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_file_that_breaks_off(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"half.{suffix}"
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    Image.fromarray(noise).save(file)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    assert refused(file).code == "picture-corrupt"


@pytest.mark.parametrize("side", [10_000, 40_000])
def test_a_hundred_megapixels_are_refused_by_the_header_alone(tmp_path: Path, side: int) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    file = tmp_path / "vast.png"
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b""))
    assert refused(file).code == "picture-too-large"
