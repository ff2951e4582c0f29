"""What is more likely in a name or an address than elsewhere: surnames, given names, places, parts of addresses."""

import re
from collections.abc import Iterator
from importlib.resources import files

from kiosk.simulation import lexicon_names as lexicon

ERA = re.compile(r"^\[.*?\]")
COMPOUND_SURNAMES = (*lexicon.COMPOUND_SURNAMES, "万俟", "亓官", "东郭", "西门", "百里", "司空", "濮阳", "公冶")
GIVEN = tuple(
    dict.fromkeys(c for pair in zip(lexicon.GIVEN_MALE, lexicon.GIVEN_FEMALE, strict=False) for c in pair)
    | dict.fromkeys(lexicon.GIVEN_RARE)
)
"""Characters that people are called by, the more frequent first."""

SURNAME_SOUNDS = dict(
    re.findall(
        r"(\S+)=(\S+)",
        "单=shan 解=xie 查=zha 仇=qiu 区=ou 曾=zeng 任=ren 盖=ge 朴=piao 翟=zhai 缪=miao 宓=mi 折=she 员=yun 秘=bi "
        "召=shao 覃=qin 纪=ji 宁=ning 燕=yan 华=hua 那=na 应=ying 牟=mou 车=che 柏=bai 郗=xi 瞿=qu 乐=yue 冼=xian "
        "葛=ge 繁=po 种=chong 重=chong 隗=wei 尉=wei 祭=zhai 俞=yu 强=qiang 么=yao 吕=lv "
        "尉迟=yuchi 万俟=moqi 澹台=tantai 长孙=zhangsun 亓官=qiguan 濮阳=puyang",
    )
)
"""How a surname is spoken where its characters are mostly spoken otherwise, or in several ways."""
SURNAMES = tuple(
    dict.fromkeys((*lexicon.SURNAMES, *lexicon.RARE_SURNAMES, *(name for name in SURNAME_SOUNDS if len(name) == 1)))
)
"""Those of one character, the most frequent first."""

ADDRESS_WORDS = (
    *("街道", "社区", "小区", "居民委员会", "村民委员会", "居委会", "村委会", "村民小组", "单元", "号院", "号楼", "栋"),
    *("大街", "大道", "大厦", "公寓", "花园", "家园", "新村", "新区", "开发区", "胡同", "东路", "西路", "南路", "北路"),
    *("中路", "一路", "二路", "三路", "环路", "人民路", "解放路", "建设路", "中山路", "和平路", "新华路", "幸福路"),
    *("集体户", "宿舍", "家属院", "学院", "大学", "公司", "农场", "林场", "自治区", "自治州", "自治县", "市辖区"),
)
QUICK = ("号", "栋", "单元", "室", "路", "街", "村", "组", "镇", "乡", "（", "）")
"""What nearly every address needs; offered while nothing is being typed."""
SIGNS = (",", ".", "'", "(", ")", "/")
"""The same beside Latin letters."""


def places() -> Iterator[str]:
    """Every province, prefecture and county that is or was, each once and in this order, from the table inside
    python-stdnum: an address keeps the name its county had when the card was made."""
    table = (files("stdnum") / "cn" / "loc.dat").read_text("utf-8")
    entries = re.findall(r'(\d+) (?:province|county)="(.+?)"', table)
    large = [entry for code, entry in entries if len(code) == 2 or code.endswith("00")]
    names = (ERA.sub("", name) for entry in (*large, *(entry for _, entry in entries)) for name in entry.split(","))
    yield from dict.fromkeys(name for name in names if len(name) > 1)
