"""Finding a word in text that was read with slips."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` is the word but for `slips` characters that are wrong, missing or too many."""

    start: int
    end: int
    slips: int


def find(text: str, word: str, slips: int | None = None) -> Found | None:
    """The place in `text` most like `word`, upper and lower case alike, with at most `slips` slips.

    By default one in four characters may be wrong, and none of a word of two. Sellers, The theory and computation of
    evolutionary distances: pattern recognition, 1980.
    """
    allowed = (0 if len(word) < 3 else max(len(word) // 4, 1)) if slips is None else slips
    pattern, read = word.lower(), text.lower()
    if len(frozenset(pattern).difference(read)) > allowed:
        return None  # each of them is a slip: nearly every word ends here
    # Row i: the least slips of pattern[:i] ending at each place, and where that began.
    costs = [(0, place) for place in range(len(read) + 1)]
    for row, wanted in enumerate(pattern, 1):
        following = [(row, 0)]
        for place, character in enumerate(read, 1):
            following.append(
                min(
                    (costs[place - 1][0] + (character != wanted), costs[place - 1][1]),
                    (costs[place][0] + 1, costs[place][1]),
                    (following[place - 1][0] + 1, following[place - 1][1]),
                    key=lambda way: (way[0], -way[1]),
                )
            )
        costs = following
    end = min(range(len(read) + 1), key=lambda place: costs[place][0])
    slipped, start = costs[end]
    return Found(start, end, slipped) if slipped <= allowed and start < end else None


def holds(text: str, word: str, slips: int | None = None) -> bool:
    """Whether `word` is in `text`, as `find`."""
    return find(text, word, slips) is not None
