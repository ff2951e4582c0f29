"""Sentences that a profile changes: what a visitor agrees to must be what happens at this venue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.decision.profile import Profile


@dataclass(frozen=True, slots=True)
class Venue:
    """What of a profile can be read on the screen.

    `on_file`: the face is compared with a photo kept here, not with the one on the card. `block_list`: card and face
    are looked up in the venue's block list. `compares` False: the face is compared with no photo.
    """

    on_file: bool = False
    block_list: bool = False
    compares: bool = True

    @classmethod
    def of(cls, profile: "Profile") -> "Venue":
        return cls(
            on_file=profile.match and profile.authority == "gallery",
            block_list=profile.block_list,
            compares=profile.match,
        )

    def sentences(self, language: str) -> Mapping[str, str]:
        """Those that take the place of the usual ones, by key."""
        return {
            **(NOT_COMPARED[language] if not self.compares else {}),
            **(ON_FILE[language] if self.on_file else {}),
            **(BLOCK_LIST[language] if self.block_list else {}),
            **(ON_FILE_AND_BLOCK_LIST[language] if self.on_file and self.block_list else {}),
        }


NOT_COMPARED = {
    "zh": {"deciding.text": "正在核对证件，并保存登记记录。通常只需几秒钟。"},
    "en": {"deciding.text": "We are checking the card and saving the record. This usually takes a few seconds."},
}
ON_FILE = {
    "zh": {
        "welcome.what.text": "身份证两面的照片，以及您面部的画面，只用来与本处登记的照片作比较，确认您就是持证人。",
        "deciding.text": "正在把您的面部与本处登记的照片作比较，核对证件，并保存登记记录。通常只需几秒钟。",
        "reason.match-missing": "没能把您的面部与本处登记的照片作比较。",
        "reason.face-uncertain": "没能确认您与本处登记的照片是同一个人。",
        "reason.face-mismatch": "没能确认您与本处登记的照片是同一个人。",
    },
    "en": {
        "welcome.what.text": "Pictures of your card and of your face, only to compare you with the photo "
        "registered here.",
        "deciding.text": "We are comparing your face with the photo registered here, checking the card and saving the "
        "record. This usually takes a few seconds.",
        "reason.match-missing": "Your face could not be compared with the photo registered here.",
        "reason.face-uncertain": "We could not confirm that the photo registered here is you.",
        "reason.face-mismatch": "We could not confirm that the photo registered here is you.",
    },
}
BLOCK_LIST = {
    "zh": {
        "welcome.what.text": "身份证两面的照片，以及您面部的画面，用来确认您就是持证人，并查对本场所谢绝接待的名单。",
    },
    "en": {
        "welcome.what.text": "Pictures of your card and of your face, to confirm the card is yours and to check our "
        "list of people turned away.",
    },
}
ON_FILE_AND_BLOCK_LIST = {
    "zh": {
        "welcome.what.text": "身份证两面的照片，以及您面部的画面，用来与本处登记的照片作比较，确认您就是持证人，"
        "并查对本场所谢绝接待的名单。",
    },
    "en": {
        "welcome.what.text": "Pictures of your card and of your face, to compare you with the photo registered here "
        "and to check our list of people turned away.",
    },
}
