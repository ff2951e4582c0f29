"""Which installed fonts can print a card, on Linux, Windows and macOS."""

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from kiosk.errors import EnvironmentFault

# Every character a font must hold to be of use here: labels, and a few that poor fonts lack.
NEEDED = "姓名性别民族出生年月日住址公民身份号码签发机关有效期限长期仡佬傈僳畲祜翀喆堃赟·・0123456789X"


@dataclass(frozen=True, slots=True)
class Face:
    """A font we know: its file names (looked for in every font folder) and the index of its Simplified Chinese face."""

    name: str
    files: tuple[str, ...]
    index: int = 0


HEITI = (
    Face("noto-sans", ("NotoSansCJK-Regular.ttc",), 2),
    Face("noto-sans-sc", ("NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf")),
    Face("wqy-zenhei", ("wqy-zenhei.ttc",)),
    Face("wqy-microhei", ("wqy-microhei.ttc",)),
    Face("simhei", ("simhei.ttf",)),
    Face("yahei", ("msyh.ttc",)),
    Face("pingfang", ("PingFang.ttc",)),
    Face("heiti-sc", ("STHeiti Light.ttc", "STHeiti Medium.ttc"), 1),
)
"""Sans-serif faces, as on real cards, in order of preference."""

SONGTI = (
    Face("noto-serif-bold", ("NotoSerifCJK-Bold.ttc",), 2),
    Face("noto-serif-sc-bold", ("NotoSerifCJKsc-Bold.otf", "SourceHanSerifSC-Bold.otf")),
    Face("simsun", ("simsunb.ttf", "simsun.ttc")),
    Face("songti", ("Songti.ttc",), 1),
)
"""Serif faces, for the titles on the back; a sans-serif one stands in where none is installed."""

KAITI = (
    Face("ar-pl-kaiti", ("gkai00mp.ttf",)),
    Face("simkai", ("simkai.ttf",)),
    Face("kaiti", ("Kaiti.ttc", "STKaiti.ttf")),
)
"""Brush-like faces: on no real card, but on other documents."""

MONO = (
    Face("ocr-b", ("OCRB.ttf", "OCRB.otf", "OCR-B.ttf", "ocrb10.otf")),
    Face("dejavu-mono", ("DejaVuSansMono.ttf",)),
    Face("consolas", ("consola.ttf",)),
    Face("menlo", ("Menlo.ttc",)),
)


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts, the user's own last."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local")))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (
            Path("/System/Library/Fonts"),
            Path("/System/Library/AssetsV2"),
            Path("/Library/Fonts"),
            home / "Library/Fonts",
        )
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


@cache
def _files(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Every font file by its lower-case name."""
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in {".ttf", ".ttc", ".otf"}:
                found.setdefault(path.name.lower(), path)
    return found


def _path(face: Face, folders: tuple[Path, ...]) -> Path | None:
    files = _files(folders)
    return next((files[name.lower()] for name in face.files if name.lower() in files), None)


def installed(faces: tuple[Face, ...], folders: tuple[Path, ...] | None = None) -> tuple[Face, ...]:
    """Those of `faces` that this machine has, in the same order."""
    where = font_folders() if folders is None else folders
    return tuple(face for face in faces if _path(face, where) is not None)


def heiti(folders: tuple[Path, ...] | None = None) -> tuple[Face, ...]:
    """The sans-serif Chinese faces of this machine, at least one.

    Raises EnvironmentFault `font-missing` when there is none.
    """
    found = installed(HEITI, folders)
    if not found:
        remedy = {
            "win32": "add the optional feature 'Chinese (Simplified) Supplemental Fonts' in the Windows settings",
            "darwin": "install Noto Sans CJK SC with the Font Book",
        }.get(sys.platform, "run: apt-get install fonts-noto-cjk fonts-wqy-microhei")
        raise EnvironmentFault("font-missing", f"No Chinese font to print simulated cards with; {remedy}")
    return found


@cache
def load(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """`face` at `size` px of its em. Raises EnvironmentFault `font-missing` when it is not on this machine."""
    path = _path(face, font_folders())
    if path is None:
        raise EnvironmentFault(
            "font-missing", f"The font '{face.name}' is not installed; choose one that `heiti()` lists"
        )
    return ImageFont.truetype(str(path), size, index=face.index)


@cache
def has_glyph(face: Face, character: str) -> bool:
    """Whether `face` can print `character`: fonts draw what they lack as one and the same box."""
    font = load(face, 40)
    absent = font.getmask("\U000fffff")
    return character == " " or bytes(font.getmask(character)) != bytes(absent)


def can_print(face: Face, text: str) -> bool:
    """Whether `face` holds every character of `text`."""
    return all(has_glyph(face, character) for character in text)
