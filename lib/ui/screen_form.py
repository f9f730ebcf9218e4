"""The page of screens where it writes: fields, the playlist as a table, the way back."""

import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.access import screens
from lib.access.screens import LANGUAGES, LONGEST_TURN, SCENES, SHORTEST_TURN, THEMES, Screen, Turn
from lib.errors import RaQuanError, ScreenRefused
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.queries import campaigns
from lib.ui import clock, data, failure, links, screen_words, state
from lib.ui.data import read
from lib.ui.question import Question

USUAL = ""
"""Stands for what the board or the screen decides, in a list of codes."""
TURN_SECONDS = 20
NEW_NAME = "screens_new_name"


def add(known: Mapping[str, Screen]) -> None:
    """Name a new screen; it is written once its profile is saved."""
    with st.form("screens_new", border=False, clear_on_submit=False):
        st.markdown(f"**{text('screens.new')}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(
                text("screens.new_name"),
                max_chars=40,
                help=text("screens.new_help"),
                autocomplete="off",
                key=NEW_NAME,
                width=320,
            ).strip()
            pressed = st.form_submit_button(
                text("screens.new_button"), icon=":material/add:", on_click=_take_up, args=(known,)
            )
    if pressed and not screens.is_name(name):
        field, why = text("screens.field_name"), text("screens.problem_not_a_name")
        st.error(text("screens.refused", where=field, why=why), icon=":material/error:")
    elif pressed and name in known:
        st.info(text("screens.taken", name=name), icon=":material/info:")


def _take_up(known: Mapping[str, Screen]) -> None:
    """Look at the screen just named, when it is a new one."""
    name = st.session_state[NEW_NAME].strip()
    if screens.is_name(name) and name not in known:
        links.choose("screen", name)


def edit(profile: Screen, question: Question) -> None:
    """The fields of one screen, and a button that saves all of them."""
    # fields begin anew when the profile is another one: chosen, saved, or edited elsewhere
    key = f"screens_{profile.name}_{zlib.crc32(repr(profile).encode())}"
    called = profile.name
    with st.container(border=True):
        st.subheader(text("screens.edit", name=called), anchor=False)
        left, right = st.columns((2, 3), gap="medium")
        with left:
            title = st.text_input(
                text("screens.place"), profile.title, max_chars=80, key=f"{key}_title"
            )
            campaign_code = _campaign(profile, question, key)
            units = _units(campaign_code or question.campaign_code, question)
            unit_id = _unit(profile, units, key)
            theme = _one_of("theme", THEMES, profile.theme, screen_words.theme, key)
            language = _one_of("language", LANGUAGES, profile.language, screen_words.language, key)
        with right:
            turns = _playlist(profile, units, key)
        with st.container(horizontal=True):
            if st.button(text("screens.save", name=called), type="primary", key="screens_save"):
                _save(
                    Screen(
                        name=profile.name,
                        title=title.strip(),
                        campaign_code=campaign_code,
                        unit_id=unit_id,
                        theme=theme,
                        language=language,
                        playlist=turns_of(turns),
                    )
                )
            if profile.source == "office" and st.button(
                text("screens.reset", name=called), type="tertiary", key="screens_reset"
            ):
                _ask_reset(profile.name)


def turns_of(frame: pd.DataFrame) -> tuple[Turn, ...]:
    """The playlist from the edited table (place, scene, seconds, unit_id, per_district).

    Rows without a place come last; what is left empty in a row is kept as something that
    cannot be saved, so that nothing is guessed.
    """
    rows: list[Any] = frame.sort_values("place", kind="stable", na_position="last").to_dict(
        "records"
    )
    return tuple(
        Turn(
            scene="" if formats.is_missing(row["scene"]) else str(row["scene"]),
            unit_id=None if formats.is_missing(row["unit_id"]) else str(row["unit_id"]),
            seconds=0 if formats.is_missing(row["seconds"]) else int(row["seconds"]),
            per_district=not formats.is_missing(row["per_district"]) and bool(row["per_district"]),
        )
        for row in rows
    )


def _playlist(profile: Screen, units: screen_words.Names, key: str) -> pd.DataFrame:
    st.markdown(f"**{text('screens.playlist')}**")
    st.caption(text("screens.playlist_help"))
    turns = profile.playlist
    given = {turn.unit_id for turn in turns if turn.unit_id is not None}
    frame = pd.DataFrame(
        {
            "place": pd.array(range(1, len(turns) + 1), dtype="Int64"),
            "scene": pd.array([turn.scene for turn in turns], dtype="string"),
            "seconds": pd.array([turn.seconds for turn in turns], dtype="Int64"),
            "unit_id": pd.array([turn.unit_id for turn in turns], dtype="string"),
            "per_district": pd.array([turn.per_district for turn in turns], dtype="boolean"),
        }
    )
    edited: pd.DataFrame = st.data_editor(
        frame,
        num_rows="dynamic",
        hide_index=True,
        placeholder=formats.MISSING,
        key=f"{key}_playlist",
        column_config=_columns(units, sorted({*units, *given})),
    )
    return edited


def _columns(units: screen_words.Names, offered: list[str]) -> dict[str, Any]:
    """What can be written in each column of the playlist."""
    return {
        "place": st.column_config.NumberColumn(
            text("screens.column_place"), min_value=1, step=1, width=80
        ),
        "scene": st.column_config.SelectboxColumn(
            text("screens.column_scene"),
            options=SCENES,
            format_func=lambda code: screen_words.scene(str(code), {}),
            required=True,
        ),
        "seconds": st.column_config.NumberColumn(
            text("screens.column_seconds"),
            min_value=SHORTEST_TURN,
            max_value=LONGEST_TURN,
            step=1,
            default=TURN_SECONDS,
            width=80,
        ),
        "unit_id": st.column_config.SelectboxColumn(
            text("screens.column_unit"),
            options=offered,
            format_func=lambda code: units.get(str(code), str(code)),
        ),
        "per_district": st.column_config.CheckboxColumn(
            text("screens.column_per_district"), default=False
        ),
    }


def _campaign(profile: Screen, question: Question, key: str) -> str | None:
    known = read(campaigns.campaigns, as_of=question.as_of)
    names = dict(zip(known["campaign_code"], known[in_language("name")], strict=True))
    names[USUAL] = text("screens.campaign_default")
    kept = profile.campaign_code or USUAL
    return _chosen("campaign", [USUAL, *known["campaign_code"]], kept, names, key)


def _unit(profile: Screen, units: screen_words.Names, key: str) -> str | None:
    names = {**units, USUAL: text("screens.whole")}
    return _chosen("unit", [USUAL, *units], profile.unit_id or USUAL, names, key)


def _chosen(
    field: str, options: list[str], kept: str, names: screen_words.Names, key: str
) -> str | None:
    """A code from a list, where what was kept stays on offer even if nobody knows it any more."""
    offered = options if kept in options else [*options, kept]
    code: str = st.selectbox(
        text(f"screens.{field}"),
        offered,
        index=offered.index(kept),
        format_func=lambda one: names.get(one, one),
        key=f"{key}_{field}",
    )
    return code or None


def _units(campaign_code: str, question: Question) -> screen_words.Names:
    """The units that compete in a campaign."""
    units = read(campaigns.units, campaign_code=campaign_code, as_of=question.as_of)
    return screen_words.names_of(units[units["level"] == 0])


def _one_of(
    field: str, options: tuple[str, ...], kept: str, words: Callable[[str], str], key: str
) -> str:
    chosen = st.segmented_control(
        text(f"screens.{field}"),
        options,
        default=kept,
        format_func=words,
        key=f"{key}_{field}",
        required=True,
    )
    return str(chosen)


def _save(profile: Screen) -> None:
    at = clock.now()
    try:
        screens.save(data.settings().office_file, profile, by=state.sender() or "", at=at)
    except ScreenRefused as error:
        where, why = screen_words.problem(ScreenRefused(**{**error.values, "screen": ""}))
        words = formats.plain(text("screens.refused", where=where, why=why))
        st.error(words, icon=":material/error:")
    except RaQuanError as error:
        failure.show(error)
    else:
        state.notify(text("screens.saved", name=profile.name, at=formats.clock(at)))
        st.rerun()


def _ask_reset(name: str) -> None:
    """Ask first; all words are made here, because the dialog runs again without the language."""
    settings = data.settings()
    in_file = screens.is_in_file(settings.screens_file, name)
    to = text("screens.to_file", file=settings.screens) if in_file else text("screens.to_default")
    asking = formats.plain(text("screens.reset_ask", name=name, to=to))
    yes, no = text("screens.reset", name=name), text("screens.keep")
    done = text("screens.reset_done", name=name, at=formats.clock(clock.now()))

    @st.dialog(text("screens.reset", name=name))
    def ask() -> None:
        st.markdown(asking)
        with st.container(horizontal=True):
            if st.button(yes, type="primary", key="screens_reset_yes"):
                screens.remove(settings.office_file, name, by=state.sender() or "", at=clock.now())
                state.notify(done)
                st.rerun()
            if st.button(no, key="screens_reset_no"):
                st.rerun()

    ask()
