"""What pages show their figures in: heading, metric rows, titled charts, lasting captions."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from lib.exports.paper import KeyFigure
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui import clock, data, takeaway
from lib.ui.question import Question, colors
from lib.ui.takeaway_behind import Behind, Sheaf, begin, sheaf

FRESH = timedelta(minutes=5)
STALE = timedelta(minutes=15)
REST_SECONDS, ANALYSIS_SECONDS = 1.0, 20.0
"""How long a page is in sight before it follows a publish: one that is compared and filtered does
not change under the hands of who does so, nor do all of them run again at each publish."""


@dataclass(frozen=True)
class Figure:
    """One metric: label, value, the context below it, and an optional difference.

    `is_ahead` gives the difference its arrow and colour: its minus sign is a real one, which
    Streamlit does not take for a minus.
    """

    label: str
    value: str
    context: str = ""
    delta: str | None = None
    is_ahead: bool = True


@dataclass(frozen=True)
class Age:
    """How old figures are: an icon, words, and whether that must catch the eye."""

    icon: str
    words: str
    is_stale: bool = False


def heading(
    title: str, question: Question, stamp: pd.Series, *, is_taken: bool = False, filters: str = ""
) -> None:
    """The page's title, how old its figures are, and whether any of them is simulated.

    `stamp` is the row of queries.progress.stamp or overview, of what the page shows. With
    `is_taken` the page can be taken away as files, which say its `filters` (usually the unit).
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, width="content", anchor=False)
        age(question, stamp)
        _simulated_badge(question, stamp)
        begin(_sheaf(title, question, stamp, filters) if is_taken else None)
        takeaway.page_menu()
    campaign_line(question)


def _sheaf(title: str, question: Question, stamp: pd.Series, filters: str) -> Sheaf:
    age_said = freshness(question, last_recorded_at=stamp["last_recorded_at"], moment=clock.now())
    return Sheaf(
        page=title,
        question=question,
        data_time=age_said.words,
        data_at=question.as_of if question.is_replay else stamp["last_recorded_at"],
        filters=filters or _unit_name(question),
        is_simulated=is_simulated(question, stamp),
        generation=data.generation(),
        address=st.query_params.to_dict(),
    )


def _unit_name(question: Question) -> str:
    if question.unit_id is None:
        return text("filter.whole")
    return str(question.unit(question.unit_id)[in_language("name")])


def short_heading(title: str, question: Question, stamp: pd.Series) -> None:
    """The title where a phone's first screen is needed for something else: `age` comes later."""
    begin(None)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, width="content", anchor=False)
        _simulated_badge(question, stamp)


def age(question: Question, stamp: pd.Series) -> None:
    """How old the figures are, in the colour of a warning when they should be newer."""
    found = freshness(question, last_recorded_at=stamp["last_recorded_at"], moment=clock.now())
    dated = f":material/{found.icon}: {formats.plain(found.words)}"
    st.markdown(f":red[{dated}]" if found.is_stale else dated, width="content")


def campaign_line(question: Question) -> None:
    """The campaign and its last day, and whether that day is only assumed."""
    campaign = question.campaign
    status = campaign["date_status"]
    day = text(f"date_status.{status}", day=formats.day(campaign["ends_on"]))
    st.caption(f"{formats.plain(campaign[in_language('name')])} · {day}")


def _simulated_badge(question: Question, stamp: pd.Series) -> None:
    if is_simulated(question, stamp):
        st.badge(text("board.simulated"), icon=":material/science:", color="gray")


def is_simulated(question: Question, stamp: pd.Series) -> bool:
    """Whether the plan or any counted row is simulated: then the page says so."""
    return bool(question.campaign["is_simulated"] or stamp["is_simulated"])


def freshness(question: Question, *, last_recorded_at: object, moment: datetime) -> Age:
    """How old the figures are, always with an absolute time (design guide §8)."""
    if question.is_replay:
        return Age("history", text("freshness.replay", at=formats.moment(question.as_of)))
    campaign = question.campaign
    if formats.is_missing(last_recorded_at):
        return Age("radio_button_unchecked", text("freshness.none"))
    last = pd.Timestamp(str(last_recorded_at)).to_pydatetime()
    if moment > campaign["closes_at"]:
        closed, at = formats.clock(campaign["closes_at"]), formats.moment(last)
        return Age("stop", text("freshness.closed", closed=closed, at=at))
    if moment - last <= FRESH:
        return Age("radio_button_checked", text("freshness.fresh", at=formats.clock(last)))
    at = formats.clock(last) if last.date() == moment.date() else formats.moment(last)
    if moment - last <= STALE or moment < campaign["opens_at"]:
        return Age("radio_button_checked", text("freshness.quiet", at=at))
    return Age("radio_button_unchecked", text("freshness.stale", at=at), is_stale=True)


def figures(row: Sequence[Figure], *, narrowest: int = 220) -> None:
    """A row of bordered metrics that wraps where one would be narrower than `narrowest` px."""
    shown = sheaf()
    if shown is not None:
        shown.figures.extend(_printed(one) for one in row)
    with st.grid(len(row), min_column_width=narrowest, gap="small"):
        for one in row:
            st.metric(
                one.label,
                one.value,
                delta=one.delta,
                delta_arrow="up" if one.is_ahead else "down",
                delta_color="blue" if one.is_ahead else "red",
                delta_description=one.context or None,
                border=True,
                height="stretch",
            )


def _printed(figure: Figure) -> KeyFigure:
    context = " ".join(one for one in (figure.delta, figure.context) if one)
    return KeyFigure(figure.label, figure.value, context)


@contextmanager
def panel(title: str, subtitle: str = "", *, as_tall: bool = True) -> Iterator[None]:
    """A bordered box with a finding as its title and the measure as its subtitle.

    `as_tall` as the box beside it, or only as its content needs.
    """
    with st.container(border=True, height="stretch" if as_tall else "content"):
        st.subheader(title, anchor=False)
        if subtitle:
            st.caption(subtitle)
        yield


@contextmanager
def charted(behind: Behind, *, as_tall: bool = True) -> Iterator[None]:
    """A panel of one chart, and in its corner the menu that takes its figures away."""
    with st.container(border=True, height="stretch" if as_tall else "content"):
        with st.container(horizontal=True, wrap=False, gap="small"):
            st.subheader(_literal(behind.title), anchor=False)
            takeaway.menu(behind)
        if caption := behind.caption or behind.measure:
            st.caption(caption)
        yield


def _literal(words: str) -> str:
    """A finding with names from data in it, shown as it is; its spaces hold together."""
    return formats.NO_BREAK.join(formats.plain(one) for one in words.split(formats.NO_BREAK))


def alt(behind: Behind) -> str:
    """A chart in a sentence: its finding, its measure, how much it shows and where the table is."""
    return text(
        "takeaway.alt",
        title=behind.title,
        measure=behind.measure,
        count=formats.number(len(behind.frame)),
    )


def cell_colors() -> dict[str, str]:
    """The style of a cell that is wrong (`error`) or worth a look (`warning`)."""
    shown = colors()
    return {
        "error": f"background-color: {shown.behind_tint}; color: {shown.behind}",
        "warning": f"background-color: {shown.track}",
    }


def marked_rows(
    frame: pd.DataFrame, wrong: Sequence[Mapping[str, str]], *, few: int, tall: int, key: str
) -> None:
    """A table of checked rows whose wrong cells are filled.

    `wrong` has, row by row, the level of each wrong column; more than `few` rows scroll in
    `tall` px.
    """
    colors = cell_colors()

    def fills(line: pd.Series) -> list[str]:
        levels = wrong[int(line.name)]  # type: ignore[call-overload]
        return [colors.get(levels.get(str(column), ""), "") for column in line.index]

    st.dataframe(
        frame.style.apply(fills, axis=1),
        hide_index=True,
        height="content" if len(frame) <= few else tall,
        column_config={text("import.column_problem"): st.column_config.TextColumn(width="large")},
        key=key,
    )


def footer(question: Question, stamp: pd.Series) -> None:
    """What stands under every page: simulated or not, and the version of the figures."""
    words = (
        text("board.version_at", generation=data.generation(), at=formats.moment(question.as_of))
        if question.is_replay
        else text("board.version", generation=data.generation())
    )
    if is_simulated(question, stamp):
        words = f"{text('board.simulated_sentence')} {words}"
    st.caption(words)


def follow(question: Question, *, rest: float = REST_SECONDS) -> None:
    """Run the page again when a new generation is published or the pace has moved on.

    Not before it has been in sight for `rest` seconds, however fast publishes come.
    """
    if not question.is_replay:
        _watch(data.generation(), question, time.monotonic() + rest)


@st.fragment(run_every="2s")
def _watch(shown: int, question: Question, due_at: float) -> None:
    if time.monotonic() < due_at:
        return
    latest = clock.latest_cut_off(clock.now(), closes_at=question.campaign["closes_at"])
    if data.store().current() != shown or latest != question.as_of:
        st.rerun()
