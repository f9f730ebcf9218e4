"""From what somebody types to the terms that the ledger's queries look for.

Words are looked up without their marks in the small lists (units, people, services, products);
words that stand together in a name stay together, so that `dong trieu` is one unit and not
every Đông and every Triệu. The closest hits hide the others: what is typed with marks and is
found so is found only so, and a whole word hides those that only begin with it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.i18n.folding import STROKED_D, clean, fold

MOST_TERMS = 4
"""What the ledger's queries have room for; the last term takes all that is left."""
LONGEST = 80


@dataclass(frozen=True)
class Word:
    """One way of writing one thing: exact is missing where only the folded form is known."""

    code: str
    folded: str
    exact: str | None


@dataclass(frozen=True)
class Term:
    """Words looked for together: the codes they name, and the text that may hold them."""

    text: str
    codes: tuple[str, ...]
    is_exact: bool = False


def known(frame: pd.DataFrame) -> tuple[Word, ...]:
    """The rows of queries.ledger.search_words, made ready."""
    return tuple(
        Word(f"{kind} {code}", fold(written), None if is_folded else _spaced(marked(written)))
        for kind, code, written, is_folded in zip(
            frame["kind"], frame["code"], frame["written"], frame["is_folded"], strict=True
        )
    )


def terms(typed: str, words: Sequence[Word], most: int = MOST_TERMS) -> tuple[Term, ...]:
    """What is typed, as at most so many terms; a sale must have them all."""
    chunks = [chunk for chunk in clean(typed)[:LONGEST].split() if bare(chunk)]
    found: list[Term] = []
    while chunks:
        last = len(found) == most - 1
        taken = len(chunks) if last else _together(chunks, words)
        found.append(_term(" ".join(chunks[:taken]), words))
        chunks = chunks[taken:]
    return tuple(found)


def parameters(found: Iterable[Term]) -> dict[str, Any]:
    """The terms as the parameters of queries.ledger.sales and sales_found."""
    given = [*found, *[None] * MOST_TERMS][:MOST_TERMS]
    values: dict[str, Any] = {"codes": []}
    for number, term in enumerate(given, start=1):
        values[f"text_{number}"] = term.text if term else None
        values["codes"] += [f"{number} {code}" for code in term.codes] if term else []
    return values


def marked(written: str) -> str:
    """Lower case, with its marks."""
    return clean(written).translate(STROKED_D).casefold()


def bare(written: str) -> str:
    """Lower case, without marks; unlike `fold` it keeps what parts the words of a number."""
    letters = unicodedata.normalize("NFD", marked(written).replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _together(chunks: Sequence[str], words: Sequence[Word]) -> int:
    """How many words from the first on stand together in some name; at least one."""
    for taken in range(len(chunks), 1, -1):
        folded = fold(" ".join(chunks[:taken]))
        if any(_begins(word.folded, folded) for word in words):
            return taken
    return 1


def _term(typed: str, words: Sequence[Word]) -> Term:
    text, exact = bare(typed), marked(typed)
    folded, asked = fold(typed), _spaced(exact)
    names = [(word.code, word.folded) for word in words if folded]
    exactly = _closest([(word.code, word.exact) for word in words if word.exact], asked)
    is_exact = exact != text and bool(exactly)
    return Term(
        text=exact if is_exact else text,
        codes=exactly if is_exact else _closest(names, folded),
        is_exact=is_exact,
    )


def _closest(names: Sequence[tuple[str, str]], asked: str) -> tuple[str, ...]:
    """The codes of the names that hold what is asked as whole words, else as their beginning.

    A number may be cut anywhere.
    """
    if any(letter.isdigit() for letter in asked):
        found = [code for code, name in names if asked in name]
    else:
        found = [code for code, name in names if f" {asked} " in f" {name} "]
        found = found or [code for code, name in names if _begins(name, asked)]
    return tuple(dict.fromkeys(found))


def _begins(name: str, asked: str) -> bool:
    return f" {asked}" in f" {name}"


def _spaced(written: str) -> str:
    """Words parted by one space, whatever parted them."""
    return " ".join(re.sub(r"[^\w]|_", " ", written).split())
