"""Reading in a process apart: a file that kills or stalls its reader takes nothing else along.

    with Apart() as reader:
        file = reader.read(data, "cam-pha.xls", most_bytes=..., most_rows=...)

The process is started with the first file and again after one that ended it. It is handed
bytes and hands back tables; it ends when its input does, so it outlives nobody.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from types import TracebackType
from typing import IO, Any

from lib.errors import FileRefused
from lib.intake.reading import ReadFile, read
from lib.settings import PROJECT

LONGEST_SECONDS = 120.0
"""A file of the largest size is read in a tenth of this."""


class Apart:
    """A reader in a process of its own, while the block lasts."""

    def __init__(self, *, seconds: float = LONGEST_SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Apart":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, data: bytes, file_name: str, *, most_bytes: int, most_rows: int) -> ReadFile:
        """Read a file as `reading.read` does; reader_died when that ends the reader."""
        process = self._started()
        watchdog = threading.Timer(self._seconds, process.kill)
        watchdog.start()
        try:
            assert process.stdin and process.stdout
            pickle.dump((data, file_name, most_bytes, most_rows), process.stdin)
            process.stdin.flush()
            found, refusal = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self._end()
            raise FileRefused("reader_died") from error
        finally:
            watchdog.cancel()
        if refusal is not None:
            reason, values = refusal
            raise FileRefused(reason, **values)
        assert isinstance(found, ReadFile)
        return found

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lib.intake.apart"],
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with contextlib.suppress(OSError):
                process.communicate()


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Read one file after the other until there is no more."""
    while True:
        try:
            data, file_name, most_bytes, most_rows = pickle.load(requests)
        except EOFError:
            return
        answer: tuple[ReadFile | None, tuple[str, dict[str, Any]] | None]
        try:
            answer = (read(data, file_name, most_bytes=most_bytes, most_rows=most_rows), None)
        except FileRefused as refused:
            values = {name: one for name, one in refused.values.items() if name != "reason"}
            answer = (None, (refused.reason, values))
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    # what a library prints must not get between the answers
    kept = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _serve(sys.stdin.buffer, kept)
