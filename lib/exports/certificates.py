"""Certificates (giấy khen), A4 landscape: a draft until the decision has its number.

No emblem and no signature: both are put on by hand. The code in the middle opens the record.
"""

import io
from collections.abc import Sequence
from typing import Any

import segno

from lib.awards.honours import Honours, Nominee, Title
from lib.charts.theme import CERTIFICATE
from lib.exports import award_words as words
from lib.exports import typesetting
from lib.exports.award_words import Issuer, in_vietnamese
from lib.i18n.catalog import text

TEMPLATE = "certificate"


@in_vietnamese
def certificate(
    honours: Honours, title: Title, nominee: Nominee, *, address: str, issuer: Issuer | None = None
) -> bytes:
    """One certificate as a PDF of one page; `address` is the URL that opens the record."""
    return typesetting.pdf(TEMPLATE, sheets(honours, [(title, nominee)], address, issuer))


@in_vietnamese
def certificates(honours: Honours, *, address: str, issuer: Issuer | None = None) -> bytes:
    """Every winner's in one PDF, in the order of the titles; an empty page where nobody won."""
    return typesetting.pdf(TEMPLATE, sheets(honours, everybody(honours), address, issuer))


def everybody(honours: Honours) -> list[tuple[Title, Nominee]]:
    """Each winner with the title, in the order of announcement."""
    return [(title, winner) for title in honours.titles for winner in title.winners]


@in_vietnamese
def sheets(
    honours: Honours,
    honoured: Sequence[tuple[Title, Nominee]],
    address: str,
    issuer: Issuer | None = None,
) -> dict[str, Any]:
    """What the template is given."""
    code = _code(address)
    shared = {
        **_frame(honours, issuer or Issuer()),
        "address": address,
        "qr": code,
        "qr_alt": text("papers.qr_alt", number=honours.record_id),
        "record": words.record(honours),
    }
    return {
        "title": text("papers.certificate_file", campaign=words.campaign_name(honours)),
        "author": text("app.name"),
        "tints": CERTIFICATE,
        "certificates": [
            {
                **shared,
                "name": words.one_line(nominee.name),
                "belongs": words.belongs(nominee),
                "title": f"“{words.one_line(title.title)}”",
            }
            for title, nominee in honoured
        ],
    }


def _frame(honours: Honours, issuer: Issuer) -> dict[str, Any]:
    """What stands on every certificate of a record."""
    said = issuer.words()
    number = honours.decision_number
    return {
        "nation": text("papers.nation"),
        "motto": text("papers.motto"),
        "issuer": said["name"],
        "gives": text("papers.gives"),
        "heading": text("papers.certificate"),
        "reached": text("papers.reached"),
        "reason": text(
            "papers.reason",
            campaign=words.campaign_name(honours),
            days=words.campaign_days(honours),
        ),
        "decision": [
            text("papers.decision", number=words.one_line(number or "") or text("papers.dots")),
            words.long_date(honours.decided_on),
            text("papers.register"),
        ],
        "place_and_day": text(
            "papers.place_and_day", place=said["place"], day=words.long_date(honours.decided_on)
        ),
        "signer": said["signer"],
        "sign_here": text("papers.sign_here"),
        "watermark": "" if honours.is_granted else text("papers.draft"),
        "simulated": text("papers.simulated") if honours.is_simulated else "",
    }


def _code(address: str) -> str:
    """The address as a QR code, an SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
