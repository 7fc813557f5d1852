"""Which conversations were erased: a list apart from the store and from the keys.

If backups of both are restored, these conversations are erased again. An id stays as long as a backup could have it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LINE = re.compile(r"^(\d{1,12}) ([A-Za-z0-9_-]{1,64})\Z", re.ASCII)


class Erasures:
    """A file with a line for each erasure: its time, in seconds since 1970, and the id, which opens nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, conversation_id: str) -> None:
        """Add an erasure; it is on disk when this returns. Raises `OSError`."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone():
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                # On a line of its own, also after one that a full disk cut.
                os.write(descriptor, f"\n{int(time.time())} {conversation_id}".encode())
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def all(self) -> list[str]:
        """The ids of erased conversations; a truncated line is skipped."""
        return [*self.moments()]

    def moments(self) -> dict[str, int]:
        """When each of them was erased, in seconds since 1970."""
        return {conversation_id: at for at, conversation_id in self._entries()}

    def forget_before(self, moment: float) -> None:
        """Drop erasures from before `moment`."""
        if all(at >= moment for at, _ in self._entries()):
            return
        with self._alone():
            new = self._file.with_name(f"{self._file.name}.new")
            kept = (f"{at} {conversation_id}\n" for at, conversation_id in self._entries() if at >= moment)
            new.write_text("".join(kept))
            new.chmod(0o600)
            os.replace(new, self._file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While it lasts no other process writes: gateways of one machine may share the file."""
        lock = os.open(self._file.with_name(f"{self._file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _entries(self) -> list[tuple[int, str]]:
        with contextlib.suppress(FileNotFoundError):
            found = map(_LINE.match, self._file.read_text(errors="replace").splitlines())
            return [(int(match[1]), match[2]) for match in found if match]
        return []
