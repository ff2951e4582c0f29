"""The ethnicities a card can state, and what a misread one unambiguously is."""

import numpy as np
from numpy.typing import NDArray

NATIONS = (
    *("汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼"),
    *("哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"),
    *("达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克"),
    *("俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"),
)
"""GB/T 3304, in the order of its codes 01–56, as printed: without 族."""
OTHERS = ("其他", "外国血统中国籍人士", "穿青人", "革家人")
"""Codes 97 and 98 of the population register, and the two groups of Guizhou that are none of the 56 and whose own name
a card may state (the Ministry of Public Security's reply of 28 August 2003)."""
WORDS = (*NATIONS, *OTHERS)

MARGIN = 3.0
"""How much likelier (natural logarithm) the best word must be than the next for a correction."""
FLOOR = -5.0
"""Least log-likelihood for each character that differs from what was read: below, another word is printed."""


def known(text: str) -> bool:
    """Whether a card can state this."""
    return text in WORDS


def likely_word(
    text: str, columns: NDArray[np.float32], index: dict[str, int], words: tuple[str, ...] = WORDS
) -> tuple[str, float] | None:
    """The one of `words` that the recogniser's `columns` (T, C) say, if they say it unambiguously, and its probability.

    `text` is what the best path read: a word that differs in every character but those the columns doubt is refused.
    """
    known = (word for word in words if all(character in index for character in word))
    scored = sorted(
        ((log_likelihood(columns, [index[character] for character in word]), word) for word in known), reverse=True
    )
    if not scored:
        return None
    best, word = scored[0]
    runner_up = scored[1][0] if len(scored) > 1 else -np.inf
    differing = max(sum(character not in text for character in word), abs(len(word) - len(text)), 1)
    if best - runner_up < MARGIN or best < FLOOR * differing:
        return None
    return word, float(np.exp(best))


def log_likelihood(columns: NDArray[np.float32], labels: list[int]) -> float:
    """log p(labels | columns) by CTC's forward sum (Graves et al., 2006, section 4.1); class 0 is the blank."""
    extended = [0] + [value for label in labels for value in (label, 0)]
    with np.errstate(divide="ignore"):
        logs = np.log(columns[:, extended].astype(np.float64) + 1e-12)
    skip = np.array([s >= 2 and extended[s] != 0 and extended[s] != extended[s - 2] for s in range(len(extended))])
    alpha = np.full(len(extended), -np.inf)
    alpha[:2] = logs[0, :2]
    for row in logs[1:]:
        one = np.concatenate(([-np.inf], alpha[:-1]))
        two = np.where(skip, np.concatenate(([-np.inf, -np.inf], alpha[:-2]))[: len(alpha)], -np.inf)
        alpha = np.logaddexp(np.logaddexp(alpha, one), two) + row
    return float(np.logaddexp(alpha[-1], alpha[-2]))
