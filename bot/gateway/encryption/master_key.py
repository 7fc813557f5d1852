"""The master keys, which wrap the conversations' keys: the first one wraps, all of them unwrap.

Given by the operator, or made at the first start in a file of ours and then rotated. What a destroyed master key
wrapped can be read by nobody, in whatever backup or log it still is.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from bot.environment import SettingsError
from bot.gateway.encryption.cipher import KEY_BYTES, new_key

SETTLE = 120.0  # seconds before an old key goes: by then other processes of this machine have seen the new one


@dataclass(frozen=True)
class MasterKey:
    key: bytes = field(repr=False)
    made_at: float = 0.0  # seconds since 1970

    @property
    def id(self) -> str:
        """Tells which key wrapped something, and nothing about the key."""
        return hashlib.sha256(b"breachline master key" + self.key).hexdigest()[:16]


class MasterKeys:
    """`given` are the operator's, from the environment; without any, those in `file`."""

    def __init__(self, given: Sequence[bytes], file: Path) -> None:
        self._given = [MasterKey(key) for key in given]
        self._file = file
        self._read: list[MasterKey] = []
        self._seen: tuple[int, int] | None = None

    @property
    def rotate_here(self) -> bool:
        """Whether we rotate the keys; else the operator does."""
        return not self._given

    @property
    def place(self) -> str:
        """Where they are, in a sentence."""
        return "in BREACHLINE_MASTER_KEY" if self._given else f"in {self._file}"

    def existing(self) -> list[MasterKey]:
        """The same as `all`, and none where there is none. Raises `SettingsError`."""
        return self.all() if self._given or self._file.exists() else []

    def all(self) -> list[MasterKey]:
        """The current master keys, read again if another process rotated them. Raises `SettingsError`."""
        if self._given:
            return self._given
        with contextlib.suppress(FileExistsError):
            self._make_first()
        while self._seen != (seen := _seen(self._file)):
            try:
                self._read = self._parsed()
            except SettingsError:
                # Another process put a new file in its place, and overwrote the one that was being read.
                if seen == _seen(self._file):
                    raise
            else:
                self._seen = seen
        return self._read

    def current(self) -> MasterKey:
        return self.all()[0]

    def with_id(self, master_id: str) -> MasterKey | None:
        return next((master for master in self.all() if master.id == master_id), None)

    @contextlib.contextmanager
    def rotating(self) -> Iterator[None]:
        """Hold the lock for rotating: if two processes made a key at once, one of them would be lost."""
        folder = os.open(self._file.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def add(self, now: float) -> None:
        """Make a master key, which wraps from now on."""
        self._replace([MasterKey(new_key(), now), *self.all()])

    def drop_old(self) -> None:
        """Destroy all but the one that wraps."""
        self._replace(self.all()[:1])

    def _make_first(self) -> None:
        if self._file.exists():
            return
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Whole or not at all, and never over another's: a link fails where there is a file.
        made = self._written([MasterKey(new_key(), int(time.time()))])  # not in the future: it would be turned at once
        try:
            os.link(made, self._file)
        finally:
            made.unlink()

    def _replace(self, masters: Sequence[MasterKey]) -> None:
        for left in self._file.parent.glob(f"{self._file.name}.*"):  # by a process that died while writing
            with contextlib.suppress(FileNotFoundError), left.open("r+b") as file:
                is_ours = left.samefile(
                    self._file
                )  # its other name, which whoever makes the first is about to take away
                left.unlink()
                if not is_ours:
                    _overwrite(file)
        with self._file.open("r+b") as old:
            os.replace(self._written(masters), self._file)
            _overwrite(old)
        folder = os.open(self._file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _written(self, masters: Sequence[MasterKey]) -> Path:
        path = self._file.with_name(f"{self._file.name}.{secrets.token_hex(4)}")
        entries = [{"key": base64.b64encode(one.key).decode(), "made_at": one.made_at} for one in masters]
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(entries, file)
            file.flush()
            os.fsync(file.fileno())
        return path

    def _parsed(self) -> list[MasterKey]:
        if self._file.stat().st_mode & 0o077:
            raise SettingsError(f"{self._file} can be read by others, and opens what is kept. `chmod 600` it.")
        try:
            entries = json.loads(self._file.read_text())
            masters = [MasterKey(base64.b64decode(one["key"]), float(one["made_at"])) for one in entries]
        except (ValueError, KeyError, TypeError):
            masters = []
        if not masters or any(len(one.key) != KEY_BYTES for one in masters):
            raise SettingsError(f"{self._file} is damaged. Put back a copy of it: without it nothing can be read.")
        return masters


def _seen(file: Path) -> tuple[int, int]:
    """Changes when another one takes the file's place."""
    status = file.stat()
    return status.st_ino, status.st_mtime_ns


def _overwrite(file: BinaryIO) -> None:
    """Overwrite a deleted file's content, which helps where the disk writes in place."""
    file.write(b"\0" * os.fstat(file.fileno()).st_size)
    file.flush()
    os.fsync(file.fileno())
