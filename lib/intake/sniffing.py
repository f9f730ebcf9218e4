"""What a file is, told from its bytes: the name's ending is only what someone typed."""

from typing import Literal

from lib.errors import FileRefused

Kind = Literal["xlsx", "csv"]

SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),  # also a workbook locked with a password
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
)
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")
CONTROL = bytes(set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1A})


def kind(data: bytes) -> Kind:
    """Return what the bytes are; raise FileRefused for all but .xlsx and text.

    Reasons: `empty_file`, and `unsupported_format` with `found` (xls, pdf, picture, utf16,
    html, zip, binary).
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x1a"):
        raise FileRefused("empty_file")
    for signature, found in SIGNATURES:
        if data.startswith(signature):
            raise FileRefused("unsupported_format", found=found)
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith(b"PK"):
        raise FileRefused("unsupported_format", found="zip")
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(MARKUP):
        raise FileRefused("unsupported_format", found="html")
    if data[:65_536].translate(None, CONTROL) != data[:65_536]:
        raise FileRefused("unsupported_format", found="binary")
    return "csv"
