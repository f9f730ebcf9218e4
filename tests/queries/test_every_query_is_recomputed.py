"""No number without a second opinion: each query has a property test that recounts it."""

import ast
from functools import cache
from pathlib import Path

import pytest

from lib.store.statements import query_names


@cache
def recomputed() -> set[str]:
    """The queries called in a property test of their name: `test_NAME` calls TOPIC.NAME."""
    found = set()
    for file in sorted(Path(__file__).parent.glob("test_recomputed*.py")):
        for test in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(test, ast.FunctionDef) and any(
                ast.unparse(one).startswith("given(") for one in test.decorator_list
            ):
                called = {
                    ast.unparse(call.func).replace(".", "/")
                    for call in ast.walk(test)
                    if isinstance(call, ast.Call)
                }
                found |= {one for one in called if one.endswith(f"/{test.name[5:]}")}
    return found


@pytest.mark.parametrize("query", query_names())
def test_a_query_is_recomputed_on_random_worlds(query: str) -> None:
    topic, called = query.split("/")
    assert query in recomputed(), (
        f"no test_{called} in tests/queries/test_recomputed*.py calls {topic}.{called}"
    )
