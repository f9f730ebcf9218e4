"""What was handed in, byte for byte: kept beside the ledger under the hash that its batch names.

A file is written apart, made durable and then named, so that a name always holds the whole.
The same bytes are kept once.
"""

import hashlib
from pathlib import Path

from lib.store.files import write_whole


class Received:
    """The folder of files handed in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep some bytes; return the SHA-256 under which they are found again."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            write_whole(path, content)
        return digest

    def content(self, sha256: str) -> bytes | None:
        """The bytes of a hash; None when they were never kept here or are not whole any more."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            return None
        try:
            content = self._path(sha256).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest
