"""Files of what a page shows: one chart's figures, the whole page, a summary to print."""

import re
import unicodedata

from lib.exports import paper
from lib.i18n import formats
from lib.i18n.catalog import in_language, text
from lib.ui.takeaway_behind import Behind, Sheaf

NOT_FILTERS = {"lang", "campaign", "as_of"}
LONGEST_FILTERS = 48
CROSSED = str.maketrans("đĐ", "dD")
"""The one letter whose mark does not come off by itself."""


def file_name(sheaf: Sheaf, key: str, extension: str) -> str:
    """What a file is called: campaign, what it shows, filters, version, data time, simulated.

    Without a `key` it is of the whole page, and named for it.
    """
    question = sheaf.question
    chosen = [f"{name}-{value}" for name, value in sheaf.address.items() if name not in NOT_FILTERS]
    words = [
        question.campaign_code,
        key or sheaf.page.lower(),
        "_".join(chosen)[:LONGEST_FILTERS],
        f"ban-{sheaf.generation}",
        "" if formats.is_missing(sheaf.data_at) else f"{sheaf.data_at:%Y%m%d-%H%M}",
    ]
    if sheaf.is_simulated:
        words.append("mo_phong")
    return f"{'_'.join(_slug(one) for one in words if one)}.{extension}"


def as_csv(behind: Behind) -> bytes:
    """One chart's figures as CSV."""
    from lib.exports import sheets  # what makes workbooks takes a tenth of a start

    return sheets.as_csv(behind.headings, behind.rows())


def as_xlsx(behind: Behind, sheaf: Sheaf) -> bytes:
    """One chart's figures as a workbook."""
    return _workbook([behind], sheaf)


def page_as_xlsx(sheaf: Sheaf) -> bytes:
    """Everything the page shows as a workbook: a sheet per chart and table."""
    return _workbook(sheaf.parts, sheaf)


def page_as_pdf(sheaf: Sheaf) -> bytes:
    """The page's key figures, what its charts say, and its main table, to print."""
    main = next((one for one in sheaf.parts if one.is_main), None)
    blocks: list[paper.Block] = []
    if sheaf.figures:
        blocks.append(paper.KeyFigures(sheaf.figures))
    findings = dict.fromkeys(f"{one.title}. {one.measure}." for one in sheaf.parts if one.measure)
    blocks.extend(paper.Words(one) for one in findings)
    if main is not None:
        blocks.append(paper.Table(main.name, main.headings, main.written(), main.number_places()))
    about = [caption_line(sheaf, with_simulated=False)]
    if sheaf.is_simulated:
        about.append(text("board.simulated_sentence"))
    head = paper.Head(
        title=sheaf.page,
        above=campaign_words(sheaf),
        below=about,
        badge=text("board.simulated") if sheaf.is_simulated else "",
    )
    foot = text("takeaway.foot", generation=sheaf.generation, queries=_queries(sheaf.parts))
    return paper.as_pdf(head, blocks, foot)


def campaign_words(sheaf: Sheaf) -> str:
    """The campaign and its last day, and whether that day is only assumed."""
    campaign = sheaf.question.campaign
    day = text(f"date_status.{campaign['date_status']}", day=formats.day(campaign["ends_on"]))
    return f"{campaign[in_language('name')]} · {day}"


def caption_line(sheaf: Sheaf, *, with_simulated: bool = True) -> str:
    """What a picture says of itself: data time, filters, version, simulated."""
    words = [
        sheaf.data_time,
        sheaf.filters,
        text("takeaway.version", generation=sheaf.generation),
    ]
    if with_simulated and sheaf.is_simulated:
        words.append(text("board.simulated"))
    return " · ".join(words)


def _workbook(parts: list[Behind], sheaf: Sheaf) -> bytes:
    from lib.exports import sheets

    number_formats = {"share": sheets.SHARE, "whole": sheets.NUMBER}
    tables = [
        sheets.Sheet(
            one.name,
            one.headings,
            one.rows(),
            written={place: number_formats[how] for place, how in one.kinds().items()},
            title=one.title,
            measure=one.measure,
            query=one.query,
        )
        for one in parts
    ]
    contents = [text(f"takeaway.contents_{one}") for one in ("name", "title", "measure", "query")]
    called = text("takeaway.about")
    return sheets.as_workbook(tables, _about(parts, sheaf), contents=contents, called=called)


def _about(parts: list[Behind], sheaf: Sheaf) -> dict[str, str]:
    """What a workbook says of itself."""
    address = "&".join(f"{name}={value}" for name, value in sheaf.address.items())
    about = {
        text("takeaway.about_page"): sheaf.page,
        text("takeaway.about_campaign"): campaign_words(sheaf),
        text("takeaway.about_filters"): sheaf.filters,
        text("takeaway.about_data_at"): formats.moment(sheaf.data_at),
        text("takeaway.about_data_time"): sheaf.data_time,
        text("takeaway.about_version"): str(sheaf.generation),
        text("takeaway.about_query"): _queries(parts),
        text("takeaway.about_address"): f"?{address}" if address else formats.MISSING,
    }
    if sheaf.is_simulated:
        about[text("takeaway.about_simulated")] = text("board.simulated_sentence")
    return about


def _queries(parts: list[Behind]) -> str:
    return ", ".join(dict.fromkeys(query for one in parts for query in one.queries))


def _slug(words: str) -> str:
    """Letters that every file system takes."""
    folded = (
        unicodedata.normalize("NFKD", words.translate(CROSSED)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^A-Za-z0-9_-]+", "-", folded).strip("-_")
