"""The import page where it writes: confirm, receipt, undo, and the latest imports."""

import pandas as pd
import streamlit as st

from lib.errors import FileRefused, RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import committing
from lib.intake.committing import Receipt
from lib.intake.corrections import sheet_of_problems
from lib.intake.reading import ReadFile
from lib.intake.rows import CheckedFile
from lib.intake.versions import earlier_version
from lib.queries import intake
from lib.queries.frames import row
from lib.ui import clock, data, failure, import_work, state
from lib.ui.data import read
from lib.ui.import_check import XLSX
from lib.ui.import_file import once, refused, snapshot, to_commit
from lib.ui.question import Question

HISTORY = 20
"""How many of the latest imports are listed."""


def notice() -> None:
    """Say once what the last action did."""
    words = state.notice()
    if words:
        st.success(words, icon=":material/check_circle:")


def standing(checked: CheckedFile | None) -> int | None:
    """The batch in which the same bytes are counted already; None for a new file."""
    if checked is None:
        return None
    moment = clock.now()
    found = read(
        intake.standing_batches,
        file_sha256=checked.sha256,
        as_of=clock.latest_cut_off(moment, closes_at=moment),
    )
    return None if found.empty else int(found["batch_id"].iloc[0])


def already(batch_id: int) -> None:
    """Say that the file is counted already, and offer the next one."""
    st.info(text("import.already", batch=batch_id), icon=":material/content_copy:")
    st.button(text("import.another"), type="primary", on_click=state.next_round, key="another")


def versions(checked: CheckedFile, question: Question) -> None:
    """A newer file of the same unit replaces the earlier one only when somebody says so."""
    work = import_work.current()
    if work.replaces is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(text("import.replaces", batch=work.replaces), icon=":material/swap_horiz:")
            if st.button(text("import.replace_not"), type="tertiary", key="replace_not"):
                import_work.change(replaces=None, adds_beside=True)
                st.rerun()
        return
    if work.adds_beside or work.waiting_batch is not None:
        return
    moment = clock.now()
    as_of = clock.latest_cut_off(moment, closes_at=moment)
    found = once("earlier", checked, lambda: earlier_version(snapshot(), checked, as_of=as_of))
    if found is None:
        return
    st.warning(
        text(
            "import.earlier",
            batch=found.batch_id,
            file=formats.plain(found.file_name),
            sender=formats.plain(found.sender),
            at=formats.moment(found.recorded_at),
            count=formats.number(found.sale_count),
            shared=formats.number(found.shared_count),
            amount=formats.money(found.revenue_vnd),
        ),
        icon=":material/difference:",
    )
    with st.container(horizontal=True, gap="small"):
        if st.button(text("import.replace", batch=found.batch_id), key="replace"):
            import_work.change(replaces=found.batch_id)
            st.rerun()
        if st.button(text("import.add_beside"), type="tertiary", key="add_beside"):
            import_work.change(adds_beside=True)
            st.rerun()


def confirm(checked: CheckedFile, file: ReadFile, question: Question) -> None:
    """Count the valid rows, take away those to fix, or put the file away."""
    with st.container(horizontal=True, gap="small"):
        pressed = st.button(
            text("import.confirm", count=formats.number(checked.accepted)),
            type="primary",
            disabled=not checked.accepted,
            key="confirm",
        )
        if checked.rejected:
            # Without the warned rows: they count already, and would count again.
            st.download_button(
                text("import.problems_file", count=formats.number(checked.rejected)),
                lambda: sheet_of_problems(checked),
                file_name=f"can_sua_{checked.file_name.rsplit('.', 1)[0]}.xlsx",
                mime=XLSX,
                icon=":material/download:",
                on_click="ignore",
            )
        st.button(text("import.cancel"), type="tertiary", on_click=state.next_round, key="cancel")
    if not checked.accepted:
        st.warning(text("import.nothing_to_import"), icon=":material/block:")
    if pressed:
        _commit(to_commit(checked, file, question))


def receipt(done: Receipt) -> None:
    """What was counted and when; only now does the page say that it is saved."""
    if done.already:
        st.info(text("import.already", batch=done.batch_id), icon=":material/content_copy:")
    else:
        st.success(
            text(
                "import.saved",
                count=formats.number(done.accepted),
                amount=formats.money(done.revenue_vnd),
                at=formats.clock(clock.now()),
            ),
            icon=":material/check_circle:",
        )
    if done.rejected and not done.already:
        st.warning(
            text(
                "import.saved_rejected",
                count=formats.number(done.rejected),
                amount=formats.money(done.pending_vnd),
            ),
            icon=":material/hourglass_empty:",
        )
    with st.container(horizontal=True, gap="small"):
        st.button(text("import.another"), type="primary", on_click=state.next_round, key="another")
        if done.rejected and not done.already:
            st.button(
                text("import.fix_waiting", count=formats.number(done.rejected)),
                icon=":material/build:",
                on_click=import_work.take_up,
                args=(done.batch_id,),
                key="fix_waiting",
            )
        if not done.already:
            st.button(
                text("import.undo"),
                icon=":material/undo:",
                on_click=_undo,
                args=(done.batch_id, done.accepted),
                key="undo_now",
            )


def history(question: Question) -> None:
    """The latest imports, what they count now, and the undo of any of them."""
    frame = read(intake.batches, **question.shared, limit_count=HISTORY)
    frame = frame[frame["source"] != "demo"]
    st.subheader(text("import.history"), anchor=False)
    if frame.empty:
        st.caption(text("import.history_empty"))
        return
    state_words = [
        text("import.history_voided", at=formats.moment(one["voided_at"]))
        if one["is_voided"]
        else text("import.history_counted")
        for one in frame.to_dict("records")
    ]
    shown = pd.DataFrame(
        {
            text("import.history_batch"): frame["batch_id"],
            text("import.history_file"): frame["file_name"],
            text("import.history_sender"): frame["sender"],
            text("import.history_at"): frame["recorded_at"].map(formats.moment),
            text("import.history_accepted"): frame["accepted_count"].map(formats.number),
            text("import.history_rejected"): frame["rejected_count"].map(formats.number),
            text("import.history_amount"): frame["revenue_vnd"].map(formats.number),
            text("import.history_state"): state_words,
        }
    )
    st.dataframe(shown, hide_index=True, key="history")
    standing = frame[~frame["is_voided"]]
    if standing.empty:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            text("import.choose_batch"),
            [int(one) for one in standing["batch_id"]],
            index=None,
            format_func=lambda batch: f"{batch} · {row(standing, 'batch_id', batch)['file_name']}",
            placeholder=text("import.choose_batch"),
            key="undo_batch",
        )
        if st.button(
            text("import.undo"), icon=":material/undo:", disabled=chosen is None, key="undo"
        ):
            batch = row(standing, "batch_id", chosen)
            _ask_undo(int(batch["batch_id"]), str(batch["file_name"]), int(batch["accepted_count"]))
        content = _original(standing, chosen)
        st.download_button(
            text("import.original"),
            content or b"",
            file_name=str(row(standing, "batch_id", chosen)["file_name"]) if content else None,
            icon=":material/download:",
            disabled=content is None,
            on_click="ignore",
            key="original",
        )
        st.button(
            text("import.fix_batch"),
            icon=":material/build:",
            disabled=chosen is None or not row(standing, "batch_id", chosen)["rejected_count"],
            on_click=import_work.take_up,
            args=(chosen,),
            key="fix_batch",
        )


def _original(batches: pd.DataFrame, chosen: int | None) -> bytes | None:
    """The bytes of a batch as they were handed in, where they were kept."""
    if chosen is None:
        return None
    sha256 = row(batches, "batch_id", chosen)["file_sha256"]
    return None if pd.isna(sha256) else data.store().received.content(str(sha256))


def _commit(checked: CheckedFile) -> None:
    try:
        with st.spinner(text("import.saving"), show_time=True):
            work = import_work.current()
            done = committing.commit(
                data.store(),
                checked,
                sender=state.sender() or "",
                at=clock.now(),
                source="file" if work.waiting_batch is None else "fix",
                settled=work.settled,
            )
    except FileRefused as refusal:
        refused(refusal)
    except RaQuanError as error:
        failure.show(error)
    else:
        state.keep_receipt(done)
        st.rerun()


def _undo(batch_id: int, count: int) -> None:
    try:
        committing.undo(data.store(), batch_id, by=state.sender() or "", at=clock.now())
    except RaQuanError as error:
        failure.show(error)
        return
    state.next_round()
    state.notify(text("import.undone", batch=batch_id, count=formats.number(count)))


def _ask_undo(batch_id: int, file_name: str, count: int) -> None:
    @st.dialog(text("import.undo"))
    def ask() -> None:
        st.markdown(
            text(
                "import.undo_ask",
                batch=batch_id,
                file=formats.plain(file_name),
                count=formats.number(count),
            )
        )
        with st.container(horizontal=True):
            if st.button(text("import.undo"), type="primary", key="undo_yes"):
                _undo(batch_id, count)
                st.rerun()
            if st.button(text("import.cancel"), key="undo_no"):
                st.rerun()

    ask()
