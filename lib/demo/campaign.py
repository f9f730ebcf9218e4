"""Publish the simulated campaign: everything in one publication, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from lib.demo import constraints, plans
from lib.demo.amounts import split
from lib.demo.article_day import ROWS, article_day
from lib.demo.evidence import evidence
from lib.demo.ledger import Numbers, Reports, batch_rows, reported, sale_rows
from lib.demo.ordinary_days import mood_of
from lib.demo.people import People, attendance, engaged, staff, team_members, teams
from lib.demo.reference import Reference, read_reference
from lib.demo.sales import drawn, name_customers
from lib.demo.shape import DAY
from lib.demo.waiting import quarantine_rows, refused_counts
from lib.errors import DemoError
from lib.store import Publication, Store

SEED = 20_240_921
LEAST_ROWS = 200
"""Fewer cannot show every unit, service and role."""
MOST_DAYS = 366
ORDINARY_DAY = 0.4
"""Sales of an ordinary working day, as a part of the article's day."""

STORM = date(2024, 9, 7)

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Summary:
    """What was published; revenue in đồng."""

    sales: int
    revenue_vnd: int
    batches: int
    generation: int


def build(
    store: Store,
    *,
    at: datetime,
    rows: int | None = None,
    days: int = 1,
    replace: bool = False,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Publish the simulated campaign and say what is in it.

    at is the local time written into the journal. Without rows, the article's day is
    exact and other days are ordinary ones; with rows, so many sales of the same shape are
    spread over the days, and plans grow with them. seed draws the other days: the article's is
    the same with any. progress gets a step's code and the
    part done, 0 to 1. Raises DemoError when a constraint does not hold, when rows or days
    are out of range, or when the store holds anything and replace is not set; nothing is
    published then. With replace all tables but the journal are emptied first.
    """
    tell = progress or (lambda step, part: None)
    if rows is not None and rows < LEAST_ROWS:
        raise DemoError(constraint=f"at least {LEAST_ROWS} rows", found=rows)
    seed = SEED if seed is None else seed
    spread = _rows_by_day(rows, _days(days), seed)
    tell("reference", 0.0)
    reference = read_reference()
    random = np.random.Generator(np.random.PCG64(SEED))
    people = engaged(reference, random)
    with store.publish(actor="demo", action="demo", subject="campaigns", at=at) as publication:
        _make_room(publication, replace=replace)
        _set_up(publication, reference, people, random, scale=spread[DAY] / ROWS)
        tell("sales", 0.05)
        summary = _sell(publication, reference, people, spread, seed, rows is None, tell)
        summary = _hand_in(publication, reference, people, summary)
        tell("check", 0.9)
        constraints.check_totals(publication, sales=summary.sales, revenue=summary.revenue_vnd)
        if rows is None:
            constraints.check_article(publication)
        publication.detail.update(
            {"sales": summary.sales, "revenue_vnd": summary.revenue_vnd, "days": days}
        )
        tell("publish", 0.95)
    tell("done", 1.0)
    return summary


def _days(count: int) -> list[date]:
    """So many days with the article's among them: inside the sprint, or else inside the year."""
    if not 1 <= count <= MOST_DAYS:
        raise DemoError(constraint=f"1 to {MOST_DAYS} days", found=count)
    _, sprint, year = plans.PLANS
    frame = sprint if count <= len(sprint.days) else year
    last = min(DAY + timedelta(days=count // 2), frame.ends_on)
    first = max(last - timedelta(days=count - 1), frame.starts_on)
    return [first + timedelta(days=number) for number in range(count)]


def _rows_by_day(rows: int | None, days: list[date], seed: int) -> dict[date, int]:
    """How many sales each day has; the article's own number on its day unless rows is given."""
    moods = [mood_of(day, seed) for day in days]
    weights = [
        plans.day_weight(day) * _recovery(day) * (1.0 if mood is None else mood.level)
        for day, mood in zip(days, moods, strict=True)
    ]
    if rows is None:
        usual = [round(ROWS * ORDINARY_DAY * weight) for weight in weights]
        counts = dict(zip(days, usual, strict=True))
        return {**counts, DAY: ROWS}
    least = LEAST_ROWS // 2 if len(days) > 1 else 0
    parts = split(rows - least, weights)
    parts[days.index(DAY)] += least
    return {day: int(part) for day, part in zip(days, parts, strict=True)}


def _recovery(day: date) -> float:
    """How far business has come back after the storm, from little on its day to 1."""
    since = (day - STORM).days
    return 1.0 if since < 0 else min(1.0, 0.1 + 0.08 * since)


def _make_room(publication: Publication, *, replace: bool) -> None:
    """Refuse a store that holds anything, or empty every table that is not the journal."""
    found = publication.filled()
    if found and not replace:
        raise DemoError(constraint="an empty store, or replace", found=found[0])
    publication.start_over()


def _set_up(
    publication: Publication,
    reference: Reference,
    people: People,
    random: np.random.Generator,
    *,
    scale: float,
) -> None:
    """Append everything that is not a sale, and rebuild what derives from it."""
    for name, table in reference.tables.items():
        publication.append(name, table)
    code = plans.DAY_CODE
    publication.append("staff", staff(people))
    publication.append("campaigns", plans.campaigns(scale))
    publication.append("campaign_units", plans.campaign_units())
    publication.append("campaign_services", plans.campaign_services())
    publication.append("campaign_slots", plans.campaign_slots())
    publication.append("targets", plans.targets(reference, people.strength, scale))
    publication.append("award_titles", plans.award_titles())
    publication.append("teams", teams(people, reference, code))
    publication.append("team_members", team_members(people, code))
    publication.append("attendance", attendance(people, code, random))
    publication.rebuild_derived()


def _sell(
    publication: Publication,
    reference: Reference,
    people: People,
    spread: dict[date, int],
    seed: int,
    is_article: bool,
    tell: Progress,
) -> Summary:
    """Append the sales of every day, the oldest first."""
    sold = revenue = batches = customers = 0
    for day, count in spread.items():
        if not count:
            continue
        # a stream of its own: a day is the same whatever days lie around it
        mood = mood_of(day, seed)
        random = np.random.Generator(
            np.random.PCG64((SEED if mood is None else seed) + day.toordinal())
        )
        if is_article and day == DAY:
            sales = article_day(people, reference, random)
        else:
            sales = drawn(count, people, reference, random, None if mood is None else mood.hours)
            name_customers(sales, random)
        sales.customer[sales.customer > 0] += customers
        customers = max(customers, int(sales.customer.max()))
        reports, order = reported(sales, day, people, random, mood)
        first = Numbers(batch_id=batches + 1, sale_id=sold + 1)
        _report(publication, reference, reports, first)
        for rows in sale_rows(sales, reports, order, people, reference, first):
            publication.append("sales", rows)
        sold += len(order)
        batches += len(reports.unit)
        revenue += int(sales.revenue.sum())
        tell("sales", 0.05 + 0.85 * sold / sum(spread.values()))
    return Summary(sold, revenue, batches, publication.generation)


def _hand_in(
    publication: Publication, reference: Reference, people: People, summary: Summary
) -> Summary:
    """Append what the awards are decided on besides sales, in batches that follow theirs."""
    found = evidence(people, reference, first_batch_id=summary.batches + 1, seed=SEED)
    for name, rows in found.tables.items():
        publication.append(name, rows)
    batches = summary.batches + found.batches.num_rows
    return Summary(summary.sales, summary.revenue_vnd, batches, summary.generation)


def _report(
    publication: Publication, reference: Reference, reports: Reports, first: Numbers
) -> None:
    if reports.day == DAY:
        campaign_code = plans.DAY_CODE
    else:
        sprint = plans.PLANS[1]
        campaign_code = sprint.code if reports.day >= sprint.starts_on else plans.YEAR_CODE
    publication.append(
        "batches",
        batch_rows(
            reports,
            reference,
            refused_counts(reports),
            campaign_code=campaign_code,
            first=first.batch_id,
        ),
    )
    publication.append("quarantine", quarantine_rows(reports, first=first.batch_id))
