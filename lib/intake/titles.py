"""What the lines above a table say about all of its rows."""

import re

from lib.i18n.folding import clean
from lib.intake.grids import Grid, shown
from lib.intake.headers import Header, money_unit
from lib.intake.parsing import bare

UNIT_ABOVE = re.compile(
    r"^(?:don vi bao cao|ten don vi|don vi gui|don vi lap|don vi thuc hien|don vi ban hang|"
    r"don vi ban|don vi|buu cuc|diem ban)\s*:\s*(?P<rest>.*)$"
)
NOT_A_UNIT = re.compile(r"^(?:dvt|don vi tinh|don vi tien)")


def unit_above(grid: Grid, header: Header) -> str | None:
    """The unit that a line above the table names: "Đơn vị báo cáo: Bưu điện TP Hạ Long"."""
    rows = [[shown(cell) for cell in row] for row in grid.rows[: header.first - 1]]
    for texts in [*([line] for line in grid.above), *rows]:
        for place, text in enumerate(texts):
            found = UNIT_ABOVE.match(bare(text))
            if not found or money_unit(text) is not None or NOT_A_UNIT.match(bare(text)):
                continue
            rest = clean(text.partition(":")[2])
            if rest:
                return rest
            after = next((one for one in texts[place + 1 :] if one), None)
            if after:
                return after
    return None
