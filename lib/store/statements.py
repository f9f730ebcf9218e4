"""SQL files, read once: the text, its parameters, and the contract in its first lines.

A query file opens with comments:

    -- One sentence that says what it answers.
    -- grain: one row per unit
    -- ties: equal attainment shares a place        (rankings only)
    -- returns: unit_id str, revenue_vnd money, attainment float
    -- looks back: 65 minutes        (when it asks how things stood before its cut-off)

`returns` declares the columns in order; results are cast to it, so that every engine
gives the same types. Money is whole đồng in a 64-bit integer.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import pyarrow as pa

from lib.errors import QueryError

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
QUERY_FOLDER = SQL_FOLDER / "queries"

TYPES: dict[str, pa.DataType] = {
    "int": pa.int64(),
    "money": pa.int64(),
    "float": pa.float64(),
    "str": pa.string(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
}
"""Words of a `returns` line and their Arrow types; `time` is naive local time."""

PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")


@dataclass(frozen=True)
class Statement:
    """One query file."""

    name: str
    text: str
    body: str
    """The text without its comments."""
    summary: str
    grain: str
    ties: str | None
    schema: pa.Schema
    parameters: frozenset[str]
    looks_back: timedelta
    """How long before its cut-off it asks how things stood."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The promised columns, in order."""
        return tuple(self.schema.names)


def query_names() -> tuple[str, ...]:
    """Every query as TOPIC/NAME, sorted."""
    return tuple(
        sorted(file.relative_to(QUERY_FOLDER).with_suffix("").as_posix() for file in query_files())
    )


def query_files() -> list[Path]:
    """Every query file."""
    return sorted(QUERY_FOLDER.glob("*/*.sql"))


@cache
def statement(name: str) -> Statement:
    """Read the query TOPIC/NAME; raise QueryError when there is none or its head is incomplete."""
    if name not in query_names():
        raise QueryError(name=name, reason="no such query")
    text = (QUERY_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    head = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
    named = dict(
        re.findall(r"^(grain|ties|returns|looks back): (.+)$", "\n".join(_joined(head)), re.M)
    )
    if "grain" not in named or "returns" not in named:
        raise QueryError(name=name, reason="its head lacks grain or returns")
    schema = pa.schema([_field(name, column) for column in named["returns"].split(",")])
    body = without_comments(text)
    return Statement(
        name=name,
        text=text,
        body=body,
        summary=head[0],
        grain=named["grain"],
        ties=named.get("ties"),
        schema=schema,
        parameters=frozenset(PARAMETER.findall(body)),
        looks_back=timedelta(minutes=int(named.get("looks back", "0 minutes").split()[0])),
    )


def without_comments(text: str) -> str:
    """A text of SQL without the lines that are comments."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))


def _joined(head: list[str]) -> list[str]:
    """Join a `returns` list that runs over several comment lines."""
    lines: list[str] = []
    for line in head:
        if lines and lines[-1].endswith(","):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _field(name: str, column: str) -> pa.Field:
    words = column.split()
    if len(words) != 2 or words[1] not in TYPES:
        raise QueryError(name=name, reason=f"returns: cannot read {column.strip()!r}")
    return pa.field(words[0], TYPES[words[1]])
