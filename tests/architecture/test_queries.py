"""One SQL file, one function, one tuple of columns; a head that says what it answers; portable."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import duckdb
import pytest

from lib.store import migrations
from lib.store.statements import SQL_FOLDER, query_files, query_names, statement
from tests.architecture.project import LIB, name

LONGEST = 300

NOT_PORTABLE = {
    r"\bqualify\b": "a CTE with row_number() and where",
    r"\bgroup\s+by\s+all\b": "the columns, named",
    r"\border\s+by\s+all\b": "the columns, named",
    r"\blist_contains\b": "array_contains",
    r"\bunnest\b": "array_contains",
    r"\busing\s*\(": "on",
    r"\btime_bucket\b": "date_trunc or the slots of the campaign",
    r"\bgenerate_series\b": "a table of days",
    r"\bdayofweek\b": "a table of days",
    r"\bdate_diff\b": "a table of days",
    r"\bstrftime\b": "a format in Python",
    r"\bstring_agg\b": "a format in Python",
    r"\bquantile_cont\b": "percentile_cont of a double",
    r"//": "cast(floor(a / b) as bigint)",
}

WRITTEN_BY = {"intake", "setup"}
"""Topics of those who write the ledger: they look at its rows, not at measures."""

STATEMENTS = sorted(
    file
    for folder in ("queries", "views", "derived")
    for file in (SQL_FOLDER / folder).rglob("*.sql")
)


def body(file: Path) -> str:
    """The statement without its comments, in lower case."""
    return re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8")).lower()


@pytest.mark.parametrize("query", query_names())
def test_a_query_has_a_function_of_its_name_with_its_parameters(query: str) -> None:
    topic, called = query.split("/")
    module = import_module(f"lib.queries.{topic}")
    assert hasattr(module, called), f"lib/queries/{topic}.py has no function {called}"
    function = getattr(module, called)
    parameters = inspect.signature(function).parameters
    asked = {one for one, p in parameters.items() if p.kind is p.KEYWORD_ONLY}
    text = statement(query).text
    assert asked == duckdb.extract_statements(text)[0].named_parameters, f"{query}: parameters"
    assert len(parameters) == len(asked) + 1, f"{query}: a reader, then keywords only"
    assert function.__doc__, f"{query}: its function says what it answers"


@pytest.mark.parametrize("query", query_names())
def test_a_query_has_a_tuple_of_the_columns_it_returns(query: str) -> None:
    topic, called = query.split("/")
    module = import_module(f"lib.queries.{topic}")
    assert getattr(module, called.upper(), None) == statement(query).columns, (
        f"lib/queries/{topic}.py: {called.upper()} and the returns of {query}.sql differ"
    )


def test_a_query_module_has_no_function_without_a_query() -> None:
    names = set(query_names())
    for topic in sorted({query.split("/")[0] for query in names}):
        module = import_module(f"lib.queries.{topic}")
        for called, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not called.startswith("_"):
                assert f"{topic}/{called}" in names, f"lib/queries/{topic}.py: {called} has no .sql"


@pytest.mark.parametrize("file", STATEMENTS, ids=name)
def test_a_statement_opens_with_a_sentence_and_its_grain(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"-- [A-Z].*\.", lines[0]), f"{name(file)}: the first line is a sentence"
    head = [line for line in lines if line.startswith("--")]
    assert any(line.startswith("-- grain: ") for line in head), f"{name(file)}: grain"
    if "rank(" in body(file):
        assert any(line.startswith("-- ties: ") for line in head), f"{name(file)}: ties"


@pytest.mark.parametrize("file", STATEMENTS, ids=name)
def test_a_statement_keeps_to_the_portable_subset(file: Path) -> None:
    for construct, instead in NOT_PORTABLE.items():
        found = re.search(construct, body(file))
        assert not found, f"{name(file)}: {found and found.group()!r}, write {instead}"


@pytest.mark.parametrize("file", STATEMENTS, ids=name)
def test_a_star_stands_only_for_a_cte(file: Path) -> None:
    text = body(file)
    named = set(re.findall(r"(\w+)\s*(?:\([^()]*\)\s*)?as\s*\(", text))
    for source in re.findall(r"\bselect\s+(?:distinct\s+)?\*\s+from\s+(\w+)", text):
        assert source in named, f"{name(file)}: select * of {source}"
    starred = len(re.findall(r"\bselect\s+(?:distinct\s+)?\*", text))
    followed = len(re.findall(r"\bselect\s+(?:distinct\s+)?\*\s+from\s+\w+", text))
    assert starred == followed, f"{name(file)}: select * with more"


@pytest.mark.parametrize("file", STATEMENTS, ids=name)
def test_a_cap_is_not_taken_where_a_value_is_missing(file: Path) -> None:
    # least() and greatest() pass over nulls, so a team without a plan would reach the cap
    for arguments in re.findall(r"\b(?:least|greatest)\s*\(((?:[^()]|\([^()]*\))*)\)", body(file)):
        assert "nullif" not in arguments and "ratio" not in arguments, (
            f"{name(file)}: least or greatest of something that may be missing"
        )


@pytest.mark.parametrize("file", query_files(), ids=name)
def test_a_query_is_short_enough_to_read(file: Path) -> None:
    count = len(file.read_text(encoding="utf-8").splitlines())
    assert count <= LONGEST, f"{name(file)}: {count} lines"


@pytest.mark.parametrize(
    "file", [file for file in query_files() if file.parent.name not in WRITTEN_BY], ids=name
)
def test_a_query_reads_sales_and_voids_through_the_views(file: Path) -> None:
    read = set(re.findall(r"\b(?:from|join)\s+(\w+)(?![\w.])", body(file)))
    named = set(re.findall(r"(\w+)\s+as\s*\(", body(file)))
    assert not (read - named) & {"sales", "voids"}, f"{name(file)} reads the ledger itself"


@pytest.mark.parametrize("folder", ["views", "derived", "macros"])
def test_each_view_derived_table_and_macro_is_built_exactly_once(folder: str) -> None:
    listed = {
        "views": migrations.VIEWS, "derived": migrations.DERIVED, "macros": migrations.MACROS,
    }[folder]  # fmt: skip
    files = sorted(file.stem for file in (SQL_FOLDER / folder).glob("*.sql"))
    assert sorted(listed) == files


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [int(file.stem[:3]) for file in migrations.migration_files()]
    assert numbers == list(range(1, len(numbers) + 1))
    stray = set((SQL_FOLDER / "migrations").iterdir()) - set(migrations.migration_files())
    assert not {file for file in stray if file.suffix == ".sql"}


def test_sql_stands_in_sql_files_of_the_sql_room() -> None:
    outside = [name(file) for file in LIB.rglob("*.sql") if SQL_FOLDER not in file.parents]
    assert not outside
