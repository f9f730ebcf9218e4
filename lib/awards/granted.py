"""What a record says, as a ceremony and its papers read it out: with the council's decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from lib.awards.honours import Criterion, Honours, Nominee, Result, Title
from lib.awards.locking import LAST_MOMENT
from lib.awards.reading import Record, read_record
from lib.i18n.collation import name_key
from lib.queries import awards
from lib.queries.frames import Reader


def granted(reader: Reader, *, campaign_code: str) -> Honours | None:
    """The latest granted record of a campaign; None while there is none."""
    listed = awards.records(reader, campaign_code=campaign_code, as_of=LAST_MOMENT)
    signed = listed[listed["decision_number"].notna()]
    return None if signed.empty else honours(reader, int(signed["record_id"].iloc[0]))


def honours(reader: Reader, record_id: int) -> Honours | None:
    """A record with what the council made of it so far; None when there is none.

    A title the council has not decided yet shows those proposed: a draft.
    """
    record = read_record(reader, record_id)
    if record is None:
        return None
    listed = awards.records(reader, campaign_code=record.campaign_code, as_of=LAST_MOMENT)
    own = listed[listed["record_id"] == record_id].iloc[0]
    decided = awards.decisions(reader, record_id=record_id, as_of=LAST_MOMENT)
    by_title = {str(one["award_id"]): one for one in decided.to_dict("records")}
    campaign, result = record.found["campaign"], record.found["result"]
    return Honours(
        record_id=record_id,
        sha256=record.sha256,
        campaign_code=campaign["code"],
        campaign_name=campaign["name"],
        campaign_name_en=campaign["name_en"],
        starts_on=record.starts_on,
        ends_on=date.fromisoformat(campaign["ends_on"]),
        is_date_assumed=campaign["is_date_assumed"],
        is_simulated=campaign["is_simulated"],
        cut_off=record.cut_off,
        revenue_vnd=int(result["revenue_vnd"]),
        plan_vnd=int(result["plan_vnd"]) if result["plan_vnd"] else None,
        units_reached=result["units_reached"],
        unit_count=result["unit_count"],
        titles=tuple(_title(one, by_title.get(one["id"]), record) for one in record.titles),
        decision_number=_or_none(own["decision_number"]),
        decided_on=_day(own["decided_on"]),
        granted_at=None if pd.isna(own["granted_at"]) else own["granted_at"].to_pydatetime(),
        supersedes_id=None if pd.isna(own["supersedes_id"]) else int(own["supersedes_id"]),
    )


def _title(title: Mapping[str, Any], decided: Mapping[Any, Any] | None, record: Record) -> Title:
    people = {one["key"]: _nominee(one, title) for one in title["candidates"]}
    keys = list(title["proposed"])
    if decided is not None:
        keys = [one for one in str(decided["subject_codes"]).split(",") if one]
    nominated = [*title["nominees"], *(one for one in keys if one not in title["nominees"])]
    return Title(
        award_id=title["id"],
        title=title["title"],
        subject=title["subject"],
        seats=title["seats"],
        criteria=tuple(Criterion(one["measure"], one["weight"]) for one in title["criteria"]),
        nominees=tuple(
            sorted(
                (people[one] for one in nominated), key=lambda one: (name_key(one.name), one.code)
            )
        ),
        winners=tuple(people[one] for one in keys),
        participant_count=record.found["participants"],
        departure_reason="" if decided is None else _or_none(decided["reason"]) or "",
        decided_by="" if decided is None else str(decided["decided_by"]),
    )


def _nominee(one: Mapping[str, Any], title: Mapping[str, Any]) -> Nominee:
    parts = dict(zip((c["measure"] for c in title["criteria"]), one["parts"], strict=False))
    return Nominee(
        code=one["code"],
        name=one["name"],
        role_name=one["role_name"],
        role_name_en=one["role_name_en"],
        unit_id=one["unit_id"],
        unit_name=one["unit_name"],
        unit_short_name=one["unit_short_name"],
        unit_short_name_en=one["unit_short_name_en"],
        place=one["place"] or None,
        points=one["points"],
        results=tuple(
            Result(measure, value, parts.get(measure, ""))
            for measure, value in _in_order(one["values"], parts)
        ),
        leader_name=one["leader_name"],
    )


def _in_order(values: Mapping[str, str], parts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The parts of the points first, as the rule has them; then conditions and tie-breakers."""
    names = [*parts, *(name for name in values if name not in parts)]
    return [(name, values[name]) for name in names if name in values]


def _or_none(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else date.fromisoformat(str(value)[:10])
