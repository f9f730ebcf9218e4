"""The wall as it is rendered: what is written where, how large, in which colour, on what."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.visitor import WAIT_MS

TV, TV_4K, SMALL_TV = (1920, 1080), (3840, 2160), (1366, 768)

INK = """() => {
    const sheet = document.querySelector('.wall .sheet.seen');
    const rgb = color => (color.match(/[\\d.]+/g) || []).map(Number);
    const background = rgb(getComputedStyle(document.querySelector('.wall')).backgroundColor);
    const boxes = [...sheet.querySelectorAll('.shapelayer path')].map(path => ({
        color: rgb(getComputedStyle(path).fill),
        alpha: Number(getComputedStyle(path).fillOpacity),
        box: path.getBoundingClientRect(),
    })).filter(one => one.color.length && one.alpha > 0.99 && (one.color[3] ?? 1) > 0.99);
    return [...sheet.querySelectorAll('text')].filter(text => text.textContent.trim()).map(text => {
        const box = text.getBoundingClientRect();
        const x = box.left + box.width / 2, y = box.top + box.height / 2;
        const under = boxes.filter(one => one.box.left <= x && x <= one.box.right
            && one.box.top <= y && y <= one.box.bottom && one.box.width > box.width / 2);
        const style = getComputedStyle(text);
        return {
            words: text.textContent,
            size: parseFloat(style.fontSize) * box.height / Math.max(text.getBBox().height, 1),
            weight: Number(style.fontWeight),
            color: rgb(style.fill),
            on: under.length ? under[under.length - 1].color : background,
            box: [box.left, box.top, box.right, box.bottom],
        };
    });
}"""


@dataclass(frozen=True)
class Ink:
    """One piece of text as the browser drew it: size and box in px of the screen."""

    words: str
    size: float
    weight: int
    color: list[float]
    on: list[float]
    box: list[float]

    @property
    def contrast(self) -> float:
        """How much it stands out from what is below it (WCAG 2)."""
        light, dark = sorted((_luminance(self.color), _luminance(self.on)), reverse=True)
        return (light + 0.05) / (dark + 0.05)


def shown(page: Page, scene: str | None = None) -> None:
    """Wait until the wall shows a scene."""
    which = f'[data-scene="{scene}"]' if scene else "[data-scene]"
    page.wait_for_selector(f".wall{which}", timeout=WAIT_MS)


def ink(page: Page) -> list[Ink]:
    """Everything written on the scene that is seen."""
    found: list[dict[str, Any]] = page.evaluate(INK)
    return [Ink(**one) for one in found]


def said(page: Page) -> list[str]:
    """The words on the scene that is seen."""
    return [one.words.replace("\u00a0", " ") for one in ink(page)]


def says(page: Page, words: str, *, timeout: float = WAIT_MS) -> None:
    """Wait until the scene that is seen says these words somewhere."""
    page.wait_for_function(
        """words => [...document.querySelectorAll('.wall .sheet.seen text')]
            .some(text => text.textContent.replaceAll('\\u00a0', ' ').includes(words))""",
        arg=words,
        timeout=timeout,
    )


def mark_nodes(page: Page) -> None:
    """Remember the chart nodes and the drawings in them, and that the page was not reloaded."""
    page.evaluate(
        "document.querySelectorAll('.wall .sheet, .wall .main-svg').forEach(n => n.mark = true)"
    )


def same_nodes(page: Page) -> bool:
    """Whether the chart nodes and the drawings in them are the ones remembered."""
    found: bool = page.evaluate(
        """() => {
            const drawn = '.wall .sheet, .wall .sheet.seen .main-svg';
            const nodes = [...document.querySelectorAll(drawn)];
            return nodes.length > 2 && nodes.every(node => node.mark); }"""
    )
    return found


def _luminance(color: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
              for c in (one / 255 for one in color[:3])]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
