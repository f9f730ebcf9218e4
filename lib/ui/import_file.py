"""The file on the table: asked for, read, and checked with what the clerk has changed in it."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import pandas as pd
import streamlit as st

from lib.errors import FileRefused
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import fixing, references, wording
from lib.intake.checking import check_tables
from lib.intake.columns import BY_KEY
from lib.intake.reading import Progress, ReadFile, in_silence, read
from lib.intake.references import References
from lib.intake.rows import CheckedFile
from lib.queries import corrections, intake
from lib.ui import clock, data, import_work, state
from lib.ui.data import Snapshot
from lib.ui.question import Question

MB = 2**20
T = TypeVar("T")


def file_of(question: Question) -> ReadFile | None:
    """Ask for a file and read it; None without one, or when it is refused with a reason.

    While rows of the quarantine are being put right they are the file.
    """
    batch_id = import_work.current().waiting_batch
    if batch_id is not None:
        return None if state.receipt() else _waiting(batch_id)
    limit = data.settings().upload_mb
    _localise_too_large(limit)
    uploaded = st.file_uploader(
        text("import.file", limit=limit),
        max_upload_size=limit,
        key=f"upload_{state.round_number()}",
        on_change=_start_over,
    )
    if uploaded is None:
        return None
    content = uploaded.getvalue()
    key = (hashlib.sha256(content).hexdigest(), uploaded.name)
    known: ReadFile | None = state.kept("read", key)
    if known is None:
        known = _read(content, uploaded.name)
        if known is not None:
            state.keep("read", key, known)
    return known


def checked_of(file: ReadFile, question: Question) -> CheckedFile | None:
    """Check the file as it stands after the clerk's work; None when it names no unit."""
    work = import_work.current()
    key = (file.sha256, file.file_name, question.campaign_code, data.generation(), work.question)
    known: CheckedFile | None = state.kept("checked", key)
    if known is not None:
        return known
    try:
        with _progress() as hear:
            found = _checked(file, question, hear)
    except FileRefused as refusal:
        if refusal.values.get("columns") == [BY_KEY["unit"].header]:
            _ask_unit(question)
        else:
            refused(refusal)
        return None
    state.keep("checked", key, found)
    return found


def offered(question: Question) -> tuple[dict[str, str], dict[str, str]]:
    """The units and services to choose from, names by code: the same for all until a publish."""
    return _offered(question.campaign_code, question.as_of, data.generation())


def known(question: Question) -> References:
    """What rows are checked against: read once for all viewers until a publish."""
    return data.writer().lookups.of(question.campaign_code, as_of=clock.now())


def once(name: str, checked: CheckedFile, compute: Callable[[], T]) -> T:
    """Work something out of a checked file once, while neither it nor the ledger changes."""
    key = (
        *(checked.sha256, checked.file_name, checked.campaign_code),
        *(data.generation(), import_work.current().question),
    )
    found: tuple[T] | None = state.kept(name, key)
    if found is None:
        found = (compute(),)
        state.keep(name, key, found)
    return found[0]


@st.cache_data(max_entries=20, show_spinner=False)
def _offered(
    campaign_code: str, as_of: datetime, generation: int
) -> tuple[dict[str, str], dict[str, str]]:
    reader = Snapshot(data.store(), generation)
    return references.offered(reader, campaign_code=campaign_code, as_of=as_of)


def snapshot() -> Snapshot:
    """The store as this run reads it."""
    return Snapshot(data.store(), data.generation())


def refused(refusal: FileRefused) -> None:
    """What is wrong with the file as a whole, what is safe, what to do."""
    words, remedy = wording.refusal(refusal)
    parts = (formats.plain(words), text("import.nothing_written"), formats.plain(remedy))
    st.error(" ".join(parts), title=text("import.refused_title"), icon=":material/error:")


def to_commit(checked: CheckedFile, file: ReadFile, question: Question) -> CheckedFile:
    """What is handed over: of waiting rows only those that are right now, and what they settle."""
    work = import_work.current()
    if work.waiting_batch is None:
        return checked
    kept = fixing.only(fixing.edited(file, work.edits), ~checked.is_rejected)
    ready = _check(kept, question)
    places = [(table.sheet, int(row)) for table in kept.tables for row in table.numbers]
    digest = hashlib.sha256(f"{work.waiting_batch} {places}".encode()).hexdigest()
    closes = tuple((work.waiting_batch, sheet, row) for sheet, row in places)
    return replace(ready, sha256=digest, closes=closes)


def _read(content: bytes, name: str) -> ReadFile | None:
    limits = data.settings()
    try:
        with _progress() as hear:
            return read(
                content,
                name,
                most_bytes=limits.upload_mb * MB,
                most_rows=limits.upload_rows,
                progress=hear,
            )
    except FileRefused as refusal:
        refused(refusal)
    return None


def _waiting(batch_id: int) -> ReadFile | None:
    moment = clock.now()
    as_of = clock.latest_cut_off(moment, closes_at=moment)
    rows = corrections.rows_to_fix(snapshot(), batch_id=batch_id, as_of=as_of)
    batch = intake.batch_state(snapshot(), batch_id=batch_id, as_of=as_of)
    st.markdown(text("import.fixing", batch=batch_id, count=formats.number(len(rows))))
    st.button(text("import.cancel"), icon=":material/arrow_back:", on_click=state.next_round)
    if rows.empty:
        st.info(text("import.nothing_waits"), icon=":material/check_circle:")
        return None
    records = [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows.to_dict("records")
    ]
    return fixing.waiting_file(records, str(batch["file_name"].iloc[0]))


def _checked(file: ReadFile, question: Question, hear: Progress) -> CheckedFile:
    edits = import_work.current().edits
    original = _check(file, question, hear)
    if not edits:
        return original
    fixed = _check(fixing.edited(file, edits), question, hear)
    return fixing.note_edits(fixed, original, edits)


def _check(file: ReadFile, question: Question, hear: Progress = in_silence) -> CheckedFile:
    work = import_work.current()
    return check_tables(
        snapshot(),
        file,
        campaign_code=question.campaign_code,
        as_of=clock.now(),
        unit_id=work.unit_id,
        replaces=work.replaces,
        known=known(question),
        progress=hear,
    )


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    """A bar that says which step a file is at, and goes when it is done."""
    bar = st.empty()

    def hear(step: str, share: float) -> None:
        bar.progress(share, text(f"import.progress_{step}"))

    try:
        yield hear
    finally:
        bar.empty()


def _ask_unit(question: Question) -> None:
    """A table that names no unit is not guessed: whose sales are they?"""
    units, _ = offered(question)
    st.warning(text("import.which_unit"), icon=":material/help:")
    chosen = st.selectbox(
        text("column.unit"),
        list(units),
        index=None,
        format_func=lambda unit: units[unit],
        placeholder=text("import.choose_unit"),
        key=f"unit_{state.round_number()}",
    )
    if chosen is not None:
        import_work.change(unit_id=chosen)
        st.rerun()


def _start_over() -> None:
    state.keep_receipt(None)
    state.keep_work(None)


def _localise_too_large(limit: int) -> None:
    """Say in the viewer's language what the uploader itself says only in English.

    A file over the limit is refused in the browser, before a byte is sent, so that no script
    of ours runs. The uploader keeps its reason for the pointer and for screen readers.
    """
    words = text("import.too_large", limit=limit).replace('"', "")
    st.html(
        "<style>[data-testid='stTooltipErrorContent']{display:none}"
        "[data-testid='stFileUploader']:has([data-testid='stFileChip'][aria-invalid='true'])::after"
        f'{{display:block;margin-top:.5rem;font-size:.875rem;content:"{words}"}}'
        "</style>"
    )
