"""The addresses of pages: each has an entrance, and the home page's own leads to the front door."""

from lib.ui.addresses import Address
from lib.ui.entrance import entrances
from tests.asgi import Web

FRONT = Address("campaign/progress.py", "progress", "monitoring", has_charts=True)
WEB = Web(entrances((FRONT, Address("analysis/unit.py", "unit", "store"))))


def test_the_home_page_is_found_under_its_own_name_with_all_that_was_chosen() -> None:
    answer = WEB.get("/progress?unit=ha_long&as_of=10%3A45")
    assert (answer.status, answer.headers["location"]) == (307, "./?unit=ha_long&as_of=10%3A45")
    assert WEB.get("/progress").headers["location"] == "./"


def test_every_other_page_and_the_front_door_are_entered() -> None:
    for path in ("/", "/unit?unit=ha_long"):
        assert '<html lang="vi">' in WEB.get(path).text
    assert '<html lang="en">' in WEB.get("/unit?lang=en").text


def test_what_draws_charts_is_read_at_once_where_there_are_some_and_fetched_elsewhere() -> None:
    with_charts, without = WEB.get("/").text, WEB.get("/unit").text
    assert 'data-plotly="./feed/plotly.min.js?' in with_charts
    assert "prefetch" not in with_charts
    assert 'rel="prefetch" as="script" href="./feed/plotly.min.js?' in without
    assert "data-plotly" not in without
