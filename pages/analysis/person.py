"""Your day: what one person has done, among whom, when and with what, down to each sale."""

from functools import partial

import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import people, progress
from lib.ui import (
    cards,
    drill_cards,
    drill_links,
    drill_path,
    person_figures,
    person_known,
    person_parts,
    person_print,
    person_search,
    tables,
)
from lib.ui.data import read
from lib.ui.drawn import once
from lib.ui.page_flow import end
from lib.ui.question import asked

# What is asked

question = asked()
staff_code = person_known.code()
drill_links.write_address()

# What is known

stamp = read(progress.stamp, **question.shared, unit_id=None).iloc[0]
person = once("person", lambda: person_known.found(question, staff_code), staff_code)

# What is shown

if person is None:
    cards.heading(text("person.title"), question, stamp)
    if staff_code:
        st.warning(text("person.unknown", staff=formats.plain(staff_code)))
    person_search.search(question)
    cards.footer(question, stamp)
    cards.follow(question, rest=cards.ANALYSIS_SECONDS)
    end()

drill_path.to_person(question, person)
drill_cards.heading(
    person.name, question, stamp, filters=drill_path.words_to_person(question, person)
)
person_parts.who(question, person)
if person.has_sold:
    days = read(people.days, **question.shared, staff_code=staff_code)
    by_hour = once("person_by_hour", lambda: person_known.hours(question, person), staff_code)
    standing = person_figures.standing(question, person)
    day = person_figures.day(person, by_hour, days)
    st.markdown(person_figures.sentence(person))
    drill_cards.figures(standing)
    drill_cards.figures(day)
    st.caption(text("person.rule"))
    with st.container(horizontal=True, vertical_alignment="center"):
        person_parts.onward(question, person)
        person_print.button(question, person, stamp, (*standing, *day), by_hour)
    person_parts.charts(question, person, by_hour)
    person_parts.sales(question, person)
    tables.expander("person.products", partial(person_parts.products, question, person))
else:
    person_parts.nothing_yet(question, person)
    with st.container(horizontal=True, vertical_alignment="center"):
        person_parts.onward(question, person)
        person_print.button(question, person, stamp)
cards.footer(question, stamp)
cards.follow(question, rest=cards.ANALYSIS_SECONDS)
