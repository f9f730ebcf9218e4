"""The ledger's lists, recounted in plain Python on random worlds at random cut-offs; and laws."""

import unicodedata
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.queries import intake, ledger, progress
from lib.ui import ledger_search
from tests.queries.random_intake import Drawn, at_a_moment, handed_in
from tests.queries.random_worlds import before, is_valid, moments
from tests.queries.recount import Recount
from tests.queries.test_recomputed import CODES, EXAMPLES, SOME, UNITS, same
from tests.worlds import MemoryReader, Row, World, asked, rows

NOTES = [None, None, "Phiếu đã HẸN", "phieu hen", "50%_x", "<b>:red[đ]</b>"]
TYPED = st.sampled_from(
    [
        *(
            "",
            "",
            "bưu điện d0",
            "d1-0",
            "tên mới",
            "hl",
            "mẫu p01",
            "p0",
            "hang",
            "htd vt",
            "bccp",
        ),
        *("gd-1", "PĐ-3", "pd-3", "k1", "hẹn", "hen", "phieu hen", "50%", "_", "%", "[đ]", "2"),
        *("aa.csv", "aa csv", "d0 nuoc", "ha long htd p02", "không có", "d0 d1 gd-1 k2 hen"),
    ]
)
STATUSES = st.sampled_from(["all", "all", "counted", "voided"])
BATCHES = st.sampled_from([None, None, 1, 2, 6])
PAGES = st.tuples(st.integers(1, 8), st.sampled_from([0, 0, 2, 5]))
STATES = st.sampled_from(["all", "all", "reported", "verified", "undone"])


@st.composite
def kept_books(draw: st.DrawFn) -> World:
    """A world as handed in, with notes, verified batches and waiting rows that were settled."""
    world = draw(handed_in())
    for sale in world.tables.get("sales", ()):
        sale["note"] = draw(st.sampled_from(NOTES))
    for batch in world.tables["batches"]:
        if draw(st.booleans()):
            world.verify(batch["batch_id"], verified_at=max(batch["recorded_at"], draw(moments())))
    for row in world.tables.get("quarantine", ()):
        row["cells"] = draw(st.sampled_from(["{}", '{"Đơn vị": "d0"}', '{"a": "Tên mới"}']))
        if draw(st.booleans()):
            world.settle(row, closed_at=max(row["recorded_at"], draw(moments())))
    return world


BOOKS = at_a_moment(kept_books())


def void_of(world: World, sale: Row, as_of: datetime) -> Row | None:
    found = [row for row in world.tables.get("voids", ()) if row["sale_id"] == sale["sale_id"]]
    return found[0] if found and found[0]["voided_at"] <= as_of else None


def recorded(recount: Recount) -> list[Row]:
    """The sales of the campaign that are known, voided ones too, as the list shows them."""
    world, as_of = recount.world, recount.as_of
    in_scope = {row["service_code"] for row in recount.mine("campaign_services")}
    found = []
    for sale in recount.table("sales"):
        path = recount.path(sale["unit_id"], sale["sold_on"])
        if (
            recount.starts_on <= sale["sold_on"] <= recount.ends_on
            and sale["service_code"] in in_scope
            and path
            and sale["recorded_at"] <= as_of
        ):
            found.append(described(world, sale, path, as_of))
    found.sort(key=lambda row: (row["recorded_at"], row["sale_id"]), reverse=True)
    return found


def described(world: World, sale: Row, path: list[str], as_of: datetime) -> Row:
    """A sale with the names it had on its day, its batch, its verification and its void."""

    def one(table: str, key: str, value: Any) -> Row:
        listed = [row for row in world.tables.get(table, ()) if row[key] == value]
        return listed[0] if listed else {}

    def name(unit_id: str) -> Row:
        return next(
            row
            for row in world.tables["org_unit_names"]
            if row["unit_id"] == unit_id and is_valid(row, sale["sold_on"])
        )

    void = void_of(world, sale, as_of) or {}
    batch = one("batches", "batch_id", sale["batch_id"])
    verified = one("batch_verifications", "batch_id", sale["batch_id"])
    if verified and verified["verified_at"] > as_of:
        verified = {}
    service = one("services", "service_code", sale["service_code"])
    product = one("products", "product_code", sale["product_code"])
    return {
        **dict.fromkeys(ledger.SALE),
        **sale,
        "path": path,
        "unit_name": name(sale["unit_id"])["short_name"],
        "unit_name_en": name(sale["unit_id"])["short_name_en"],
        "unit_full": name(sale["unit_id"])["name"],
        "unit_full_en": name(sale["unit_id"])["name_en"],
        "competing_unit_id": path[-1],
        "competing_name": name(path[-1])["short_name"],
        "competing_name_en": name(path[-1])["short_name_en"],
        "staff_name": one("staff", "staff_code", sale["staff_code"]).get("full_name"),
        "service_name": service["name"],
        "service_name_en": service["name_en"],
        "product_name": product.get("name"),
        "product_name_en": product.get("name_en"),
        "source": batch["source"],
        "file_name": batch["file_name"],
        "sender": batch["sender"],
        "batch_recorded_at": batch["recorded_at"],
        "verified_at": verified.get("verified_at"),
        "verified_by": verified.get("verified_by"),
        "verified_note": verified.get("note"),
        "is_verified": bool(verified),
        "is_voided": bool(void),
        "voided_at": void.get("voided_at"),
        "voided_by": void.get("voided_by"),
        "reason_code": void.get("reason_code"),
    }


def without_marks(written: str) -> str:
    letters = unicodedata.normalize("NFD", written.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def has(sale: Row, term: ledger_search.Term) -> bool:
    """Whether a sale has what a term looks for."""
    named = {f"unit {unit_id}" for unit_id in sale["path"]}
    named |= {f"staff {sale['staff_code']}", f"service {sale['service_code']}"}
    named |= {f"product {sale['product_code']}"}
    words = " ".join(
        sale[key] for key in ("receipt_no", "customer_code", "note") if sale[key] is not None
    ).lower()
    file_name = (sale["file_name"] or "").lower()
    spaced = without_marks(file_name).translate(str.maketrans("_-.", "   "))
    return (
        bool(named & set(term.codes))
        or term.text in words
        or term.text in without_marks(words)
        or term.text in file_name
        or term.text.translate(str.maketrans("_-.", "   ")) in spaced
        or term.text == str(sale["batch_id"])
    )


def asked_for(
    recount: Recount, typed: str, unit_id: str | None, status: str, batch_id: int | None
) -> tuple[dict[str, Any], list[Row]]:
    """The parameters of a search, and the sales it should find."""
    words = ledger.search_words(
        asked(recount.world), campaign_code=recount.code, as_of=recount.as_of
    )
    terms = ledger_search.terms(typed, ledger_search.known(words))
    found = [
        sale
        for sale in recorded(recount)
        if (unit_id is None or unit_id in sale["path"])
        and (status == "all" or sale["is_voided"] == (status == "voided"))
        and batch_id in (None, sale["batch_id"])
        and all(has(sale, term) for term in terms)
    ]
    given = {
        "campaign_code": recount.code,
        "as_of": recount.as_of,
        "unit_id": unit_id,
        "status": status,
        "batch_id": batch_id,
        **ledger_search.parameters(terms),
    }
    return given, found


# Sales


def added_up(found: list[Row]) -> Row:
    """What sales that were found count, those that are voided apart."""
    voided = [sale["revenue_vnd"] for sale in found if sale["is_voided"]]
    counted = [sale["revenue_vnd"] for sale in found if not sale["is_voided"]]
    return {
        "sale_count": len(found),
        "counted_count": len(counted),
        "counted_vnd": sum(counted),
        "voided_count": len(voided),
        "voided_vnd": sum(voided),
        "is_simulated": any(sale["is_simulated"] for sale in found),
    }


@settings(SOME, max_examples=2 * EXAMPLES)
@given(BOOKS, CODES, TYPED, UNITS, STATUSES, BATCHES, PAGES)
def test_sales(
    drawn: Drawn,
    code: str,
    typed: str,
    unit_id: str | None,
    status: str,
    batch_id: int | None,
    page: tuple[int, int],
) -> None:
    given_, found = asked_for(Recount(drawn[0], code, drawn[1]), typed, unit_id, status, batch_id)
    limit, skip = page
    answer = ledger.sales(asked(drawn[0]), **given_, limit_count=limit, skip_count=skip)
    same(answer, found[skip : skip + limit], ledger.SALES)


@settings(SOME, max_examples=2 * EXAMPLES)
@given(BOOKS, CODES, TYPED, UNITS, STATUSES, BATCHES)
def test_sales_found(
    drawn: Drawn, code: str, typed: str, unit_id: str | None, status: str, batch_id: int | None
) -> None:
    given_, found = asked_for(Recount(drawn[0], code, drawn[1]), typed, unit_id, status, batch_id)
    same(ledger.sales_found(asked(drawn[0]), **given_), [added_up(found)], ledger.SALES_FOUND)


@SOME
@given(BOOKS, CODES, UNITS, STATUSES)
def test_totals(drawn: Drawn, code: str, unit_id: str | None, status: str) -> None:
    given_, found = asked_for(Recount(drawn[0], code, drawn[1]), "", unit_id, status, None)
    reader, known = asked(drawn[0]), ("campaign_code", "as_of", "unit_id", "status")
    answer = ledger.totals(reader, **{name: given_[name] for name in known})
    same(answer, [added_up(found)], ledger.TOTALS)


@SOME
@given(BOOKS, CODES, st.integers(1, 12))
def test_sale(drawn: Drawn, code: str, sale_id: int) -> None:
    world, as_of = drawn
    expected = [
        {**sale, "unit_name": sale["unit_full"], "unit_name_en": sale["unit_full_en"]}
        for sale in recorded(Recount(world, code, as_of))
        if sale["sale_id"] == sale_id
    ]
    found = ledger.sale(asked(world), campaign_code=code, sale_id=sale_id, as_of=as_of)
    same(found, expected, ledger.SALE)


@SOME
@given(BOOKS, st.integers(1, 12))
def test_sale_state(drawn: Drawn, sale_id: int) -> None:
    world, as_of = drawn
    expected = []
    for sale in world.tables.get("sales", ()):
        if sale["sale_id"] == sale_id and sale["recorded_at"] <= as_of:
            void = void_of(world, sale, as_of) or {}
            at, who = void.get("voided_at"), void.get("voided_by")
            expected.append({**sale, "voided_at": at, "voided_by": who})
    found = ledger.sale_state(asked(world), sale_id=sale_id, as_of=as_of)
    same(found, expected, ledger.SALE_STATE)


@SOME
@given(BOOKS, CODES)
def test_search_words(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    recount, today = Recount(world, code, as_of), as_of.date()
    window = (recount.ends_on - recount.starts_on).days + 1
    in_scope = {
        unit_id
        for unit in recount.unit_ids
        for number in range(window)
        for unit_id in recount.path(unit, recount.starts_on + timedelta(number))
    }
    expected: set[tuple[str, str, str, bool]] = set()

    def know(kind: str, code: str, *written: str | None, is_folded: bool = False) -> None:
        expected.update((kind, code, one, is_folded) for one in written if one is not None)

    for row in recount.table("org_unit_names"):
        if row["unit_id"] in in_scope and row["valid_from"] <= today:
            names = (row["name"], row["name_en"], row["short_name"], row["short_name_en"])
            know("unit", row["unit_id"], *names)
    for row in recount.table("org_units"):
        if row["unit_id"] in in_scope:
            know("unit", row["unit_id"], row["unit_code"])
    for row in recount.table("org_unit_aliases"):
        if row["unit_id"] in in_scope and row["valid_from"] <= today:
            know("unit", row["unit_id"], row["alias_folded"], is_folded=True)
    for row in recount.table("staff"):
        if row["valid_from"] <= today:
            know("staff", row["staff_code"], row["staff_code"], row["full_name"])
    for row in recount.table("services"):
        know("service", row["service_code"], row["service_code"], row["name"], row["name_en"])
    for row in recount.table("service_aliases"):
        know("service", row["service_code"], row["alias_folded"], is_folded=True)
    for row in recount.table("products"):
        know("product", row["product_code"], row["product_code"], row["name"], row["name_en"])
    found = ledger.search_words(asked(world), campaign_code=code, as_of=as_of)
    listed = [dict(zip(ledger.SEARCH_WORDS, one, strict=True)) for one in sorted(expected)]
    same(found, listed, ledger.SEARCH_WORDS)


# Batches


def waiting(world: World, as_of: datetime) -> list[Row]:
    """The rejected rows that nobody has fixed, given up or undone."""
    settled = {
        (row["batch_id"], row["source_row"])
        for row in world.tables.get("quarantine_closures", ())
        if row["closed_at"] <= as_of
    }
    return [
        row
        for row in world.tables.get("quarantine", ())
        if row["recorded_at"] <= as_of
        and (row["batch_id"], row["source_row"]) not in settled
        and not known_of(world, "batch_voids", row["batch_id"], "voided_at", as_of)
    ]


def known_of(world: World, table: str, batch_id: int, clock: str, as_of: datetime) -> Row:
    """What a table says of a batch by the cut-off."""
    listed = [
        row
        for row in world.tables.get(table, ())
        if row["batch_id"] == batch_id and row[clock] <= as_of
    ]
    return listed[0] if listed else {}


def sum_of(rows_: list[Row]) -> int:
    return sum(row["revenue_vnd"] or 0 for row in rows_)


@SOME
@given(BOOKS, CODES, STATES, BATCHES, PAGES)
def test_batches(
    drawn: Drawn, code: str, state: str, batch_id: int | None, page: tuple[int, int]
) -> None:
    world, as_of = drawn
    sales = recorded(Recount(world, code, as_of))
    expected = []
    for batch in world.tables["batches"]:
        number = batch["batch_id"]
        mine = [sale for sale in sales if sale["batch_id"] == number]
        counted = [sale for sale in mine if not sale["is_voided"]]
        verified = known_of(world, "batch_verifications", number, "verified_at", as_of)
        undone = known_of(world, "batch_voids", number, "voided_at", as_of)
        waits = [row for row in waiting(world, as_of) if row["batch_id"] == number]
        waits = waits if batch["campaign_code"] == code else []
        found = {
            **batch,
            "sale_count": len(counted),
            "revenue_vnd": sum_of(counted),
            "waiting_count": len(waits),
            "waiting_vnd": sum_of(waits),
            "state": "undone" if undone else "verified" if verified else "reported",
            "verified_at": verified.get("verified_at"),
            "verified_by": verified.get("verified_by"),
            "verified_note": verified.get("note"),
            "voided_at": undone.get("voided_at"),
            "voided_by": undone.get("voided_by"),
        }
        if (
            batch["recorded_at"] <= as_of
            and (mine or batch["campaign_code"] == code)
            and state in ("all", found["state"])
            and batch_id in (None, number)
        ):
            expected.append(found)
    expected.sort(key=lambda row: (row["recorded_at"], row["batch_id"]), reverse=True)
    for row in expected:
        row["batch_count"] = len(expected)
    limit, skip = page
    answer = ledger.batches(
        asked(world),
        campaign_code=code,
        as_of=as_of,
        state=state,
        batch_id=batch_id,
        limit_count=limit,
        skip_count=skip,
    )
    same(answer, expected[skip : skip + limit], ledger.BATCHES)


@SOME
@given(BOOKS, st.integers(1, 3))
def test_verification(drawn: Drawn, batch_id: int) -> None:
    world, as_of = drawn
    found = known_of(world, "batch_verifications", batch_id, "verified_at", as_of)
    answer = ledger.verification(asked(world), batch_id=batch_id, as_of=as_of)
    same(answer, [found] if found else [], ledger.VERIFICATION)


# Who has yet to report, and what waits


def selling_since(recount: Recount) -> datetime | None:
    """Since when selling has been going on."""
    slots, as_of = recount.mine("campaign_slots"), recount.as_of
    if not slots:
        opens_at: datetime = recount.campaign["opens_at"]
        return opens_at if opens_at <= as_of < recount.campaign["closes_at"] else None
    if not any(slot["starts_at"] <= as_of < slot["ends_at"] for slot in slots):
        return None
    today = datetime.combine(as_of.date(), time())
    return min(slot["starts_at"] for slot in slots if slot["starts_at"] >= today)


@SOME
@given(BOOKS, CODES, st.sampled_from([60, 60, 0, 30, 600]))
def test_unit_reports(drawn: Drawn, code: str, late_minutes: int) -> None:
    world, as_of = drawn
    recount = Recount(world, code, as_of)
    since, patience = selling_since(recount), timedelta(minutes=late_minutes)
    counted = [sale for sale in recorded(recount) if not sale["is_voided"]]
    expected = []
    for place, unit_id in enumerate(recount.unit_ids):
        mine = [sale for sale in counted if sale["path"][-1] == unit_id]
        last = max((sale["recorded_at"] for sale in mine), default=None)
        is_late = since is not None and last is not None and as_of - max(since, last) > patience
        names = [
            row
            for row in world.tables["org_unit_names"]
            if row["unit_id"] == unit_id and is_valid(row, recount.named_on)
        ]
        if unit_id in recount.competing:
            name = names[0] if names else {}
            keys = ("name", "name_en", "short_name", "short_name_en")
            severity = 0 if last is None else 1 if is_late else 2
            expected.append(
                {
                    **{key: name.get(key) for key in keys},
                    "unit_id": unit_id,
                    "state": ("silent", "late", "reporting")[severity],
                    "last_recorded_at": last,
                    "batch_count": len({sale["batch_id"] for sale in mine}),
                    "sale_count": len(mine),
                    "revenue_vnd": sum_of(mine),
                    "order": (severity, last or datetime.min, place),
                }
            )
    expected.sort(key=lambda row: row["order"])
    found = intake.unit_reports(
        asked(world), campaign_code=code, as_of=as_of, late_minutes=late_minutes
    )
    same(found, expected, intake.UNIT_REPORTS)


@SOME
@given(BOOKS, CODES)
def test_waiting_rows(drawn: Drawn, code: str) -> None:
    world, as_of = drawn
    counted = [sale for sale in recorded(Recount(world, code, as_of)) if not sale["is_voided"]]
    codes = {row["batch_id"]: row["campaign_code"] for row in world.tables["batches"]}
    expected = []
    for row in waiting(world, as_of):
        units = {s["path"][-1] for s in counted if s["batch_id"] == row["batch_id"]}
        if codes[row["batch_id"]] == code:
            expected.append({**row, "batch_unit_id": units.pop() if len(units) == 1 else None})
    expected.sort(key=lambda row: (row["batch_id"], row["sheet"], row["source_row"]))
    found = ledger.waiting_rows(asked(world), campaign_code=code, as_of=as_of)
    same(found, expected, ledger.WAITING_ROWS)


# Laws

NOTHING_TYPED = {"unit_id": None, "status": "all", "batch_id": None} | ledger_search.parameters(())
QUESTIONS: dict[str, Callable[[MemoryReader, datetime], pd.DataFrame]] = {
    "sales": lambda reader, at: ledger.sales(
        reader, campaign_code="day", as_of=at, **NOTHING_TYPED, limit_count=99, skip_count=0
    ),
    "batches": lambda reader, at: ledger.batches(
        reader,
        campaign_code="day",
        as_of=at,
        state="all",
        batch_id=None,
        limit_count=99,
        skip_count=0,
    ),
    "reports": lambda reader, at: intake.unit_reports(
        reader, campaign_code="day", as_of=at, late_minutes=60
    ),
    "waiting": lambda reader, at: ledger.waiting_rows(reader, campaign_code="day", as_of=at),
    "imports": lambda reader, at: intake.batches(
        reader, campaign_code="day", as_of=at, limit_count=9
    ),
    "same bytes": lambda reader, at: intake.standing_batches(reader, file_sha256="aa", as_of=at),
    "overview": lambda reader, at: progress.overview(
        reader, campaign_code="day", as_of=at, unit_id=None
    ),
    "status": lambda reader, at: ledger.status(reader, as_of=at),
}


@settings(SOME, max_examples=15)
@given(BOOKS)
def test_what_is_written_after_the_cut_off_changes_no_answer(drawn: Drawn) -> None:
    world, as_of = drawn
    reader = asked(world)
    shown = {name: ask(reader, as_of) for name, ask in QUESTIONS.items()}
    reader = asked(before(world, as_of))
    for name, ask in QUESTIONS.items():
        pd.testing.assert_frame_equal(ask(reader, as_of), shown[name], obj=name)


@SOME
@given(BOOKS)
def test_a_settled_row_is_as_if_it_had_never_waited(drawn: Drawn) -> None:
    world, as_of = drawn
    world = before(world, as_of)
    closures = world.tables.get("quarantine_closures", ())
    settled = {(row["batch_id"], row["source_row"]) for row in closures}
    reader = asked(world)
    shown = {name: ask(reader, as_of) for name, ask in QUESTIONS.items()}
    world.tables["quarantine_closures"] = []
    world.tables["quarantine"] = [
        row
        for row in world.tables.get("quarantine", ())
        if (row["batch_id"], row["source_row"]) not in settled
    ]
    reader = asked(world)
    for name, ask in QUESTIONS.items():
        pd.testing.assert_frame_equal(ask(reader, as_of), shown[name], obj=name)


@SOME
@given(BOOKS)
def test_what_the_ledger_counts_is_what_the_board_shows(drawn: Drawn) -> None:
    world, as_of = drawn
    reader, scope = asked(world), {"campaign_code": "day", "as_of": as_of}
    board = progress.overview(reader, **scope, unit_id=None)
    totals = ledger.sales_found(reader, **scope, **NOTHING_TYPED)
    reports = intake.unit_reports(reader, **scope, late_minutes=60)
    revenue = rows(board, "revenue_vnd")
    assert rows(totals, "counted_vnd") == revenue == [sum(reports["revenue_vnd"])]
    assert rows(totals, "counted_count") == rows(board, "sale_count")
