"""The same figures as tables: for exact rows, for the keyboard, for a screen reader.

Cells are formatted here, in the viewer's language, so that the text is the same in any
browser; the values below stay numbers, so that sorting does too. Streamlit takes formatted cells
from a pandas Styler, and reads it cell by cell: half of a page's rerun. Here whole columns are
formatted and handed over as they are (`_marshalled`).
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.dataframe_util import convert_pandas_df_to_arrow_bytes
from streamlit.elements import arrow
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from lib.i18n import formats
from lib.i18n.catalog import in_language, text

Format = Callable[[Any], str]


def expander(title_key: str, draw: Callable[[], None], *, icon: str = "table") -> None:
    """A closed box that asks for and draws what is in it only when it is opened."""
    box = st.expander(
        text(title_key), icon=f":material/{icon}:", on_change="rerun", key=f"table_{title_key}"
    )
    if box.open:
        with box:
            draw()


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    formatted: Mapping[str, Format],
    *,
    key: str,
    height: int | Literal["content"] = "content",
    widths: Mapping[str, int] | None = None,
    on_row: Callable[[int | None], None] | None = None,
    links: Mapping[str, str] | None = None,
) -> None:
    """Show columns (frame column -> heading) with their formats; widths in px.

    `on_row` is told which row of the frame was chosen, or None when it was let go of.
    `links` are columns of addresses, each with the words that stand for them.
    """
    headings = {column: heading_of(heading) for column, heading in columns.items()}
    shown = frame[list(headings)].rename(columns=headings)
    st.dataframe(
        with_cells(shown, {headings[column]: how for column, how in formatted.items()}),
        hide_index=True,
        key=key,
        height=height,
        placeholder=formats.MISSING,
        on_select="ignore" if on_row is None else lambda: on_row(chosen_row(key)),
        selection_mode="single-row",
        column_config={
            headings[column]: st.column_config.Column(width=width)
            for column, width in (widths or {}).items()
        }
        | {
            headings[column]: st.column_config.LinkColumn(
                display_text=words, width=(widths or {}).get(column)
            )
            for column, words in (links or {}).items()
        },
    )


def with_cells(frame: pd.DataFrame, formatted: Mapping[str, Format]) -> Styler:
    """A frame and what stands in its cells: each is a string, in the format of its column."""
    cells = {
        column: [formatted.get(str(column), str)(value) for value in values]
        for column, values in frame.items()
    }
    styler = frame.style
    styler.cells = pd.DataFrame(cells, frame.index, dtype=str)  # type: ignore[attr-defined]
    return styler


def _marshalled(proto: ArrowData, styler: Styler, default_uuid: str) -> None:
    """What Streamlit sends of a Styler: the cells as they are when it has them ready."""
    cells = getattr(styler, "cells", None)
    if cells is None:
        marshall_styler(proto, styler, default_uuid)
        return
    proto.styler.uuid = default_uuid
    proto.styler.display_values = convert_pandas_df_to_arrow_bytes(cells)


arrow.marshall_styler = _marshalled  # type: ignore[attr-defined]


def heading_of(key: str) -> str:
    """What stands above a column: a key of [table], or a whole key with a dot in it."""
    return text(key if "." in key else f"table.{key}")


def chosen_row(key: str) -> int | None:
    """The row chosen in a table that can be chosen from."""
    rows = st.session_state[key]["selection"]["rows"]
    return int(rows[0]) if rows else None


CURVE = {
    "ends_at": "time",
    "revenue_vnd": "revenue",
    "cumulative_vnd": "cumulative",
    "plan_cumulative_vnd": "plan_cumulative",
}
CURVE_FORMATS: Mapping[str, Format] = {
    "ends_at": formats.moment,
    "revenue_vnd": formats.number,
    "cumulative_vnd": formats.number,
    "plan_cumulative_vnd": formats.number,
}
SERVICES_FORMATS: Mapping[str, Format] = {
    "quantity": formats.number,
    "sale_count": formats.number,
    "revenue_vnd": formats.number,
    "target_vnd": formats.number,
    "attainment": formats.percent,
    "revenue_share": formats.percent,
}
HOURS = {"hour": "hour", "revenue_vnd": "revenue", "plan_vnd": "plan"}
HOURS_FORMATS: Mapping[str, Format] = {
    "hour": formats.hour,
    "revenue_vnd": formats.number,
    "plan_vnd": formats.number,
}


def services_columns() -> dict[str, str]:
    """The columns of services with their groups, in the language spoken."""
    return {
        in_language("group_name"): "group",
        in_language("service_name"): "service",
        "quantity": "quantity",
        "sale_count": "sales",
        "revenue_vnd": "revenue",
        "target_vnd": "target",
        "attainment": "attainment",
        "revenue_share": "revenue_share",
    }


def curve(frame: pd.DataFrame) -> None:
    """The cumulative curve, slot by slot."""
    table(frame, CURVE, CURVE_FORMATS, key="table_curve")


def services(frame: pd.DataFrame) -> None:
    """Services with their groups."""
    known = frame[frame["service_code"].notna()]
    table(known, services_columns(), SERVICES_FORMATS, key="table_services")


def hours(frame: pd.DataFrame) -> None:
    """Hours of the day."""
    table(frame, HOURS, HOURS_FORMATS, key="table_hours")
