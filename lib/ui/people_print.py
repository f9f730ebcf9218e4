"""Everybody's own day in one file to print: a page each, for all the people of a unit."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.exports import paper, your_day
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.i18n.collation import name_key
from lib.queries import awards, people
from lib.queries import your_day as everybody
from lib.ui import (
    data,
    drill_links,
    drill_path,
    drill_print,
    person_figures,
    person_known,
    unit_known,
)
from lib.ui.data import read
from lib.ui.question import Question

Hear = Callable[[float, str], object]
"""How far the work is (0 to 1), in words."""
GATHERED = 0.3
"""The part of the work after which the pages are set."""


class Gathered:
    """What the pages of many people are made from, asked for once."""

    def __init__(self, question: Question) -> None:
        self.question = question
        shared = question.shared
        self._evidence = _by_code(read(awards.person_standings, **shared))
        self._teams = _by_code(read(awards.team_standings, **shared))
        members = read(everybody.members, campaign_code=question.campaign_code)
        self._team_of = dict(zip(members["staff_code"], members["team_code"], strict=True))
        self._services: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in read(everybody.services, **shared).to_dict("records"):
            name = str(row[in_language("service_name")])
            self._services[row["staff_code"]].append((name, int(row["revenue_vnd"])))

    def day(
        self,
        person: person_known.Person,
        by_hour: pd.DataFrame | None,
        figures: paper.KeyFigures,
        measure: str,
    ) -> your_day.PersonDay:
        """What one person's page says."""
        return your_day.PersonDay(
            sentence=person_figures.sentence(person) if person.has_sold else "",
            figures=figures,
            hours=by_hour,
            hours_measure=measure,
            services=self._services.get(person.staff_code, []),
            unit=drill_links.named(self.question, person.unit_id),
            unit_vnd=person.unit_vnd,
            evidence=self._evidence.get(person.staff_code, {}),
            team=self._team(person.staff_code),
        )

    def _team(self, staff_code: str) -> your_day.Team | None:
        row = self._teams.get(self._team_of.get(staff_code, ""))
        if row is None:
            return None
        return your_day.Team(
            name=str(row["name"]),
            revenue_vnd=None if formats.is_missing(row["revenue_vnd"]) else row["revenue_vnd"],
            attainment=None if formats.is_missing(row["attainment"]) else row["attainment"],
            active_count=int(row["active_count"]),
            member_count=int(row["member_count"]),
        )


def _by_code(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    rows: list[Any] = frame.to_dict("records")
    return {row["code"]: row for row in rows}


@st.fragment
def button(question: Question, stamp: pd.Series) -> None:
    """Offer a page for each person of the unit; they are made when asked for, with progress."""
    # a fragment runs without its page: what is asked is what it was given
    asked = (question.campaign_code, question.unit_id, question.as_of)
    codes = data.once(("unit_members", *asked), lambda: members(question))
    if not codes:
        return
    count = formats.number(len(codes))
    if st.button(
        text("your_day.prepare", count=count),
        help=text("your_day.prepare_help"),
        icon=":material/groups:",
        key="people_print",
    ):
        bar = st.progress(0.0)
        with data.one_generation():
            content = made(question, stamp, codes, bar.progress)
        bar.empty()
        st.download_button(
            text("your_day.ready", count=count),
            content,
            file_name=drill_print.file_name(
                question, stamp, f"{question.unit_id or 'toan_tinh'}_ngay_cua_ban"
            ),
            mime="application/pdf",
            icon=":material/print:",
            key="people_print_ready",
            on_click="ignore",
            type="primary",
        )


def members(question: Question) -> list[str]:
    """Who belongs to the unit, by unit as the tree has them and then by given name."""
    listed = read(people.sellers, **question.shared, unit_id=question.unit_id)
    own: list[dict[Any, Any]] = listed[listed["is_member"].fillna(False)].to_dict("records")
    order = {unit_id: place for place, unit_id in enumerate(question.units["unit_id"])}
    own.sort(
        key=lambda row: (order.get(row["unit_id"], len(order)), name_key(str(row["full_name"])))
    )
    return [str(row["staff_code"]) for row in own]


def made(question: Question, stamp: pd.Series, codes: Sequence[str], hear: Hear) -> bytes:
    """A page for each, in one PDF; `hear` is told how far it is."""
    gathered, hours = Gathered(question), _hours(question)
    wanted = _people(question, codes)
    count, sheets = formats.number(len(wanted)), []
    for number, person in enumerate(wanted, start=1):
        sheets.append(_sheet(question, stamp, person, gathered, hours))
        words = text("your_day.gathering", number=formats.number(number), count=count)
        hear(GATHERED * number / len(wanted), words)
    setting = text("your_day.setting", count=count)
    hear(GATHERED, setting)
    title = text("your_day.file_title", unit=unit_known.full_name(question))

    def heard(share: float) -> object:
        return hear(GATHERED + (1 - GATHERED) * share, setting)

    return paper.sheets_as_pdf(sheets, title, heard)


def _people(question: Question, codes: Sequence[str]) -> list[person_known.Person]:
    """Those with these codes as `person_known.found` gives each, in this order."""
    roster: list[Any] = read(people.standings, **question.shared).to_dict("records")
    known = {row["staff_code"]: row for row in roster}
    own: dict[str, dict[str, int]] = {}
    for unit_id in {known[code]["unit_id"] for code in codes if code in known}:
        listed = read(people.sellers, **question.shared, unit_id=unit_id)
        sold = listed[["staff_code", "revenue_vnd"]].fillna({"staff_code": "", "revenue_vnd": 0})
        own[unit_id] = dict(zip(sold["staff_code"], map(int, sold["revenue_vnd"]), strict=True))
    return [
        person_known.Person(
            row, sum(own[row["unit_id"]].values()), own[row["unit_id"]].get(code, 0)
        )
        for code in codes
        if (row := known.get(code)) is not None
    ]


def _sheet(
    question: Question,
    stamp: pd.Series,
    person: person_known.Person,
    gathered: Gathered,
    hours: Callable[[person_known.Person], pd.DataFrame],
) -> paper.Sheet:
    by_hour, figures = None, paper.KeyFigures([])
    if person.has_sold:
        by_hour = hours(person)
        row = (
            *person_figures.standing(question, person),
            *person_figures.day(person, by_hour, pd.DataFrame({"is_campaign": []}, dtype=bool))[:2],
        )
        figures = drill_print.key_figures(row)
    measure = text("drill.hours_measure_role", role=person.role_within)
    day = gathered.day(person, by_hour, figures, measure)
    title = f"{text('person.title')}: {person.name}"
    path = drill_path.words_to_person(question, person)
    head = drill_print.head(question, stamp, title, path)
    return paper.Sheet(head, your_day.person_blocks(day), drill_print.foot())


def _hours(question: Question) -> Callable[[person_known.Person], pd.DataFrame]:
    """Each person's revenue by hour beside the role's average, as person_known.hours gives it."""
    own: dict[str, dict[Any, int]] = defaultdict(dict)
    roles: dict[str, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    for row in read(everybody.hours, **question.shared).to_dict("records"):
        hour = None if formats.is_missing(row["hour"]) else int(row["hour"])
        own[row["staff_code"]][hour] = int(row["revenue_vnd"])
        roles[row["role_code"]][hour] += int(row["revenue_vnd"])

    def of(person: person_known.Person) -> pd.DataFrame:
        role = roles[person.row["role_code"]]
        listed = sorted(role, key=lambda hour: (hour is None, hour or 0))
        size = int(person.row["role_size"])
        mine = own[person.staff_code]
        return pd.DataFrame(
            {
                "hour": pd.array(listed, dtype="Int64"),
                "revenue_vnd": pd.array([mine.get(one, 0) for one in listed], dtype="Int64"),
                "average": pd.array(
                    [None if one is None else role[one] / size for one in listed], dtype="Float64"
                ),
            }
        )

    return of
