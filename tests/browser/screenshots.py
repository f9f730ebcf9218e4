"""Take the pictures of docs/screenshots from a board of its own with the simulated campaign.

python -m tests.browser.screenshots
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from lib.feed.scenes import SCENES
from lib.settings import PROJECT
from tests.browser.board import Board, serving
from tests.browser.ceremony_page import Presenter, Stage
from tests.browser.visitor import PHONE, Visitor, drawn, launch, settled, words
from tests.browser.wall_page import TV, shown

FOLDER = PROJECT / "docs" / "screenshots"
SAMPLE = PROJECT / "data" / "samples" / "ban_hang_cam_pha_mo_phong.csv"
WIDTH, LEAST_HEIGHT = 1440, 600
LAST_HOURS = "/wall?replay=1&from=15:42"
PAGES = {
    "progress": "/",
    "leaderboard": "/leaderboard",
    "awards": "/awards?title=team_leader",
    "ledger": "/ledger",
    "explore": "/explore?district=ha_long,cam_pha,van_don",
    "fairness": "/fairness",
    "checks": "/checks",
    "unit": "/unit?unit=ha_long",
    "person": "/person?staff=MP0196",
    "changes": "/changes?since=11:00&as_of=12:00",
    "compare": "/compare?by=peers&unit=ha_long",
}
COLORS = 256
"""Of the palette: screens are flat, so a picture stays small without looking different."""

STILL = """() => {
    const box = document.querySelector('[data-testid="stMainBlockContainer"]');
    const height = Math.ceil(box.getBoundingClientRect().bottom);
    const loading = document.querySelector('[data-testid="stSkeleton"]');
    window.stillFor = height === window.heightBefore && !loading ? window.stillFor + 1 : 0;
    window.heightBefore = height;
    return window.stillFor >= 4;
}"""
"""Whether everything is there and the page was as high at the last four looks."""
SPOILED = {
    "Bưu chính chuyển phát;Bưu kiện trong nước;3": "Chuyển phát bưu chính ND;Bưu kiện;3",
    "09:53;Bưu điện TP Cẩm Phả;MP0198": "09:53;Bưu điện TP Cẩm Phả;MP9999",
    "10:13;Bưu cục Mẫu Cẩm Phả 03": "10:13;Bưu cục Cẩm Fả",
}
"""What people get wrong, put into a good file."""


def main() -> int:
    """Take every picture; return the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as board,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for name, address in PAGES.items():
            _keep(_visitor(browser, board).open(address), name)
        _keep(_import(browser, board), "import")
        _keep(_visitor(browser, board, theme="dark").open("/?lang=en"), "progress-dark-en")
        dark = _visitor(browser, board, theme="dark")
        _keep(dark.open("/explore?district=ha_long,cam_pha,van_don"), "explore-dark")
        _keep(_visitor(browser, board, size=PHONE).open("/leaderboard"), "leaderboard-phone")
        _keep(
            _visitor(browser, board, size=PHONE).open("/explore?district=ha_long"), "explore-phone"
        )
        _keep(_entry(browser, board), "entry-phone")
        _walls(browser, board)
        _keep(_remote(browser, board), "remote-phone")
        _ceremony(browser, board)
        browser.close()
    return 0


def _visitor(
    browser: Browser,
    board: Board,
    *,
    size: tuple[int, int] = (WIDTH, LEAST_HEIGHT),
    theme: str = "light",
) -> Visitor:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        device_scale_factor=2 if size == PHONE else 1,
        locale="vi-VN",
    )
    return Visitor(context, board.url)


def _import(browser: Browser, board: Board) -> Page:
    """The import page with a sample checked that has some problems, before it is confirmed."""
    spoiled = SAMPLE.read_text(encoding="utf-8-sig")
    for good, bad in SPOILED.items():
        assert good in spoiled, good
        spoiled = spoiled.replace(good, bad, 1)
    file = {"name": "cam_pha_1530.csv", "mimeType": "text/csv", "buffer": spoiled.encode("utf-8")}
    page = _visitor(browser, board).open("/import")
    page.locator(".st-key-operator_name input").fill("Trần Mẫu An")
    page.locator(".st-key-operator_code input").fill(board.code())
    page.get_by_role("button", name=words("import.enter")).click()
    page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", file)
    expect(page.locator(".st-key-confirm")).to_be_visible()
    return page


def _entry(browser: Browser, board: Board) -> Page:
    """The form on a phone with a sale filled in, before it is saved."""
    visitor = _visitor(browser, board, size=PHONE)
    page = visitor.open("/entry?unit=cam_pha-bc-03&seller=MP0196")
    page.locator(".st-key-operator_name input").fill("Trần Mẫu An")
    page.locator(".st-key-operator_code input").fill(board.code())
    page.get_by_role("button", name=words("import.enter")).click()
    page.locator("[class*=st-key-entry_product] input").fill("Gạo")
    page.get_by_role("option").first.click()
    settled(page)
    page.get_by_label("Số lượng").fill("8")
    page.get_by_label("Số lượng").press("Tab")
    expect(page.locator(".st-key-entry_save")).to_contain_text("960.000")
    return page


def _walls(browser: Browser, board: Board) -> None:
    """The scenes as a television shows them at 15:42 of the simulated day, and one in English."""
    visitor = _visitor(browser, board, size=TV)
    for scene in SCENES:
        page = visitor.open(f"{LAST_HOURS}&scene={scene}")
        _save(page, f"wall-{scene}", scene)
    _save(visitor.open("/wall?scene=progress&theme=light&lang=en"), "wall-closed-en", "progress")


def _save(page: Page, name: str, scene: str) -> None:
    shown(page, scene)
    page.evaluate("document.fonts.ready")
    _write(page, name)


def _remote(browser: Browser, board: Board) -> Page:
    """The remote on a phone, before anything is ordered."""
    page = _visitor(browser, board, size=PHONE).open("/remote")
    page.locator(".st-key-operator_name input").fill("Trần Mẫu An")
    page.locator(".st-key-operator_code input").fill(board.code())
    page.get_by_role("button", name=words("import.enter")).click()
    expect(page.get_by_role("button", name=words("import.leave"))).to_be_visible()
    return page


def _ceremony(browser: Browser, board: Board) -> None:
    """A rehearsal: nominees and winners as the hall sees them."""
    hall, presenter = Stage(browser, board), Presenter(browser, board, "Trần Mẫu An")
    presenter.agree("rehearse")
    hall.shows("opening")
    for key in ("nominees:1", "reveal:1"):
        presenter.press("PageDown")
        hall.shows(key)
        presenter.shows(key)
        _write(hall.page, f"stage-{key.partition(':')[0]}")


def _keep(page: Page, name: str) -> None:
    """Save the whole page: the window grows to its height, since the page scrolls inside."""
    settled(page)
    if page.locator(".chart").count():
        drawn(page)
    size = page.viewport_size
    assert size
    page.mouse.move(size["width"] - 2, 2)
    for _ in range(2):  # what is stretched may change once more in the larger window
        page.evaluate("window.stillFor = 0")
        page.wait_for_function(STILL, polling=300)
        height = max(int(page.evaluate("window.heightBefore")), size["height"])
        page.set_viewport_size({"width": size["width"], "height": height})
    settled(page)
    page.evaluate("document.fonts.ready")
    _write(page, name)


def _write(page: Page, name: str) -> None:
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    file = FOLDER / f"{name}.png"
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stderr.write(f"{file.relative_to(PROJECT)}: {file.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
