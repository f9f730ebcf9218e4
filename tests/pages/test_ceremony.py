"""The ceremony's addresses: the stage is told one scene, a console with a pass all of them."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.access import ceremonies, console_passes
from lib.access.ceremonies import Ceremony
from lib.i18n import catalog
from lib.store import Store
from lib.ui import ceremony_feed, ceremony_mounts, clock, data, state
from tests.asgi import Web
from tests.intake.setup import store_in
from tests.pages.conftest import open_page

NOW = datetime(2024, 9, 23, 19, 30)
CODE = "ngay-thu-7"
NAMES = [f"Nhóm Mẫu {number}" for number in range(1, 7)] + [
    f"Người Mẫu {number}" for number in range(7, 31)
]


@pytest.fixture
def book(other_board: Callable[..., Store], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office file of a board with a campaign and no record."""
    store_in(other_board().generations.folder)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return data.settings().office_file


@pytest.fixture
def web(book: Path) -> Web:
    """The addresses of the ceremony, as they are served."""
    return Web(ceremony_feed.routes())


class Console:
    """A console in somebody's hand: it sends what it saw."""

    def __init__(self, web: Web, book: Path, who: str = "Mai") -> None:
        self.web = web
        self.headers = {"Authorization": f"Bearer {console_passes.make(book, by=who, at=NOW)}"}
        self.told: dict[str, Any] = self.look()

    def look(self) -> dict[str, Any]:
        self.told = self.web.get("/feed/console", headers=self.headers).json()
        return self.told

    def send(self, command: str, **more: Any) -> bool:
        """Send a command; whether it was taken. What then holds is `told`."""
        seen = {"version": self.told["version"], "record": self.told["record"]}
        answer = self.web.post(
            "/feed/console", content={"command": command, **seen, **more}, headers=self.headers
        )
        assert answer.status == 200, answer.text
        self.told = answer.json()
        return bool(self.told["taken"])


@pytest.fixture
def console(web: Web, book: Path) -> Console:
    """A console that has begun a rehearsal."""
    found = Console(web, book)
    assert found.send("rehearse", on=True)
    return found


def named(written: str) -> set[str]:
    """Which made-up names stand somewhere."""
    return {one for one in NAMES if re.search(rf"{one}(?!\d)", written)}


def test_without_a_record_a_stage_says_that_nothing_is_decided(web: Web) -> None:
    answer = web.get("/feed/stage")
    assert answer.json()["key"] == "waiting"
    assert catalog.sentences("vi")["stage.undecided"] in answer.text


def test_a_console_without_a_pass_is_told_and_does_nothing(web: Web, book: Path) -> None:
    wrong: list[dict[str, str]] = [
        {}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"},
        {"Authorization": "Basic x"},
    ]  # fmt: skip
    for headers in wrong:
        for answer in (
            web.get("/feed/console", headers=headers),
            web.post("/feed/console", content={"command": "black", "on": True}, headers=headers),
        ):
            assert (answer.status, answer.json()) == (401, {"error": "pass"})
    assert ceremonies.state(book, CODE) == Ceremony(CODE)


def test_a_pass_ends_after_its_time_and_when_its_holder_leaves(
    web: Web, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(web, book)
    answer = web.post("/feed/console", content={"command": "leave"}, headers=console.headers)
    assert answer.json() == {"left": True}
    assert web.get("/feed/console", headers=console.headers).status == 401
    other = Console(web, book)
    monkeypatch.setattr(clock, "now", lambda: NOW + console_passes.LASTS + timedelta(seconds=1))
    assert web.get("/feed/console", headers=other.headers).status == 401


def test_a_stage_is_told_the_current_scene_and_no_name_of_another(
    web: Web, console: Console
) -> None:
    for step in range(12):
        for address in ("/feed/stage", "/feed/stage?step=11&theme=light&lang=en&campaign=x"):
            answer = web.get(address)
            number = (step + 1) // 2
            own = NAMES[6 * (number - 1) : 6 * number] if 0 < step < 11 else []
            if step < 11:
                assert named(answer.text) <= set(own)
            if step % 2:
                assert named(answer.text) == set(own) or step == 11
            assert answer.json()["key"] == console.told["seen"]["key"]
        assert console.send("forward")
    assert console.told["step"] == 11
    assert len(named(web.get("/feed/stage").text)) == 9


def test_a_scene_that_is_known_is_not_sent_again(web: Web, console: Console) -> None:
    first = web.get("/feed/stage")
    tag = first.headers["etag"]
    again = web.get("/feed/stage", headers={"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")
    assert first.headers["cache-control"] == "no-cache"
    console.send("forward")
    moved = web.get("/feed/stage", headers={"If-None-Match": tag})
    assert (moved.status, moved.json()["key"]) == (200, "nominees:1")


def test_of_two_consoles_that_saw_the_same_the_first_is_taken(
    web: Web, console: Console, book: Path
) -> None:
    other = Console(web, book, "An")
    assert console.send("forward")
    assert not other.send("forward")
    assert (other.told["step"], other.told["version"]) == (1, console.told["version"])
    assert other.send("forward") and other.told["step"] == 2
    for _ in range(3):
        assert other.send("back") or other.told["step"] == 0
    assert not console.send("go", step=9), "what it saw is long gone"
    assert console.send("go", step=9) and console.told["step"] == 9


def test_black_lift_restart_and_the_end_of_a_rehearsal(
    web: Web, console: Console, book: Path
) -> None:
    other = Console(web, book, "An")
    console.send("go", step=2)
    assert other.send("black", on=True), "whatever another has done, dark is dark"
    dark = web.get("/feed/stage")
    assert dark.json()["key"] == "black" and named(dark.text) == set()
    assert other.told["next"]["step"] == 2
    console.look()
    assert console.send("forward") and console.told["seen"]["key"] == "reveal:1"
    assert console.send("lift", on=True) and console.told["lifted"]
    assert console.send("restart")
    assert (console.told["step"], console.told["lifted"], console.told["elapsed"]) == (
        0,
        False,
        None,
    )
    console.send("go", step=11)
    assert console.send("rehearse", on=False)
    assert web.get("/feed/stage").json()["key"] == "waiting"
    assert ceremonies.told(book, most=1)[0].action == "ceremony.rehearse"


def test_a_console_is_told_all_steps_and_what_comes_next_by_name(console: Console) -> None:
    console.send("go", step=1)
    told = console.told
    assert len(told["steps"]) == 12
    assert told["titles"] == [1, 3, 5, 7, 9]
    assert told["steps"][2]["names"] == ["Nhóm Mẫu 4 · Đơn vị Mẫu D", "Nhóm Mẫu 2 · Đơn vị Mẫu B"]
    assert (told["seen"]["key"], told["next"]["picture"]["key"]) == ("nominees:1", "reveal:1")
    assert told["elapsed"] == 0
    assert "Mai" in told["changed"]
    console.send("go", step=11)
    assert console.told["next"] is None


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"forward"', b"\xff", b"{" + b" " * 3_000 + b"}"],
)
def test_what_is_no_command_is_refused(console: Console, body: bytes) -> None:
    answer = console.web.post("/feed/console", content=body, headers=console.headers)
    assert (answer.status, answer.json()) == (400, {"error": "body"})


@pytest.mark.parametrize(
    "given",
    [
        {"command": "go"},
        {"command": "go", "step": "11"},
        {"command": "go", "step": True},
        {"command": "explode"},
        {"command": None},
        {"command": "forward", "version": "1"},
        {"command": "forward", "record": 5},
    ],
)
def test_a_command_that_makes_no_sense_is_not_taken(console: Console, given: Any) -> None:
    command = given.pop("command")
    assert not console.send(command, **given)
    assert console.told["step"] == 0


def test_a_board_without_a_campaign_shows_black_and_a_console_nothing(
    other_board: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    other_board().prepare(at=NOW)
    book = data.settings().office_file
    web = Web(ceremony_feed.routes())
    assert web.get("/feed/stage").json()["key"] == "black"
    assert Console(web, book).told["steps"] == []


def test_a_store_that_is_away_is_said_and_nothing_else(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(ceremony_feed, "standing", broken)
    answer = web.get("/feed/stage")
    assert answer.status == 503
    assert "disk" not in answer.text


def test_the_console_page_makes_a_pass_once_the_code_was_given_and_no_name_is_in_it(
    book: Path,
) -> None:
    page = open_page("console")
    assert mounted(page)["pass"] == ""
    page.session_state[state.SENDER] = "Mai"
    page.run()
    given = mounted(page)
    assert console_passes.holder(book, given["pass"], at=NOW) == "Mai"
    assert mounted(page.run())["pass"] == given["pass"]
    assert set(given["words"]) == set(ceremony_mounts.WORDS)
    assert named(json.dumps(given, ensure_ascii=False)) == set()


def mounted(page: Any) -> dict[str, Any]:
    """What the console is given by its page."""
    (found,) = [
        one.proto for one in page.get("bidi_component") if one.proto.component_name == "console"
    ]
    given: dict[str, Any] = json.loads(found.json)
    return given
