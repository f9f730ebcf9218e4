"""The wall on a television: readable, never blank, never reloaded, fresh within seconds."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from lib.access import screens
from lib.charts.theme import DARK
from lib.feed.scenes import SCENES
from lib.ui import clock
from lib.ui.wall_feed import PLOTLY_ADDRESS
from tests import live_day
from tests.browser.board import Board, serving
from tests.browser.conftest import Visits
from tests.browser.visitor import WAIT_MS, words
from tests.browser.wall_page import (
    SMALL_TV,
    TV,
    TV_4K,
    ink,
    mark_nodes,
    said,
    same_nodes,
    says,
    shown,
)

FOLLOWED_MS = 2_000
"""All screens follow the remote within two seconds."""
LOST_MS = 20_000
BACK_MS = 12_000
LAST_HOUR = "/wall?replay=1&from=15:42"
ON_TOP = """() => {
    document.querySelector('.wall').inert = false;  // a dialog below makes all others inert
    return [[960, 540], [100, 60], [1800, 1000]]
        .map(([x, y]) => document.elementFromPoint(x, y))
        .filter(one => !one.closest('.wall')).map(one => one.outerHTML.slice(0, 200)); }"""
SALE = {
    "unit": "Bưu điện huyện Mẫu Nam",
    "service": "HTD",
    "quantity": 3,
    "revenue_vnd": 9_000_000,
}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board whose campaign is open now, with nothing sold yet."""
    folder = tmp_path_factory.mktemp("live")
    with serving(folder, RAQUAN_DEMO="false", RAQUAN_CAMPAIGN=live_day.CODE) as board:
        board.command("setup", str(live_day.write(folder / "setup")))
        yield board


@pytest.fixture
def office(server: Board) -> Iterator[Path]:
    """The office file of the shared board, with nothing ordered when the test is over."""
    path = server.folder / "office.sqlite"
    yield path
    screens.release(path, "*", by="test", at=clock.now())
    screens.remove(path, "thu", by="test", at=clock.now())


def sell(board: Board, key: str, **changed: object) -> None:
    """Hand in a sale of now, as a program does."""
    token = board.folder / "token"
    if not token.exists():
        token.write_text(board.command("token", "POS").strip())
    now = clock.now()
    board.post(
        {**SALE, "date": f"{now:%Y-%m-%d}", "time": f"{now:%H:%M}", **changed},
        token=token.read_text(),
        key=key,
    )


@pytest.mark.parametrize("theme", ("dark", "light"))
@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_readable_at_eight_metres(
    server: Board, visit: Visits, scene: str, theme: str
) -> None:
    page = visit(server, size=TV).open(f"{LAST_HOUR}&scene={scene}&theme={theme}")
    shown(page, scene)
    found = ink(page)
    sizes = sorted((round(one.size) for one in found), reverse=True)
    assert sizes[-1] >= 34, "the least size of the design guide"
    for one in found:
        assert one.contrast >= 4.5, f"{one.words}: {one.contrast:.2f}"
        left, top, right, bottom = one.box
        assert left >= 40 and right <= TV[0] - 40, one
        assert top >= 0 and bottom <= TV[1], one
    if scene == "progress":
        other = max(one.size for one in found if one.size < sizes[0] - 1)
        assert sizes[0] in (200, 228)
        assert sizes[0] >= 2 * other, "one number dominates"
    if scene == "ranking":
        assert sizes.count(72) >= 3 * 7, "seven places, names and shares"
    if scene == "map":
        assert len([one for one in found if re.fullmatch(r"\d+,\d", one.words)]) >= 14


def test_what_draws_is_fetched_ahead_under_the_address_it_is_read_from(
    server: Board, visit: Visits
) -> None:
    page = visit(server, size=TV).open(LAST_HOUR)
    shown(page)
    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    found = {name for name in names if "plotly" in name}
    assert found == {server.url + PLOTLY_ADDRESS}


@pytest.mark.parametrize("size", (TV_4K, SMALL_TV))
def test_other_televisions_show_the_same_whole_picture(
    server: Board, visit: Visits, size: tuple[int, int]
) -> None:
    page = visit(server, size=size).open(f"{LAST_HOUR}&scene=ranking&lang=en")
    shown(page, "ranking")
    scale = min(size[0] / TV[0], size[1] / TV[1])
    found = ink(page)
    assert max(one.size for one in found) == pytest.approx(72 * scale, rel=0.02)
    assert all(one.box[2] <= size[0] and one.box[3] <= size[1] for one in found)
    assert "Unit ranking" in said(page)
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)


def test_a_sale_is_on_the_wall_within_seconds_on_the_same_nodes(live: Board, visit: Visits) -> None:
    page = visit(live, size=TV).open("/wall?scene=progress")
    shown(page, "progress")
    mark_nodes(page)
    sell(live, "first")
    says(page, "9,0")
    says(page, words("wall_clock.fresh", at="").strip())
    for number in range(4):
        sell(live, f"more-{number}")
        says(page, f"{18 + 9 * number},0", timeout=5_000)
    says(page, words("wall.reached_at", at="").strip())
    gold = [one for one in ink(page) if one.words == "45,0"]
    assert gold and gold[0].color[:3] == [int(DARK.victory_text[i : i + 2], 16) for i in (1, 3, 5)]
    assert same_nodes(page)


def test_a_wall_outlives_the_server_and_goes_on_without_a_hand(
    tmp_path: Path, visit: Visits
) -> None:
    with serving(tmp_path) as board:
        visitor = visit(board, size=TV)
        page = visitor.open("/wall?scene=progress&replay=60&from=11:00")
        shown(page, "progress")
        says(page, words("wall_clock.fresh", at="").strip())
        mark_nodes(page)
        board.stop()
        says(page, words("wall_clock.lost", at="").strip(), timeout=LOST_MS)
        says(page, words("wall_clock.retry_more"))
        says(page, words("wall.stale_1"), timeout=WAIT_MS)  # by the browser's own clock
        assert not said(page)[0].startswith("Connection")
        assert page.evaluate(ON_TOP) == [], "nothing lies over the picture"
        board.start()
        says(page, words("wall_clock.fresh", at="").strip(), timeout=BACK_MS)
        assert same_nodes(page)
        # the browser says that the server was away; nothing else may have gone wrong
        visitor.complaints = [one for one in visitor.complaints if "page error" in one]
        visitor.leave()


def test_the_playlist_turns_by_hard_cuts_and_skips_a_scene_that_fails(
    server: Board, visit: Visits, office: Path
) -> None:
    turns = tuple(screens.Turn(scene, seconds=5) for scene in ("progress", "map", "tiers"))
    screens.save(office, screens.Screen("thu", playlist=turns), by="test", at=clock.now())
    visitor = visit(server, size=TV)
    page = visitor.context.new_page()
    visitor.pages.append(page)
    page.route(re.compile("scene=map"), lambda route: route.fulfill(status=503, body="{}"))
    page.goto(f"{server.url}/wall?screen=thu")
    shown(page, "progress")
    mark_nodes(page)
    page.evaluate("""() => { window.turns = [];
        new MutationObserver(() => {
            const scene = document.querySelector('.wall').dataset.scene;
            const seen = document.querySelectorAll('.wall .sheet.seen').length;
            window.turns.push([scene, seen, performance.now()]);
        }).observe(document.querySelector('.wall'), { attributes: true }); }""")
    shown(page, "tiers")
    shown(page, "progress")
    assert page.evaluate("document.querySelectorAll('.wall .sheet').length") == 2
    turned = page.evaluate("window.turns")
    assert {seen for _, seen, _ in turned} == {1}, "one picture at any moment"
    first = next(at for scene, _, at in turned if scene == "tiers")
    second = next(at for scene, _, at in turned if scene == "progress" and at > first)
    assert 4_900 <= second - first <= 6_500


def test_every_screen_follows_the_remote(server: Board, visit: Visits, office: Path) -> None:
    page = visit(server, size=TV).open(LAST_HOUR)
    shown(page, "progress")

    def order(**changes: object) -> None:
        screens.order(office, "*", by="test", at=clock.now(), **changes)

    order(pinned="ranking")
    page.wait_for_selector('.wall[data-scene="ranking"]', timeout=FOLLOWED_MS)
    order(message="Cô Tô <b>vừa</b> có số & đang lên")
    says(page, "Cô Tô <b>vừa</b> có số & đang lên", timeout=FOLLOWED_MS)
    order(message=None, frozen_at=clock.now().replace(year=2024, month=9, day=21, hour=14))
    says(page, "giữ nguyên hạng từ 14:", timeout=FOLLOWED_MS)
    assert not [one for one in said(page) if "vừa" in one]
    order(pinned="progress", frozen_at=None)
    page.wait_for_selector('.wall[data-scene="progress"]', timeout=FOLLOWED_MS)


def test_a_screen_has_its_own_playlist_scope_theme_and_language(
    server: Board, visit: Visits, office: Path
) -> None:
    profile = screens.Screen(
        "thu",
        unit_id="ha_long",
        theme="light",
        language="en",
        playlist=(screens.Turn("progress", seconds=5), screens.Turn("map", per_district=True)),
    )
    screens.save(office, profile, by="test", at=clock.now())
    page = visit(server, size=TV).open("/wall?screen=thu&replay=1&from=15:42")
    shown(page, "progress")
    says(page, "Revenue of Hạ Long, cumulative")
    assert ink(page)[0].on[:3] == [255, 255, 255]
    page.wait_for_selector('.wall[data-scene="map:ha_long"]', timeout=15_000)


def test_a_wall_without_a_campaign_waits_and_before_opening_it_counts_down(
    tmp_path: Path, visit: Visits
) -> None:
    opens = clock.now() + timedelta(minutes=95)
    folder = live_day.write(tmp_path / "setup", opens=opens, closes=opens + timedelta(hours=2))
    with serving(tmp_path, RAQUAN_DEMO="false", RAQUAN_CAMPAIGN=live_day.CODE) as board:
        visitor = visit(board, size=TV)
        page = visitor.open("/wall?scene=progress")
        expect(page.locator(".wall .cover .loading")).to_have_text(words("wall_clock.no_campaign"))
        board.command("setup", str(folder))
        shown(page, "progress")
        says(page, words("wall_clock.opens", at=f"{opens:%H:%M}"))
        says(page, "còn 1 giờ 3")
        assert words("wall.before_ready") in said(page)
        assert "0,0" not in said(page)
        visitor.leave()


def test_the_saved_copy_opens_from_a_disk_and_takes_over_a_newer_one(
    server: Board, visit: Visits, tmp_path: Path
) -> None:
    saved = server.folder / "wall.html"
    page = visit(server, size=TV).context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for _ in range(100):
        if saved.exists():
            break
        page.wait_for_timeout(100)
    page.set_viewport_size({"width": 1920, "height": 1080})
    copy = tmp_path / "wall.html"
    text = saved.read_text(encoding="utf-8")
    copy.write_text(text.replace("}, 60000);", "}, 2000);"), encoding="utf-8")
    page.goto(copy.as_uri())
    shown(page, "progress")
    says(page, "1.187,4")
    says(page, words("wall_clock.saved_copy", at="").strip())
    mark_nodes(page)
    newer = copy.read_text(encoding="utf-8").replace("1.187,4", "1.234,5")
    draft = tmp_path / "draft"
    draft.write_text(newer, encoding="utf-8")
    draft.replace(copy)
    says(page, "1.234,5", timeout=10_000)
    copy.unlink()
    page.wait_for_timeout(3_000)
    assert "1.234,5" in said(page), "a copy that is gone leaves its picture"
    assert same_nodes(page)
    assert not complaints
    page.close()


def test_a_scene_is_sent_once_and_then_only_named(server: Board) -> None:
    address = f"{server.url}/feed/scene?" + urlencode({"scene": "tiers", "theme": "light"})
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        tag, packed = answer.headers["ETag"], answer.read()
        assert answer.headers["Content-Encoding"] == "gzip"
    assert len(packed) < 10_000
    again = urllib.request.Request(address, headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(again)
    with pytest.raises(urllib.error.HTTPError, match="503") as refused:
        urllib.request.urlopen(f"{server.url}/feed/scene?scene=weather")
    assert "weather" in refused.value.read().decode()
