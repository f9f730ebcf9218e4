"""A record to take away: with the rules and the rows it stands on, in one zip file.

    record.json         the record, byte for byte; its SHA-256 is its name
    rules.toml          the rules it was made by
    tables/*.csv        the rows it stands on, one file a table
    README.txt          what this is and how to check it

Whoever has the programme can recount the record from it on a machine that never saw the ledger.
"""

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from lib.awards.extracted import as_csv, from_csv
from lib.awards.reading import Record
from lib.errors import BundleRefused, RowsRefused
from lib.store import Store
from lib.store.extracts import EXTRACTED
from lib.store.generations import Generations

RECORD, RULES, README, TABLES = "record.json", "rules.toml", "README.txt", "tables"
MADE_ON = (1980, 1, 1, 0, 0, 0)
"""The date inside the zip: the same bundle is the same bytes."""
MOST_BYTES = 4 * 2**30
WORDS = """Award record {sha256}
Cut-off {cut_off} (local time)

record.json   the record; its SHA-256 is the number above
rules.toml    the rules it was made by
tables/       the rows it stands on

To recount it:  python -m lib awards verify record.json --bundle THIS_FILE
"""


@dataclass(frozen=True)
class Bundle:
    """What a bundle holds: the record's and the rules' text, and the CSV of each table."""

    record: str
    rules: str
    tables: Mapping[str, bytes]


def bundle(record: Record, tables: Mapping[str, pa.Table]) -> bytes:
    """Pack a record with the rows of its ledger (`Store.extract` at its cut-off)."""
    words = WORDS.format(sha256=record.sha256, cut_off=record.cut_off.isoformat(sep=" "))
    files = {
        README: words.encode("utf-8"),
        RECORD: record.written.encode("utf-8"),
        RULES: record.found["rules"]["text"].encode("utf-8"),
        **{f"{TABLES}/{name}.csv": as_csv(table) for name, table in tables.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, MADE_ON), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(content: bytes) -> Bundle:
    """Read a bundle; raises BundleRefused (reason) when something is missing or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                raise BundleRefused(reason="too large")
            return Bundle(
                packed.read(RECORD).decode("utf-8"),
                packed.read(RULES).decode("utf-8"),
                {name: packed.read(f"{TABLES}/{name}.csv") for name in EXTRACTED},
            )
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError) as error:
        raise BundleRefused(reason=str(error)) from error


@contextlib.contextmanager
def ledger_of(tables: Mapping[str, bytes], *, at: datetime) -> Iterator[Store]:
    """A ledger that holds these rows and no others, for as long as the block lasts.

    Raises BundleRefused when a row cannot be read or breaks a rule of the schema.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Generations(Path(folder), keep=1, lock_seconds=5))
        try:
            with store.publish(actor="verify", action="load", subject="bundle", at=at) as draft:
                for name in EXTRACTED:
                    draft.append(name, from_csv(tables[name], draft.columns(name)))
                draft.rebuild_derived()
        except (pa.ArrowInvalid, pa.ArrowKeyError, KeyError, RowsRefused) as error:
            raise BundleRefused(reason=str(error).splitlines()[0]) from error
        yield store
