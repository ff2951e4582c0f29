"""Documents that are not read, only named, so that the visitor hears what was laid down."""

import re
from collections.abc import Sequence
from enum import StrEnum

from kiosk.card.kinds.approximate import find
from kiosk.card.kinds.mrz import cleaned


class OtherDocument(StrEnum):
    """The value is its stable name in JSON and its key in the wording."""

    DRIVING_LICENCE = "driving-licence"  # 机动车驾驶证
    VEHICLE_LICENCE = "vehicle-licence"  # 机动车行驶证
    PASSPORT = "passport"  # 护照, and anything with a passport's machine-readable zone
    SOCIAL_SECURITY_CARD = "social-security-card"  # 社会保障卡
    BANK_CARD = "bank-card"
    STUDENT_CARD = "student-card"  # 学生证
    EXIT_PERMIT_HK_MACAO = "exit-permit-hk-macao"  # 往来港澳通行证
    EXIT_PERMIT_TAIWAN = "exit-permit-taiwan"  # 大陆居民往来台湾通行证
    TRAVEL_PERMIT_HK_MACAO = "travel-permit-hk-macao"  # 港澳居民来往内地通行证
    TRAVEL_PERMIT_TAIWAN = "travel-permit-taiwan"  # 台湾居民来往大陆通行证
    HONG_KONG_IDENTITY_CARD = "hong-kong-identity-card"
    MACAO_IDENTITY_CARD = "macao-identity-card"
    FOREIGN_PR_2004 = "foreign-pr-2004"  # 外国人永久居留证, before 2017
    WORK_PERMIT = "work-permit"  # 外国人工作许可证
    LOCAL_RESIDENCE_PERMIT = "local-residence-permit"  # 居住证 of a city, for citizens from elsewhere
    OFFICER_CARD = "officer-card"  # 军官证, 士兵证, 人民警察证
    HOUSEHOLD_REGISTER = "household-register"  # 居民户口簿
    MEMBER_CARD = "member-card"
    BUSINESS_CARD = "business-card"


TITLES: tuple[tuple[OtherDocument, tuple[str, ...]], ...] = (
    (OtherDocument.DRIVING_LICENCE, ("机动车驾驶证", "DrivingLicense", "DrivingLicence")),
    (OtherDocument.VEHICLE_LICENCE, ("机动车行驶证", "VehicleLicense")),
    (OtherDocument.SOCIAL_SECURITY_CARD, ("社会保障卡", "SocialSecurityCard")),
    (OtherDocument.TRAVEL_PERMIT_HK_MACAO, ("港澳居民来往内地通行证",)),
    (OtherDocument.TRAVEL_PERMIT_TAIWAN, ("台湾居民来往大陆通行证", "来往大陆通行证")),
    (OtherDocument.EXIT_PERMIT_TAIWAN, ("大陆居民往来台湾通行证", "往来台湾通行证")),
    (OtherDocument.EXIT_PERMIT_HK_MACAO, ("往来港澳通行证", "EXIT-ENTRYPERMITFORTRAVELLING")),
    (
        OtherDocument.HONG_KONG_IDENTITY_CARD,
        ("香港永久性居民身份证", "香港永久性居民身份證", "HONGKONGPERMANENTIDENTITY"),
    ),
    (OtherDocument.MACAO_IDENTITY_CARD, ("澳门永久性居民身份证", "澳門永久性居民身份證", "BILHETEDEIDENTIDADE")),
    (OtherDocument.FOREIGN_PR_2004, ("外国人永久居留证", "FOREIGNERPERMANENTRESIDENCECARD")),
    (OtherDocument.WORK_PERMIT, ("外国人工作许可证", "FOREIGNER'SWORKPERMIT")),
    (OtherDocument.HOUSEHOLD_REGISTER, ("居民户口簿", "常住人口登记卡")),
    (OtherDocument.OFFICER_CARD, ("军官证", "士兵证", "文职干部证", "人民警察证")),
    (OtherDocument.STUDENT_CARD, ("学生证", "学生卡", "校园卡", "STUDENTCARD", "STUDENTIDCARD")),
    (OtherDocument.LOCAL_RESIDENCE_PERMIT, ("居住证",)),
    (OtherDocument.PASSPORT, ("护照", "PASSPORT", "PASSEPORT")),
)
"""Titles that nothing else bears; the longer before those they contain."""
BANK = re.compile(r"银联|借记卡|信用卡|储蓄卡|union\s?pay|debit|VALID\s?THRU|GOOD\s?THRU|MONTH/YEAR", re.IGNORECASE)
MEMBER = re.compile(r"会员卡|贵宾卡|VIP|购物卡|储值卡|交通卡|一卡通|门禁卡")
CONTACT = re.compile(r"电话|手机|邮箱|传真|Tel[:：.]|@[\w.]+\.\w+|www\.|有限公司", re.IGNORECASE)
TITLE_SHARE = 0.45
"""A title fills at least this part of its line: the same word in an address or an employer's name does not."""


def titled(texts: Sequence[str]) -> OtherDocument | None:
    """The document whose title stands on a line of its own, or whose machine-readable zone is a passport's."""
    # Of several the first in TITLES: a line may hold a short title inside a longer one.
    for document, titles in TITLES:
        for title in titles:
            slips = 0 if len(title) < 4 else max(len(title) // 5, 1)
            for text in texts:
                found = find(text, title, slips)
                if found is not None and found.end - found.start >= TITLE_SHARE * len(text):
                    return document
    if any(re.match(r"P[A-Z<][A-Z]{3}[A-Z]+<<?[A-Z]", zone) and len(zone) >= 35 for zone in map(cleaned, texts)):
        return OtherDocument.PASSPORT
    return None


def hinted(texts: Sequence[str]) -> OtherDocument | None:
    """The document that what stands on it hints at, where it bears no title; to be asked last."""
    whole = "\n".join(texts)
    digits = [re.sub(r"\s", "", text) for text in texts]
    if BANK.search(whole) or any(re.fullmatch(r"[3-6]\d{15,18}", text) and _luhn(text) for text in digits):
        return OtherDocument.BANK_CARD
    if "银行" in whole and any(re.fullmatch(r"[\d*]{15,19}", text) for text in digits):
        return OtherDocument.BANK_CARD
    if MEMBER.search(whole):
        return OtherDocument.MEMBER_CARD
    return OtherDocument.BUSINESS_CARD if len(set(CONTACT.findall(whole))) >= 2 else None


def _luhn(number: str) -> bool:
    """ISO/IEC 7812-1: the check digit of card numbers."""
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0
