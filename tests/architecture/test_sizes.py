"""Small files with plain names, and what the house does not write anywhere."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.project import FRONT_DOOR, LIB, PAGES, ROOT, calls, name, sources, tree

LONGEST_PAGE, LONGEST_MODULE = 120, 300
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
COLOR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")
COLORED = {LIB / "charts" / "theme.py"}


def written() -> list[Path]:
    """What is written for the screen, in any language."""
    found = [
        file
        for folder in (LIB, PAGES)
        for pattern in ("*.py", "*.js", "*.css", "*.html")
        for file in folder.rglob(pattern)
        if "__pycache__" not in file.parts and ".min." not in file.name
    ]
    return sorted([*found, FRONT_DOOR] if FRONT_DOOR.exists() else found)


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("file", sources(), ids=name)
def test_a_file_is_short_enough_to_read(file: Path) -> None:
    longest = LONGEST_PAGE if PAGES in file.parents else LONGEST_MODULE
    assert lines(file) <= longest, f"{name(file)}: {lines(file)} of {longest} lines"


@pytest.mark.parametrize("file", sources(), ids=name)
def test_a_module_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(tree(file)), f"{name(file)} has no docstring"


@pytest.mark.parametrize("file", sources(), ids=name)
def test_a_module_is_named_for_what_it_holds(file: Path) -> None:
    named = {*file.relative_to(ROOT).with_suffix("").parts, *file.stem.split("_")}
    assert not named & BANNED, name(file)


@pytest.mark.parametrize("file", sources(PAGES), ids=name)
def test_a_page_is_named_without_numbers_or_pictures(file: Path) -> None:
    assert re.fullmatch(r"[a-z_]+", file.stem), name(file)


@pytest.mark.parametrize("file", written(), ids=name)
def test_colours_are_named_in_the_theme_only(file: Path) -> None:
    if file in COLORED:
        return
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        assert not COLOR.search(line), f"{name(file)} line {number}: {line.strip()}"


@pytest.mark.parametrize("file", written(), ids=name)
def test_nothing_from_outside_comes_alive_on_a_page(file: Path) -> None:
    assert "unsafe_allow_html" not in file.read_text(encoding="utf-8"), name(file)


@pytest.mark.parametrize("file", sources(), ids=name)
def test_values_are_bound_to_a_statement_never_pasted_into_it(file: Path) -> None:
    if LIB / "store" in file.parents:
        return
    for called, call in calls(file):
        if not called.endswith((".execute", ".sql", ".executemany")) or not call.args:
            continue
        statement = call.args[0]
        pasted = isinstance(statement, ast.JoinedStr | ast.BinOp) or (
            isinstance(statement, ast.Call) and ast.unparse(statement.func).endswith(".format")
        )
        assert not pasted, f"{name(file)} line {call.lineno}: {ast.unparse(statement)}"


@pytest.mark.parametrize("file", sources(), ids=name)
def test_only_the_command_line_prints(file: Path) -> None:
    if file == LIB / "__main__.py":
        return
    for called, call in calls(file):
        assert called != "print", f"{name(file)} line {call.lineno}"
