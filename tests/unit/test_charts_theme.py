"""The palette holds the contrast it claims; the canvas speaks the language and shows no chrome."""

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from lib.charts.theme import DARK, LIGHT, Palette, canvas, literal, palette, readable_on
from lib.i18n import catalog
from lib.settings import PROJECT

CLAIMED = {
    "text": (16.5, 17.0),
    "text_2": (7.5, 10.8),
    "text_3": (5.1, 7.1),
    "actual": (6.7, 7.8),
    "compare": (3.0, 3.1),
    "plan": (4.7, 9.4),
    "behind": (5.7, 8.2),
    "victory": (1.8, 11.9),
}
"""Contrast with the page, light and dark, as the design guide's §2 gives it."""

BOTH = pytest.mark.parametrize("colors", (LIGHT, DARK), ids=("light", "dark"))


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    catalog.speak("vi")
    yield
    catalog.speak("vi")


def luminance(color: str) -> float:
    """The relative luminance of WCAG 2."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("role", CLAIMED)
def test_a_colour_has_the_contrast_the_design_guide_gives(role: str) -> None:
    for colors, claimed in zip((LIGHT, DARK), CLAIMED[role], strict=True):
        found = contrast(getattr(colors, role), colors.background)
        assert found == pytest.approx(claimed, abs=0.06)


@BOTH
@pytest.mark.parametrize("role", ("text", "text_2", "text_3", "plan", "behind", "actual"))
def test_what_is_read_has_a_contrast_of_four_and_a_half(colors: Palette, role: str) -> None:
    assert contrast(getattr(colors, role), colors.background) >= 4.5


@BOTH
@pytest.mark.parametrize("role", ("actual", "compare", "plan", "behind"))
def test_a_mark_has_a_contrast_of_three(colors: Palette, role: str) -> None:
    assert contrast(getattr(colors, role), colors.background) >= 3


@BOTH
def test_a_bar_stands_out_from_its_track(colors: Palette) -> None:
    for role in ("actual", "behind"):
        assert contrast(getattr(colors, role), colors.track) >= 3


@BOTH
def test_words_on_a_fill_are_readable(colors: Palette) -> None:
    assert contrast(colors.on_victory, colors.victory) >= 4.5
    assert contrast(colors.behind, colors.behind_tint) >= 4.5
    assert contrast(colors.text, colors.track) >= 4.5
    for fill in colors.sequence:
        assert contrast(readable_on(fill), fill) >= 4.5


@BOTH
def test_the_sequence_goes_from_strong_to_faint(colors: Palette) -> None:
    found = [contrast(fill, colors.background) for fill in colors.sequence]
    assert found == sorted(found, reverse=True)


@BOTH
def test_gold_is_no_other_role(colors: Palette) -> None:
    others = {
        getattr(colors, one.name)
        for one in fields(colors)
        if one.name not in ("victory", "victory_text", "sequence")
    }
    assert not {colors.victory, colors.victory_text} & (others | set(colors.sequence))


def test_the_pages_have_the_colours_of_the_charts() -> None:
    config = (PROJECT / ".streamlit/config.toml").read_text(encoding="utf-8")
    for mode, colors in (("light", LIGHT), ("dark", DARK)):
        section = re.search(rf"^\[theme\.{mode}\]\n(.*?)(?=^\[|\Z)", config, re.M | re.S)
        assert section
        for name, color in (
            ("primaryColor", colors.actual),
            ("backgroundColor", colors.background),
            ("textColor", colors.text),
        ):
            assert f'{name} = "{color}"' in section[1], (mode, name)


@pytest.mark.parametrize(
    ("fill", "words"),
    (
        ("#FFFFFF", "#000000"),
        ("#000000", "#FFFFFF"),
        ("#F5B800", "#000000"),
        ("#0B5CAD", "#FFFFFF"),
    ),
)
def test_words_on_a_fill_take_the_stronger_of_black_and_white(fill: str, words: str) -> None:
    assert readable_on(fill) == words
    other = {"#000000": "#FFFFFF", "#FFFFFF": "#000000"}[words]
    assert contrast(fill, words) >= contrast(fill, other)


def test_the_theme_of_the_viewer_chooses_the_palette() -> None:
    assert palette("dark") is DARK
    assert palette("light") is LIGHT
    assert palette("anything") is LIGHT


def test_the_canvas_is_bare() -> None:
    figure = canvas(LIGHT, height=300)
    assert not figure.data
    assert figure.layout.height == 300
    assert figure.layout.showlegend is False
    assert figure.layout.dragmode is False
    assert figure.layout.separators == ",."
    assert figure.layout.font.family.startswith("Noto Sans")
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert axis.fixedrange and not axis.showgrid and not axis.zeroline
    catalog.speak("en")
    assert canvas(LIGHT, height=300).layout.separators == ".,"


def test_no_tag_or_entity_of_a_label_comes_alive() -> None:
    assert literal("<b>a</b> &lt; b & c") == "&lt;b&gt;a&lt;/b&gt; &amp;lt; b &amp; c"
    assert literal("Hạ Long") == "Hạ Long"
