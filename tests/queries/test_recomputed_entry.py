"""What a person at the counter is offered and has entered, recounted in plain Python."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from lib.queries import entry
from tests.queries.random_intake import Drawn, at_a_moment, handed_in
from tests.queries.random_worlds import moments
from tests.queries.recount import NEVER, Recount
from tests.queries.test_recomputed import CODES, SOME, same
from tests.worlds import Row, World, asked

SENDERS = st.sampled_from(["An", "Bình"])


@st.composite
def entered(draw: st.DrawFn) -> World:
    """A world in which most batches were entered by hand, and some products have a price."""
    world = draw(handed_in())
    for batch in world.tables["batches"]:
        batch["source"] = draw(st.sampled_from(["entry", "entry", "file"]))
    for product in world.tables.get("products", ()):
        product["price_vnd"] = draw(st.sampled_from([None, 90_000]))
    return world


def by_hand(world: World, code: str, sender: str, since: datetime, as_of: datetime) -> list[Row]:
    """The sales that somebody entered since a moment, with what became of each."""
    batches = {
        row["batch_id"]
        for row in world.tables["batches"]
        if (row["source"], row["campaign_code"], row["sender"]) == ("entry", code, sender)
        and row["recorded_at"] >= since
    }
    gone = {row["sale_id"]: row["voided_at"] for row in world.tables.get("voids", ())}
    return [
        {**sale, "is_voided": gone.get(sale["sale_id"], NEVER) <= as_of}
        for sale in world.tables.get("sales", ())
        if sale["batch_id"] in batches and sale["recorded_at"] <= as_of
    ]


@SOME
@given(at_a_moment(entered()), CODES)
def test_offered(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    recount = Recount(world, code, as_of)
    counted = set(recount.sales()["sale_id"])
    sales = [row for row in world.tables.get("sales", ()) if row["sale_id"] in counted]
    services = {row["service_code"]: row for row in world.tables["services"]}
    in_campaign = {row["service_code"] for row in recount.mine("campaign_services")}
    products = world.tables.get("products", [])
    expected = []
    for one in [*products, *services.values()]:
        service = services[one["service_code"]]
        product_code = one.get("product_code")
        if one["service_code"] in in_campaign:
            sold = [
                sale
                for sale in sales
                if (sale["service_code"], sale.get("product_code"))
                == (one["service_code"], product_code)
            ]
            expected.append(
                {
                    **one,
                    "product_code": product_code,
                    "service_name": service["name"],
                    "service_name_en": service["name_en"],
                    "measure": one.get("measure"),
                    "price_vnd": one.get("price_vnd"),
                    "sale_count": len(sold),
                    "order": service["sort_order"],
                }
            )
    expected.sort(
        key=lambda row: (
            row["product_code"] is None,
            -row["sale_count"],
            row["order"],
            row["product_code"] or "",
        )
    )
    found = entry.offered(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, entry.OFFERED)


@SOME
@given(at_a_moment(entered()), CODES, SENDERS, moments(), st.integers(1, 6))
def test_latest(drawn: Drawn, code: str, sender: str, since: datetime, limit_count: int) -> None:
    world, as_of = drawn
    names = {row["service_code"]: row for row in world.tables["services"]}
    names |= {row["product_code"]: row for row in world.tables.get("products", ())}
    expected = []
    for sale in by_hand(world, code, sender, since, as_of):
        named = names.get(sale["product_code"]) or names[sale["service_code"]]
        expected.append({**sale, "name": named["name"], "name_en": named["name_en"]})
    expected.sort(key=lambda row: (row["recorded_at"], row["sale_id"]), reverse=True)
    found = entry.latest(
        asked(world),
        campaign_code=code,
        sender=sender,
        since=since,
        as_of=as_of,
        limit_count=limit_count,
    )
    same(found, expected[:limit_count], entry.LATEST)


@SOME
@given(at_a_moment(entered()), CODES, SENDERS, moments())
def test_totals(drawn: Drawn, code: str, sender: str, since: datetime) -> None:
    world, as_of = drawn
    counted = [row for row in by_hand(world, code, sender, since, as_of) if not row["is_voided"]]
    expected = {
        "sale_count": len(counted),
        "revenue_vnd": sum(row["revenue_vnd"] for row in counted),
    }
    found = entry.totals(asked(world), campaign_code=code, sender=sender, since=since, as_of=as_of)
    same(found, [expected], entry.TOTALS)
