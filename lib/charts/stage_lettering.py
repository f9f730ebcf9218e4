"""Names on a stage: one size for all of them, on as many lines as they need, none cut if it can be.

Names of one scene are set alike, so that neither size nor place says who won.
"""

from collections.abc import Sequence
from functools import lru_cache

from lib.charts import lettering
from lib.charts.lettering import fitted

LEAST = 40
"""Nothing smaller is read from the last row of a hall (design guide §3)."""
LEADING = 1.16
MEASURED_AT = 1_000
NEARLY = 0.8
"""How much smaller words may become before they are better broken into lines."""
EXTRA_BOLD = 1.06
"""How much wider weight 800 is than the weight widths are known of."""


def width(words: str, size: float) -> float:
    """How wide words are at a font size, px; measured once, asked at many sizes."""
    return _measured(words) * size / MEASURED_AT


@lru_cache(4_096)
def _measured(words: str) -> float:
    return lettering.width(words, MEASURED_AT)


def broken(words: str, size: int, room: float) -> list[str]:
    """Words in as few lines as a room (px) allows, broken between words, two lines evenly."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) != 2:
        return lines or [""]
    # a role on one line, its unit on the next
    head, comma, tail = words.partition(", ")
    parted = [f"{head},", tail]
    return parted if comma and _fit(parted, size, room) else balanced(words)


def balanced(words: str) -> list[str]:
    """Words on two lines, neither much longer than the other."""
    parts = words.split(" ")
    pairs = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    return list(min(pairs, key=lambda pair: max(width(one, LEAST) for one in pair)))


def alike(
    texts: Sequence[str], size: int, room: float, *, most_lines: int, least: int = LEAST
) -> tuple[int, list[list[str]]] | None:
    """The size at which all texts fit a room (px), and the lines of each; None when none does.

    On as few lines as it takes while they become little smaller; else at the largest size.
    """
    nearly = max(least, round(size * NEARLY))
    best: tuple[int, list[list[str]]] | None = None
    for one in range(size, least - 1, -1):
        if best is not None and one < nearly:
            break
        lines = [broken(text, one, room) for text in texts]
        if not all(len(found) <= most_lines and _fit(found, one, room) for found in lines):
            continue
        if best is None or sum(map(len, lines)) < sum(map(len, best[1])):
            best = one, lines
    return best


def alike_or_cut(
    texts: Sequence[str], size: int, room: float, *, most_lines: int, least: int = LEAST
) -> tuple[int, list[list[str]]]:
    """As `alike`; what fits in no way is cut, at the least size."""
    found = alike(texts, size, room, most_lines=most_lines, least=least)
    if found is not None:
        return found
    return least, [_cut(text, least, room, most_lines) for text in texts]


def tall(lines: int, size: int) -> float:
    """How tall lines of a size are, px."""
    return lines * size * LEADING


def _fit(lines: Sequence[str], size: int, room: float) -> bool:
    return all(width(line, size) <= room for line in lines)


def _cut(text: str, size: int, room: float, most_lines: int) -> list[str]:
    lines = broken(text, size, room)
    kept = [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    return [fitted(line, size, room, least=size)[0] for line in kept if line]
