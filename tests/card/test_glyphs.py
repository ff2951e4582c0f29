"""Characters that look alike, told apart by their shape."""

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from kiosk.card.glyphs import SEEN, Doubt, GlyphReader
from kiosk.devices.frame import Image
from kiosk.inference.store import ModelStore
from kiosk.simulation import fonts

MIDDLE = 72.0


@pytest.fixture(scope="module")
def reader(store: ModelStore) -> GlyphReader:
    return GlyphReader(store.path("card-glyphs"))


def line(text: str) -> Image:
    """A line of the card with three characters, a little blurred."""
    page = Pillow.new("L", (144, 48), 210)
    draw = ImageDraw.Draw(page)
    for place, character in enumerate(text):
        draw.text(
            (MIDDLE + 34 * (place - 1), 24), character, fill=60, font=fonts.load(fonts.heiti()[-1], 32), anchor="mm"
        )
    blurred = cv2.GaussianBlur(np.asarray(page), (0, 0), 1.2)
    return np.asarray(cv2.cvtColor(blurred, cv2.COLOR_GRAY2BGR), np.uint8)


@pytest.mark.parametrize("rare, common", ["曈瞳", "崟釜", "殷股", "儇儂", "靳新"])
def test_a_rare_character_is_taken_where_it_is_printed(reader: GlyphReader, rare: str, common: str) -> None:
    (text, chance), *_ = reader.settle(line(f"赵{rare}海"), [Doubt(MIDDLE, common + rare, (0.6, 0.3))])
    assert text == rare
    assert 0.5 < chance <= SEEN


@pytest.mark.parametrize("rare, common", ["曈瞳", "崟釜", "殷股", "儇儂", "靳新"])
def test_the_common_one_stays_and_is_no_surer_for_it(reader: GlyphReader, rare: str, common: str) -> None:
    (text, chance), *_ = reader.settle(line(f"赵{common}海"), [Doubt(MIDDLE, common + rare, (0.6, 0.3))])
    assert text == common
    assert chance == pytest.approx(0.6)


def test_it_knows_ideographs_only(reader: GlyphReader) -> None:
    assert reader.knows("瞳") and reader.knows("翯")
    assert not any(reader.knows(character) for character in ("", "㐂", "·", "7", "X"))


def test_several_doubts_are_settled_each_by_its_own_place(reader: GlyphReader) -> None:
    doubts = [
        Doubt(MIDDLE - 34, "新靳", (0.6, 0.4)),
        Doubt(MIDDLE, "釜崟", (0.5, 0.3)),
        Doubt(MIDDLE + 34, "瞳曈矘", (0.5, 0.4, 0.1)),
    ]
    assert [text for text, _ in reader.settle(line("靳釜曈"), doubts)] == ["靳", "釜", "曈"]


def test_a_smear_says_nothing(reader: GlyphReader) -> None:
    smeared = np.asarray(cv2.GaussianBlur(line("赵曈海"), (0, 0), 9), np.uint8)
    assert reader.settle(smeared, [Doubt(MIDDLE, "姓炸综", (0.6, 0.03, 0.02))]) == [("姓", 0.6)]
