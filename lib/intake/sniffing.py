"""What a file is, told from its bytes: the name's ending is only what someone typed."""

import codecs
import re
from typing import Literal

from lib.errors import FileRefused

Kind = Literal["xlsx", "xls", "html", "text"]

SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "document"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An old workbook, but also a new one locked with a password."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""A workbook of the nineties, without the container around it."""
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MARKUP = re.compile(rb"<(?:[a-z]|!doctype|!--)")
CONTROL = bytes(set(range(32)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1C, 0x1D, 0x1E, 0x1F})


FEW_CONTROLS = 3


def kind(data: bytes) -> Kind:
    """Return what the bytes are; raise FileRefused for what holds no table that can be read.

    Reasons: `empty_file`, and `unsupported_format` with `found` (locked, pdf, picture,
    document, xml, zip, binary).
    """
    if not data.strip(b"\xef\xbb\xbf\xfe\xff \t\r\n\x1a\x00"):
        raise FileRefused("empty_file")
    for signature, found in SIGNATURES:
        if data.startswith(signature):
            raise FileRefused("unsupported_format", found=found)
    if data.startswith(OLE):
        if LOCKED in data:
            raise FileRefused("unsupported_format", found="locked")
        return "xls"
    if data[:2] in BIFF and data[2:4] in (b"\x08\x00", b"\x10\x00", b"\x06\x00", b"\x04\x00"):
        return "xls"
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith(b"PK"):
        raise FileRefused("unsupported_format", found="zip")
    return _written(data)


def _written(data: bytes) -> Kind:
    """Tell markup from plain text; text may be stored two bytes a letter."""
    start = data[:4096]
    if data.startswith(WIDE) or is_wide(data):
        start = start.replace(b"\x00", b"")
    elif _is_noise(data[:65_536]):
        raise FileRefused("unsupported_format", found="binary")
    start = start.lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").lower()
    if start.startswith(b"<?xml"):
        if b"<html" in start or b"<table" in start:
            return "html"
        raise FileRefused("unsupported_format", found="xml")
    return "html" if MARKUP.match(start) else "text"


def _is_noise(start: bytes) -> bool:
    """Whether there are more control characters than a slip of the keyboard leaves in text."""
    return len(start) - len(start.translate(None, CONTROL)) > max(FEW_CONTROLS, len(start) // 500)


def is_wide(data: bytes) -> bool:
    """Whether the bytes look like UTF-16 text without its mark: every other byte is zero."""
    start = data[:2000]
    return len(start) >= 4 and start[1::2].count(0) > len(start) * 0.3 and not start[0::2].count(0)
