"""The rows a record stands on, as CSV files that give the same bytes on every machine.

Every value is written as text in one spelling; a missing value is an empty cell, an empty text is
a quoted one. A file can be looked into with any spreadsheet.
"""

import hashlib
import io
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.csv as pa_csv


def as_csv(table: pa.Table) -> bytes:
    """A table as canonical CSV."""
    texts = pa.table({name: table[name].cast(pa.string()) for name in table.column_names})
    out = io.BytesIO()
    pa_csv.write_csv(texts, out, pa_csv.WriteOptions(include_header=True, quoting_style="needed"))
    return out.getvalue()


def from_csv(content: bytes, columns: Mapping[str, tuple[str, bool]]) -> pa.Table:
    """A table of canonical CSV with the columns of the store (type name, may be missing).

    Raises pyarrow.ArrowInvalid when a value does not fit.
    """
    types = {name: READ_AS[kind] for name, (kind, _) in columns.items()}
    read = pa_csv.read_csv(
        io.BytesIO(content),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: pa.string() for name in types},
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        ),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
    )
    return pa.table({name: read[name].cast(types[name]) for name in read.column_names})


READ_AS: Mapping[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}


def digests(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, object]]:
    """Per table, how many rows it has and the SHA-256 of its CSV."""
    return {
        name: {"rows": table.num_rows, "sha256": hashlib.sha256(as_csv(table)).hexdigest()}
        for name, table in tables.items()
    }
