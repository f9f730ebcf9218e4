"""Every named query as a function, found by TOPIC.NAME: for the command line and the tests."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any, get_origin, get_type_hints

import pandas as pd

from lib.errors import QueryError
from lib.store.statements import query_names, statement

QueryFunction = Callable[..., pd.DataFrame]


def function(name: str) -> QueryFunction:
    """The typed function of a query; raise QueryError when there is none."""
    topic, _, query = name.replace("/", ".").partition(".")
    if f"{topic}/{query}" not in query_names():
        raise QueryError(name=name, reason="no such query; see query --list")
    found: QueryFunction = getattr(import_module(f"lib.queries.{topic}"), query)
    return found


def signatures() -> list[str]:
    """One text per query: its name, parameters, sentence, grain and columns."""
    lines = []
    for name in query_names():
        known = statement(name)
        parameters = " ".join(f"{one}=…" for one in parameter_types(function(name)))
        lines.append(
            f"{name.replace('/', '.')} {parameters}\n"
            f"    {known.summary}\n"
            f"    grain: {known.grain}\n"
            f"    columns: {', '.join(known.columns)}"
        )
    return lines


def parameter_types(query: QueryFunction) -> dict[str, Any]:
    """The keyword parameters of a query function and their annotated types."""
    hints = get_type_hints(query)
    return {
        name: hints[name]
        for name, one in inspect.signature(query).parameters.items()
        if one.kind is one.KEYWORD_ONLY
    }


def typed(
    query: QueryFunction, given: Mapping[str, str], *, defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """Turn written values into the function's types; raise QueryError for what does not fit.

    A parameter that may be missing and is not given is None; `null` writes None, a comma
    parts the values of a list.
    """
    types = parameter_types(query)
    for name in given:
        if name not in types:
            raise QueryError(name=query.__name__, reason=f"unknown parameter {name}")
    values: dict[str, Any] = {}
    for name, kind in types.items():
        if name in given:
            values[name] = _value(name, given[name], kind)
        elif name in defaults:
            values[name] = defaults[name]
        elif kind is not type(None) and type(None) in getattr(kind, "__args__", ()):
            values[name] = None
        else:
            raise QueryError(name=query.__name__, reason=f"parameter {name} is missing")
    return values


def _value(name: str, written: str, kind: Any) -> Any:
    if written == "null":
        return None
    try:
        if kind in (date, datetime):
            return kind.fromisoformat(written)
        if get_origin(kind) is Sequence:
            return written.split(",") if written else []
        if kind in (int, float):
            return kind(written)
    except ValueError as error:
        raise QueryError(name=name, reason=f"cannot read {written!r}") from error
    return written


def pair(written: str) -> tuple[str, str]:
    """Name and value of a parameter written key=value; raise QueryError for anything else."""
    name, separator, value = written.partition("=")
    if not separator:
        raise QueryError(name=written, reason="parameters are written key=value")
    return name, value
