"""How wide words are in Noto Sans, so that text set for a place fits it.

Widths are those of weight 700, measured in a browser, in thousandths of the font size; lighter
weights are narrower, so what fits here fits there too. Marks above and below add nothing.
"""

import unicodedata

WIDTHS: dict[str, int] = {
    **dict.fromkeys("0123456789+×<>−", 578),
    " ": 260, "\u00a0": 260, "!": 282, "%": 902, "(": 339, ")": 339, ",": 285, "-": 320, ".": 285,
    "/": 415, ":": 285, ";": 285, "·": 281, "–": 500, "…": 855, "&": 750, "'": 266, '"': 479,
    "?": 477,
    "A": 692, "B": 665, "C": 642, "D": 732, "E": 560, "F": 549, "G": 724, "H": 765, "I": 389,
    "J": 331, "K": 664, "L": 559, "M": 943, "N": 813, "O": 791, "P": 621, "Q": 791, "R": 656,
    "S": 551, "T": 577, "U": 756, "V": 650, "W": 967, "X": 670, "Y": 626, "Z": 579,
    "a": 599, "b": 632, "c": 516, "d": 632, "e": 597, "f": 387, "g": 632, "h": 650, "i": 299,
    "j": 298, "k": 620, "l": 298, "m": 975, "n": 650, "o": 625, "p": 632, "q": 632, "r": 447,
    "s": 502, "t": 434, "u": 650, "v": 571, "w": 856, "x": 578, "y": 571, "z": 493,
    "đ": 645, "Đ": 732, "ơ": 681, "Ơ": 821, "ư": 757, "Ư": 885,
}  # fmt: skip
WIDEST = 1_000
HORN = "\u031b"


def width(words: str, size: float) -> float:
    """How wide words are at a font size, in px; never less than they turn out."""
    total = 0
    for letter in unicodedata.normalize("NFC", words):
        parted = unicodedata.normalize("NFD", letter)
        base = parted[0]
        if HORN in parted:
            base = unicodedata.normalize("NFC", base + HORN)
        total += WIDTHS.get(base, WIDEST)
    return total * size / 1000


def fitted(words: str, size: int, room: float, *, least: int) -> tuple[str, int]:
    """Words and the size at which they fit a room (px): smaller down to `least`, then shortened."""
    while size > least and width(words, size) > room:
        size -= 1
    if width(words, size) <= room:
        return words, size
    kept = words
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…", size


def on_lines(words: str, size: int, room: float, *, least: int) -> tuple[list[str], int]:
    """Words and the size at which they fit a room (px): smaller, then on two lines, then cut."""
    shown, fitting = fitted(words, size, room, least=least)
    parts = words.split()
    if shown == words or len(parts) < 2:
        return [shown], fitting
    breaks = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    lines = min(breaks, key=lambda pair: max(width(one, least) for one in pair))
    return [fitted(one, least, room, least=least)[0] for one in lines], least
