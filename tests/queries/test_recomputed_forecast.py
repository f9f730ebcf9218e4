"""The forecast's queries against a recount in plain Python, on random worlds; and laws."""

import math
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.queries import forecast, progress
from tests.queries.random_worlds import moments, worlds
from tests.queries.recount import NEVER, Recount
from tests.queries.test_recomputed import CODES, SOME, same, total
from tests.worlds import DAY, Row, World, asked, rows

DAYS = st.integers(-3, 4).map(lambda number: DAY + timedelta(number))


def quarter(sold_at: datetime | None) -> int | None:
    """The minute of the day at which the quarter of an hour began."""
    if sold_at is None or pd.isna(sold_at):
        return None
    return (sold_at.hour * 60 + sold_at.minute) // 15 * 15


def known_minute(at: datetime) -> int:
    """The end of the five minutes in which something was written, as minutes of its day."""
    gone = at - datetime.combine(at.date(), time())
    return 5 * math.ceil(gone / timedelta(minutes=5))


@SOME
@given(worlds(), CODES, moments())
def test_today(world: World, code: str, as_of: datetime) -> None:
    recount = Recount(world, code, as_of)
    is_one_day = recount.starts_on == recount.ends_on
    hour_ago = as_of - timedelta(hours=1)
    cells: dict[tuple[str, date, int | None], list[Row]] = defaultdict(list)
    for sale in recount.sales().to_dict("records"):
        minute = quarter(sale["sold_at"]) if is_one_day else None
        cells[sale["path"][-1], sale["sold_on"], minute].append(sale)
    standing = {
        path[-1] for unit in recount.unit_ids if (path := recount.path(unit, recount.named_on))
    }
    expected: list[Row] = []
    for unit in sorted({unit for unit, _, _ in cells} | standing):
        mine = [(day, minute) for one, day, minute in cells if one == unit] or [(None, None)]
        for day, minute in sorted(
            mine, key=lambda cell: (cell[0] or date.min, -1 if cell[1] is None else cell[1])
        ):
            sold = cells.get((unit, day, minute), []) if day else []
            expected.append(
                {
                    "unit_id": unit,
                    "target_vnd": recount.target(recount.under(unit)),
                    "sold_on": day,
                    "sold_minute": minute,
                    "revenue_vnd": sum(sale["revenue_vnd"] for sale in sold),
                    "sale_count": len(sold),
                    "last_hour_vnd": sum(
                        sale["revenue_vnd"] for sale in sold if sale["recorded_at"] > hour_ago
                    ),
                }
            )
    same(forecast.today(asked(world), campaign_code=code, as_of=as_of), expected, forecast.TODAY)


@SOME
@given(worlds(), CODES, moments(), DAYS, DAYS)
def test_history(world: World, code: str, as_of: datetime, since_on: date, before_on: date) -> None:
    recount = Recount(world, code, as_of)
    services = {row["service_code"] for row in recount.mine("campaign_services")}
    voided = {row["sale_id"]: row["voided_at"] for row in recount.table("voids")}
    cells: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for sale in recount.table("sales"):
        path = recount.path(sale["unit_id"], sale["sold_on"])
        if not path or sale["service_code"] not in services:
            continue
        if not since_on <= sale["sold_on"] < before_on:
            continue
        counts_until = voided.get(sale["sale_id"], NEVER)
        if counts_until <= sale["recorded_at"]:
            continue  # it never counted
        for moment, sign in ((sale["recorded_at"], 1), (counts_until, -1)):
            if moment <= as_of:
                where = (sale["sold_on"], path[-1], quarter(sale["sold_at"]))
                when = (moment.date(), known_minute(moment))
                cells[*where, *when].append(sign * sale["revenue_vnd"])
                cells["count", *where, *when].append(sign)
    expected = [
        {
            **dict(zip(forecast.HISTORY, cell, strict=False)),
            "revenue_vnd": sum(cells[cell]),
            "sale_count": sum(cells["count", *cell]),
        }
        for cell in list(cells)
        if cell[0] != "count"
    ]
    expected.sort(
        key=lambda row: (
            row["sold_on"],
            row["unit_id"],
            -1 if row["sold_minute"] is None else row["sold_minute"],
            row["known_on"],
            row["known_minute"],
        )
    )
    found = forecast.history(
        asked(world), campaign_code=code, as_of=as_of, since_on=since_on, before_on=before_on
    )
    same(found, expected, forecast.HISTORY)


@SOME
@given(worlds(), CODES)
def test_slots(world: World, code: str) -> None:
    expected = sorted(
        (row for row in world.tables.get("campaign_slots", ()) if row["campaign_code"] == code),
        key=lambda row: row["starts_at"],
    )
    same(forecast.slots(asked(world), campaign_code=code), expected, forecast.SLOTS)


# Laws


@SOME
@given(worlds(), CODES, moments())
def test_today_adds_up_to_the_headline(world: World, code: str, as_of: datetime) -> None:
    reader = asked(world)
    found = forecast.today(reader, campaign_code=code, as_of=as_of)
    headline = progress.overview(reader, campaign_code=code, as_of=as_of, unit_id=None)
    assert total(found["revenue_vnd"]) == headline["revenue_vnd"].iloc[0]
    assert total(found["sale_count"]) == headline["sale_count"].iloc[0]
    reported = found[found["sale_count"] > 0]["unit_id"].nunique()
    assert reported == headline["reporting_unit_count"].iloc[0]


@SOME
@given(worlds(), moments(), moments())
def test_history_known_by_a_moment_is_what_it_was_asked_then(
    world: World, as_of: datetime, earlier: datetime
) -> None:
    """The rows that were known by then add up to the answer that was given then."""
    earlier = min(earlier, as_of)
    reader = asked(world)
    window = {"campaign_code": "day", "since_on": DAY, "before_on": DAY + timedelta(1)}

    def known(at: datetime, until: datetime) -> dict[tuple[Any, ...], int]:
        sums: dict[tuple[Any, ...], int] = defaultdict(int)
        found = forecast.history(reader, as_of=at, **window)
        for _, unit, minute, day, known_by, revenue_vnd, _ in rows(found):
            if datetime.combine(day, time()) + timedelta(minutes=known_by) <= until:
                sums[unit, minute] += revenue_vnd
        return {cell: vnd for cell, vnd in sums.items() if vnd}

    on_the_stroke = earlier.replace(minute=earlier.minute // 5 * 5)
    assert known(as_of, on_the_stroke) == known(on_the_stroke, on_the_stroke)
