"""The import page where rows are put right: cells in a grid, names settled once for many rows."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from lib.errors import FileRefused, RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.i18n.folding import fold
from lib.intake import fixing, wording
from lib.intake.columns import COLUMNS
from lib.intake.handovers import Settled
from lib.intake.problems import Problem
from lib.intake.references import Learned, References
from lib.intake.rows import CheckedFile, CheckedRow
from lib.ui import clock, data, failure, import_file, import_work, state
from lib.ui.import_file import refused
from lib.ui.question import Question

MOST_ROWS = 200
"""So many rows are put right on the page at a time; more are quicker in the spreadsheet."""
MOST_NAMES = 8
NAMES = {"unknown_unit": "unit", "ambiguous_unit": "unit", "unknown_service": "service"}
"""What is wrong with a name that somebody can settle, and which kind of name it is."""
ROW, WRONG, SEEN, DROP = "row", "wrong", "seen", "drop"
SEEN_CODES = frozenset(("hidden_row", "column_count_mismatch"))


def fix(checked: CheckedFile, question: Question) -> None:
    """Offer to put the rejected rows right: first names that recur, then cells one by one."""
    if not checked.rejected:
        return
    rows = checked.rows.at(checked.is_rejected, MOST_ROWS)
    label = text("import.fix", count=formats.number(checked.rejected))
    with st.expander(label, icon=":material/build:", expanded=checked.rejected <= MOST_ROWS):
        _names(rows, question)
        _grid(rows)
        if checked.rejected > len(rows):
            st.caption(text("import.fix_more", count=formats.number(checked.rejected - len(rows))))


def changed(checked: CheckedFile) -> None:
    """Say how many rows were put right, and offer to take it all back."""
    work = import_work.current()
    if not work.edits:
        return
    done = sum(not checked.is_rejected[row] for row in work.edits)
    with st.container(horizontal=True, vertical_alignment="center"):
        words = text("import.fixed", count=formats.number(done), all=len(work.edits))
        st.caption(words, width="content")
        if st.button(text("import.fix_undo"), icon=":material/undo:", type="tertiary"):
            import_work.change(edits={}, settled=())
            st.rerun()


def _names(rows: list[CheckedRow], question: Question) -> None:
    """One line for each name that leads nowhere: what it means, for all its rows at once."""
    found: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], str] = {}
    for row in rows:
        for one in row.problems:
            kind = NAMES.get(one.code)
            if kind and one.value:
                found[kind, fold(one.value)] += 1
                written.setdefault((kind, fold(one.value)), one.value)
    if not found:
        return
    units, services = import_file.offered(question)
    known = import_file.known(question)
    st.markdown(f"**{text('import.names')}**")
    for (kind, folded), count in found.most_common(MOST_NAMES):
        offered = units if kind == "unit" else services
        _name(kind, written[kind, folded], count, offered, known, rows)


def _name(
    kind: str,
    written: str,
    count: int,
    offered: Mapping[str, str],
    known: References,
    rows: list[CheckedRow],
) -> None:
    learned = known.learned_names.get((kind, fold(written)))
    codes = list(offered)
    key = f"name_{state.round_number()}_{kind}_{fold(written)}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            formats.plain(text(f"import.name_{kind}", name=written, count=count)),
            codes,
            index=codes.index(learned.code) if learned and learned.code in codes else None,
            format_func=lambda code: offered[code],
            placeholder=text("import.name_choose"),
            key=key,
        )
        pressed = st.button(
            text("import.name_apply", count=count), disabled=chosen is None, key=f"{key}_apply"
        )
    if learned:
        st.caption(_who(learned))
    if pressed and chosen is not None:
        meant = [
            row.place
            for row in rows
            for one in row.problems
            if NAMES.get(one.code) == kind and fold(one.value) == fold(written)
        ]
        import_work.edit({place: {kind: offered[chosen]} for place in meant})
        import_work.settle(Settled(kind, written, chosen))  # type: ignore[arg-type]
        st.rerun()


def _who(learned: Learned) -> str:
    said = {"by": learned.by, "at": formats.moment(learned.at), "name": learned.name}
    return formats.plain(text("import.name_learned", **said))


def _grid(rows: list[CheckedRow]) -> None:
    """The rejected rows as a grid; what is changed is checked when asked for."""
    wrong = {one.column for row in rows for one in _errors(row)}
    used = [
        spec
        for spec in COLUMNS
        if spec.key in wrong or any(row.texts.get(spec.key) for row in rows)
    ]
    used.sort(key=lambda spec: spec.key not in wrong)  # what is to be changed comes first
    work = import_work.current()
    needs_look = any(one.code in SEEN_CODES for row in rows for one in row.problems)
    frame = pd.DataFrame(
        [
            {
                ROW: f"{row.sheet} {row.row}".strip(),
                WRONG: " ".join(wording.sentence(one) for one in _errors(row)),
                **{spec.key: row.texts.get(spec.key, "") for spec in used},
                **({SEEN: False} if needs_look else {}),
                **({DROP: False} if work.waiting_batch is not None else {}),
            }
            for row in rows
        ]
    )
    config = {
        ROW: st.column_config.TextColumn(text("import.column_row"), pinned=True, width="small"),
        WRONG: st.column_config.TextColumn(text("import.column_problem"), width="medium"),
        SEEN: st.column_config.CheckboxColumn(
            text("import.fix_seen"), help=text("import.fix_seen_help")
        ),
        DROP: st.column_config.CheckboxColumn(text("import.fix_drop")),
        **{spec.key: st.column_config.TextColumn(text(f"column.{spec.key}")) for spec in used},
    }
    after = st.data_editor(
        frame,
        column_config=config,
        disabled=[ROW, WRONG],
        hide_index=True,
        num_rows="fixed",
        key=f"fix_{state.round_number()}_{abs(hash(work.question))}",
    )
    edits = _edits(rows, frame, after, [spec.key for spec in used])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pressed = st.button(
            text("import.fix_check", count=formats.number(len(edits))),
            icon=":material/fact_check:",
            disabled=not edits,
            key="fix_check",
        )
        if DROP in after:
            dropped = [rows[at] for at in np.flatnonzero(after[DROP].fillna(False).to_numpy(bool))]
            _give_up(dropped)
        st.caption(text("import.fix_note"), width="content")
    if pressed:
        import_work.edit(edits)
        st.rerun()


def _give_up(rows: list[CheckedRow]) -> None:
    """Let ticked rows wait no longer: they are not counted, and stay where they were kept."""
    pressed = st.button(
        text("import.fix_give_up", count=formats.number(len(rows))),
        icon=":material/do_not_disturb_on:",
        disabled=not rows,
        key="fix_give_up",
    )
    batch_id = import_work.current().waiting_batch
    if not pressed or batch_id is None:
        return
    places = [(row.sheet, row.row) for row in rows]
    try:
        fixing.give_up(data.store(), batch_id, places, by=state.sender() or "", at=clock.now())
    except FileRefused as refusal:
        refused(refusal)
        return
    except RaQuanError as error:
        failure.show(error)
        return
    import_work.take_up(batch_id)
    state.notify(text("import.given_up", count=formats.number(len(rows))))
    st.rerun()


def _edits(
    rows: list[CheckedRow], before: pd.DataFrame, after: pd.DataFrame, keys: list[str]
) -> dict[int, dict[str, str]]:
    """The cells that were changed, by place of the row; a row that was looked at counts too."""
    old, new = before[keys].astype(str), after[keys].fillna("").astype(str)
    differs = (old != new).to_numpy()
    edits = {
        rows[at].place: {
            key: new.iloc[at][key] for key, is_new in zip(keys, differs[at], strict=True) if is_new
        }
        for at in np.flatnonzero(differs.any(axis=1))
    }
    if SEEN in after:
        for at in np.flatnonzero(after[SEEN].fillna(False).to_numpy(bool)):
            edits.setdefault(rows[at].place, {})
    return edits


def _errors(row: CheckedRow) -> list[Problem]:
    return [one for one in row.problems if one.level == "error"]
