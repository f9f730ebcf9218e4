"""When each row was sold: its day, and the moment where the hour is known."""

from datetime import date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa

from lib.intake.grids import shown
from lib.intake.moments import moment, usual_order
from lib.intake.noting import Notes, Trouble, hint, spread
from lib.intake.tables import Places


def sold_when(notes: Notes) -> tuple[list[date | None], Places, pa.Array]:
    """The days, which of them each row has, and the moments where the hour is known."""
    on, at = notes.column("sold_on"), notes.column("sold_at")
    first, case = notes.cases(on.codes, at.codes)
    days: list[date | None] = []
    moments: list[datetime | None] = []
    troubles: list[list[Trouble]] = []
    for row in first:
        day, sold_at, found = _moment(notes, on[int(row)], at[int(row)])
        days.append(day)
        moments.append(sold_at)
        troubles.append(found)
    notes.add_cases(troubles, case)
    known = {day: place for place, day in enumerate(dict.fromkeys(days))}
    which = np.array([known[day] for day in days], np.int64)[case]
    return list(known), which, spread(moments, case, pa.timestamp("us"))


def _moment(
    notes: Notes, on_cell: Any, at_cell: Any
) -> tuple[date | None, datetime | None, list[Trouble]]:
    """A date cell and a time cell, each of which may hold both."""
    campaign = notes.references.campaign
    found: list[Trouble] = []
    on = moment(on_cell, wrong="bad_date")
    clock = moment(at_cell, wrong="bad_time")
    for cell, reading, key in ((on_cell, on, "sold_on"), (at_cell, clock, "sold_at")):
        if reading.problem:
            found.append((reading.problem, key, hint(usual_order(shown(cell)))))
    is_contrary = (clock.day and on.day and clock.day != on.day) or (
        clock.time and on.time and clock.time != on.time
    )
    if is_contrary:
        found.append(("bad_time", "sold_at", {}))
    if on.problem or (clock.problem == "bad_date" and not on.day):
        return None, None, found
    day = on.day or clock.day or notes.table.title_day or campaign.single_day
    if day is None:
        return None, None, [*found, ("missing_required", "sold_on", {})]
    if not campaign.starts_on <= day <= campaign.ends_on:
        value = shown(on_cell) or shown(at_cell) or day.strftime("%d/%m/%Y")
        detail = {"value": value, "first": campaign.starts_on, "last": campaign.ends_on}
        found.append(("date_outside_campaign", "sold_on", detail))
    at = clock.time or on.time
    if at is None:
        if not clock.problem:
            found.append(("time_missing", "sold_at", {}))
        return day, None, found
    return day, datetime.combine(day, at), [*found, *_outside(notes, at, on_cell, at_cell)]


def _outside(notes: Notes, at: time, on_cell: Any, at_cell: Any) -> list[Trouble]:
    opens = notes.references.campaign.opens_at.time()
    closes = notes.references.campaign.closes_at.time()
    if opens <= at <= closes:
        return []
    detail = {"value": shown(at_cell) or shown(on_cell), "opens": opens, "closes": closes}
    return [("outside_hours", "sold_at", detail)]
