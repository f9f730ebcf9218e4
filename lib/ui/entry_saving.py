"""From the form into the ledger: the checks, the publish and the key of any other hand-over.

Whether a sale is saved is never remembered here but asked of the published ledger, by its
key: so the page says "saved" after a reload too, and never before it is true.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from lib.errors import FileRefused, KeyReused, StoreBusy
from lib.i18n import formats
from lib.i18n.catalog import text
from lib.intake import checking, duplicates, json_lines, wording
from lib.intake.committing import LAST_MOMENT, Handover
from lib.intake.group_commit import STORE_IS_AWAY
from lib.intake.problems import Problem
from lib.intake.rows import CheckedFile
from lib.queries import intake
from lib.ui import clock, data, entry_draft, failure, state
from lib.ui.data import read
from lib.ui.entry_draft import Trouble
from lib.ui.entry_form import Filled
from lib.ui.question import Question

logger = logging.getLogger("raquan")

LONGER_THAN_THE_LOCK = 5
"""So many seconds more than a writer waits for the lock, nobody waits for the writer."""
LEFT_OUT_ON_PURPOSE = ("missing_staff_code", "time_missing")
"""Warnings about fields that the form itself says may be left out."""
FIELDS = (
    *("service", "product", "quantity", "revenue", "sold_on"),
    *("sold_at", "customer_code", "receipt_no", "note"),
)
"""Columns whose problems stand beside their field; those of others go into the box."""


@dataclass(frozen=True)
class Saved:
    """The sale of this key in the published ledger."""

    batch_id: int
    at: datetime
    revenue_vnd: int


def saved() -> Saved | None:
    """What is saved under the key of this sale; a sale that was undone makes room for the next."""
    scope = {"sender": state.sender() or "", "idempotency_key": entry_draft.key()}
    found = read(intake.keyed_batches, **scope, as_of=LAST_MOMENT)
    if found.empty:
        return None
    batch = found.iloc[0]
    batch_id = int(batch["batch_id"])
    if read(intake.batch_state, batch_id=batch_id, as_of=LAST_MOMENT)["is_voided"].iloc[0]:
        entry_draft.begin()
        return None
    return Saved(batch_id, batch["recorded_at"], int(batch["revenue_vnd"]))


def trouble() -> None:
    """The box that says why the sale is not saved, what is safe and what to do."""
    found = entry_draft.trouble()
    if found is None:
        return
    rest = [wording.advice(one) for one in found.problems if one.column not in FIELDS]
    words = " ".join([found.words, *rest])
    st.error(formats.plain(words), icon=":material/warning:", title=found.title)


def button(question: Question, filled: Filled) -> None:
    """Save what is filled in; the button says how much."""
    found = entry_draft.trouble()
    may_retry = found is not None and found.may_retry
    amount = formats.dong(filled.amount_vnd) if filled.amount_vnd else ""
    label = text("entry.save_again" if may_retry else "entry.save", amount=amount).strip()
    pressed = st.button(label, type="primary", width="stretch", key="entry_save")
    if may_retry:
        st.caption(text("entry.only_then"))
    if not pressed:
        return
    with st.spinner(text("entry.saving"), show_time=True):
        entry_draft.stop(_save(question, filled))
    st.rerun()


def _save(question: Question, filled: Filled) -> Trouble | None:
    """Hand the sale over and wait for the publish that holds it; why not, if it could not be."""
    try:
        checked = _checked(question, filled)
    except FileRefused as refused:
        return Trouble(text("entry.refused"), " ".join(wording.refusal(refused)))
    except Exception as error:  # noqa: BLE001 - told in words; what is typed must stay
        return _away(error)
    handover = Handover(
        checked,
        state.sender() or "",
        clock.now(),
        source="entry",
        idempotency_key=entry_draft.key(),
        strict=True,
        needs_sales=True,
    )
    wait = data.settings().lock_seconds + LONGER_THAN_THE_LOCK
    try:
        counted = data.writer().hand_over(handover).result(timeout=wait)
    except FileRefused:
        return _rejected(checked)
    except KeyReused:
        return None  # an earlier attempt did arrive: the page shows what it saved
    except TimeoutError:
        return Trouble(text("entry.unsure"), text("entry.unsure_words"), may_retry=True)
    except Exception as error:  # noqa: BLE001 - told in words; what is typed must stay
        return _away(error)
    entry_draft.warn([wording.sentence(one) for one in _warnings(counted.checked)])
    return None


def _checked(question: Question, filled: Filled) -> CheckedFile:
    """The sale through every check of a file, as one line of what programs hand in."""
    first = entry_draft.moment(clock.now())
    sale = {"date": f"{first:%d/%m/%Y}", "time": f"{first:%H:%M}", **filled.sale}
    count = formats.number(filled.sale["quantity"])
    name = text("entry.handed_in", what=filled.what.replace("/", "-"), count=count)
    file = json_lines.read_lines(json.dumps(sale).encode(), name, most_rows=1)
    return checking.check_tables(
        data.store(), file, campaign_code=question.campaign_code, as_of=clock.now()
    )


def _rejected(checked: CheckedFile) -> Trouble:
    """What is wrong in it as of now, heaviest first."""
    now = duplicates.mark(checked, data.store(), as_of=LAST_MOMENT)
    errors = [one for one in now.rows[0].problems if one.level == "error"]
    return Trouble(text("entry.refused"), text("entry.refused_words"), errors)


def _away(error: Exception) -> Trouble:
    """The store could not be written to: nothing is wrong with the sale."""
    if not isinstance(error, STORE_IS_AWAY):
        words = f"{failure.message(error)} {text('entry.kept')}"
        return Trouble(text("entry.unsure"), words, may_retry=True)
    logger.warning("entry: %s", error)
    why = "no_answer" if isinstance(error, StoreBusy) else "no_write"
    words = f"{text(f'entry.{why}')} {text('entry.kept')}"
    return Trouble(text("entry.not_saved"), words, may_retry=True)


def _warnings(checked: CheckedFile) -> list[Problem]:
    return [one for one in checked.rows[0].problems if one.code not in LEFT_OUT_ON_PURPOSE]
