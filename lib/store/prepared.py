"""Questions as SQL's PREPARE and EXECUTE take them, so that DuckDB keeps the plan.

DuckDB 1.5 plans a prepared statement anew each time (duckdb issue 17237) when a parameter stands
in two places or is taken for a second type. So each place has a parameter of its own, of the type
it is given, behind a `coalesce` that no filter of a scan looks through.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from duckdb import ConstantExpression

from lib.store.macros import spelled_out
from lib.store.statements import PARAMETER, statement

KINDS: dict[type, str] = {
    str: "varchar",
    bool: "boolean",
    int: "bigint",
    date: "date",
    datetime: "timestamp",
}
AS_WRITTEN = frozenset({"varchar", "boolean", "date", "timestamp"})
"""Kinds that DuckDB knows a value of by how it is written: a cast has it look the type up."""
NOTHING = "null"
"""What stands for a parameter that is missing: in the text, as it may be of any type there."""


class Question(NamedTuple):
    """A query and what its parameters are given as: what there is one plan for."""

    name: str
    kinds: tuple[tuple[str, str], ...]


class Place(NamedTuple):
    """Where a parameter stands: what it is called there, whose value it is, and of which kind."""

    name: str
    parameter: str
    kind: str


class Prepared(NamedTuple):
    """A question under a name that PREPARE gives it and EXECUTE calls it by."""

    called: str
    text: str
    places: tuple[Place, ...]

    def prepare(self) -> str:
        """The statement that has DuckDB plan the question."""
        return f"prepare {self.called} as {self.text}"

    def execute(self, parameters: Mapping[str, Any]) -> str:
        """The statement that asks it: EXECUTE binds no values, so DuckDB writes them itself."""
        values = {one: ConstantExpression(value) for one, value in parameters.items()}
        given = ", ".join(
            f"{name} := {values[parameter]}"
            if kind in AS_WRITTEN
            else f"{name} := cast({values[parameter]} as {kind})"
            for name, parameter, kind in self.places
        )
        return f"execute {self.called}({given})" if given else f"execute {self.called}"


def question(name: str, parameters: Mapping[str, Any]) -> Question | None:
    """What a query with these parameters asks; None when a value is of a kind that has no name."""
    kinds = [(one, _kind(value)) for one, value in sorted(parameters.items())]
    known = tuple((one, kind) for one, kind in kinds if kind is not None)
    return Question(name, known) if len(known) == len(kinds) else None


def _kind(value: Any) -> str | None:
    if value is None:
        return NOTHING
    if isinstance(value, list):
        kinds = {KINDS.get(type(one)) for one in value}
        # of an empty list nobody says what it is a list of
        kind = kinds.pop() if len(kinds) == 1 else None
        return kind and f"{kind}[]"
    return KINDS.get(type(value))


def prepared(asked: Question, called: str) -> Prepared:
    """A question with a parameter of its own for each place: `as_of__1` for the second $as_of."""
    kinds, places = dict(asked.kinds), list[Place]()

    def place(parameter: str) -> str:
        kind = kinds[parameter]
        if kind == NOTHING:
            return NOTHING
        places.append(Place(f"{parameter}__{len(places)}", parameter, kind))
        return f"coalesce(cast(${places[-1].name} as {kind}), null)"

    body = spelled_out(statement(asked.name).body)
    text = PARAMETER.sub(lambda found: place(found[1]), body)
    return Prepared(called, text, tuple(places))
