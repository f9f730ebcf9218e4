"""The addresses of pages: each has an entrance, and the home page's own leads to the front door."""

from lib.ui.entrance import entrances
from tests.asgi import Web

WEB = Web(entrances("progress", ("progress", "unit")))


def test_the_home_page_is_found_under_its_own_name_with_all_that_was_chosen() -> None:
    answer = WEB.get("/progress?unit=ha_long&as_of=10%3A45")
    assert (answer.status, answer.headers["location"]) == (307, "./?unit=ha_long&as_of=10%3A45")
    assert WEB.get("/progress").headers["location"] == "./"


def test_every_other_page_and_the_front_door_are_entered() -> None:
    for path in ("/", "/unit?unit=ha_long"):
        assert '<html lang="vi">' in WEB.get(path).text
    assert '<html lang="en">' in WEB.get("/unit?lang=en").text
