"""The import page before anything is written: file, counts, rows with their problems, effect."""

import pandas as pd
import streamlit as st

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import effects, template, wording
from lib.intake.columns import COLUMNS
from lib.intake.committing import Receipt
from lib.intake.rows import CheckedFile, CheckedRow
from lib.ui import cards, clock, state
from lib.ui.cards import Figure
from lib.ui.import_file import offered, once, snapshot
from lib.ui.question import Question

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS_SHOWN = 1_000
FEW_ROWS = 12
MOST_LINES_NAMED = 10
MOST_ADVICE = 6


def templates(question: Question) -> None:
    """The layout to fill in, as a workbook with the allowed names and as plain CSV."""
    st.download_button(
        text("import.template_xlsx"),
        lambda: _template(question),
        file_name="mau_nhap_ban_hang.xlsx",
        mime=XLSX,
        icon=":material/download:",
        width="stretch",
        on_click="ignore",
    )
    st.download_button(
        text("import.template_csv"),
        template.template_csv,
        file_name="mau_nhap_ban_hang.csv",
        mime="text/csv",
        icon=":material/download:",
        width="stretch",
        on_click="ignore",
    )


def steps(checked: CheckedFile | None, done: Receipt | None) -> None:
    """Which of the three steps this is."""
    current = 2 if done is not None else 0 if checked is None else 1
    with st.container(horizontal=True, gap="small"):
        for index, key in enumerate(("step_file", "step_check", "step_confirm")):
            reached = index < current or done is not None
            st.badge(
                text(f"import.{key}"),
                icon=":material/check:" if reached else None,
                color="blue" if index <= current else "gray",
            )


def start() -> None:
    """What to do first, and that nothing is written yet."""
    st.info(text("import.start"), icon=":material/upload_file:")


def counts(checked: CheckedFile) -> None:
    """How many rows count, how many should be looked at, how many are set aside."""
    cards.figures(
        (
            Figure(
                text("import.rows"),
                formats.number(checked.total),
                formats.plain(checked.file_name),
            ),
            Figure(
                text("import.accepted"),
                formats.number(checked.accepted),
                text("import.accepted_context"),
            ),
            Figure(
                text("import.warned"), formats.number(checked.warned), text("import.warned_context")
            ),
            Figure(
                text("import.rejected"),
                formats.number(checked.rejected),
                text("import.rejected_context", amount=formats.money(checked.pending_vnd)),
            ),
        ),
        narrowest=150,
    )
    for one in checked.notices:
        st.warning(formats.plain(wording.advice(one)), icon=":material/warning:")
    if checked.skipped_totals:
        lines = ", ".join(map(str, checked.skipped_totals[:MOST_LINES_NAMED]))
        st.caption(text("import.skipped_totals", count=len(checked.skipped_totals), lines=lines))


def rows(checked: CheckedFile) -> None:
    """The rows with what is wrong and what to do; errors first, wrong cells filled."""
    attention = checked.is_rejected | checked.is_warned
    sets = {"attention": attention, "valid": ~checked.is_rejected, "all": attention | True}
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            text("import.rows"),
            list(sets),
            format_func=lambda key: text(f"import.show_{key}", count=int(sets[key].sum())),
            default="attention" if attention.any() else "all",
            required=True,
            label_visibility="collapsed",
            key=f"rows_{state.round_number()}",
        )
        st.caption(text("import.errors_first"), width="content")
    wanted = sets[chosen or "all"]
    shown = checked.rows.at(wanted & checked.is_rejected, MOST_ROWS_SHOWN)
    shown += checked.rows.at(wanted & ~checked.is_rejected, MOST_ROWS_SHOWN - len(shown))
    if not shown:
        st.caption(text("import.no_rows_here"))
        return
    ordered = sorted(shown, key=_errors_first)
    _rows_table(ordered)
    _advice(ordered)


def effect(checked: CheckedFile) -> None:
    """What confirming would do to the totals people watch."""
    frame = once("effect", checked, lambda: effects.effects(snapshot(), checked, as_of=clock.now()))
    added = int(frame.loc[frame["is_total"], "added_vnd"].iloc[0])
    names = frame["short_name"].where(~frame["is_total"], text("import.effect_total"))
    st.markdown(f"**{text('import.effect')}**")
    shown = pd.DataFrame(
        {
            text("import.effect_unit"): [*names, text("import.effect_added")],
            text("import.effect_now"): [*frame["now_vnd"].map(formats.number), ""],
            text("import.effect_after"): [
                *frame["after_vnd"].map(formats.number),
                formats.number(added, signed=True),
            ],
        }
    )
    st.dataframe(shown, hide_index=True, key=f"effect_{state.round_number()}")
    st.caption(text("import.effect_note"))


def _rows_table(shown: list[CheckedRow]) -> None:
    """One line a row: number, level, problem with remedy, then the template's cells."""
    used = [spec for spec in COLUMNS if any(row.texts.get(spec.key) for row in shown)]
    frame = pd.DataFrame(
        [
            {
                text("import.column_row"): row.row,
                text("import.column_level"): text(f"import.level_{_level(row)}"),
                text("import.column_problem"): " ".join(
                    wording.sentence(one) for one in row.problems
                ),
                **{text(f"column.{spec.key}"): row.texts.get(spec.key, "") for spec in used},
            }
            for row in shown
        ]
    )
    wrong = [
        {text(f"column.{one.column}"): one.level for one in row.problems if one.column}
        for row in shown
    ]
    cards.marked_rows(frame, wrong, few=FEW_ROWS, tall=560, key=f"checked_{state.round_number()}")


def _advice(shown: list[CheckedRow]) -> None:
    """The first problems in full, with what to do: a cell has no room for it."""
    found = [(row.row, one) for row in shown for one in row.problems]
    lines = [
        f"- {formats.plain(text('import.advice', row=number, advice=wording.advice(one)))}"
        for number, one in found[:MOST_ADVICE]
    ]
    if len(found) > MOST_ADVICE:
        more = formats.number(len(found) - MOST_ADVICE)
        lines.append(f"- {text('import.advice_more', count=more)}")
    st.markdown("\n".join(lines))


def _level(row: CheckedRow) -> str:
    return "error" if row.is_rejected else "warning" if row.problems else "valid"


def _errors_first(row: CheckedRow) -> tuple[int, str, int]:
    return (("error", "warning", "valid").index(_level(row)), row.sheet, row.row)


@st.cache_data(max_entries=8, show_spinner=False)
def _template_of(units: tuple[str, ...], services: tuple[str, ...]) -> bytes:
    return template.template_xlsx(units, services)


def _template(question: Question) -> bytes:
    units, services = offered(question)
    return _template_of(tuple(units.values()), tuple(services.values()))
