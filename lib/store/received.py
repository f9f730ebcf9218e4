"""What was handed in, byte for byte: kept beside the ledger under the hash that its batch names.

A file is written apart, made durable and then named, so that a name always holds the whole.
The same bytes are kept once.
"""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path


class Received:
    """The folder of files handed in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep some bytes; return the SHA-256 under which they are found again."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{digest}.{secrets.token_hex(4)}")
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()
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
