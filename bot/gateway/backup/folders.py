"""The folders of backups: one for each copy, named by its moment, with a manifest. A copy is there whole or not at all.

A copy is thrown away when it is as old as conversations may get: it would keep longer what customers are told is gone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from bot.gateway.backup.copies import BackupError

Of = Literal["store", "keys"]
MANIFEST = "manifest.json"
ERASURES = "erasures"
UNFINISHED = ".unfinished"
_NAME = re.compile(r"^(?:store|keys)-(\d{8}T\d{6}Z)\Z", re.ASCII)
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Manifest:
    """What a copy is of. It names nobody."""

    of: Of
    dialect: str
    made_at: float  # seconds since 1970, before the copy began
    key_store: str  # which key store's keys seal the store, or these are
    sha256: str
    conversations: int
    revision: str = ""  # of the store's tables
    masters: tuple[str, ...] = ()  # ids of the master keys that wrap the keys, where they are known

    @property
    def file_name(self) -> str:
        return f"{self.of}.sqlite" if self.dialect == "sqlite" else f"{self.of}.dump"


def name_of(of: Of, moment: float) -> str:
    return f"{of}-{datetime.fromtimestamp(moment, UTC).strftime(_MOMENT)}"


def begin(folder: Path, name: str) -> Path:
    """Make a folder for a copy under way, which only its owner can read."""
    unfinished = folder / f"{name}{UNFINISHED}"
    if (folder / name).exists():
        raise BackupError(f"{folder / name} is there already.")
    unfinished.mkdir(parents=True, mode=0o700)
    return unfinished


def finish(unfinished: Path, manifest: Manifest) -> Path:
    """Write everything to disk, and only then give the folder its name."""
    (unfinished / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n")
    for file in unfinished.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    done = unfinished.with_name(unfinished.name.removesuffix(UNFINISHED))
    os.rename(unfinished, done)
    for made in (done, done.parent):
        folder = os.open(made, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return done


def read(folder: Path, of: Of) -> tuple[Path, Manifest]:
    """The copy in a backup's folder, or in the newest of those within it. Raises `BackupError`."""
    if not (folder / MANIFEST).exists():
        within = sorted(one for one in folder.glob(f"{of}-*") if _NAME.match(one.name) and (one / MANIFEST).exists())
        if not within:
            raise BackupError(f"There is no backup of the {of} in {folder}.")
        folder = within[-1]
    try:
        entries: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        manifest = Manifest(**entries | {"masters": tuple(entries.get("masters", ()))})
    except (OSError, ValueError, TypeError):
        raise BackupError(f"{folder / MANIFEST} is damaged. Take another backup.") from None
    if manifest.of != of:
        raise BackupError(f"{folder} is a backup of the {manifest.of}, and the {of}'s is wanted.")
    file = folder / manifest.file_name
    if not file.exists() or digest(file) != manifest.sha256:
        raise BackupError(f"{file} is not what was written: cut short or changed. Take another backup.")
    return file, manifest


def digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def throw_away_before(folder: Path, of: Of, moment: float) -> int:
    """Remove the copies from before, and what was left unfinished; returns how many there were."""
    removed = 0
    for one in folder.glob(f"{of}-*"):
        match = _NAME.match(one.name.removesuffix(UNFINISHED))
        if match and _moment(match[1]) < moment and not one.is_symlink():
            shutil.rmtree(one)
            removed += 1
    return removed


def _moment(name: str) -> float:
    return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC).timestamp()
