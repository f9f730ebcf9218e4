"""The secret that signs cookies: one for all server processes, and the same after a restart.

It lies beside the office file, readable by its owner alone. When a process dies, another one can
read what it has signed for its visitors.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

LENGTH = 32
"""Bytes."""


def secret(office_file: Path) -> str:
    """The secret, made by whoever asks first.

    Raises OSError where it can be neither read nor made.
    """
    path = office_file.with_name(f"{office_file.name}.cookies")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Write it whole under another name; of several that do so at once the first one counts."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        os.write(handle, secrets.token_hex(LENGTH).encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
