"""A backup: the store, then the keys, so that no copy of a conversation lacks a key that was there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.content import incident
from bot.gateway.backup import folders
from bot.gateway.backup.copies import BackupError, Copied, copied
from bot.gateway.settings import Settings

SECONDS_PER_DAY = 24 * 60 * 60


def store_of(settings: Settings) -> Copied:
    return copied(settings.store, settings.data_folder / "gateway.sqlite")


def keys_of(settings: Settings) -> Copied:
    return copied(settings.encryption.keys, settings.data_folder / "keys.sqlite")


def erasures_of(settings: Settings) -> Path:
    return settings.encryption.erasures_file or settings.data_folder / "erasures"


def back_up(settings: Settings, to: Path, keys_to: Path | None, clock: Callable[[], float] = time.time) -> list[Path]:
    """Make a backup and remove outdated ones; returns the new folders. Raises `BackupError` and `DatabaseError`."""
    wanted: list[tuple[folders.Of, Copied, Path]] = [("store", store_of(settings), to)]
    if keys_to is not None:
        _keep_apart(to, keys_to)
        wanted.append(("keys", keys_of(settings), keys_to))
    return [_back_up(settings, of, database, folder, clock()) for of, database, folder in wanted]


def _keep_apart(to: Path, keys_to: Path) -> None:
    texts, keys = to.resolve(), keys_to.resolve()
    if texts == keys or texts in keys.parents or keys in texts.parents:
        raise BackupError("Keys go to another place than texts, neither within the other: who has both reads all.")


def _back_up(settings: Settings, of: folders.Of, database: Copied, folder: Path, now: float) -> Path:
    if "conversation_keys" not in (tables := database.tables()) and "alembic_version" not in tables:
        what = "store" if of == "store" else "store of keys"
        raise BackupError(
            f"There is no {what} at {database.name}: either these settings are not the gateway's, or it has not run "
            "yet."
        )
    unfinished = folders.begin(folder, folders.name_of(of, now))
    try:
        if of == "store":
            revision = str(database.all("SELECT version_num FROM alembic_version")[0][0])
            conversations = int(database.all("SELECT COUNT(*) FROM conversations")[0][0])
            key_store = str(database.all("SELECT id FROM key_store")[0][0])
        else:
            revision = ""
            conversations = int(database.all("SELECT COUNT(*) FROM conversation_keys")[0][0])
            key_store = str(database.all("SELECT id FROM identity")[0][0])
        masters = _masters(of, database)
        made = folders.Manifest(of, database.dialect, now, key_store, "", conversations, revision, masters)
        database.copy_to(unfinished / made.file_name)
        if masters != _masters(of, database):  # one turned meanwhile, and which the copy has is not known
            made = replace(made, masters=())
        made = replace(made, sha256=folders.digest(unfinished / made.file_name))
        erasures = erasures_of(settings)
        if erasures.exists():  # ids, which open nothing
            shutil.copyfile(erasures, unfinished / folders.ERASURES)
            (unfinished / folders.ERASURES).chmod(0o600)
        done = folders.finish(unfinished, made)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    folders.throw_away_before(folder, of, now - incident().retention_days * SECONDS_PER_DAY)
    return done


def _masters(of: folders.Of, database: Copied) -> tuple[str, ...]:
    """The ids of the master keys that wrap the keys: a copy of them is worth nothing once these are destroyed."""
    if of == "store":
        return ()
    return tuple(str(one) for (one,) in database.all("SELECT DISTINCT master_id FROM conversation_keys ORDER BY 1"))
