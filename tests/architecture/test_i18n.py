"""The same sentences in both languages, each with the same places, each used, none missing."""

import ast
import re
import string
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lib import errors
from tests.architecture.project import LIB, ROOT, calls, name, sources, tree

FOLDER = LIB / "i18n"
STEMS = sorted({file.name.split(".")[0] for file in FOLDER.glob("*.toml")})

FROM_DATA = ("problem.", "remedy.", "refusal.", "refusal_remedy.", "error.", "weekday.")
"""Keys whose last word comes from data: a code, a number of the calendar."""


def flat(tables: dict[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tables.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{key}.")
        else:
            found[f"{above}{key}"] = value
    return found


@cache
def read(stem: str, language: str) -> dict[str, str]:
    file = FOLDER / f"{stem}.{language}.toml"
    return flat(tomllib.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


@cache
def sentences(language: str) -> dict[str, str]:
    return {key: value for stem in STEMS for key, value in read(stem, language).items()}


def places(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def given_texts() -> list[tuple[Path, ast.Call, ast.expr]]:
    """Each call of text() or t() with its key."""
    return [
        (file, call, call.args[0])
        for file in sources()
        for called, call in calls(file)
        if called.rpartition(".")[2] in ("text", "t") and call.args
    ]


def patterns() -> dict[str, str]:
    """The keys that are put together from a fixed beginning, as patterns; where each stands."""
    found = {}
    for file in sources():
        for node in ast.walk(tree(file)):
            if not isinstance(node, ast.JoinedStr):
                continue
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            if isinstance(parts[0], str) and re.match(r"[a-z_]+\.", parts[0]):
                written = "".join(
                    r"(\w+)" if part is None else re.escape(str(part)) for part in parts
                )
                found[written] = f"{name(file)} line {node.lineno}"
    return {
        pattern: where
        for pattern, where in found.items()
        if pattern.split(r"\.")[0] in {key.split(".")[0] for key in sentences("vi")}
    }


@cache
def words() -> frozenset[str]:
    """Every word of the program that can end a key: in its strings, its names, its data."""
    found: set[str] = set()
    for file in sources():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(re.findall(r"\w+", node.value))
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
    for file in [*(LIB / "sql").rglob("*.sql"), *(ROOT / "data" / "rules").rglob("*.toml")]:
        found.update(re.findall(r"\w+", file.read_text(encoding="utf-8")))
    return frozenset(found)


@pytest.mark.parametrize("stem", STEMS)
def test_both_languages_have_the_same_keys(stem: str) -> None:
    vi, en = read(stem, "vi"), read(stem, "en")
    assert sorted(vi.keys() - en.keys()) == [], f"{stem}.en.toml lacks keys"
    assert sorted(en.keys() - vi.keys()) == [], f"{stem}.vi.toml lacks keys"


@pytest.mark.parametrize("stem", STEMS)
def test_both_languages_have_the_same_places_and_no_empty_sentence(stem: str) -> None:
    vi, en = read(stem, "vi"), read(stem, "en")
    for key in sorted(vi.keys() & en.keys()):
        assert places(vi[key]) == places(en[key]), f"{stem}: {key}"
        assert vi[key].strip(), f"{stem}.vi.toml: {key} is empty"
        assert en[key].strip(), f"{stem}.en.toml: {key} is empty"


def test_a_key_is_defined_in_one_file_only() -> None:
    defined = [key for stem in STEMS for key in read(stem, "vi")]
    assert sorted({key for key in defined if defined.count(key) > 1}) == []


def test_every_literal_key_in_code_has_its_sentence() -> None:
    known = sentences("vi")
    missing = [
        f"{name(file)} line {call.lineno}: {key.value}"
        for file, call, key in given_texts()
        if isinstance(key, ast.Constant) and "." in str(key.value) and key.value not in known
    ]
    assert missing == []


def test_every_literal_key_is_given_the_places_of_its_sentence() -> None:
    known = sentences("vi")
    lacking = []
    for file, call, key in given_texts():
        if isinstance(key, ast.Constant) and key.value in known:
            given = {word.arg for word in call.keywords}
            if None not in given and not places(known[key.value]) <= given:
                lacking.append(f"{name(file)} line {call.lineno}: {key.value}")
    assert lacking == []


def test_every_key_put_together_in_code_has_some_sentence() -> None:
    empty = [
        f"{where}: {pattern}"
        for pattern, where in patterns().items()
        if not any(re.fullmatch(pattern, key) for key in sentences("vi"))
    ]
    assert empty == []


def test_every_sentence_is_used() -> None:
    literal = {
        node.value
        for file in sources()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made = [re.compile(pattern) for pattern in patterns()]

    def is_used(key: str) -> bool:
        if key in literal or key.startswith(FROM_DATA):
            return True
        ends = [found.groups() for one in made if (found := one.fullmatch(key))]
        return any(all(word.isdigit() or word in words() for word in end) for end in ends)

    assert [key for key in sentences("vi") if not is_used(key)] == []


def subclasses(kind: type[errors.RaQuanError]) -> list[type[errors.RaQuanError]]:
    return [kind, *(deeper for one in kind.__subclasses__() for deeper in subclasses(one))]


@pytest.mark.parametrize("kind", subclasses(errors.RaQuanError), ids=lambda kind: kind.code)
def test_every_deliberate_error_has_a_sentence_for_people(kind: type[errors.RaQuanError]) -> None:
    assert f"error.{kind.code}" in sentences("vi")


def test_every_code_of_an_error_is_its_own() -> None:
    codes = [kind.code for kind in subclasses(errors.RaQuanError)]
    assert len(codes) == len(set(codes))


def test_every_sentence_of_an_error_belongs_to_one() -> None:
    codes = {f"error.{kind.code}" for kind in subclasses(errors.RaQuanError)}
    known = {key for key in sentences("vi") if key.startswith("error.") and key.count(".") == 1}
    assert sorted(known - codes) == []
