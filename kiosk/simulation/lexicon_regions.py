"""The county-level regions of GB/T 2260 that exist today, from the table inside python-stdnum (its `cn/loc.dat`)."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
NOT_RESIDENT = frozenset({"71", "81", "82"})
"""Taiwan, Hong Kong and Macau: their residents hold other documents."""
FIRST_CODES = 1984
"""Numbers began in 1984: who was born before was given the region's code of the first registration."""


@dataclass(frozen=True, slots=True)
class Region:
    """A county, city district or county-level city. `prefecture` is empty where the province governs it directly."""

    code: str
    province: str
    prefecture: str
    county: str
    since: int

    @property
    def rural(self) -> bool:
        """Whether it is a county or banner, where villages outnumber streets."""
        return self.county.endswith(("县", "旗"))

    @property
    def county_city(self) -> bool:
        """A county-level city, which an address may name right after its province."""
        return self.county.endswith("市")


def _now(value: str) -> tuple[str, int] | None:
    """The name still in force in an entry such as `[-1991]东郊区,[1992-]东丽区`, and since when."""
    for part in value.split(","):
        match = re.fullmatch(r"(?:\[(\d*)-(\d*)\])?(.+)", part)
        if match and not match[2]:
            return match[3], int(match[1] or 0)
    return None


@cache
def regions() -> tuple[Region, ...]:
    """All regions a resident's number can begin with, in the order of their codes."""
    found: list[Region] = []
    province, code, prefecture = "", "", ""
    for line in (files("stdnum") / "cn" / "loc.dat").read_text("utf-8").splitlines():
        match = re.match(r'(\d{2}) province="(.+)"|  (\d{4}) county="(.+)"', line)
        if match is None:
            continue
        if match[1]:
            code, province = match[1], match[2]
            continue
        entry = _now(match[4])
        if match[3].endswith("00"):
            prefecture = entry[0] if entry else ""
            continue
        if code in NOT_RESIDENT or entry is None or not prefecture:
            continue
        name, since = entry
        if name in {"市辖区", "县", "市"} or "直辖" in name or name.endswith("區"):
            continue
        within = "" if code in MUNICIPALITIES or "直辖" in prefecture or match[3][:2] == "90" else prefecture
        found.append(Region(code + match[3], province, within, name, since))
    return tuple(found)


@cache
def registered(year: int) -> tuple[Region, ...]:
    """Those that somebody born in `year` can have been registered in."""
    return tuple(region for region in regions() if region.since <= max(year, FIRST_CODES))
