"""The tracked reference tables of `data/reference`, typed as the store wants them.

What is matched or searched is folded here, so that the files stay readable.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from lib.errors import DemoError
from lib.i18n.folding import fold
from lib.settings import PROJECT

FOLDER = PROJECT / "data" / "reference"

TABLES = (
    "org_units",
    "org_unit_names",
    "org_unit_aliases",
    "org_hierarchy",
    "org_succession",
    "service_groups",
    "services",
    "service_aliases",
    "products",
    "roles",
    "article_facts",
)

TYPED: Mapping[str, tuple[pa.DataType, Callable[[str], Any]]] = {
    "sort_order": (pa.int32(), int),
    "tile_row": (pa.int32(), int),
    "tile_col": (pa.int32(), int),
    "price_vnd": (pa.int64(), int),
    "lat": (pa.float64(), float),
    "lon": (pa.float64(), float),
    "share": (pa.float64(), float),
    "low": (pa.float64(), float),
    "high": (pa.float64(), float),
    "valid_from": (pa.date32(), date.fromisoformat),
    "valid_to": (pa.date32(), date.fromisoformat),
    "effective_on": (pa.date32(), date.fromisoformat),
    "is_simulated": (pa.bool_(), {"true": True, "false": False}.__getitem__),
}
"""Columns that are not text, in whatever table they stand."""

NEVER_EMPTY = frozenset({"qualifier"})
"""Text columns whose empty cells mean an empty text, not a missing one."""

FOLDED = {
    ("org_unit_names", "name"): "name_folded",
    ("products", "name"): "name_folded",
    ("org_unit_aliases", "alias"): "alias_folded",
    ("service_aliases", "alias"): "alias_folded",
}


@dataclass(frozen=True)
class Reference:
    """The reference tables by name."""

    tables: Mapping[str, pa.Table]

    @cached_property
    def counters(self) -> dict[str, list[str]]:
        """The counters below each unit of the post tree, in list order."""
        kinds = dict(_pairs(self.tables["org_units"], "unit_id", "kind"))
        below: dict[str, list[str]] = {}
        tree = self.tables["org_hierarchy"]
        for row in tree.filter(pa.compute.equal(tree["tree"], "post")).to_pylist():
            if kinds[row["child_id"]] == "counter":
                below.setdefault(row["parent_id"], []).append(row["child_id"])
        return below

    @cached_property
    def products(self) -> dict[str, list[str]]:
        """The products of each service."""
        sold: dict[str, list[str]] = {}
        for product, service in _pairs(self.tables["products"], "product_code", "service_code"):
            sold.setdefault(service, []).append(product)
        return sold

    @cached_property
    def prices(self) -> dict[str, int | None]:
        """The list price of each product in đồng; None where it varies."""
        return dict(_pairs(self.tables["products"], "product_code", "price_vnd"))

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """The name each unit had first."""
        names = _pairs(self.tables["org_unit_names"], "unit_id", "name")
        return dict(reversed(names))

    @cached_property
    def short_names(self) -> dict[str, str]:
        """The short name of each unit."""
        return dict(_pairs(self.tables["org_unit_names"], "unit_id", "short_name"))


def read_reference(folder: Path = FOLDER) -> Reference:
    """Read every reference table; raise DemoError naming the file that cannot be used."""
    return Reference({name: _table(folder, name) for name in TABLES})


def _table(folder: Path, name: str) -> pa.Table:
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
        return pa.table(
            {
                target: column
                for source in rows[0]
                for target, column in _columns(name, source, [row[source] for row in rows])
            }
        )
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError, IndexError) as error:
        raise DemoError(constraint=f"readable {path.name}", found=str(error)) from error


def _columns(table: str, source: str, cells: list[str]) -> list[tuple[str, pa.Array]]:
    kind, parse = TYPED.get(source, (pa.string(), str))
    empty = "" if source in NEVER_EMPTY else None
    values = [parse(cell) if cell else empty for cell in cells]
    found = [] if source == "alias" else [(source, pa.array(values, kind))]
    if (table, source) in FOLDED:
        found.append((FOLDED[table, source], pa.array([fold(cell) for cell in cells])))
    return found


def _pairs(table: pa.Table, key: str, value: str) -> list[tuple[Any, Any]]:
    return list(zip(table[key].to_pylist(), table[value].to_pylist(), strict=True))
