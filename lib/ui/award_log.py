"""Where the decision stands: preview, record, decided, granted; and its log with names."""

import pandas as pd
import streamlit as st

from lib.awards import granted
from lib.awards.locking import LAST_MOMENT
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.queries import awards
from lib.ui import drill_links
from lib.ui.award_known import Known, reader
from lib.ui.data import read
from lib.ui.question import Question

SHORT_HASH = 12
TOLD = ["decided_at", "decided_by", "is_departure", "reason"]
"""Titles decided at once, alike, are told in one line."""


def standing(known: Known, question: Question) -> None:
    """What the list is: a preview, a record being decided, or a granted one; and where to go on."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_words(known, question), width="stretch")
        key = "awards.see_decision" if known.is_granted else "awards.to_decision"
        drill_links.link("decision", text(key), {})
    row = known.row
    if row is not None and not pd.isna(row["superseded_by_id"]):
        later = int(row["superseded_by_id"])
        st.warning(text("awards.superseded", record=later), icon=":material/history:")
        drill_links.link("awards", text("awards.open_record", record=later), {"record": str(later)})


def _words(known: Known, question: Question) -> str:
    row = known.row
    if row is None:
        is_closed = question.as_of >= question.campaign["closes_at"]
        key = "awards.preview" if is_closed else "awards.preview_open"
        return f":material/visibility: {text(key)}"
    said = {
        "record": int(row["record_id"]),
        "at": formats.moment(row["cut_off"]),
        "hash": str(row["sha256"])[:SHORT_HASH],
    }
    if known.is_granted:
        number, day = row["decision_number"], formats.day(row["decided_on"])
        words = text("awards.granted", **said, number=formats.plain(number), day=day)
        return f":material/workspace_premium: {words}"
    return f":material/lock: {text('awards.recorded', **said)}"


def honoured(known: Known) -> None:
    """Once granted: who is honoured, title by title, and where the ceremony is held from."""
    if not known.is_granted or known.record is None:
        return
    found = granted.honours(reader(), known.record.record_id)
    assert found is not None
    with st.container(border=True):
        st.subheader(text("decision.honoured_title"), anchor=False)
        for title in found.titles:
            names = ", ".join(f"{one.name} ({one.unit_short_name})" for one in title.winners)
            st.markdown(f"**{title.title}**: {formats.plain(names or formats.MISSING)}")
        drill_links.link("console", text("decision.to_console"), {})


def journal(known: Known) -> None:
    """The log: locked, decided, granted, superseded, with times and names."""
    lines = entries(known)
    if not lines:
        return
    st.subheader(text("awards.log"), anchor=False)
    st.markdown("\n\n".join(formats.plain(line) for line in lines))


def entries(known: Known) -> list[str]:
    """What has happened to the record looked at, the earliest first."""
    row = known.row
    if row is None or known.record is None:
        return []
    names = {str(one["id"]): str(one["title"]) for one in known.titles}
    lines = [
        text("awards.log_locked", at=formats.moment(row["made_at"]), by=row["made_by"]),
    ]
    if not pd.isna(row["supersedes_id"]):
        lines.append(text("awards.log_supersedes", record=int(row["supersedes_id"])))
    decided = read(awards.decisions, record_id=known.record.record_id, as_of=LAST_MOMENT)
    for (at, by, departs, reason), found in decided.groupby(TOLD, dropna=False, sort=True):
        titles = [names.get(str(one), "") for one in found["award_id"]]
        said = {"at": formats.moment(at), "by": by, "title": ", ".join(titles)}
        if departs:
            lines.append(text("awards.log_departed", **said, reason=reason))
        else:
            lines.append(text("awards.log_decided", **said, count=len(titles)))
    if known.is_granted:
        at, by = formats.moment(row["granted_at"]), row["granted_by"]
        lines.append(text("awards.log_granted", at=at, by=by, number=row["decision_number"]))
    return lines
