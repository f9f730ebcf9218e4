"""Problems and refusals as sentences, in the language spoken in this context."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from lib.errors import FileRefused
from lib.i18n.catalog import text
from lib.i18n.formats import number
from lib.intake.problems import Problem


def sentence(problem: Problem) -> str:
    """What is wrong, with the value and what is needed to understand it."""
    key = f"problem.{problem.code}"
    if "other_row" in problem.values:
        key += "_in_file"
    words = text(key, **_values(problem))
    suggestion = problem.values.get("suggestion")
    return words if not suggestion else f"{words}; {text('problem.suggested', value=suggestion)}"


def remedy(problem: Problem) -> str:
    """What to do about it."""
    return text(f"remedy.{problem.code}", **_values(problem))


def advice(problem: Problem) -> str:
    """What is wrong and what to do about it, as two sentences."""
    words = sentence(problem).rstrip(".")
    return f"{words}{'' if words.endswith('?') else '.'} {remedy(problem)}"


def hint(problem: Problem) -> str:
    """What to write instead, where that can be told, else what to do."""
    return str(problem.values.get("suggestion") or remedy(problem))


def refusal(refused: FileRefused) -> tuple[str, str]:
    """Why a file as a whole was refused, and what to do about it."""
    values = _all_written(refused.values)
    key = refused.reason
    if "found" in values:
        key += f"_{values['found']}"
    return text(f"refusal.{key}", **values), text(f"refusal_remedy.{key}", **values)


def _values(problem: Problem) -> dict[str, str]:
    column = text(f"column.{problem.column}") if problem.column else ""
    value = problem.value or text("problem.blank")
    return {
        **_all_written(problem.values),
        "column": column,
        "value": value,
        "row": str(problem.row),
    }


def _all_written(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _written(name, value) for name, value in values.items()}


def _written(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%H:%M %d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if name.endswith("_vnd") or name in ("limit", "count"):  # not numbers that name a row or batch
        return number(value)
    return "" if value is None else str(value)
