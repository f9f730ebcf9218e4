"""What is known of a generation is worked out once, however many ask at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from lib.queries.answers import MOST_ANSWERS, MOST_KEPT, MOST_MOMENTS, Answers, Kept, Library


class Nobody:
    """A reader that must not be asked."""

    def query(self, name: str, parameters: Any) -> Any:
        raise AssertionError(name)


def counted(reader: Any, *, number: Any) -> pd.DataFrame:
    """A query function that asks nothing."""
    asked.append(number)
    return pd.DataFrame({"number": [number]})


asked: list[Any] = []


def test_a_question_is_asked_once_for_all_who_ask_at_once() -> None:
    answers, begun, go = Answers(Nobody(), 1), threading.Event(), threading.Event()
    works = []

    def work() -> str:
        works.append(1)
        begun.set()
        go.wait(5)
        return "answer"

    with ThreadPoolExecutor(8) as many:
        first = many.submit(answers.once, ("question",), work)
        begun.wait(5)
        others = [many.submit(answers.once, ("question",), work) for _ in range(7)]
        go.set()
        assert {one.result(5) for one in [first, *others]} == {"answer"}
    assert len(works) == 1


def test_the_same_parameters_are_the_same_question_in_any_order() -> None:
    asked.clear()
    answers = Answers(Nobody(), 1)
    first, again = answers.read(counted, number=3), answers.read(counted, number=3)
    assert first is again and asked == [3]
    assert answers.read(counted, number=4)["number"].tolist() == [4]
    assert answers.read(counted, number=[4, 5])["number"].tolist() == [[4, 5]]


def test_it_is_known_whether_somebody_has_asked_already() -> None:
    answers = Answers(Nobody(), 1)
    assert not answers.is_asked(counted, number=[1, 2])
    answers.read(counted, number=[1, 2])
    assert answers.is_asked(counted, number=[1, 2])
    assert not answers.is_asked(counted, number=[2, 1])


def test_what_went_wrong_is_told_and_tried_again() -> None:
    answers = Answers(Nobody(), 1)

    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answers.once(("question",), fails)
    assert answers.once(("question",), lambda: "answer") == "answer"


def test_what_is_kept_is_bounded_and_what_is_asked_again_stays() -> None:
    answers, works = Answers(Nobody(), 1), []
    for number in range(MOST_ANSWERS + 10):
        answers.once((number,), lambda number=number: works.append(number))  # type: ignore[misc]
        answers.once((0,), lambda: works.append(0))
    assert works.count(0) == 1
    answers.once((1,), lambda: works.append(1))
    assert works.count(1) == 2


def test_what_settled_in_earlier_hours_is_let_go_of_and_another_units_stays() -> None:
    asked.clear()
    always = Kept(MOST_KEPT)

    def settled(number: str, hour: int) -> None:
        border = datetime(2024, 9, 21, hour)
        Answers(Nobody(), hour, always).read_settled(
            of_moment, (border, "proof"), number=number, before_at=border
        )

    settled("another", 8)
    for hour in range(8, 8 + MOST_MOMENTS):
        settled("one", hour)
        settled("one", hour)
    settled("another", 8)
    assert asked == ["another", *["one"] * MOST_MOMENTS]
    settled("one", 20)
    settled("one", 8)
    assert asked[-2:] == ["one", "one"]


def of_moment(reader: Any, *, number: Any, before_at: datetime) -> pd.DataFrame:
    """A query function whose answer is another at another moment."""
    return counted(reader, number=number)


def test_the_newest_generation_is_kept_and_an_older_one_while_somebody_holds_it() -> None:
    made: list[int] = []

    def opened(generation: int) -> Any:
        made.append(generation)
        return Nobody()

    library = Library(opened)
    page = library.of(1)
    library.of(2)
    assert library.of(1) is page, "a page that began before the publish"
    del page
    library.of(3)
    assert library.of(3) is library.of(3)
    assert made == [1, 2, 3]
    library.of(1)
    assert made == [1, 2, 3, 1], "it went with the page"
