"""What the awards pages know: the record that is looked at, or what the figures would give now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.awards import locking
from lib.awards.content import title_of
from lib.awards.decide import Proposal, decide
from lib.awards.reading import Record, read_record
from lib.awards.rules import Rules, read_rules, rules_of
from lib.awards.standings import Standings, standings
from lib.queries import awards
from lib.settings import PROJECT
from lib.ui import data, links
from lib.ui.data import Snapshot, read
from lib.ui.question import Question

RULES = PROJECT / "data" / "rules" / "awards.toml"

TitleView = Mapping[str, Any]
"""One title as a record holds it (`lib.awards.content.title_of`)."""


@dataclass(frozen=True)
class Known:
    """What is looked at: `titles` of a record, or of the figures as they stand (`record` None).

    `records` are the rows of queries.awards.records, the newest first; `rules` those of the
    record, or those in force.
    """

    campaign_code: str
    rules: Rules
    titles: tuple[TitleView, ...]
    record: Record | None
    records: pd.DataFrame
    is_locked: bool
    as_of: datetime
    proposals: tuple[Proposal, ...] = ()
    """What the titles were made from, where there is no record."""

    def title(self, award_id: str) -> TitleView:
        """One title with how firm its proposal is; without a record worked out when looked at."""
        shown = next(one for one in self.titles if one["id"] == award_id)
        for one in self.proposals:
            if one.rule.id == award_id:
                key = ("award_title", self.campaign_code, award_id, self.as_of, self.rules.sha256)
                found: TitleView = data.once(key, partial(title_of, one, self.rules))
                return found
        return shown

    @property
    def row(self) -> pd.Series | None:
        """The row of the record looked at."""
        if self.record is None:
            return None
        return self.records[self.records["record_id"] == self.record.record_id].iloc[0]

    @property
    def is_granted(self) -> bool:
        """Whether the decision on the record is signed."""
        row = self.row
        return row is not None and not pd.isna(row["decision_number"])


@st.cache_resource(show_spinner=False)
def rules_in_force() -> Rules:
    """The organisers' rules, read once."""
    return read_rules(RULES)


def known(question: Question) -> Known:
    """What is shown: the record the address names, the newest while locked, else the preview."""
    code = question.campaign_code
    listed = read(awards.records, campaign_code=code, as_of=locking.LAST_MOMENT)
    locks = read(awards.locks, campaign_code=code, as_of=locking.LAST_MOMENT)
    is_locked = not locks.empty and bool(locks["action"].iloc[0] == "lock")
    record_id = _record_id(listed, is_locked)
    if record_id is not None:
        record: Record | None = data.once(
            ("award_record", record_id), lambda: read_record(reader(), record_id)
        )
        if record is not None:
            rules = rules_of(record.found["rules"]["text"])
            return Known(code, rules, record.titles, record, listed, is_locked, record.cut_off)
    titles = read(awards.titles, **question.shared)
    rules = rules_in_force().only(titles["award_id"])
    proposals, shown = data.once(
        ("award_titles", code, question.as_of, rules.sha256),
        lambda: _decided(rules, candidates(code, question.as_of)),
    )
    return Known(code, rules, shown, None, listed, is_locked, question.as_of, proposals)


def _decided(rules: Rules, found: Standings) -> tuple[tuple[Proposal, ...], tuple[TitleView, ...]]:
    proposals = decide(rules, found)
    return proposals, tuple(title_of(one, rules, with_hold=False) for one in proposals)


def candidates(campaign_code: str, as_of: datetime) -> Standings:
    """The candidates of a campaign at a cut-off, worked out once for all viewers."""
    found: Standings = data.once(
        ("award_standings", campaign_code, as_of),
        lambda: standings(reader(), campaign_code=campaign_code, as_of=as_of),
    )
    return found


def reader() -> Snapshot:
    """The ledger as this run reads it."""
    return Snapshot(data.store(), data.generation())


def _record_id(listed: pd.DataFrame, is_locked: bool) -> int | None:
    asked = links.now("record", "")
    ids = [int(one) for one in listed["record_id"]]
    if asked.isdecimal() and int(asked) in ids:
        return int(links.held("record", ""))
    return ids[0] if is_locked and ids else None
