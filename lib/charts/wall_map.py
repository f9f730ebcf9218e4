"""Bản đồ on the wall: every unit at its place, and where help is needed (02b)."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.lettering import fitted, width
from lib.charts.theme import ON_REACHED, ON_TILE, TILES, Palette
from lib.charts.wall import LEFT, RIGHT, Figure, Heading, Sheet

COLUMNS, LEAST_ROWS, GAP = 6, 4, 12
TOP, BOTTOM = 170, 1000
LEGEND_COLUMN, LEGEND_PITCH, LEGEND_DEPTH = 590, 66, 3
"""Beside a map the legend is one column; above a plain grid it is two, so many lines deep."""
LOW = 160
"""A tile lower than this has no third line."""
MARKED = ("ahead", "on_pace", "behind", "reached")
"""The classes that have a mark besides their colour."""
LEGEND_ORDER = ("ahead", "on_pace", "behind", "reached", "missed", "none")


@dataclass(frozen=True)
class Tile:
    """One unit: its class (a key of TILES), name, % of target and place.

    `row` and `column` from the north-west; a unit without them has a wide one in the last row.
    """

    kind: str
    name: str
    share: str
    beside: str
    """The line below: the difference to the pace, or what was sold once selling has ended."""
    place: str
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the scene says; `legend` counts the units of each class in LEGEND_ORDER."""

    heading: Heading
    tiles: Sequence[Tile]
    legend: Sequence[tuple[str, str, str]]
    """Class, how many, words."""
    corner: str
    whole_label: str
    whole_share: str
    whole_difference: str


def map_scene(facts: Facts, colors: Palette, *, is_stale: bool = False) -> Figure:
    """The scene; `is_stale` paints every tile grey and hides the differences."""
    sheet = Sheet(colors)
    sheet.header(facts.heading)
    grid = _Grid(facts.tiles)
    _legend(sheet, facts, grid, is_stale=is_stale)
    for tile, (x0, y0, x1, y1) in grid.places():
        _tile(sheet, tile, x0, y0, x1, y1, is_stale=is_stale)
    _whole(sheet, facts, grid, is_stale=is_stale)
    return sheet.figure()


class _Grid:
    """Where tiles stand: by their own row and column, the others in the free places below."""

    def __init__(self, tiles: Sequence[Tile]) -> None:
        self._placed = [one for one in tiles if one.row is not None and one.column is not None]
        self._loose = [one for one in tiles if one.row is None or one.column is None]
        self.is_map = bool(self._placed)
        across = max((one.column or 0 for one in self._placed), default=COLUMNS - 1) + 1
        down = max((one.row or 0 for one in self._placed), default=0) + 1
        self.columns = max(across, COLUMNS)
        free = (len(self._loose) + self.columns - 1) // self.columns
        self.rows = max(down, LEAST_ROWS) if self.is_map else max(free + 1, LEAST_ROWS)
        self.width = (RIGHT - LEFT - GAP * (self.columns - 1)) / self.columns
        self.height = (BOTTOM - TOP - GAP * (self.rows - 1)) / self.rows

    def cell(self, row: int, column: int, span: int = 1) -> tuple[float, float, float, float]:
        """The corners of a cell, px."""
        x = LEFT + column * (self.width + GAP)
        y = TOP + row * (self.height + GAP)
        return x, y, x + self.width * span + GAP * (span - 1), y + self.height

    def places(self) -> list[tuple[Tile, tuple[float, float, float, float]]]:
        """Every tile with its corners."""
        found = [(one, self.cell(one.row or 0, one.column or 0)) for one in self._placed]
        if self.is_map:
            taken = {(one.row, one.column) for one in self._placed}
            row = self.rows - 1
            free = [c for c in range(2, self.columns) if (row, c) not in taken][1:]
            span = max(len(free) // max(len(self._loose), 1), 1)
            for number, one in enumerate(self._loose[: len(free)]):
                found.append((one, self.cell(row, free[number * span], span)))
            return found
        return [
            (one, self.cell(1 + number // self.columns, number % self.columns))
            for number, one in enumerate(self._loose)
        ]

    def whole(self) -> tuple[float, float]:
        """Where the block of the whole begins, px."""
        row, column = (self.rows - 1, 2) if self.is_map else (0, self.columns - 2)
        x, y, _, _ = self.cell(row, column)
        return x + 18, y


def _tile(
    sheet: Sheet, tile: Tile, x0: float, y0: float, x1: float, y1: float, *, is_stale: bool
) -> None:
    kind = "none" if is_stale else tile.kind
    on = ON_REACHED if kind == "reached" else ON_TILE
    sheet.box(x0, y0, x1, y1, TILES[kind])
    x, high = x0 + 22, y1 - y0
    inner, is_low = x1 - x0 - 40, high < LOW
    sheet.text(
        x, y0 + high * (0.27 if is_low else 0.2), tile.name, 42, weight=600, color=on, room=inner
    )
    place = width(tile.place, 44) + 14
    largest, line = (54, 0.7) if is_low else (76, 0.53)
    share, size = fitted(tile.share, largest, inner - place, least=48)
    sheet.text(x - 2, y0 + high * line, share, size, weight=700, color=on)
    sheet.text(x1 - 20, y0 + high * (line + 0.06), tile.place, 44, color=on, anchor="right")
    if is_stale or is_low or not tile.beside:
        return
    y = y0 + high * 0.84
    marked = tile.kind in MARKED
    _glyph(sheet, tile.kind, x, y, 28, on)
    start = x + (42 if marked else 0)
    sheet.text(start, y, tile.beside, 34, color=on, room=x + inner - start)


def _glyph(sheet: Sheet, kind: str, x: float, y: float, size: float, color: str) -> None:
    if kind in ("ahead", "behind"):
        sheet.triangle(x, y, size, color, up=kind == "ahead")
    elif kind == "on_pace":
        sheet.dash(x, y, size, color)
    elif kind == "reached":
        sheet.check(x, y, size, color)


def _legend(sheet: Sheet, facts: Facts, grid: _Grid, *, is_stale: bool) -> None:
    if is_stale:
        return
    deep = len(LEGEND_ORDER) if grid.is_map else LEGEND_DEPTH
    for number, (kind, count, words) in enumerate(facts.legend):
        column, line = divmod(number, deep)
        x, y = LEFT + column * LEGEND_COLUMN, 199 + line * LEGEND_PITCH
        on = ON_REACHED if kind == "reached" else ON_TILE
        sheet.box(x, y - 22, x + 44, y + 22, TILES[kind])
        _glyph(sheet, kind, x + 9, y, 26, on)
        sheet.text(x + 64, y - 2, count, 44, weight=700)
        across = x + 64 + width(count, 44) + 22
        room = x + LEGEND_COLUMN - 24 - across
        sheet.text(across, y - 1, words, 40, color=sheet.colors.text_2, room=room)
    x, y = (LEFT, 540) if grid.is_map else (LEFT + LEGEND_COLUMN, 199 + 2 * LEGEND_PITCH)
    sheet.text(x, y, facts.corner, 34, color=sheet.colors.text_2, room=570)


def _whole(sheet: Sheet, facts: Facts, grid: _Grid, *, is_stale: bool) -> None:
    x, y = grid.whole()
    high, muted = grid.height, sheet.colors.text_2
    room = grid.width - 24
    strong = muted if is_stale else sheet.colors.text
    sheet.text(x, y + high * 0.2, facts.whole_label, 40, weight=600, color=muted, room=room)
    share, size = fitted(facts.whole_share, 76, room, least=48)
    sheet.text(x, y + high * 0.53, share, size, weight=700, color=strong)
    if not is_stale:
        sheet.text(x, y + high * 0.84, facts.whole_difference, 34, color=muted, room=room)
