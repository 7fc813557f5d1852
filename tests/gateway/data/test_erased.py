"""Erased is erased: no byte of a conversation can be read in any file, whoever else reads, and no copy brings it back."""

from __future__ import annotations

import base64
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.data.retention import Retention
from bot.gateway.db.database import Cursor, Database
from bot.gateway.db.open_database import open_database
from bot.gateway.encryption.cipher import Unreadable, unwrap
from bot.gateway.encryption.master_key import MasterKeys
from bot.gateway.errors import ConversationGone
from tests.gateway.conftest import StartGateway
from tests.gateway.customer import Refusal
from tests.gateway.data.conftest import OUTBOX, PHONE, Places, Words, keep_a_conversation
from tests.gateway.stand_in_rasa import StandInRasa


@pytest.fixture
async def database(places: Places) -> AsyncIterator[Database]:
    database = places.open()
    yield database
    await database.close()


@contextmanager
def another_reader(places: Places) -> Iterator[None]:
    """Somebody who has everything open in a transaction that does not end."""
    if places.url:
        reader = psycopg2.connect(places.url)
        reader.set_session(isolation_level="REPEATABLE READ")
        reader.cursor().execute("SELECT * FROM messages")
        yield
        reader.close()
        return
    readers = [
        sqlite3.connect(places.data_folder / f"{name}.sqlite", isolation_level=None) for name in ("gateway", "keys")
    ]
    for reader, table in zip(readers, ("messages", "conversation_keys"), strict=True):
        reader.execute("BEGIN")
        assert reader.execute(f"SELECT * FROM {table}").fetchall()
    yield
    for reader in readers:
        reader.close()


async def test_words_are_kept_sealed_only_and_after_an_erasure_nothing_opens_them(places: Places, words: Words) -> None:
    """With another reader open, after a backup, in the write-ahead logs, and in a dump."""
    database = places.open()
    conversation_id = await keep_a_conversation(database, words)
    other_id = await keep_a_conversation(database, others := Words())
    kept = (await ConversationRepository(database, OUTBOX).read(conversation_id, 0, 10)).messages
    assert [message.text for message in kept] == [words.said, words.answer]
    spoken = [*words.all(), PHONE]
    assert places.files_with(spoken) == []
    places.back_up()
    with another_reader(places):
        await Retention(database, OUTBOX).erase(conversation_id)
        assert places.files_with(spoken) == []
        with pytest.raises(ConversationGone):
            await ConversationRepository(database, OUTBOX).read(conversation_id, 0, 10)
        with pytest.raises(ConversationGone):
            await database.transaction(lambda cursor: cursor.vault.cipher(conversation_id))
    await database.close()
    assert places.files_with([*spoken, *others.all()]) == []
    again = places.open()
    page = await ConversationRepository(again, OUTBOX).read(other_id, 0, 10)
    assert [message.text for message in page.messages] == [others.said, others.answer]
    await again.close()


async def test_a_search_of_the_files_finds_what_stands_there(database: Database, places: Places, words: Words) -> None:
    """So that finding nothing means something: an id is not sealed."""
    conversation_id = await keep_a_conversation(database, words)
    assert places.files_with([conversation_id])


async def test_a_store_put_back_from_before_an_erasure_opens_nothing_and_is_cleared(
    tmp_path: Path, words: Words
) -> None:
    database = open_database("", tmp_path / "data")
    conversation_id = await keep_a_conversation(database, words)
    other_id = await keep_a_conversation(database, Words())
    await database.close()
    shutil.copy(tmp_path / "data" / "gateway.sqlite", tmp_path / "copy")
    database = open_database("", tmp_path / "data")
    await Retention(database, OUTBOX).erase(conversation_id)
    await database.close()
    shutil.copy(tmp_path / "copy", tmp_path / "data" / "gateway.sqlite")
    database = open_database("", tmp_path / "data")
    with pytest.raises(ConversationGone):
        await ConversationRepository(database, OUTBOX).read(conversation_id, 0, 10)
    await Retention(database, OUTBOX).round()
    assert await _ids(database) == [other_id]
    await database.close()


async def test_store_and_keys_put_back_together_are_erased_again_before_anything_is_served(
    tmp_path: Path, start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    settings = {"rasa": f"http://127.0.0.1:{rasa.port}"}
    gateway = await start_gateway(**settings)
    erased, other = gateway.customer(), gateway.customer()
    for customer in (erased, other):
        await customer.begin(language="fr")
        await customer.say("bonjour")
    await gateway.stop()
    for name in ("gateway", "keys"):
        shutil.copy(tmp_path / "data" / f"{name}.sqlite", tmp_path / name)
    gateway = await start_gateway(**settings)
    erased.address = gateway.address
    await erased.erase()
    await gateway.stop()
    for name in ("gateway", "keys"):
        shutil.copy(tmp_path / name, tmp_path / "data" / f"{name}.sqlite")
    gateway = await start_gateway(**settings)
    erased.address = other.address = gateway.address
    with pytest.raises(Refusal) as refused:
        await erased.read()
    assert refused.value.status == 410
    assert len(await other.read()) == 3


async def test_what_a_reader_saw_of_a_destroyed_key_is_worth_nothing_once_its_master_key_is_destroyed(
    tmp_path: Path, words: Words
) -> None:
    """The longest that an operator could still read what was erased: until the next rotation."""
    database = open_database("", tmp_path / "data")
    conversation_id = await keep_a_conversation(database, words)
    keys = sqlite3.connect(tmp_path / "data" / "keys.sqlite")
    master_id, wrapped = keys.execute("SELECT master_id, wrapped FROM conversation_keys").fetchone()
    keys.close()
    masters = MasterKeys((), tmp_path / "data" / "master_key")
    seen = masters.with_id(master_id)
    assert seen is not None
    await Retention(database, OUTBOX).erase(conversation_id)
    other_id = await keep_a_conversation(database, Words())
    now = seen.made_at + 8 * 24 * 60 * 60
    database.vault.rotate_master(now, period=7 * 24 * 60 * 60)
    assert masters.with_id(master_id), "the others' keys are wrapped anew before it goes"
    database.vault.rotate_master(now + 300, period=7 * 24 * 60 * 60)
    assert masters.with_id(master_id) is None
    assert seen.key.hex() not in (tmp_path / "data" / "master_key").read_text()
    for master in masters.all():
        with pytest.raises(Unreadable):
            unwrap(master.key, base64.b64decode(wrapped), conversation_id)
    await database.close()
    database = open_database("", tmp_path / "data")
    assert (await ConversationRepository(database, OUTBOX).read(other_id, 0, 10)).messages
    await database.close()


async def test_a_commit_that_failed_after_the_key_was_destroyed_leaves_nothing_readable(
    database: Database, words: Words
) -> None:
    conversation_id = await keep_a_conversation(database, words)

    def half(cursor: Cursor) -> None:
        cursor.vault.erase(conversation_id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await database.transaction(half)
    assert await _ids(database) == [conversation_id]
    with pytest.raises(ConversationGone):
        await ConversationRepository(database, OUTBOX).read(conversation_id, 0, 10)
    await Retention(database, OUTBOX).round()
    assert await _ids(database) == []


async def test_the_outbox_has_no_words_and_still_tells_of_the_erasure(database: Database, words: Words) -> None:
    conversation_id = await keep_a_conversation(database, words)
    await Retention(database, OUTBOX).erase(conversation_id)
    rows = await database.transaction(lambda cursor: cursor.all("SELECT kind, body FROM outbox ORDER BY id"))
    assert [row[0] for row in rows] == ["ticket", "erased"]
    assert words.mark not in str(rows)


async def _ids(database: Database) -> list[str]:
    rows = await database.transaction(lambda cursor: cursor.all("SELECT id FROM conversations"))
    return [row[0] for row in rows]
