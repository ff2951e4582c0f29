"""Reading real pictures of invented cards, and saying why when there is nothing to read."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

from kiosk.card.anchors import quad_by_text
from kiosk.card.reading import CARD_PX, Kind, Side, WarnCode
from kiosk.card.report import as_json, as_text
from kiosk.errors import InputError
from kiosk.simulation.capture import captures
from kiosk.simulation.desk import CardPose, DeskStyle, Light, render
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.documents import mint_document
from kiosk.simulation.persons import TODAY, Flaw
from kiosk.simulation.trouble import Trouble

SIZE = (1280, 720)


def texts(reading):
    return {name: field.text for name, field in reading.fields.items()}


def lying(card, seed=7, trouble=Trouble.NONE):
    return DeskScene(card, seed, SIZE, trouble=trouble, arrive=0.0).at(3.0)


def test_both_sides_of_usual_captures_are_read_to_the_letter(reader):
    right = total = 0
    for image, side, truth, _ in captures(21, 8, "usual"):
        [reading] = reader.read(image)
        assert reading.side == side
        assert reading.card.shape == (CARD_PX[1], CARD_PX[0], 3)
        assert (reading.portrait is not None) == (side == Side.FRONT)
        for name, field in reading.fields.items():
            assert 0 <= field.confidence <= 1
            right, total = right + (field.text == truth[name]), total + 1
    assert total >= 30
    assert right >= total - 1


def test_a_card_upside_down_is_read_and_its_crop_is_upright(reader, minted):
    card = minted(3)
    [upside_down] = reader.read(np.ascontiguousarray(lying(card)[::-1, ::-1]))
    [upright] = reader.read(lying(card))
    assert texts(upside_down) == texts(upright)
    assert np.abs(upside_down.card.astype(int) - upright.card).mean() < 12


def test_two_cards_in_one_picture_are_both_read(reader, minted):
    card = minted(2)
    page = np.full((1500, 1200, 3), 90, np.uint8)
    page[60:690, 100:1100] = cv2.resize(card.front, (1000, 630), interpolation=cv2.INTER_AREA)
    page[780:1410, 100:1100] = cv2.resize(card.back, (1000, 630), interpolation=cv2.INTER_AREA)
    readings = reader.read(page)
    assert {reading.side for reading in readings} == {Side.FRONT, Side.BACK}
    read = {name: text for reading in readings for name, text in texts(reading).items()}
    assert read == dict(card.truth)
    [back] = reader.read(page, Side.BACK)
    assert back.side is Side.BACK


@pytest.mark.parametrize("width", [453, 1600])
def test_a_scan_cut_along_the_cards_edges_is_the_whole_card(reader, minted, width):
    card = minted(12)
    scan = cv2.resize(card.front, (width, round(width / 1.6)), interpolation=cv2.INTER_AREA)
    [reading] = reader.read(scan)
    assert texts(reading) == {name: card.truth[name] for name in texts(reading)}
    assert len(texts(reading)) == 6
    assert reading.border == 100
    assert np.allclose(reading.quad, [(0, 0), (width, 0), (width, round(width / 1.6)), (0, round(width / 1.6))], atol=8)


def found_without_edges(reader, face, turn):
    """Whether a card is found by its text on a ground as bright as itself."""
    ground = np.full((900, 1400, 3), 226, np.uint8)
    ground[130:768, 190:1201] = cv2.resize(face, CARD_PX, interpolation=cv2.INTER_AREA)
    matrix = cv2.getRotationMatrix2D((700, 450), turn, 0.85)
    image = cv2.warpAffine(ground, matrix, (1400, 900), borderValue=(226, 226, 226))
    corners = np.array([[(190, 130), (1201, 130), (1201, 768), (190, 768)]], np.float32)
    truth = cv2.transform(corners, matrix)[0]
    quad = quad_by_text(np.asarray(image, np.uint8), reader._text)
    return quad is not None and np.abs(quad - truth).max() < 0.05 * np.linalg.norm(truth[1] - truth[0])


@pytest.mark.parametrize("turn", [0, 14, 75, 180, 270])
def test_a_card_without_edges_is_found_by_its_text(reader, minted, turn):
    assert found_without_edges(reader, minted(4).front, turn)


def test_labels_lead_to_a_card_whose_number_is_not_in_the_picture(reader, minted):
    card = minted(4).front[:500]
    quad = quad_by_text(np.ascontiguousarray(card), reader._text)
    width = card.shape[1]
    whole = np.array([(0, 0), (width, 0), (width, width * 54 / 85.6), (0, width * 54 / 85.6)])
    assert np.abs(quad - whole).max() < 0.05 * width


def test_the_same_labels_on_a_form_do_not(reader, minted):
    front = minted(4).front
    rows = [front[top : top + 75] for top in (92, 167, 241, 316)]
    form = np.vstack([np.vstack([row, np.full((150, *row.shape[1:]), 226, np.uint8)]) for row in reversed(rows)])
    assert quad_by_text(form, reader._text) is None


@pytest.mark.parametrize(
    ("kind", "backs"),
    [
        (Kind.TEMPORARY, True),
        (Kind.RESIDENCE_PERMIT, True),
        (Kind.FOREIGN_PR_2017, False),
        (Kind.FOREIGN_PR_2017, True),
        (Kind.FOREIGN_PR_2023, False),
        (Kind.FOREIGN_PR_2023, True),
    ],
)
def test_so_are_the_cards_of_others(reader, kind, backs):
    document = mint_document(np.random.default_rng(8), kind, test=False, width=1516)
    assert found_without_edges(reader, document.back if backs else document.front, 190)


@pytest.mark.parametrize(
    ("flaw", "check"),
    [
        (Flaw.CHECK_DIGIT, "number-checksum"),
        (Flaw.SEX_MISMATCH, "number-sex"),
        (Flaw.BIRTH_MISMATCH, "number-birth"),
    ],
)
def test_a_contradiction_is_reported_and_never_repaired(reader, minted, flaw, check):
    card = minted(5, flaw)
    [reading] = reader.read(lying(card))
    assert texts(reading)["IdNum"] == card.truth["IdNum"]
    assert reading.checks[check] is False


def reasons(reading):
    return {warning.reason for warning in reading.warnings}


def test_a_sound_card_gives_no_warning(reader, minted):
    card = minted(6)
    for image in (lying(card), lying(card, trouble=Trouble.WRONG_SIDE)):
        [reading] = reader.read(image, today=card.holder.valid_from)
        assert reasons(reading) == set()
        assert all(holds is True for holds in reading.checks.values())
        assert reading.quality >= 50
        assert reading.border == 100


def test_periods_are_judged_by_the_day(reader, minted):
    image = lying(minted(6), trouble=Trouble.WRONG_SIDE)
    [reading] = reader.read(image, today=date(2001, 1, 1))
    assert "not-yet-valid" in reasons(reading)
    flawed = lying(minted(8, Flaw.SEVEN_YEARS), trouble=Trouble.WRONG_SIDE)
    [reading] = reader.read(flawed, today=date(2026, 1, 1))
    assert WarnCode.INVALID_PERIOD in {warning.code for warning in reading.warnings}


def test_a_grey_copy_and_a_reflection_are_doubted(reader, minted):
    image = lying(minted(6))
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    [copy] = reader.read(np.asarray(grey, np.uint8))
    assert "photocopy" in reasons(copy)
    glaring = reader.read(lying(minted(6), trouble=Trouble.GLARE))
    assert "reflection" in reasons(glaring[0])


def refused(reader, image, wanted=None):
    with pytest.raises(InputError) as caught:
        reader.read(np.asarray(image, np.uint8), wanted)
    return caught.value.code


def test_no_card(reader):
    noise = np.random.default_rng(1).integers(90, 110, (720, 1280, 3))
    assert refused(reader, noise) == "card-none"


def test_another_document(reader, minted):
    assert refused(reader, lying(minted(1), trouble=Trouble.OTHER_DOCUMENT)) == "card-other-document"


def test_the_other_side(reader, minted):
    assert refused(reader, lying(minted(1)), Side.BACK) == "card-other-side"


def test_a_card_too_small_to_read(reader, minted):
    small = cv2.resize(lying(minted(1)), (260, 146), interpolation=cv2.INTER_AREA)
    assert refused(reader, small) == "card-too-small"


def test_a_blurred_card(reader, minted):
    assert refused(reader, cv2.GaussianBlur(lying(minted(1)), (0, 0), 11)) == "card-blurred"


def test_the_report_has_what_integrators_expect(reader, minted):
    card = minted(6)
    [reading] = reader.read(lying(card))
    plain = json.loads(json.dumps(as_json("card.jpg", reading, crops=True), ensure_ascii=False))
    assert plain.keys() >= {"file", "side", "IdInfo", "AdvancedInfo", "confidence", "quad", "elapsed_ms"}
    assert plain["IdInfo"] == texts(reading)
    assert plain["AdvancedInfo"].keys() >= {"WarnInfos", "Quality", "BorderCodeValue"}
    assert np.array(plain["quad"]).shape == (4, 2)
    crop = cv2.imdecode(np.frombuffer(b64decode(plain["AdvancedInfo"]["IdCard"]), np.uint8), cv2.IMREAD_COLOR)
    assert crop.shape == reading.card.shape
    doubted = replace(reading, checks={"number-checksum": False, "number-sex": None})
    text = as_text("card.jpg", doubted)
    assert "number-checksum: does not hold" in text
    assert "number-sex: could not be checked" in text


@pytest.mark.parametrize("kind", [Kind.TEMPORARY, Kind.FOREIGN_PR_2017])
def test_the_back_of_a_card_that_says_all_in_front_is_known_for_what_it_is(reader, kind):
    minted = mint_document(np.random.default_rng(4), kind, test=False)
    image, _ = render(minted.back, CardPose(rotation=6), DeskStyle(), Light(), SIZE)
    [reading] = reader.read(image)
    assert (reading.kind, reading.side) == (kind, Side.BACK)
    with pytest.raises(InputError) as error:
        reader.read(image, Side.FRONT)
    assert error.value.code == "card-other-side"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CITIZEN])
def test_a_sound_card_of_another_kind_is_called_neither_a_copy_nor_out_of_order(reader, kind):
    minted = mint_document(np.random.default_rng(6), kind, test=False)
    image, _ = render(minted.front, CardPose(rotation=-5), DeskStyle(), Light(), SIZE)
    [reading] = reader.read(image, today=TODAY)
    expected = {WarnCode.TEMPORARY} if kind is Kind.TEMPORARY else set()
    assert {warning.code for warning in reading.warnings} == expected
