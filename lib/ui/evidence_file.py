"""Evidence from a file: chosen, checked and shown; counted once confirmed; undone again."""

import hashlib

import pandas as pd
import streamlit as st

from lib.errors import FileRefused, RaQuanError
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import wording
from lib.intake.evidence import checking, committing, reading, template
from lib.intake.evidence.fields import Layout
from lib.intake.evidence.layouts import LAYOUTS
from lib.intake.evidence.rows import CheckedEvidence, EvidenceReceipt, EvidenceRow
from lib.queries import evidence
from lib.ui import cards, clock, data, evidence_asked, evidence_counted, failure, state
from lib.ui.cards import Figure
from lib.ui.data import read
from lib.ui.import_check import XLSX
from lib.ui.import_file import MB, known, offered, refused, snapshot
from lib.ui.question import Question

MOST_ROWS_SHOWN, MOST_ADVICE = 200, 8


def box(question: Question, layout: Layout) -> None:
    """The template, the file, its rows, and what became of it."""
    st.subheader(text("evidence.file_title"), anchor=False)
    done: EvidenceReceipt | None = state.kept("evidence_receipt", _whose(layout))
    if done is not None:
        _receipt(layout, done)
        return
    left, right = st.columns((1, 2), gap="medium")
    with left:
        checked = _checked(question, layout)
        _templates(question, layout)
    with right:
        if checked is None:
            st.info(text("evidence.start"), icon=":material/upload_file:")
            return
        _counts(checked)
        _rows(checked)
        _confirm(layout, checked)


def _whose(layout: Layout) -> tuple[str, str]:
    """A receipt is of a kind and of whoever is at the desk."""
    return layout.kind, state.sender() or ""


def _checked(question: Question, layout: Layout) -> CheckedEvidence | None:
    """Ask for a file and check it; None without one, or when it is refused with a reason."""
    limits = data.settings()
    uploaded = st.file_uploader(
        text("evidence.file", limit=limits.upload_mb),
        max_upload_size=limits.upload_mb,
        key=f"evidence_{layout.kind}_{evidence_asked.turn('file', layout.kind)}",
    )
    if uploaded is None:
        return None
    content = uploaded.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    key = (digest, uploaded.name, layout.kind, question.campaign_code, data.generation())
    found: CheckedEvidence | None = state.kept("evidence_checked", key)
    if found is not None:
        return found
    try:
        file = reading.read(
            content,
            uploaded.name,
            layout.kind,
            most_bytes=limits.upload_mb * MB,
            most_rows=limits.upload_rows,
        )
        found = checking.check(
            snapshot(),
            file,
            campaign_code=question.campaign_code,
            as_of=clock.now(),
            lookups=known(question),
        )
    except FileRefused as refusal:
        refused(refusal)
        return None
    state.keep("evidence_checked", key, found)
    return found


def _templates(question: Question, layout: Layout) -> None:
    teams = read(evidence.teams, campaign_code=question.campaign_code)["team_code"]
    units, _ = offered(question)
    names = (tuple(units.values()), tuple(str(code) for code in teams))
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            text("import.template_xlsx"),
            lambda: _template_of(layout.kind, *names),
            file_name=f"mau_{layout.kind}.xlsx",
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            text("import.template_csv"),
            lambda: template.template_csv(layout),
            file_name=f"mau_{layout.kind}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


@st.cache_data(max_entries=16, show_spinner=False)
def _template_of(kind: str, units: tuple[str, ...], teams: tuple[str, ...]) -> bytes:
    return template.template_xlsx(LAYOUTS[kind], units, teams)


def _counts(checked: CheckedEvidence) -> None:
    count = formats.number
    cards.figures(
        (
            Figure(text("import.rows"), count(checked.total), formats.plain(checked.file_name)),
            Figure(
                text("import.accepted"),
                count(len(checked.accepted)),
                text("import.accepted_context"),
            ),
            Figure(
                text("import.warned"), count(len(checked.warned)), text("import.warned_context")
            ),
            Figure(
                text("import.rejected"),
                count(len(checked.rejected)),
                text("evidence.rejected_context"),
            ),
        ),
        narrowest=150,
    )
    if checked.skipped_totals:
        lines = ", ".join(map(str, checked.skipped_totals[:MOST_ADVICE]))
        st.caption(text("import.skipped_totals", count=len(checked.skipped_totals), lines=lines))


def _rows(checked: CheckedEvidence) -> None:
    """The rows with what is wrong; errors first, wrong cells filled, remedies below."""
    others = [one for one in checked.accepted if not one.is_warned]
    ordered = [*checked.rejected, *checked.warned, *others][:MOST_ROWS_SHOWN]
    used = [one for one in checked.layout.fields if any(row.texts.get(one.key) for row in ordered)]
    frame = pd.DataFrame(
        [
            {
                text("import.column_row"): row.number,
                text("import.column_level"): text(f"import.level_{_level(row)}"),
                text("import.column_problem"): " ".join(map(wording.sentence, row.problems)),
                **{one.label: row.texts.get(one.key, "") for one in used},
            }
            for row in ordered
        ]
    )
    wrong = [
        {text(f"column.{one.column}"): one.level for one in row.problems if one.column}
        for row in ordered
    ]
    cards.marked_rows(
        frame, wrong, few=MOST_ADVICE, tall=400, key=f"evidence_rows_{checked.layout.kind}"
    )
    found = [(row.number, one) for row in ordered for one in row.problems]
    lines = [
        f"- {formats.plain(text('import.advice', row=number, advice=wording.advice(one)))}"
        for number, one in found[:MOST_ADVICE]
    ]
    if len(found) > MOST_ADVICE:
        more = formats.number(len(found) - MOST_ADVICE)
        lines.append(f"- {text('import.advice_more', count=more)}")
    st.markdown("\n".join(lines))


def _level(row: EvidenceRow) -> str:
    return "error" if row.is_rejected else "warning" if row.problems else "valid"


def _confirm(layout: Layout, checked: CheckedEvidence) -> None:
    accepted, rejected = len(checked.accepted), len(checked.rejected)
    with st.container(horizontal=True, gap="small"):
        pressed = st.button(
            text("import.confirm", count=formats.number(accepted)),
            type="primary",
            disabled=not accepted,
            key="evidence_confirm",
        )
        if rejected:
            st.download_button(
                text("import.problems_file", count=formats.number(rejected)),
                lambda: template.sheet_of_problems(checked),
                file_name=f"can_sua_{checked.file_name.rsplit('.', 1)[0]}.xlsx",
                mime=XLSX,
                icon=":material/download:",
                on_click="ignore",
            )
        st.button(
            text("import.cancel"),
            type="tertiary",
            on_click=evidence_asked.next_turn,
            args=("file", layout.kind),
            key="evidence_cancel",
        )
    if not accepted:
        st.warning(text("import.nothing_to_import"), icon=":material/block:")
    if not pressed:
        return
    try:
        with st.spinner(text("import.saving"), show_time=True):
            done = committing.commit(
                data.store(), checked, sender=state.sender() or "", at=clock.now()
            )
    except FileRefused as refusal:
        refused(refusal)
    except RaQuanError as error:
        failure.show(error)
    else:
        state.keep("evidence_receipt", _whose(layout), done)
        st.rerun()


def _receipt(layout: Layout, done: EvidenceReceipt) -> None:
    """What was counted and when; only now does the page say that it is saved."""
    if done.already:
        st.info(text("import.already", batch=done.batch_id), icon=":material/content_copy:")
    else:
        count, at = formats.number(done.accepted), formats.moment(done.recorded_at)
        words = text("evidence.saved", count=count, at=at, batch=done.batch_id)
        st.success(words, icon=":material/check_circle:")
        if done.rejected:
            words = text("evidence.saved_rejected", count=formats.number(done.rejected))
            st.warning(words, icon=":material/hourglass_empty:")
    with st.container(horizontal=True, gap="small"):
        st.button(
            text("import.another"),
            type="primary",
            on_click=_put_away,
            args=(layout,),
            key="evidence_another",
        )
        if not done.already:
            st.button(
                text("import.undo"),
                icon=":material/undo:",
                on_click=_undo,
                args=(layout, done),
                key="evidence_undo_now",
            )


def _undo(layout: Layout, done: EvidenceReceipt) -> None:
    if evidence_counted.undone(done.batch_id, done.accepted):
        _put_away(layout)


def _put_away(layout: Layout) -> None:
    state.keep("evidence_receipt", _whose(layout), None)
    evidence_asked.next_turn("file", layout.kind)
