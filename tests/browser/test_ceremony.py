"""The whole ceremony from the presenter's keys: halls in step, and no name before its reveal."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lib.access import ceremonies
from lib.awards import granted, locking, records
from lib.awards.honours import Honours
from lib.awards.reading import read_record
from lib.awards.rules import read_rules
from lib.demo import rehearsal
from lib.feed import ceremony
from lib.settings import PROJECT
from lib.store import Store
from lib.store.generations import Generations
from lib.ui import clock
from tests.browser.board import Board, serving
from tests.browser.ceremony_page import Presenter, Screen, Stage, named
from tests.browser.test_quick_entry import SMALL
from tests.browser.visitor import PHONE, WAIT_MS, words

CODE = "ngay-thu-7"
FORWARD = ("PageDown", "ArrowRight", " ", "Enter")
IN_STEP_MS, AT_LAST_MS = 300, 1_000
"""What a hall should take from a key press, in the middle and nearly always."""
RULES = PROJECT / "data" / "rules" / "awards.toml"

Opened = Callable[..., Screen]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board whose ceremony these tests play."""
    with serving(tmp_path_factory.mktemp("ceremony")) as found:
        yield found


@pytest.fixture
def open_screen(browser: Browser) -> Iterator[Opened]:
    """Stages and presenters of one test; what their browsers complain about fails it."""
    screens: list[Screen] = []

    def opened(kind: type[Screen], *given: object, **more: object) -> Screen:
        screens.append(kind(browser, *given, **more))  # type: ignore[arg-type]
        return screens[-1]

    yield opened
    complaints = [words for one in screens for words in one.visitor.complaints]
    for one in screens:
        one.context.close()
    assert not complaints, "\n".join(complaints)


def made_up() -> Honours:
    """What a rehearsal on the board is played from."""
    day = date(2024, 9, 21)
    return rehearsal.honours(campaign_code=CODE, name="", name_en="", starts_on=day, ends_on=day)


def allowed(honours: Honours, step: int) -> set[str]:
    """Whom a hall may know of when a step is shown for the first time: all it has been shown."""
    found: set[str] = set()
    for number, title in enumerate(honours.titles):
        if step >= 2 * number + 1:
            found |= {one.name for one in title.nominees}
    return found


def everybody(honours: Honours) -> set[str]:
    return {one.name for title in honours.titles for one in title.nominees}


def play(
    presenter: Presenter, halls: list[Stage], honours: Honours, *, reload: bool
) -> list[float]:
    """Go from the opening to the closing; how long each hall took to follow each press, in ms."""
    keys = [one.key for one in ceremony.steps(honours)]
    presenter.painted()
    took: list[float] = []
    heard = dict.fromkeys(range(len(halls)), "")
    for step, key in enumerate(keys):
        if step:
            pressed = presenter.press(FORWARD[step % len(FORWARD)])
            took += [hall.shows(key) - pressed for hall in halls]
            presenter.shows(key)
        for number, hall in enumerate(halls):
            heard[number] += hall.reached()
            expected = scene_names(honours, step)
            assert expected <= named(heard[number], everybody(honours)), "all that is sent is kept"
            known = heard[number] + hall.page.content()
            early = named(known, everybody(honours) - allowed(honours, step))
            assert not early, f"{key}: a hall knows {early}"
            assert named(hall.said(), everybody(honours)) == expected, key
        if reload:
            for hall in halls:
                hall.reload(key)
            presenter.page.reload()
            presenter.ready()
            presenter.shows(key)
        else:
            time.sleep(0.25)  # a presenter speaks; the copies on the console are painted
    return took


def scene_names(honours: Honours, step: int) -> set[str]:
    """Whom the scene of a step names."""
    one = ceremony.steps(honours)[step]
    if one.kind == "closing":
        return {winner.name for title in honours.titles for winner in title.winners}
    if one.title is None:
        return set()
    title = honours.titles[one.title]
    return {who.name for who in (title.nominees if one.kind == "nominees" else title.winners)}


def tell(what: str, took: list[float]) -> None:
    """Print what was measured; fail where halls are out of step."""
    ordered = sorted(took)
    median, nearly_all = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    sys.stdout.write(f"\n{what}: median {median:.0f} ms, p95 {nearly_all:.0f} ms of {len(took)}\n")
    assert median <= IN_STEP_MS and nearly_all <= AT_LAST_MS


def test_a_rehearsal_is_played_with_keys_and_two_halls_follow(
    board: Board, open_screen: Opened
) -> None:
    dark = open_screen(Stage, board)
    light = open_screen(Stage, board, f"?campaign={CODE}&theme=light")
    mai = open_screen(Presenter, board, "Mẫu Mai")
    expect(mai.page.locator(".stages")).to_have_text(words("console.stages", count=2))
    mai.agree("rehearse")
    for hall in (dark, light):
        hall.shows("opening")
        assert "TỔNG DUYỆT" in hall.said()
    tell("forward", play(mai, [dark, light], made_up(), reload=False))
    mai.press("PageUp")
    for hall in (dark, light):
        hall.shows("reveal:5")
    mai.press("3")
    dark.shows("nominees:3")
    left = named(dark.page.content(), everybody(made_up()))
    assert left == scene_names(made_up(), 5), "what has gone leaves no name in the page"
    mai.press("b")
    dark.shows("black")
    assert named(dark.page.content(), everybody(made_up())) == set()
    mai.press(".")
    dark.shows("nominees:3")
    seen = mai.version()
    mai.press("b")  # and back before the console has heard of it
    mai.press(".")
    mai.reaches(seen + 2)
    expect(mai.page.locator(".console .alarm.dark")).to_be_hidden()
    dark.shows("nominees:3")
    mai.press("l")
    dark.page.wait_for_function(
        "document.querySelector('.stage .sheet.seen text').getBoundingClientRect().top < 60"
    )
    mai.press("Home")
    expect(mai.page.locator(".ask")).to_be_visible()
    mai.press("PageDown")  # a question waits for its answer
    mai.press("Escape")
    expect(mai.page.locator(".ask")).to_be_hidden()
    dark.shows("nominees:3")
    mai.press("Home")
    mai.page.locator(".ask .yes").click()
    light.shows("opening")


def test_every_page_survives_a_reload_at_every_step(board: Board, open_screen: Opened) -> None:
    ceremonies.rehearse(office(board), CODE, seen(board), is_on=True, by="test", at=clock.now())
    hall = open_screen(Stage, board)
    mai = open_screen(Presenter, board, "Mẫu Mai")
    restart(board)
    hall.shows("opening")
    play(mai, [hall], made_up(), reload=True)


def test_a_hall_keeps_its_picture_while_the_server_is_gone_and_goes_on_after(
    tmp_path: Path, open_screen: Opened
) -> None:
    with serving(tmp_path) as board:
        hall, mai = open_screen(Stage, board), open_screen(Presenter, board, "Mẫu Mai")
        mai.agree("rehearse")
        hall.shows("opening")
        for key in ("nominees:1", "reveal:1", "nominees:2"):
            mai.press("PageDown")
            hall.shows(key)
        before = hall.said()
        hall.page.evaluate("document.querySelector('.stage').mark = true")
        board.stop()
        expect(mai.page.locator(".lost")).to_be_visible(timeout=WAIT_MS)
        mai.press("PageDown")
        expect(mai.page.locator(".notice")).to_have_text(words("console.not_sent"))
        assert hall.said() == before
        board.start()
        expect(mai.page.locator(".lost")).to_be_hidden(timeout=WAIT_MS)
        mai.shows("nominees:2")
        hall.shows("nominees:2")
        assert ceremonies.state(office(board), CODE).step == 3, "nothing is sent late"
        mai.press("PageDown")
        hall.shows("reveal:2")
        mai.page.locator("button.back").click()
        hall.shows("nominees:2")
        assert hall.page.evaluate("document.querySelector('.stage').mark"), "never taken away"
        assert named(hall.said(), everybody(made_up())) == scene_names(made_up(), 3)
    # browsers say that the server was away; nothing else may have gone wrong
    for one in (hall, mai):
        one.visitor.complaints = [line for line in one.visitor.complaints if "page error" in line]


def test_a_phone_holds_the_console_and_what_another_did_is_not_done_twice(
    board: Board, open_screen: Opened
) -> None:
    ceremonies.rehearse(office(board), CODE, seen(board), is_on=True, by="test", at=clock.now())
    restart(board)
    hall = open_screen(Stage, board)
    mai = open_screen(Presenter, board, "Mẫu Mai", PHONE, has_touch=True, is_mobile=True)
    phone = mai.page
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert phone.locator(".console button:visible, .console a:visible").evaluate_all(SMALL) == []
    forward = phone.locator("button.forward")
    box = forward.bounding_box()
    assert box and box["y"] + box["height"] <= PHONE[1] and box["height"] >= 64
    forward.tap()
    hall.shows("nominees:1")
    expect(phone.locator(".next .names li")).to_have_text(
        ["Nhóm Mẫu 4 · Đơn vị Mẫu D", "Nhóm Mẫu 2 · Đơn vị Mẫu B"]
    )
    # three quick taps of one hand are three steps
    forward.evaluate("one => { one.click(); one.click(); one.click() }")
    hall.shows("nominees:2", "reveal:2")
    mai.shows("reveal:2")
    # another console goes on between what this one saw and its tap
    phone.route("**/feed/console*", lambda route: (_elsewhere(board), route.continue_()), times=1)
    forward.tap()
    expect(phone.locator(".notice")).to_have_text(words("console.other"))
    mai.shows("nominees:3")
    assert ceremonies.state(office(board), CODE).step == 5
    phone.get_by_role("button", name="Chiến sĩ phát giỏi: đề cử").tap()
    hall.shows("nominees:5")
    phone.locator("button.black").tap()
    hall.shows("black")
    forward.tap()
    hall.shows("nominees:5")


def test_a_granted_record_is_played_and_a_late_import_changes_nothing(
    tmp_path: Path, open_screen: Opened
) -> None:
    with serving(tmp_path) as board:
        hall, mai = open_screen(Stage, board), open_screen(Presenter, board, "Mẫu Mai")
        hall.shows("waiting")
        assert words("stage.undecided") in hall.said()
        mai.press("PageDown")
        assert hall.said().count(words("stage.undecided")) == 1
        store = Store(Generations(board.warehouse, keep=3, lock_seconds=5))
        honours = grant(store)
        hall.shows("opening")
        assert "12/QĐ-MP" in hall.said()
        mai.shows("opening")
        tell("a granted record", play(mai, [hall], honours, reload=False))
        assert (honours.collective_count, honours.individual_count) == (2, 7)
        before = hall.said()
        generation = board.generation()
        locking.reopen(store, CODE, reason="Bổ sung", by="Mẫu Thư ký", at=clock.now())
        board.command("import", str(PROJECT / "data/samples/ban_hang_cam_pha_mo_phong.csv"))
        assert board.generation() == generation + 2
        hall.reload("closing")
        assert hall.said() == before


def test_a_stage_takes_no_keys_and_a_console_asks_for_the_code(
    board: Board, open_screen: Opened, browser: Browser
) -> None:
    ceremonies.rehearse(office(board), CODE, seen(board), is_on=True, by="test", at=clock.now())
    restart(board)
    hall = open_screen(Stage, board)
    hall.shows("opening")
    for key in (*FORWARD, "b", "3"):
        hall.page.keyboard.press(key)
    hall.page.wait_for_timeout(500)
    assert hall.shows("opening") and ceremonies.state(office(board), CODE).step == 0
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{board.url}/console")
    expect(page.locator(".st-key-operator_code input")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".console")).to_have_count(0)
    page.evaluate("sessionStorage.setItem('console.pass', 'made up')")
    page.reload()
    expect(page.locator(".st-key-operator_code input")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".console")).to_have_count(0)
    context.close()


def grant(store: Store) -> Honours:
    """A record of the board's campaign, decided as proposed, with a decision's number."""
    at = clock.now().replace(microsecond=0)
    who = {"by": "Mẫu Thư ký", "at": at}
    record_id = records.lock(store, read_rules(RULES), campaign_code=CODE, **who)
    record = read_record(store, record_id)
    assert record is not None
    for title in record.titles:
        records.choose(
            store, record_id, title["id"], title["proposed"], decided_by="Hội đồng Mẫu", **who
        )
    records.grant(store, record_id, number="12/QĐ-MP", decided_on=date(2024, 9, 23), **who)
    found = granted.granted(store, campaign_code=CODE)
    assert found is not None and found.is_granted
    return found


def office(board: Board) -> Path:
    return board.folder / "office.sqlite"


def seen(board: Board) -> ceremonies.Seen:
    return ceremonies.Seen(ceremonies.state(office(board), CODE).version, 0, 11)


def restart(board: Board) -> None:
    ceremonies.restart(office(board), CODE, seen(board), by="test", at=clock.now())


def _elsewhere(board: Board) -> None:
    """Another process goes one step on."""
    ceremonies.forward(office(board), CODE, seen(board), by="An", at=datetime(2024, 9, 23))
