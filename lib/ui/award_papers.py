"""What is printed and taken away of a record: papers, the record itself, and its bundle."""

from urllib.parse import urlsplit

import streamlit as st

from lib.awards import granted
from lib.awards.bundle import bundle
from lib.awards.honours import Honours
from lib.awards.reading import Record
from lib.exports import award_papers
from lib.i18n.catalog import text
from lib.ui import data, takeaway
from lib.ui.award_known import Known, reader

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON, ZIP = "application/json", "application/zip"


def papers(known: Known) -> None:
    """Downloads: list, minutes, certificates, script, record and bundle."""
    record = known.record
    if record is None:
        return
    honours = granted.honours(reader(), record.record_id)
    assert honours is not None
    st.subheader(text("papers_page.title"), anchor=False)
    if not honours.is_granted:
        st.caption(text("papers_page.draft"))
    address = _address(record.record_id)
    council = _council(honours)
    stem = f"khen_thuong_{record.record_id}" + ("_mo_phong" if honours.is_simulated else "")
    made = (
        ("award_proposal_list", "pdf", PDF, lambda: award_papers.proposal_list(honours)),
        (
            "award_proposal_list_docx",
            "docx",
            DOCX,
            lambda: award_papers.proposal_list_docx(honours),
        ),
        ("award_minutes", "pdf", PDF, lambda: award_papers.minutes(honours, council)),
        ("award_minutes_docx", "docx", DOCX, lambda: award_papers.minutes_docx(honours, council)),
        (
            "award_certificates",
            "pdf",
            PDF,
            lambda: award_papers.certificates(honours, address=address),
        ),
        ("award_script", "pdf", PDF, lambda: award_papers.script(honours)),
        ("award_record", "json", JSON, lambda: record.written.encode("utf-8")),
        ("award_bundle", "zip", ZIP, lambda: _bundle(record)),
    )
    with st.grid(4, min_column_width=200, gap="small"):
        for kind, ending, mime, work in made:
            name = f"{stem}_{kind.removeprefix('award_').removesuffix('_docx')}.{ending}"
            takeaway.button(kind, name, mime, work)
    _one_certificate(honours, address, stem)


def _one_certificate(honours: Honours, address: str, stem: str) -> None:
    """The certificate of one person or team."""
    named = {
        f"{title.award_id}:{one.code}": (title, one)
        for title in honours.titles
        for one in title.winners
    }
    if not named:
        return
    chosen = st.selectbox(
        text("papers_page.one"),
        list(named),
        format_func=lambda key: f"{named[key][1].name} · {named[key][0].title}",
        key="certificate_of",
    )
    title, one = named[chosen]
    takeaway.button(
        "award_certificate",
        f"{stem}_{one.code}.pdf",
        PDF,
        lambda: award_papers.certificate(honours, title, one, address=address),
    )


def _bundle(record: Record) -> bytes:
    rows = data.store().extract(campaign_code=record.campaign_code, as_of=record.cut_off)
    return bundle(record, rows)


def _address(record_id: int) -> str:
    """Where the record is read, as this visitor reaches the board."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}/awards?record={record_id}"


def _council(honours: Honours) -> list[str]:
    """Everybody named as having decided, once, in the order they were named."""
    names = [
        name.strip()
        for title in honours.titles
        for name in title.decided_by.replace(";", ",").split(",")
    ]
    return [one for one in dict.fromkeys(names) if one]
