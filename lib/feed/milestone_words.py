"""A milestone in a short sentence, as a third of a television has room for it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lib.i18n import formats
from lib.i18n.catalog import text


def words(
    milestone: Mapping[str, Any], *, names: Mapping[str, str], whole: str, is_one_day: bool
) -> str:
    """The sentence of a row of milestones.reached, in the language spoken.

    `names` are the short names of units by unit_id, `whole` what all of them are called
    together (Toàn tỉnh, or the unit that is looked at); a campaign of one day has a day's
    target.
    """
    kind, threshold = milestone["kind"], milestone["threshold"]
    unit_id = milestone["unit_id"]
    unit = "" if formats.is_missing(unit_id) else names.get(unit_id, unit_id)
    if kind in ("plan_share", "unit_share") and threshold == 1:
        if kind == "unit_share":
            return text("milestone.unit_reached", unit=unit)
        return text(
            f"milestone.{'plan_reached_day' if is_one_day else 'plan_reached'}", whole=whole
        )
    return text(f"milestone.{kind}", unit=unit, whole=whole, **_amounts(kind, threshold))


def _amounts(kind: str, threshold: Any) -> dict[str, str]:
    """The threshold as its sentence needs it: no decimals where there is nothing to say."""
    if kind in ("plan_share", "unit_share"):
        share = Decimal(str(threshold))
        return {"share": formats.percent(share, _digits(share * 100))}
    if kind == "revenue":
        return {"amount": _money(Decimal(str(threshold)))}
    return {} if formats.is_missing(threshold) else {"number": formats.number(threshold)}


def _money(vnd: Decimal) -> str:
    """800 triệu đồng, 1,2 tỷ đồng, 1.150 triệu đồng: whichever says it in fewer digits."""
    billions = vnd / formats.BILLION
    if billions >= 1 and billions * 10 == int(billions * 10):
        return _with_unit(billions, "billion")
    return _with_unit(vnd / formats.MILLION, "million")


def _with_unit(amount: Decimal, unit: str) -> str:
    digits = _digits(amount)
    return f"{formats.number(amount, digits)}{formats.NO_BREAK}{text(f'unit.{unit}')}"


def _digits(value: Decimal) -> int:
    """0 for a whole number, otherwise 1."""
    return 0 if value == int(value) else 1
