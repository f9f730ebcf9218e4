"""The way down: province, district, counter, person; each step above is a link back up."""

import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import drill_links
from lib.ui.person_known import Person
from lib.ui.question import Question

ARROW = "›"


def to_unit(question: Question) -> None:
    """The way to the unit that is looked at; at the top there is none."""
    if question.unit_id is not None:
        way = drill_links.above(question, question.unit_id)
        _way(
            question, [str(one["unit_id"]) for one in way[:-1]], _name(question, way[-1]["unit_id"])
        )


def to_person(question: Question, person: Person) -> None:
    """The way to a person, by the unit the person belongs to."""
    way = drill_links.above(question, person.unit_id)
    _way(question, [str(one["unit_id"]) for one in way], person.name)


def words_to_unit(question: Question) -> str:
    """The way in words, for a printed page; nothing at the top."""
    if question.unit_id is None:
        return ""
    return _words(question, question.unit_id)


def words_to_person(question: Question, person: Person) -> str:
    """The way in words, with the role and the code at its end."""
    words = text(
        "person.who",
        role=person.role,
        unit=_words(question, person.unit_id),
        staff=person.staff_code,
    )
    return words


def _words(question: Question, unit_id: str) -> str:
    names = [_name(question, one["unit_id"]) for one in drill_links.above(question, unit_id)]
    return f" {ARROW} ".join([text("filter.whole"), *names])


def _way(question: Question, unit_ids: list[str], here: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key="path"):
        drill_links.link("unit", text("filter.whole"), drill_links.unit(None), icon="")
        for unit_id in unit_ids:
            st.markdown(ARROW, width="content")
            drill_links.link("unit", _name(question, unit_id), drill_links.unit(unit_id), icon="")
        st.markdown(ARROW, width="content")
        st.markdown(f"**{formats.plain(here)}**", width="content")


def _name(question: Question, unit_id: str) -> str:
    return str(question.unit(unit_id)[in_language("short_name")])
