"""The words of `lib/sql/macros`, spelled out in the text of a statement that uses them."""

import re
from functools import cache
from typing import NamedTuple

from lib.store.statements import SQL_FOLDER, without_comments

SPELLED_OUT = (
    "minute_of_day",
    "takes",
    "spans",
    "chosen_places",
    "selected_days",
    "scope_standings",
)
"""Those of schema `main`, in build order."""

CALL = re.compile(rf"\b(?:main\.)?({'|'.join(SPELLED_OUT)})\(")
HEAD = re.compile(r"create or replace macro main\.\w+\(([^)]*)\) as(?: table)?\s")


class Macro(NamedTuple):
    """A word: what it takes, and what it stands for."""

    takes: tuple[str, ...]
    body: str


def spelled_out(text: str) -> str:
    """The same statement without a macro: what each call is given stands in what it means.

    Of a body, only a word of its own is what was given: `codes`, but not `levels.codes`.
    """
    while call := CALL.search(text):
        given, end = _given(text, call.end())
        macro = _macro(call[1])
        meant = dict(zip(macro.takes, given, strict=True))
        words = re.compile(rf"(?<![.\w])(?:{'|'.join(meant)})\b")
        body = words.sub(lambda word, meant=meant: f"({meant[word[0]]})", macro.body)  # type: ignore[misc]
        text = f"{text[: call.start()]}({body}){text[end:]}"
    return text


def _given(text: str, start: int) -> tuple[list[str], int]:
    """What stands between the brackets of a call, and where it ends."""
    given, depth, place = [""], 0, start
    while depth or text[place] != ")":
        letter = text[place]
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            given.append("")
        else:
            given[-1] += letter
        place += 1
    return [one.strip() for one in given], place + 1


@cache
def _macro(name: str) -> Macro:
    text = without_comments((SQL_FOLDER / "macros" / f"{name}.sql").read_text(encoding="utf-8"))
    head = HEAD.search(text)
    if head is None:
        raise ValueError(f"{name}: not a macro of schema main")
    return Macro(tuple(one.strip() for one in head[1].split(",")), text[head.end() :].strip())
