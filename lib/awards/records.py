"""Records in the ledger: made at the locking, decided on by the council, granted once signed.

    record_id = lock(store, rules, campaign_code="ngay-thu-7", by="Hội đồng", at=now)
    choose(store, record_id, "salesperson", ["MP0010"], decided_by="…", by="…", at=now)
    grant(store, record_id, number="12/QĐ-BĐQN", decided_on=day, by="…", at=now)

A record never changes. A decision may be made anew until the record is granted; a granted record
can only be followed by a later one, which says so.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from lib.awards import locking
from lib.awards.content import content, digest
from lib.awards.entries import one_row
from lib.awards.locking import LAST_MOMENT
from lib.awards.reading import Record, read_record
from lib.awards.rules import Rules
from lib.errors import RecordRefused
from lib.queries import awards
from lib.store import Publication, Store


def lock(store: Store, rules: Rules, *, campaign_code: str, by: str, at: datetime) -> int:
    """Lock a campaign and make its record, in one publish; return the record's number.

    The record takes the place of the campaign's latest one. Raises RecordRefused (locked_already,
    name_missing, no_titles, not_closed), StoreBusy.
    """
    who = _named(by)
    with store.publish(actor=who, action="lock", subject=campaign_code, at=at) as publication:
        if locking.is_locked(publication, campaign_code):
            raise RecordRefused(reason="locked_already")
        found = awards.titles(publication, campaign_code=campaign_code, as_of=at)
        if found.empty:
            raise RecordRefused(reason="no_titles")
        if not found["is_closed"].all():
            raise RecordRefused(reason="not_closed")
        # to the whole second: a cut-off that can be typed in again
        cut_off = at.replace(microsecond=0)
        written = content(publication, rules, campaign_code=campaign_code, cut_off=cut_off)
        earlier = awards.records(publication, campaign_code=campaign_code, as_of=LAST_MOMENT)
        record_id = publication.next_id("award_records", "record_id")
        row = {
            "record_id": record_id,
            "campaign_code": campaign_code,
            "cut_off": cut_off,
            "made_at": at,
            "made_by": who,
            "sha256": digest(written),
            "content": written,
            "supersedes_id": None if earlier.empty else int(earlier["record_id"].iloc[0]),
        }
        publication.append("award_records", _table(row))
        locking.note(publication, campaign_code, "lock", by=who)
        publication.detail |= {"record_id": record_id, "sha256": row["sha256"]}
        return record_id


def choose(
    store: Store,
    record_id: int,
    award_id: str,
    keys: Sequence[str],
    *,
    decided_by: str,
    reason: str = "",
    by: str,
    at: datetime,
) -> None:
    """Write down whom the council honours with a title: the proposed, or others with a reason.

    `keys` are candidates of the record; `decided_by` the names of those who decided.
    Raises RecordRefused: no_record, superseded, granted_already, no_title, names_missing,
    name_missing, reason_missing, unknown_candidate, too_many, given_twice.
    """
    choose_all(
        store, record_id, {award_id: keys}, decided_by=decided_by, reason=reason, by=by, at=at
    )


def choose_all(
    store: Store,
    record_id: int,
    choices: Mapping[str, Sequence[str]],
    *,
    decided_by: str,
    reason: str = "",
    by: str,
    at: datetime,
) -> None:
    """Write down the council's choice for several titles in one publish, as `choose` does."""
    names, why, who = one_row(decided_by), one_row(reason), _named(by)
    if not names:
        raise RecordRefused(reason="names_missing")
    subject = f"record {record_id}: {', '.join(choices)}"
    with store.publish(actor=who, action="decide", subject=subject, at=at) as publication:
        record = _open_record(publication, record_id)
        rows = [
            {
                "record_id": record_id,
                "award_id": award_id,
                **_chosen(record.title(award_id), keys, why),
                "reason": why or None,
                "decided_by": names,
                "decided_at": at,
                "entered_by": who,
            }
            for award_id, keys in choices.items()
        ]
        publication.append("award_decisions", pa.Table.from_pylist(rows))
        publication.detail |= {one["award_id"]: one["subject_codes"] for one in rows}


def _chosen(title: Mapping[str, Any], keys: Sequence[str], why: str) -> dict[str, Any]:
    """Whom a choice honours, in the record's order, and whether it departs from the proposal."""
    chosen = set(keys)
    if not chosen <= {one["key"] for one in title["candidates"]}:
        raise RecordRefused(reason="unknown_candidate")
    if len(chosen) < len(keys):
        raise RecordRefused(reason="given_twice")
    if len(keys) > title["seats"]:
        raise RecordRefused(reason="too_many")
    is_departure = chosen != set(title["proposed"])
    if is_departure and not why:
        raise RecordRefused(reason="reason_missing")
    ordered = [one["key"] for one in title["candidates"] if one["key"] in chosen]
    return {"subject_codes": ",".join(ordered), "is_departure": is_departure}


def grant(
    store: Store, record_id: int, *, number: str, decided_on: date, by: str, at: datetime
) -> None:
    """Write down number and date of the signed decision; from then on nothing changes.

    Raises RecordRefused: no_record, granted_already, number_missing, not_decided (a title the
    council has not decided), date_in_future, date_before_campaign.
    """
    written, who = one_row(number), _named(by)
    if not written:
        raise RecordRefused(reason="number_missing")
    with store.publish(
        actor=who, action="grant", subject=f"record {record_id}", at=at
    ) as publication:
        record = _open_record(publication, record_id)
        decided = awards.decisions(publication, record_id=record_id, as_of=LAST_MOMENT)
        if {one["id"] for one in record.titles} - set(decided["award_id"]):
            raise RecordRefused(reason="not_decided")
        if decided_on > at.date():
            raise RecordRefused(reason="date_in_future")
        if decided_on < record.starts_on:
            raise RecordRefused(reason="date_before_campaign")
        row = {
            "record_id": record_id,
            "decision_number": written,
            "decided_on": decided_on,
            "granted_at": at,
            "granted_by": who,
        }
        publication.append("award_grants", _table(row))
        publication.detail |= {"number": written, "decided_on": decided_on.isoformat()}


def _open_record(publication: Publication, record_id: int) -> Record:
    """A record that is not granted and that no later one has taken the place of."""
    record = read_record(publication, record_id)
    if record is None:
        raise RecordRefused(reason="no_record")
    listed = awards.records(
        publication, campaign_code=record.campaign_code, as_of=LAST_MOMENT
    ).set_index("record_id")
    if not listed["decision_number"].isna()[record_id]:
        raise RecordRefused(reason="granted_already")
    if not listed["superseded_by_id"].isna()[record_id]:
        raise RecordRefused(reason="superseded")
    return record


def _named(by: str) -> str:
    who = one_row(by)
    if not who:
        raise RecordRefused(reason="name_missing")
    return who


def _table(row: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([row])
