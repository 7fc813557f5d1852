"""A restore: all is checked before anything is changed, and what was erased since is erased again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.gateway.backup import folders
from bot.gateway.backup.copies import BackupError, Copied
from bot.gateway.backup.make import erasures_of, keys_of, store_of
from bot.gateway.conversations.rows import select_messages
from bot.gateway.data.audit_log import write_down
from bot.gateway.data.retention import Retention
from bot.gateway.db.database import Cursor, Database, DatabaseError
from bot.gateway.db.open_database import open_database
from bot.gateway.db.schema import LATEST
from bot.gateway.encryption.cipher import Unreadable
from bot.gateway.encryption.erasures import Erasures
from bot.gateway.encryption.master_key import MasterKeys
from bot.gateway.errors import ConversationGone
from bot.gateway.outbox import OutboxWriter
from bot.gateway.settings import Settings

LOOKED_AT = 200  # conversations, of which the messages are opened at the end


@dataclass(frozen=True)
class Restored:
    conversations: int
    erased_again: int  # or without a key: begun after the keys were copied


async def restore(
    settings: Settings, source: Path, keys_source: Path | None, *, over_newer: bool, without_erasures: bool
) -> Restored:
    """Put back the store, and the keys if they are given. Raises `BackupError`, `DatabaseError`, `UnusableDatabase`."""
    store, keys = store_of(settings), keys_of(settings)
    file, manifest = folders.read(source, "store")
    _fits(manifest, store, "BREACHLINE_STORE")
    _may_be_overwritten(store, manifest, "alembic_version", "SELECT MAX(last_at) FROM conversations", over_newer)
    if manifest.revision > LATEST:
        raise BackupError(
            f"The backup has revision {manifest.revision}, and this version knows up to {LATEST}: restore with the "
            "version that made it, or a newer one."
        )
    erasures = Erasures(erasures_of(settings))
    if keys_source is None:
        _belongs(manifest, _key_store_of(keys))
    else:
        keys_file, keys_manifest = folders.read(keys_source, "keys")
        _fits(keys_manifest, keys, "BREACHLINE_KEYS")
        _belongs(manifest, keys_manifest.key_store)
        made = "SELECT MAX(made_at) FROM conversation_keys"
        _may_be_overwritten(keys, keys_manifest, "conversation_keys", made, over_newer)
        _has_master_key(settings, keys_manifest)
        if not without_erasures and not erasures_of(settings).exists():
            raise BackupError(
                f"There is no list of erasures at {erasures_of(settings)}: what was erased since the backup would be "
                "back. Put the newest list there, or say --without-erasures where nothing was erased since."
            )
        _add_erasures(erasures, keys_file.with_name(folders.ERASURES))
        keys.put_back(keys_file)
    _add_erasures(erasures, file.with_name(folders.ERASURES))
    store.put_back(file)
    database = open_database(settings.store, settings.data_folder, settings.encryption)
    try:
        return await _made_ready(database, settings, manifest.conversations)
    finally:
        await database.close()


def _fits(manifest: folders.Manifest, database: Copied, setting: str) -> None:
    if manifest.dialect != database.dialect:
        raise BackupError(f"The backup is of {manifest.dialect}, and {setting} names {database.dialect}.")


def _may_be_overwritten(
    database: Copied, manifest: folders.Manifest, own_table: str, newest: str, over_newer: bool
) -> None:
    tables = database.tables()
    if not tables:
        return
    if own_table not in tables:
        raise BackupError(f"There are other tables where the {manifest.of} should be. Nothing was touched.")
    if database.is_in_use():
        raise BackupError(f"Somebody has the {manifest.of} open. Stop every gateway first; nothing was touched.")
    (last,) = database.all(newest)[0]
    if last is not None and float(last) > manifest.made_at and not over_newer:
        raise BackupError(
            f"What is in the {manifest.of} now was used on {_when(float(last))}, after the backup was made on "
            f"{_when(manifest.made_at)}, and would be lost. Say --over-newer if that is meant; nothing was touched."
        )


def _key_store_of(keys: Copied) -> str:
    if "identity" not in keys.tables() or not (rows := keys.all("SELECT id FROM identity")):
        raise BackupError("There are no keys here: nothing of the store could be read. Give their backup, too.")
    return str(rows[0][0])


def _belongs(manifest: folders.Manifest, key_store: str) -> None:
    if manifest.key_store != key_store:
        raise BackupError("The store was sealed with the keys of another key store. Give the backup of those.")


def _has_master_key(settings: Settings, manifest: folders.Manifest) -> None:
    """Whether the key that wraps the keys is there. Asked first: a missing one is made at once, and opens nothing."""
    given = settings.encryption.master_keys
    file = settings.encryption.master_key_file or settings.data_folder / "master_key"
    if not given and not file.exists():
        raise BackupError(f"There is no master key at {file}, and without it the keys open nothing. Put it there.")
    masters = MasterKeys(given, file)
    if set(manifest.masters) - {master.id for master in masters.existing()}:
        made_at = "" if given else f", of {_when(masters.current().made_at)}"
        raise BackupError(
            f"The master key {masters.place}{made_at}, does not open the keys of this backup, of "
            f"{_when(manifest.made_at)}. Where the key turned since, take a backup that was made after that; where the "
            "key is an older copy, put the newest one there. Nothing was touched."
        )


def _add_erasures(erasures: Erasures, others: Path) -> None:
    """Merge both lists of erasures: what either of them names stays erased."""
    for conversation_id in sorted(set(Erasures(others).all()) - set(erasures.all())):
        erasures.add(conversation_id)


async def _made_ready(database: Database, settings: Settings, expected: int) -> Restored:
    """Bring the restored store up to date, erase again what was erased, and check that it can be read."""
    await database.upgrade()
    retention = Retention(database, OutboxWriter(wanted=settings.is_helpdesk_outside), settings.keep)
    await retention.replay_erasures()
    await retention.sweep()
    await database.transaction(_open_some)
    left = await database.transaction(lambda cursor: int((cursor.one("SELECT COUNT(*) FROM conversations") or [0])[0]))
    await database.transaction(lambda cursor: write_down(cursor, "restored", counts={"conversations": left}))
    return Restored(left, max(0, expected - left))


def _open_some(cursor: Cursor) -> None:
    """Check that the messages of the newest conversations can be opened."""
    for (conversation_id,) in cursor.all("SELECT id FROM conversations ORDER BY last_at DESC LIMIT ?", (LOOKED_AT,)):
        try:
            select_messages(cursor, conversation_id, 0, limit=10)
        except (ConversationGone, Unreadable, DatabaseError):
            raise BackupError("What was put back cannot be read with these keys. Take another backup.") from None


def _when(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")
