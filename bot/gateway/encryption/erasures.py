"""Which conversations were erased: a list apart from the store and from the keys.

If backups of both are restored, these conversations are erased again. An id stays as long as a backup could have it.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

_LINE = re.compile(r"^(\d{1,12}) ([A-Za-z0-9_-]{1,64})\Z", re.ASCII)


class Erasures:
    """A file with a line for each erasure: its time, in seconds since 1970, and the id, which opens nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, conversation_id: str) -> None:
        """Add an erasure; it is on disk when this returns. Raises `OSError`."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            # On a line of its own, also after one that a full disk cut.
            os.write(descriptor, f"\n{int(time.time())} {conversation_id}".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def all(self) -> list[str]:
        """The ids of erased conversations; a truncated line is skipped."""
        return [conversation_id for _, conversation_id in self._entries()]

    def forget_before(self, moment: float) -> None:
        """Drop erasures from before `moment`. Only this process writes the file: each gateway has its own."""
        entries = self._entries()
        kept = [entry for entry in entries if entry[0] >= moment]
        if len(kept) == len(entries):
            return
        new = self._file.with_name(f"{self._file.name}.new")
        new.write_text("".join(f"{at} {conversation_id}\n" for at, conversation_id in kept))
        new.chmod(0o600)
        os.replace(new, self._file)

    def _entries(self) -> list[tuple[int, str]]:
        with contextlib.suppress(FileNotFoundError):
            found = map(_LINE.match, self._file.read_text(errors="replace").splitlines())
            return [(int(match[1]), match[2]) for match in found if match]
        return []
