"""Which conversations were erased: a list that stands apart from the store and from the keys.

Should a copy of both be put back, they are erased again. It is kept as long as such a copy could have them.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

_LINE = re.compile(r"^(\d{1,12}) ([A-Za-z0-9_-]{1,64})\Z", re.ASCII)


class Erasures:
    """A file with a line for each: when it was, in seconds since 1970, and the id, which opens nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, conversation_id: str) -> None:
        """On disk when this returns. Raises `OSError`."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            # On a line of its own, also after one that a full disk cut.
            os.write(descriptor, f"\n{int(time.time())} {conversation_id}".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def all(self) -> list[str]:
        """The ids; a line that was cut is passed over."""
        return [conversation_id for _, conversation_id in self._entries()]

    def forget_before(self, moment: float) -> None:
        """Drop those from before; whoever adds one meanwhile is another gateway, which has a file of its own."""
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
