"""An organiser's own units, staff, teams and targets, loaded from a folder of CSV files.

Each file is named after its table (`staff.csv`, `targets.csv`, ...) and holds the table's
columns; `docs/setup/` shows one of each. A table whose file is in the folder is replaced
as a whole; the others stay. Everything is checked first and written in one publish, or
nothing is. Sales are never touched: they come in through `import`.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from lib.errors import SetupRefused
from lib.i18n.folding import fold
from lib.queries import setup
from lib.store import Store

TABLES = (
    "service_groups",
    "services",
    "service_aliases",
    "products",
    "roles",
    "org_units",
    "org_unit_names",
    "org_unit_aliases",
    "org_hierarchy",
    "org_succession",
    "populations",
    "staff",
    "campaigns",
    "campaign_units",
    "campaign_services",
    "campaign_slots",
    "targets",
    "teams",
    "team_members",
    "attendance",
    "award_titles",
    "article_facts",
)
"""What can be loaded, in the order it is written; anything else in the folder is refused."""

FOLDED = {
    "org_unit_names": ("name", "name_folded"),
    "products": ("name", "name_folded"),
    "staff": ("full_name", "name_folded"),
    "org_unit_aliases": ("alias", "alias_folded"),
    "service_aliases": ("alias", "alias_folded"),
}
"""Per table the column a person writes, and the column it is matched by."""

MOST_NAMED = 20
"""How many problems a refusal names before it counts the rest."""

READ: Mapping[str, tuple[pa.DataType, Callable[[str], Any]]] = {
    "VARCHAR": (pa.string(), str),
    "INTEGER": (pa.int32(), int),
    "BIGINT": (pa.int64(), int),
    "DOUBLE": (pa.float64(), float),
    "DATE": (pa.date32(), date.fromisoformat),
    "TIMESTAMP": (pa.timestamp("us"), datetime.fromisoformat),
    "BOOLEAN": (pa.bool_(), {"true": True, "false": False}.__getitem__),
}


@dataclass(frozen=True)
class SetupReceipt:
    """What was loaded: rows by table, and the generation that holds them."""

    rows: Mapping[str, int]
    generation: int


def load_setup(store: Store, folder: Path, *, actor: str, at: datetime) -> SetupReceipt:
    """Replace the tables whose files lie in a folder.

    Raises SetupRefused naming every file, row and column that cannot be used, and every
    reference that would lead nowhere; then nothing has been written. Raises StoreBusy.
    """
    files = _files(folder)
    with store.publish(actor=actor, action="setup", subject=folder.name, at=at) as publication:
        problems: list[str] = []
        rows: dict[str, int] = {}
        for table, file in files.items():
            loaded = _read(file, table, publication.columns(table), problems)
            publication.clear(table)
            if not problems:
                publication.append(table, loaded)
            rows[table] = loaded.num_rows
        if not problems:
            publication.rebuild_derived()
            broken = setup.broken_references(publication, as_of=at)
            problems += [
                f"{row['source']}: {row['code']} ({row['meaning']})"
                for row in broken.to_dict("records")
            ]
        if problems:
            raise SetupRefused(count=len(problems), problems=problems[:MOST_NAMED])
        publication.detail["rows"] = rows
    return SetupReceipt(rows, publication.generation)


def _files(folder: Path) -> dict[str, Path]:
    """The files to load by table, in the order of writing."""
    found = {file.stem: file for file in folder.glob("*.csv")} if folder.is_dir() else {}
    strangers = sorted(set(found) - set(TABLES))
    if strangers or not found:
        named = [f"{name}.csv: no such table" for name in strangers]
        named = named or [f"{folder.name}: no CSV file in it"]
        raise SetupRefused(count=len(named), problems=named)
    return {table: found[table] for table in TABLES if table in found}


def _read(
    file: Path, table: str, columns: Mapping[str, tuple[str, bool]], problems: list[str]
) -> pa.Table:
    """The rows of one file in the table's types; what cannot be read goes to problems."""
    written, folded = FOLDED.get(table, ("", ""))
    wanted = {name: kind for name, kind in columns.items() if name != folded}
    if written and written not in wanted:
        wanted[written] = ("VARCHAR", False)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            header = list(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(f"{file.name}: {error}")
        return pa.table({})
    problems += [
        f"{file.name}, row {number}: more cells than the header has"
        for number, row in enumerate(rows, start=2)
        if None in row
    ]
    problems += [f"{file.name}: column {name} is unknown" for name in header if name not in wanted]
    problems += [
        f"{file.name}: column {name} is missing"
        for name, (_, may_be_empty) in wanted.items()
        if name not in header and not may_be_empty
    ]
    cells: dict[str, pa.Array] = {}
    for name in header:
        if name in wanted:
            values = _values(file.name, name, wanted[name], rows, problems)
            if name in columns:
                cells[name] = pa.array(values, READ[wanted[name][0]][0])
            if name == written:
                cells[folded] = pa.array([fold(value or "") for value in values], pa.string())
    return pa.table(cells)


def _values(
    file: str,
    column: str,
    kind: tuple[str, bool],
    rows: Sequence[Mapping[str, Any]],
    problems: list[str],
) -> list[Any]:
    """One column's values; an empty cell is missing where the table allows it."""
    name, may_be_empty = kind
    read = READ[name][1]
    values: list[Any] = []
    for number, row in enumerate(rows, start=2):
        cell = row.get(column)
        text = cell.strip() if isinstance(cell, str) else ""
        value = None
        if text:
            try:
                value = read(text)
            except (ValueError, KeyError):
                problems.append(f"{file}, row {number}, {column}: cannot read {text!r}")
        elif not may_be_empty:
            problems.append(f"{file}, row {number}, {column}: is empty")
        values.append(value)
    return values
