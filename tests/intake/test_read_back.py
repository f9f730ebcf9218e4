"""Any number, day or hour written in any accepted format reads back exactly."""

from datetime import date, datetime, time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.intake.moments import Moment, moment
from lib.intake.parsing import Reading, money, quantity

AMOUNTS = st.one_of(st.integers(0, 10**7), st.integers(0, 10**12))
UNITS = {
    "tỷ": 10**9, "tỉ": 10**9, "ty": 10**9, "triệu": 10**6, "trieu": 10**6, "tr": 10**6, "TR": 10**6,
    "nghìn": 1000, "ngàn": 1000, "k": 1000, "K": 1000,
}  # fmt: skip
CURRENCIES = st.sampled_from(["", "đ", " đ", " ₫", " đồng", "VND", " VNĐ", " vnđ"])


def grouped(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(AMOUNTS, st.sampled_from(["", ".", ",", " ", "\u00a0"]), CURRENCIES, st.booleans())
def test_whole_dong(vnd: int, separator: str, currency: str, with_dash: bool) -> None:
    written = grouped(vnd, separator) + (currency or (".-" if with_dash else ""))
    assert money(written) == Reading(vnd)


@given(AMOUNTS, st.sampled_from([",.", ".,"]), st.integers(1, 2))
def test_dong_with_zero_decimals(vnd: int, separators: str, zeros: int) -> None:
    group, decimal = separators
    assert money(grouped(vnd, group) + decimal + "0" * zeros) == Reading(vnd)


@given(
    st.integers(0, 9_999),
    st.sampled_from(sorted(UNITS)),
    st.integers(0, 99),
    st.sampled_from(",."),
    st.sampled_from(["", " "]),
    st.sampled_from(["", " đồng", "đ"]),
)
def test_thousands_millions_and_billions_with_up_to_two_decimals(
    whole: int, unit: str, hundredths: int, sign: str, space: str, currency: str
) -> None:
    decimals = f"{hundredths:02d}".rstrip("0")
    written = f"{whole}{sign}{decimals}" if decimals else str(whole)
    if currency == "đ" and unit[-1:] in "ỷỉyuUnRr":
        currency = ""
    expected = int(Decimal(f"{whole}.{hundredths:02d}") * UNITS[unit])
    assert money(f"{written}{space}{unit}{currency}") == Reading(expected)


@given(st.integers(0, 999), st.integers(0, 999))
def test_so_many_million_and_so_many_thousand(millions: int, thousands: int) -> None:
    rest = f"{thousands:03d}".rstrip("0") or "0"
    assert money(f"{millions}tr{rest}") == Reading(millions * 10**6 + thousands * 1000)


@given(st.integers(1, 9_999), st.sampled_from(sorted(UNITS)))
def test_and_a_half(whole: int, unit: str) -> None:
    assert money(f"{whole} {unit} rưỡi") == Reading(whole * UNITS[unit] + UNITS[unit] // 2)


@given(AMOUNTS, st.sampled_from([1000, 10**6]))
def test_native_numbers_below_a_header_in_thousands_or_millions(vnd: int, multiplier: int) -> None:
    assert money(vnd / multiplier, multiplier=multiplier) == Reading(vnd)


@given(st.integers(0, 10**9), st.sampled_from(["", " thùng", " gói", "hộp", " hợp đồng"]))
def test_quantities(items: int, word: str) -> None:
    assert quantity(f"{items}{word}") == quantity(items) == Reading(items)


DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))
TIMES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d"]))
def test_days(day: date, form: str) -> None:
    assert moment(day.strftime(form), wrong="bad_date") == Moment(day=day)
    assert moment(f"{day.day}/{day.month}/{day.year}", wrong="bad_date") == Moment(day=day)


def clocks(clock: time) -> list[str]:
    """The ways in which people write a time of day."""
    half, hour = ("CH", clock.hour - 12 or 12) if clock.hour >= 12 else ("SA", clock.hour or 12)
    written = [
        f"{clock.hour}:{clock.minute:02d}",
        f"{clock.hour:02d}:{clock.minute:02d}",
        f"{clock.hour:02d}h{clock.minute:02d}",
        f"{clock.hour}g{clock.minute:02d}",
        f"{clock.hour} giờ {clock.minute}",
        f"{clock.hour:02d}:{clock.minute:02d}:00",
        f"{hour}:{clock.minute:02d} {half}",
        f"{hour}:{clock.minute:02d} {'PM' if half == 'CH' else 'AM'}",
    ]
    return written if clock.minute else [*written, f"{clock.hour}h", f"{clock.hour} giờ"]


@given(DAYS, TIMES)
@settings(max_examples=60)
def test_hours_alone_before_and_after_their_day(day: date, clock: time) -> None:
    for written in clocks(clock):
        assert moment(written, wrong="bad_time") == Moment(time=clock), written
        for both in (f"{day:%d/%m/%Y} {written}", f"{written} {day:%d/%m/%Y}"):
            assert moment(both, wrong="bad_date") == Moment(day, clock), both


@given(st.datetimes(datetime(2010, 1, 1), datetime(2060, 12, 31)))
def test_serial_numbers_of_a_spreadsheet(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    serial = (at - datetime(1899, 12, 30)).total_seconds() / 86_400
    expected = Moment(at.date(), at.time() if at.time() != time() else None)
    assert moment(serial, wrong="bad_date") == expected
