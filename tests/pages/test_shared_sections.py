"""What is drawn for one viewer and sent to the next is what the next would have been drawn."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
import streamlit as st
from streamlit.runtime.caching import get_resource_cache_stats_provider
from streamlit.runtime.stats import CacheStat

from lib import demo
from lib.store import Store
from lib.ui import clock
from tests.pages.conftest import drawn, open_page, words_of

Address = tuple[str, dict[str, str]]
ADDRESSES: list[Address] = [
    ("progress", {}),
    ("progress", {"lang": "en"}),
    ("progress", {"unit": "ha_long"}),
    ("progress", {"as_of": "11:00"}),
    ("leaderboard", {}),
    ("leaderboard", {"level": "1"}),
    ("leaderboard", {"unit": "ha_long"}),
    ("leaderboard", {"unit": "uong_bi", "lang": "en"}),
    ("explore", {}),
    ("explore", {"pick_unit": "ha_long"}),
    ("explore", {"pick_hour": "10"}),
    ("awards", {}),
    ("awards", {"title": "salesperson"}),
    ("unit", {}),
    ("unit", {"unit": "ha_long"}),
    ("unit", {"unit": "uong_bi"}),
    ("unit", {"unit": "ha_long-bc-10"}),
    ("person", {"staff": "MP0307"}),
    ("person", {"staff": "MP0010"}),
    ("changes", {}),
    ("changes", {"since": "09:00"}),
    ("changes", {"level": "1"}),
    ("changes", {"unit": "ha_long"}),
    ("compare", {"by": "days"}),
    ("compare", {"by": "campaign"}),
    ("compare", {"by": "peers", "unit": "ha_long"}),
    ("compare", {"by": "peers", "unit": "uong_bi"}),
    ("fairness", {}),
    ("fairness", {"level": "1"}),
    ("fairness", {"unit": "ha_long"}),
    ("checks", {}),
    ("checks", {"unit": "ha_long"}),
    ("ledger", {}),
    ("ledger", {"status": "voided"}),
    ("ledger", {"page": "2"}),
    ("evidence", {}),
    ("evidence", {"kind": "activities"}),
    ("screens", {}),
]
"""Pages in pairs that differ in one thing, which what is shared must be told apart by."""


def test_what_viewers_share_is_what_each_would_be_drawn_alone(
    board: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    alone = []
    for path, chosen in ADDRESSES:
        st.cache_resource.clear()
        alone.append(_shown(path, chosen))
    assert sum(bool(one["charts"]) for one in alone) > 20
    assert sum(bool(one["tables"]) for one in alone) > 20
    together = list(zip(ADDRESSES, alone, strict=True))
    for (path, chosen), expected in (*together, *together[::5]):
        assert _shown(path, chosen) == expected, f"{path} {chosen}"
    twice = [one for one, shown in together if alone.count(shown) > 1]
    assert not twice, "two addresses show the same: they try nothing"


def _shown(path: str, chosen: dict[str, str]) -> dict[str, Any]:
    """Everything on a page that comes from figures."""
    page = open_page(path, **chosen)
    assert not page.exception
    given = [one.proto.arrow_data for one in page.dataframe]
    return {
        "words": words_of(page),
        "metrics": [(one.label, one.value, one.delta) for one in page.metric],
        "charts": drawn(page),
        "tables": [
            (_rows(one.data), _rows(one.styler.display_values), one.styler.styles) for one in given
        ],
    }


def _rows(written: bytes) -> list[dict[str, Any]]:
    """What a table says; the bytes of what is missing in it are anything."""
    rows: list[dict[str, Any]] = pa.ipc.open_stream(written).read_all().to_pylist()
    return rows


def test_sections_of_an_earlier_generation_are_let_go_of(
    other_board: Callable[..., Store],
) -> None:
    store = other_board()
    demo.build(store, at=clock.now(), rows=400)
    kept = []
    for unit in ("ha_long", "uong_bi", "ha_long"):
        assert not open_page("unit", unit=unit).exception
        kept.append(_sections())
    assert 0 < kept[0] < kept[1] == kept[2]
    with store.publish(actor="test", action="note", subject="-", at=clock.now()):
        pass
    assert not open_page("unit", unit="ha_long").exception
    assert _sections() == kept[0]


def _sections() -> int:
    """How many sections are kept."""
    families = get_resource_cache_stats_provider().get_stats()
    known = [one for family in families.values() for one in family if isinstance(one, CacheStat)]
    return sum(one.byte_length for one in known if one.cache_name.endswith("drawn._again"))
