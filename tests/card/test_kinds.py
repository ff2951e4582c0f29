import numpy as np
import pytest

from kiosk.card.kinds import mrz, numbers
from kiosk.card.kinds.approximate import find, holds
from kiosk.card.kinds.checks import checks_of
from kiosk.card.kinds.fields import fields_of_kind
from kiosk.card.kinds.other import OtherDocument
from kiosk.card.kinds.recognition import recognise, side_of_kind
from kiosk.card.kinds.spans import spaced
from kiosk.card.reading import Field, Kind, Side
from kiosk.card.rectify import rectify
from kiosk.card.rows import row_of
from kiosk.card.text import TextLine, TextReader
from kiosk.simulation.capture import captures
from kiosk.simulation.desk import CardPose, DeskStyle, Light, render
from kiosk.simulation.desk_documents import READ, Document, document
from kiosk.simulation.documents import mint_document

MINTED_KINDS = tuple(READ.values())
SPECIMENS = ("CAN110081080310", "KAZ110090123105", "932682198501010017", "911124198108030024")
"""Published numbers that belong to nobody."""


@pytest.fixture(scope="module")
def text(store):
    return TextReader(store)


@pytest.fixture(scope="module")
def read(text):
    """Minted documents, photographed on a desk: (document, lines of each side), read once for all tests."""

    def shot(picture, rng):
        pose = CardPose(float(rng.uniform(-8, 8)), 5, -4, 0.5)
        frame, quad = render(picture, pose, DeskStyle(), Light(), (1600, 900), rng)
        return text.lines(rectify(frame, quad))

    found = {}
    for kind in MINTED_KINDS:
        rng = np.random.default_rng(3)
        minted = mint_document(rng, kind, test=True)
        found[kind] = minted, {Side.FRONT: shot(minted.front, rng), Side.BACK: shot(minted.back, rng)}
    return found


NOTHING_SEEN = np.zeros((200, 20000), np.float32)
"""Columns that speak for no character, more than any alphabet has."""


def lines_of(*texts):
    """Lines as the recogniser gives them, one below the other."""
    return [
        TextLine(
            text,
            (60.0, 40.0 + 60 * row, 60.0 + 30 * len(text), 80.0 + 60 * row),
            (0.999,) * len(text),
            tuple(75.0 + 30 * place for place in range(len(text))),
            NOTHING_SEEN[: 4 * len(text)],
        )
        for row, text in enumerate(texts)
    ]


def told(**texts):
    return {name: Field(text, 1.0) for name, text in texts.items()}


@pytest.mark.parametrize("kind", MINTED_KINDS)
@pytest.mark.parametrize("side", Side)
def test_each_kind_is_recognised_by_either_side(read, kind, side):
    lines = read[kind][1][side]
    assert recognise(lines) is kind
    assert side_of_kind(lines, kind) is side


@pytest.mark.parametrize("kind", MINTED_KINDS)
@pytest.mark.parametrize("side", Side)
def test_each_kind_is_read_as_it_was_printed_and_agrees_with_itself(read, text, kind, side):
    minted, lines = read[kind]
    fields = fields_of_kind(lines[side], kind, side, text.index)
    assert {name: field.text for name, field in fields.items()} == dict(minted.truth[side])
    assert all(0 <= field.confidence <= 1 for field in fields.values())
    checks = checks_of(fields, side, kind)
    unsaid = set() if "PreviousNum" in fields else {"previous-checksum"}  # without one held before none to check
    assert all(held is True for name, held in checks.items() if name not in unsaid), checks
    if kind is Kind.FOREIGN_PR_2017:
        assert "number-sex" not in checks  # its number does not tell


def test_ordinary_cards_are_taken_for_nothing_else(text):
    for frame, side, _, quad in captures(11, 4, "usual"):
        lines = text.lines(rectify(frame, quad))
        assert recognise(lines) is Kind.CITIZEN
        assert side_of_kind(lines, Kind.CITIZEN) is side


@pytest.mark.parametrize("kind", [kind for kind in Document if kind not in READ])
def test_other_documents_are_named(text, kind):
    assert recognise(text.lines(document(kind, 5))) is OtherDocument(kind.value)


def test_a_passport_is_named_by_its_zone_and_nothing_is_named_by_nothing():
    zone = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    assert recognise(lines_of(*zone)) is OtherDocument.PASSPORT
    assert recognise([]) is None
    assert recognise(lines_of("今日特价", "HELLO")) is None


def test_both_sides_of_an_ordinary_card_in_one_picture_are_no_temporary_card():
    front = ("姓名甲乙", "性别男民族汉", "公民身份号码")
    assert recognise(lines_of(*front, "签发机关样本市公安局", "有效期限2026.01.05-2036.01.05")) is Kind.TEMPORARY
    both = (*front, "居民身份证", "签发机关样本市公安局", "有效期限2026.01.05-2036.01.05")
    assert recognise(lines_of(*both)) is Kind.CITIZEN


@pytest.mark.parametrize(
    ("issue", "kind"),
    [
        (("签发机关样本市公安局", "有效朝限"), Kind.TEMPORARY),
        (("签友机关样本市公安局", "有效朝限"), Kind.TEMPORARY),
        (("签友机关样本市公安局",), Kind.CITIZEN),
    ],
)
def test_a_temporary_card_is_told_by_labels_of_its_issue_beside_a_holder(issue, kind):
    assert recognise(lines_of("姓名甲乙", "性别男民族汉", "公民身份号码", *issue)) is kind


def test_an_address_with_the_name_of_a_document_in_it_makes_no_other_document():
    lines = lines_of(
        "姓名甲乙", "性别男民族汉", "出生1990年1月1日", "住址样本市样本路学生证制卡中心宿舍楼3号", "公民身份号码"
    )
    assert recognise(lines) is Kind.CITIZEN


def test_the_specimens_are_read_through_the_slips_that_other_readers_made_on_photographs_of_them(text):
    old = lines_of(
        *("ZHENGJIANYANGBEN", "证件样本", "性别/sex", "女/F", "出生日期/Date.ofBirth", "1981.08.03", "国籍Nationality"),
        *("加拿大ICAN", "有效期限/PeriodofValidity", "2015.1025-2025.10.24", "签发机关门ssuingAuthority"),
        *(
            "中华人民共和国国家移民管理局",
            "NationalImmigrationAdministration,PRC",
            "证件号码LGardtNo",
            "CAN110081080310",
        ),
    )
    assert recognise(old) is Kind.FOREIGN_PR_2017
    assert side_of_kind(old, Kind.FOREIGN_PR_2017) is Side.FRONT
    fields = fields_of_kind(old, Kind.FOREIGN_PR_2017, Side.FRONT, text.index)
    assert {name: field.text for name, field in fields.items()} == {
        "Name": "ZHENGJIANYANGBEN",
        "ChineseName": "证件样本",
        "Sex": "女",
        "Birth": "1981-08-03",
        "Nationality": "加拿大/CAN",
        "ValidDate": "2015.10.25-2025.10.24",
        "Authority": "中华人民共和国国家移民管理局",
        "IdNum": "CAN110081080310",
    }
    new = lines_of(
        *("姓名/Name", "ZHENGJIAN", "YANGBEN", "证件样本", "性别/Sex", "女/F", "出生日期/DateofBirth", "1981.08.03"),
        *("国籍/Nationality", "加拿大/CAN", "有效期限/PeriodofValidity", "2023.09.15-2033.09.14", "证件号码/IDNO"),
        "911124198108030024",
    )
    assert recognise(new) is Kind.FOREIGN_PR_2023
    fields = fields_of_kind(new, Kind.FOREIGN_PR_2023, Side.FRONT, text.index)
    assert fields["Name"].text == "ZHENGJIAN YANGBEN" and fields["IdNum"].text == "911124198108030024"
    assert False not in checks_of(fields, Side.FRONT, Kind.FOREIGN_PR_2023).values()


def test_a_foreigner_s_card_is_recognised_by_the_forms_of_its_values_where_the_labels_are_blurred():
    values = ("1979.02.16", "女/F", "荷兰/NLD", "2026.02.17-2036.02.16")
    assert recognise(lines_of(*values, "954528197902160021")) is Kind.FOREIGN_PR_2023
    assert recognise(lines_of(*values, "等发机关", "NLD530379021602")) is Kind.FOREIGN_PR_2017


def test_the_foreigner_s_card_before_2017_is_named_not_read():
    assert recognise(lines_of("外国人永久居留证", "姓名/Name")) is OtherDocument.FOREIGN_PR_2004


def test_a_local_residence_permit_is_not_the_one_for_hong_kong_macao_and_taiwan():
    assert recognise(lines_of("样本市居住证", "签发机关样本市公安局")) is OtherDocument.LOCAL_RESIDENCE_PERMIT
    assert recognise(lines_of("港澳居民居住证", "签发机关样本市公安局")) is Kind.RESIDENCE_PERMIT


@pytest.mark.parametrize("number", SPECIMENS)
def test_published_specimen_numbers_pass_and_every_changed_digit_fails(number):
    assert numbers.foreign_checksum_holds(number) is True
    for place in range(3, len(number) - 1):
        changed = str((int(number[place]) + 1) % 10)
        wrong = number[:place] + changed + number[place + 1 :]
        if numbers.is_2017(wrong) or numbers.is_2023(wrong):
            assert numbers.foreign_checksum_holds(wrong) is False


def test_a_number_tells_birth_sex_region_and_nationality():
    new = told(IdNum="932682198501010017", Birth="1985-01-01", Sex="男", Nationality="沙特阿拉伯/SAU")
    assert set(checks_of(new, Side.FRONT, Kind.FOREIGN_PR_2023).values()) == {True, None}
    wrong = told(IdNum="932682198501010017", Birth="1985-01-02", Sex="女", Nationality="加拿大/CAN")
    checks = checks_of(wrong, Side.FRONT, Kind.FOREIGN_PR_2023)
    assert [checks[f"number-{name}"] for name in ("checksum", "birth", "sex", "nationality")] == [True, *[False] * 3]
    old = told(IdNum="KAZ110090123105", Birth="1990-12-31", Sex="男", Nationality="哈萨克斯坦/KAZ")
    checks = checks_of(old, Side.FRONT, Kind.FOREIGN_PR_2017)
    assert checks["number-nationality"] is True and checks["number-birth"] is True


def test_what_was_not_read_is_neither_right_nor_wrong():
    for kind in Kind:
        for side in Side:
            assert set(checks_of({}, side, kind).values()) <= {None}


def test_a_temporary_card_lasts_three_months_and_a_permit_counts_from_one():
    held = [
        checks_of(told(ValidDate=f"2026.05.31-{end}"), Side.FRONT, Kind.TEMPORARY)["period-length"]
        for end in ("2026.08.31", "2026.09.30", "2036.05.31")
    ]
    assert held == [True, False, False]
    counts = [
        checks_of(told(IssueCount=count, PassNum=number), Side.BACK, Kind.RESIDENCE_PERMIT)
        for count, number in (("01", "H12345678"), ("00", "12345678"), ("1", "K12345678"))
    ]
    assert [(one["issue-count-form"], one["pass-number-form"]) for one in counts] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_a_letter_among_the_digits_is_marked_not_mended_in_silence(text):
    lines = lines_of("性别/Sex", "男/M", "证件号码/IDCardNo.", "CANl1OO81080310")
    number = fields_of_kind(lines, Kind.FOREIGN_PR_2017, Side.FRONT, text.index)["IdNum"]
    assert number.text == "CAN110081080310" and number.marked == (3, 5, 6)


@pytest.mark.parametrize(("chance", "words"), [(0.02, "RAVI"), (0.7, "RAV I"), (0.98, "RAV I")])
def test_a_space_in_a_name_is_as_sure_as_it_was_seen(chance, words):
    columns = np.zeros((8, 3), np.float32)
    columns[:, 0] = 0.5
    columns[5, :] = (1 - chance, 0, chance)
    line = TextLine("RAVI", (0, 0, 80, 30), (1.0,) * 4, (5.0, 25.0, 45.0, 70.0), columns)
    text, sure = spaced(row_of([line]), {" ": 2})
    assert text == words
    assert sure == pytest.approx(max(chance, 1 - chance), abs=0.01)


def test_the_zone_s_example_holds_and_a_changed_digit_does_not():
    # ICAO Doc 9303 part 5, appendix B.
    zone = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
    assert set(mrz.checks_of_zone(zone).values()) == {True}
    spoilt = (zone[0], zone[1].replace("7408122", "7408132"), zone[2])
    checks = mrz.checks_of_zone(spoilt)
    assert checks["mrz-birth"] is False and checks["mrz-composite"] is False and checks["mrz-number"] is True


def test_fillers_that_were_counted_wrong_are_counted_right():
    zone = mrz.zone_of(
        lines_of("C<CHNBRA513959<0124548<<<<<", "5901249M2902212BRA<<<<<<<<<<<<<0", "SCHMIDT<<PIERRE<<<<")
    )
    assert zone is not None and [len(line) for line in zone.lines] == [mrz.WIDTH] * 3
    assert set(mrz.checks_of_zone(zone.lines).values()) == {True}
    assert zone.lines[0][5:14] + zone.lines[0][15:21] == "BRA513959012454"


def test_a_word_is_found_through_slips_and_not_through_too_many():
    found = find("中国临吋居民身份证", "临时居民身份证")
    assert found is not None and (found.start, found.slips) == (2, 1)
    assert not holds("居民身份证", "临时居民身份证")
    assert holds("PeriodofVaIidity", "PeriodofValidity") and not holds("性", "性别")
