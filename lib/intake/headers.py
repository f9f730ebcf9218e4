"""Finding the header of a table, in one row or two, and naming its columns.

A header may stand under titles and mottos, and may span two rows with merged cells:
"Doanh thu (triệu đồng)" over "Kế hoạch | Thực hiện". Rules: domain reference §4.4.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.i18n.folding import fold
from lib.intake.columns import COLUMNS, MEASURES, MONEY_KEYS, NUMBERING
from lib.intake.grids import Grid, shown
from lib.intake.parsing import Cell, bare

HEADER_WITHIN = 30
"""The header stands within this many rows from the top."""
ENOUGH_KNOWN = 5
"""The first row with this many known names is the header."""
FEWEST_KNOWN = 3
"""Fewer known names than this are no header at all."""
LONGEST_NAME = 120

MULTIPLIERS = {
    f"{word}{currency}": factor
    for words, factor in (
        (("",), 1),
        (("nghin", "ngan", "k", "1000"), 1000),
        (("trieu", "tr", "1000000"), 10**6),
        (("ty", "ti"), 10**9),
    )
    for word in words
    for currency in ("", "dong", "d", "vnd", "₫")
}
"""What money may be counted in, in one spelling."""
IN_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
TRAILING_UNIT = re.compile(
    r"(?:[-–—,/:*]|\bdvt\b:?|\bdon vi tinh\b:?|\s)\s*"
    r"((?:1[.,]?000|nghin|ngan|trieu|tr|ty|ti)\s*(?:dong|d|vnd|₫)|dong|vnd|₫)\s*$"
)
"""A unit that stands behind the name without brackets: "Doanh thu - triệu đồng"."""
MONEY_UNIT = (
    r"(?P<unit>(?:1[., ]?000(?:[., ]?000)?|nghin|ngan|trieu|tr|ty|ti)\s*\.?\s*(?:dong|d|vnd|₫)?"
    r"|dong|vnd|₫|d)"
)
STATED_UNIT = re.compile(
    rf"\b(?:dvt|don vi tinh|don vi tien te|don vi tien)\b\s*[:(]?\s*{MONEY_UNIT}(?![a-z])"
)
UNIT_ALONE = re.compile(rf"\(?\s*don vi\s*:?\s*{MONEY_UNIT}\s*\)?")
"""A cell that says "Đơn vị: nghìn đồng" means money; "Đơn vị: Đông Triều" does not."""
CUMULATIVE = re.compile(r"\bluy ke\b|\b(?:den|toi)(?: luc)? \d{1,2} ?(?:h|g|gio)(?: ?\d{2})?\b")
NOT_ACTUAL = re.compile(
    r"\b(?:ke hoach|kh giao|chi tieu|don gia|gia ban|gia von|ty le|ti le|hoan thanh|so sanh|"
    r"cung ky|con thieu|tinh luong|tang giam|chenh lech|chiet khau|hoa hong|luy ke)\b|%"
)
"""A figure under such a word is planned, priced, divided or added up: not what was sold."""

FOREIGN = re.compile(
    r"usd|eur|jpy|cny|ndt|\$|%|kehoach|chitieu|^kh$|luyke|nghin|ngan|trieu|tydong|000"
)
"""A bracket that makes a column of money something else, or counts it in nobody knows what."""
ESSENTIAL = frozenset(("sold_on", "sold_at", "unit", "staff_code", "service", *MEASURES))
"""Two columns of one of these leave it open which counts; of the others the first is taken."""

BY_NAME = {
    name: (column.key, place) for column in COLUMNS for place, name in enumerate(column.names)
}
BESIDE_MEASURE = frozenset(("so luong", "sl", "don gia", "gia", "gia ban"))
VAGUE = BY_NAME["so tien"][1]
"""Names of money from here on only stand for revenue where no clearer name does; two clear
names in one table may be two different figures."""
Named = tuple[str, int, int | None]
"""Column key, how sure the name is (0 is surest), and the multiplier stated beside it."""


@dataclass(frozen=True)
class Header:
    """Where the columns of a table are.

    `first` and `last` are the rows of the header, from 1; `names` what each column is called;
    `places` gives the place of each known column, `multipliers` what the money columns are
    counted in; `repeated` the known columns that stand there twice under one name.
    """

    first: int
    last: int
    names: tuple[str, ...]
    places: Mapping[str, int]
    multipliers: Mapping[str, int]
    repeated: tuple[str, ...] = ()
    is_cumulative: bool = False


def find_header(grid: Grid) -> Header | None:
    """The header of a sheet; None when no row has enough known names."""
    best: tuple[int, int, int] | None = None
    for place in range(min(len(grid.rows), HEADER_WITHIN)):
        single = _known(names_of(grid, place, place))
        double = 0
        if single >= 2 and _may_be_lower(grid, place + 1):
            double = _known(names_of(grid, place, place + 1))
            if double <= _known(names_of(grid, place + 1, place + 1)):
                double = 0
        count, last = max((single, -place), (double if double > single else 0, -place - 1))
        if best is None or count > best[0]:
            best = (count, place, -last)
        if count >= ENOUGH_KNOWN:
            break
    if best is None or best[0] < FEWEST_KNOWN:
        return None
    return _header(grid, best[1], best[2])


def known_columns(cells: Sequence[Cell]) -> set[str]:
    """The known columns that a row of header names holds, the column of row numbers included."""
    return {
        named[0]
        for cell in cells
        if isinstance(cell, str) and (named := column_named(cell, "")) is not None
    }


def names_of(grid: Grid, first: int, last: int) -> list[tuple[str, str]]:
    """(upper, lower) name of each column; the rows are places in `grid.rows`.

    In a header of two rows an upper name reaches as far as its merged cell, or, where nothing
    is merged, over the lower names that have nothing above them.
    """
    upper = [shown(cell) for cell in grid.rows[first]]
    if first == last:
        return [("", name) for name in upper]
    lower = [shown(cell) for cell in grid.rows[last]]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    for top, left, bottom, right in grid.merged:
        if top == first + 1 and bottom == top:
            for place in range(left + 1, min(right + 1, width)):
                upper[place] = upper[place] or upper[left]
    if not grid.merged:
        for place in range(1, width):
            if not upper[place] and lower[place]:
                upper[place] = upper[place - 1]
    return list(zip(upper, lower, strict=True))


def common_unit(lines: Sequence[str]) -> int:
    """What the lines above a table say all its money is counted in; 1 when nothing is said."""
    for line in lines:
        unit = money_unit(line)
        if unit is not None:
            return unit
    return 1


def money_unit(line: str) -> int | None:
    """What a line says that money is counted in; None when it does not speak of it."""
    written = bare(line)
    found = STATED_UNIT.search(written) or UNIT_ALONE.fullmatch(written)
    return MULTIPLIERS.get(compact(found["unit"])) if found else None


@lru_cache(maxsize=4096)
def column_named(name: str, above: str) -> Named | None:
    """Which column a name stands for, alone or under another name; None when not known."""
    if len(name) > LONGEST_NAME or len(above) > LONGEST_NAME:
        return None
    own, own_unit = _parted(name)
    over, over_unit = _parted(above)
    if own in NUMBERING or (not own and over in NUMBERING):
        return "numbering", 0, None
    candidates = (f"{over} {own}", f"{own} {over}", own) if over and own else (own or over,)
    found = next((BY_NAME[one] for one in candidates if one in BY_NAME), None)
    if found is None:
        return None
    key, sureness = found
    if key in MEASURES and NOT_ACTUAL.search(f"{bare(above)} {bare(name)}"):
        return None
    units = [unit for unit in (own_unit, over_unit) if unit is not None]
    if key in MONEY_KEYS:
        # "(USD)", "(%)": not an amount in đồng, so not this column; "(chưa VAT)" is a remark.
        if any(FOREIGN.search(unit) for unit in units if unit not in MULTIPLIERS):
            return None
        stated = [MULTIPLIERS[unit] for unit in units if unit in MULTIPLIERS]
        return key, sureness, stated[0] if stated else None
    if key == "quantity" and any(MULTIPLIERS.get(unit, 1) != 1 for unit in units):
        return None
    return key, sureness, None


def is_cumulative(line: str) -> bool:
    """Whether a line speaks of running totals: "lũy kế", or figures up to an hour."""
    return CUMULATIVE.search(fold(line)) is not None


def compact(unit: str) -> str:
    """Bring a unit to one spelling: "ĐVT: 1.000 đ" -> "1000d"."""
    words = re.sub(r"^\s*(dvt|don vi tinh)\s*:?", "", unit)
    return re.sub(r"[\s.,*:]", "", words)


def _parted(name: str) -> tuple[str, str | None]:
    """A name folded, and the unit that is stated beside it."""
    written = bare(name)
    units = [compact(match[1] or match[2] or "") for match in IN_BRACKETS.finditer(written)]
    rest = IN_BRACKETS.sub(" ", written)
    trailing = TRAILING_UNIT.search(rest)
    if trailing and trailing.start() > 0:
        units.append(compact(trailing[1]))
        rest = rest[: trailing.start()]
    known = [unit for unit in units if unit]
    return fold(rest), known[0] if known else None


def _known(names: Sequence[tuple[str, str]]) -> int:
    keys = {
        named[0]
        for above, name in names
        if (above or name) and (named := column_named(name, above)) is not None
    }
    return len(keys)


def _may_be_lower(grid: Grid, place: int) -> bool:
    """Whether a row can be the lower half of a header: words only, no figure, no date."""
    if place >= len(grid.rows):
        return False
    texts = [cell for cell in grid.rows[place] if cell != ""]
    return bool(texts) and all(
        isinstance(cell, str) and not re.search(r"\d", IN_BRACKETS.sub("", cell)) for cell in texts
    )


def _is_of_measure(names: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether a column "Đơn vị" beside a quantity or a price says what is counted: thùng, hộp."""
    own = {fold(part) for part in names[place]} - {""}
    beside = [names[at] for at in (place - 1, place + 1) if 0 <= at < len(names)]
    return own == {"don vi"} and any(
        fold(name) in BESIDE_MEASURE or fold(above) in BESIDE_MEASURE for above, name in beside
    )


def _header(grid: Grid, first: int, last: int) -> Header:
    names = names_of(grid, first, last)
    top = [[shown(cell) for cell in row] for row in grid.rows[:first]]
    lines = [*grid.above, *(" ".join(row) for row in top)]
    common = common_unit([*grid.above, *(cell for row in top for cell in row if cell), *lines])
    places: dict[str, int] = {}
    sureness: dict[str, int] = {}
    stated: dict[str, int | None] = {}
    repeated = []
    for place, (above, name) in enumerate(names):
        named = column_named(name, above) if above or name else None
        if named is None or named[0] == "numbering":
            continue
        key, sure, unit = named
        if key == "unit" and key in places and _is_of_measure(names, place):
            continue
        if key == "unit" and key in places and _is_of_measure(names, places[key]):
            del places[key]
        if (
            key in ESSENTIAL
            and key in places
            and (sureness[key] == sure or (key == "revenue" and max(sure, sureness[key]) < VAGUE))
        ):
            repeated.append(key)
        elif key not in places or sure < sureness[key]:
            places[key], sureness[key], stated[key] = place, sure, unit
    written = [*lines, *(name for pair in names for name in pair)]
    return Header(
        first=first + 1,
        last=last + 1,
        names=tuple(f"{above} {name}".strip() if name != above else name for above, name in names),
        places=places,
        multipliers={key: stated[key] or common for key in MONEY_KEYS if key in places},
        repeated=tuple(key for key in repeated if key in places),
        is_cumulative=any(map(is_cumulative, written)),
    )
