"""The ethnicities a card can state: GB/T 3304's 56, and the two further entries of the household register."""

ETHNICITIES = (
    *("汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼"),
    *("哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"),
    *("达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克"),
    *("俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"),
)
"""In the order of their codes 01–56, without 族, as printed."""

OTHERS = ("其他", "外国血统中国籍人士")
"""Codes 97 and 98 of the population register, as printed."""

TURKIC = frozenset({"维吾尔", "哈萨克", "柯尔克孜", "乌孜别克", "塔塔尔", "塔吉克"})
"""Those whose names are written as given name · father's name."""
TIBETAN = frozenset({"藏", "门巴", "珞巴"})
MONGOLIC = frozenset({"蒙古", "达斡尔", "鄂温克", "鄂伦春"})
YI = frozenset({"彝"})
"""Those whose names are often clan name + given name, with or without a dot."""
RUSSIAN = frozenset({"俄罗斯"})
