"""What the compare page says, in sentences."""

from datetime import timedelta
from typing import Any

import pandas as pd

from lib.i18n import formats
from lib.i18n.catalog import text
from lib.ui.compare_asked import Pair
from lib.ui.question import Question


def sides(pair: Pair) -> dict[str, str]:
    """How both sides are called, briefly: `mine` and `other`."""
    return {"mine": text("compare.mine"), "other": pair.other.name}


def moment(pair: Pair) -> str:
    """When the two are compared, in words."""
    if pair.is_over:
        return text("compare.after_close")
    if pair.is_by_day:
        return text("compare.after_days", days=formats.number(pair.elapsed // timedelta(days=1)))
    return text("compare.after_hours", span=formats.duration(pair.elapsed))


def finding(pair: Pair, mine: pd.DataFrame, other: pd.DataFrame) -> str:
    """Which of the two is ahead, and by how much, in a sentence."""
    own, theirs = (formats.as_shown(one["revenue_vnd"].sum()) for one in (mine, other))
    key = "level" if own == theirs else "ahead" if own > theirs else "behind"
    return text(
        f"compare.{key}",
        when=moment(pair),
        amount=formats.millions(abs(own - theirs)),
        other=pair.other.name,
    )


def measure(pair: Pair) -> str:
    """What the curves show."""
    return text("compare.curves_days" if pair.is_by_day else "compare.curves_hours")


def alike(pair: Pair) -> str:
    """How far the two can be laid over each other: weekdays, and that the cut-off is the same."""
    mine, other = pair.mine.since_on, pair.other.since_on
    weekdays = [text(f"weekday.{one.isoweekday()}") for one in (mine, other)]
    if pair.is_by_day:
        key = "begins_alike" if weekdays[0] == weekdays[1] else "begins_unlike"
    else:
        key = "weekday_alike" if weekdays[0] == weekdays[1] else "weekday_unlike"
    said = text(f"compare.{key}", mine=weekdays[0], other=weekdays[1])
    as_known = text("compare.as_known", when=moment(pair))
    words = [said, as_known]
    if not pair.other.is_campaign:
        words.append(text("compare.plain_day"))
    elif pair.overlaps:
        words.append(text("compare.overlap"))
    return " ".join(words)


def why_not(problem: str, pair: Pair, question: Question) -> str:
    """Why two cannot be compared."""
    names = {"mine": formats.plain(pair.mine.name), "other": formats.plain(pair.other.name)}
    opens = {
        "not_open": formats.moment(pair.mine.opens_at),
        "other_not_open": formats.moment(pair.other.opens_at),
    }
    return text(
        f"compare.why_{problem}",
        **names,
        at=opens.get(problem, formats.moment(question.as_of)),
        when=moment(pair) if not problem.endswith("not_open") else "",
    )


def most(rows: pd.DataFrame, pair: Pair, key: str) -> str:
    """Which unit or group differs most."""
    known = rows[rows["changed_vnd"].notna()]
    if known.empty:
        return text(f"compare.none_{key}")
    first = known.iloc[int(known["changed_vnd"].abs().astype("int64").argmax())]
    words = "more" if first["changed_vnd"] >= 0 else "less"
    amount = formats.millions(abs(int(first["changed_vnd"])))
    return text(f"compare.most_{words}", name=first["shown"], amount=amount, other=pair.other.name)


def head(vnd: float | None) -> str:
    """An amount per head in triệu đồng, with two decimals."""
    return formats.number(None if vnd is None else vnd / formats.MILLION, 2)


def ratio(own: int, theirs: int) -> str:
    """The difference as a share of the other side."""
    return signed_percent((own - theirs) / theirs) if theirs else formats.MISSING


def signed_percent(value: Any) -> str:
    """A difference as a share, with its sign."""
    if formats.is_missing(value):
        return formats.MISSING
    sign = "+" if value > 0 else formats.MINUS if value < 0 else ""
    return f"{sign}{formats.percent(abs(value))}"
