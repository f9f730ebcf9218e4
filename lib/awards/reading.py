"""A record as it was made, read back: from the ledger, or from a file somebody was given."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.awards.content import FORMAT, digest
from lib.errors import RecordRefused
from lib.queries import awards
from lib.queries.frames import Reader


@dataclass(frozen=True)
class Record:
    """The bytes of a record and what they say; `record_id` is 0 for one from a file."""

    record_id: int
    written: str
    found: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """What the record is named by."""
        return digest(self.written)

    @property
    def campaign_code(self) -> str:
        """The campaign it decides on."""
        return str(self.found["campaign"]["code"])

    @property
    def starts_on(self) -> date:
        """The campaign's first day."""
        return date.fromisoformat(self.found["campaign"]["starts_on"])

    @property
    def cut_off(self) -> datetime:
        """The moment whose figures it stands on, local time."""
        return datetime.fromisoformat(self.found["cut_off"])

    @property
    def titles(self) -> tuple[Mapping[str, Any], ...]:
        """Its titles in the order of announcement."""
        return tuple(self.found["awards"])

    def title(self, award_id: str) -> Mapping[str, Any]:
        """One title; raises RecordRefused (no_title)."""
        for one in self.titles:
            if one["id"] == award_id:
                return one
        raise RecordRefused(reason="no_title")


def read_record(reader: Reader, record_id: int) -> Record | None:
    """A record of the ledger; None when there is none."""
    found = awards.content(reader, record_id=record_id)
    if found.empty:
        return None
    written = str(found["content"].iloc[0])
    return Record(record_id, written, json.loads(written))


def record_of(written: str) -> Record:
    """A record from the text of a file; raises RecordRefused (not_a_record)."""
    try:
        found = json.loads(written)
        if found["format"] != FORMAT:
            raise RecordRefused(reason="not_a_record")
        record = Record(0, written, found)
        assert record.campaign_code and record.cut_off and record.starts_on
        assert all(one["id"] and "candidates" in one for one in record.titles)
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        raise RecordRefused(reason="not_a_record") from error
    return record
