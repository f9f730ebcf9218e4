"""The project's files as the house rules see them: source files, their trees, their rooms."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIB, PAGES, FRONT_DOOR = ROOT / "lib", ROOT / "pages", ROOT / "dashboard.py"


def sources(*folders: Path) -> list[Path]:
    """Every Python file of the program, or of the folders named; tests are not among them."""
    found = [file for folder in folders or (LIB, PAGES) for file in folder.rglob("*.py")]
    if not folders and FRONT_DOOR.exists():
        found.append(FRONT_DOOR)
    return sorted(file for file in found if "__pycache__" not in file.parts)


def name(file: Path) -> str:
    """A file as it is named in a failure."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=name(file))


def dotted(file: Path) -> str:
    """The module a file is imported as."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path) -> Iterator[str]:
    """Each module a file imports, wherever in it; imports for type checkers alone are left out."""
    for_types = {
        inner
        for outer in ast.walk(tree(file))
        if isinstance(outer, ast.If) and ast.unparse(outer.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree(file)):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(file)} line {node.lineno}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call in a file with the text of what is called."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node
