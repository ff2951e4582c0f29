"""The nationalities a foreign permanent resident's card may name: ISO 3166-1, and the Chinese names in use.

Not all of ISO 3166-1: a country that is missing here is not doubted, only not checked.
"""

NUMERIC = {
    "ARE": "784", "ARG": "032", "AUS": "036", "AUT": "040", "BEL": "056", "BGD": "050", "BGR": "100", "BRA": "076",
    "CAN": "124", "CHE": "756", "CHL": "152", "COL": "170", "CZE": "203", "DEU": "276", "DNK": "208", "EGY": "818",
    "ESP": "724", "EST": "233", "FIN": "246", "FRA": "250", "GBR": "826", "GRC": "300", "HRV": "191", "HUN": "348",
    "IDN": "360", "IND": "356", "IRL": "372", "IRN": "364", "ISL": "352", "ISR": "376", "ITA": "380", "JPN": "392",
    "KAZ": "398", "KEN": "404", "KGZ": "417", "KHM": "116", "KOR": "410", "LAO": "418", "LTU": "440", "LUX": "442",
    "LVA": "428", "MAR": "504", "MEX": "484", "MMR": "104", "MNG": "496", "MYS": "458", "NGA": "566", "NLD": "528",
    "NOR": "578", "NPL": "524", "NZL": "554", "PAK": "586", "PER": "604", "PHL": "608", "POL": "616", "PRT": "620",
    "ROU": "642", "RUS": "643", "SAU": "682", "SGP": "702", "SRB": "688", "SVK": "703", "SVN": "705", "SWE": "752",
    "THA": "764", "TUR": "792", "UKR": "804", "USA": "840", "UZB": "860", "VNM": "704", "ZAF": "710",
}  # fmt: skip
"""The numeric code by the code of three letters."""

CHINESE = {
    "ARG": "阿根廷", "AUS": "澳大利亚", "AUT": "奥地利", "BEL": "比利时", "BRA": "巴西", "CAN": "加拿大",
    "CHE": "瑞士", "CZE": "捷克", "DEU": "德国", "DNK": "丹麦", "EGY": "埃及", "ESP": "西班牙", "FIN": "芬兰",
    "FRA": "法国", "GBR": "英国", "GRC": "希腊", "HUN": "匈牙利", "IDN": "印度尼西亚", "IND": "印度", "IRL": "爱尔兰",
    "ISR": "以色列", "ITA": "意大利", "JPN": "日本", "KAZ": "哈萨克斯坦", "KOR": "韩国", "MEX": "墨西哥",
    "MYS": "马来西亚", "NLD": "荷兰", "NOR": "挪威", "NZL": "新西兰", "PAK": "巴基斯坦", "PHL": "菲律宾",
    "POL": "波兰", "PRT": "葡萄牙", "RUS": "俄罗斯", "SAU": "沙特阿拉伯", "SGP": "新加坡", "SWE": "瑞典",
    "THA": "泰国", "TUR": "土耳其", "UKR": "乌克兰", "USA": "美国", "VNM": "越南", "ZAF": "南非",
}  # fmt: skip
"""The Chinese name by the code of three letters."""
