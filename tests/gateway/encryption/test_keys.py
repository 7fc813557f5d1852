"""Keys open what they sealed and nothing else, stand apart, turn with their master key, and are missed aloud."""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.environment import SettingsError
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.conversations.rows import select_messages
from bot.gateway.db.database import Cursor, Database, DatabaseError, UnusableDatabase
from bot.gateway.db.open_database import open_database
from bot.gateway.encryption import master_key
from bot.gateway.encryption.cipher import ConversationCipher, Unreadable
from bot.gateway.encryption.key_store import SQLiteKeys
from bot.gateway.encryption.master_key import MasterKeys
from bot.gateway.errors import ConversationGone
from bot.gateway.outbox import OutboxWriter
from bot.gateway.settings import EncryptionSettings, load_settings
from bot.privacy.masking import MaskedTurn
from tests.gateway.clocks import set_clock
from tests.spoken import FR

NO_OUTBOX = OutboxWriter(wanted=False)
DAY = 24 * 60 * 60
PERIOD = 7 * DAY

Opened = Callable[..., Database]


async def said(database: Database, *texts: str) -> str:
    """A conversation in which a customer said these."""
    store = ConversationRepository(database, NO_OUTBOX)
    conversation = await store.begin(FR, "web")
    for text in texts:
        turn = MaskedTurn([], text, frozenset())
        await store.begin_turn(conversation.id, partial(_with_earlier, turn), None)
    return conversation.id


def _with_earlier(turn: MaskedTurn, earlier: Sequence[str]) -> MaskedTurn:
    return MaskedTurn(list(earlier), turn.text, turn.kinds)


async def texts(database: Database, conversation_id: str) -> list[str]:
    page = await ConversationRepository(database, NO_OUTBOX).read(conversation_id, 0, 10)
    return [message.text for message in page.messages]


def test_a_value_opens_in_its_own_place_only() -> None:
    cipher = ConversationCipher("one", secrets.token_bytes(32))
    sealed = cipher.seal("messages.text", 1, "é" * 2_000)
    assert cipher.open("messages.text", 1, sealed) == "é" * 2_000
    assert cipher.seal("messages.text", 1, "é") != cipher.seal("messages.text", 1, "é")
    assert cipher.seal("messages.text", 1, None) is None
    key = secrets.token_bytes(32)
    others: list[Callable[[], object]] = [
        lambda: cipher.open("messages.text", 2, sealed),
        lambda: cipher.open("notes.text", 1, sealed),
        lambda: ConversationCipher("one", key).open("messages.text", 1, sealed),
        lambda: ConversationCipher("two", key).open("m.t", 1, ConversationCipher("one", key).seal("m.t", 1, "x")),
        lambda: cipher.open("messages.text", 1, sealed[:-4]),
        lambda: cipher.open("messages.text", 1, "plain"),
        lambda: cipher.open("messages.text", 1, "1.é"),
        lambda: cipher.open("messages.text", 1, ""),
    ]
    for other in others:
        with pytest.raises(Unreadable):
            other()


async def test_rows_that_somebody_swapped_do_not_open(store_url: str, tmp_path: Path) -> None:
    database = open_database(store_url, tmp_path)
    one = await said(database, "a", "b")
    other = await said(database, "c")

    def swap(cursor: Cursor) -> None:
        cursor.run(
            "UPDATE messages SET text = (SELECT text FROM messages AS o WHERE o.conversation_id = ? AND o.seq = 2) "
            "WHERE conversation_id = ? AND seq = 1",
            (one, one),
        )
        cursor.run(
            "UPDATE messages SET text = (SELECT text FROM messages AS o WHERE o.conversation_id = ? AND o.seq = 2) "
            "WHERE conversation_id = ?",
            (one, other),
        )

    await database.transaction(swap)
    for conversation_id in (one, other):
        with pytest.raises(Unreadable):
            await texts(database, conversation_id)
    await database.close()


async def test_keys_may_stand_in_a_database_of_their_own(new_database: str, tmp_path: Path) -> None:
    """And two gateways share them."""
    settings = EncryptionSettings(keys=new_database, master_keys=(secrets.token_bytes(32),))
    one, other = (open_database("", tmp_path, settings) for _ in range(2))
    conversation_id = await said(one, "bonjour")
    assert await texts(other, conversation_id) == ["bonjour"]
    assert not (tmp_path / "keys.sqlite").exists()
    await one.close()
    await other.close()


async def test_the_keys_of_another_store_are_refused_and_nothing_is_taken_for_erased(tmp_path: Path) -> None:
    database = open_database("", tmp_path)
    conversation_id = await said(database, "bonjour")
    await database.close()
    shutil.move(tmp_path / "keys.sqlite", tmp_path / "away")
    database = open_database("", tmp_path)
    with pytest.raises(UnusableDatabase, match="keys of another key store"):
        await database.upgrade()
    await database.close()
    shutil.move(tmp_path / "away", tmp_path / "keys.sqlite")
    database = open_database("", tmp_path)
    assert await texts(database, conversation_id) == ["bonjour"]
    await database.close()


async def test_a_key_store_that_does_not_answer_is_no_erasure(tmp_path: Path) -> None:
    database = open_database("", tmp_path)
    conversation_id = await said(database, "bonjour")
    await database.close()
    database = open_database("", tmp_path)
    await database.upgrade()
    holding = sqlite3.connect(tmp_path / "keys.sqlite", isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError):
        await said(database, "x")
    holding.close()
    assert await texts(database, conversation_id) == ["bonjour"]
    await database.close()


async def test_a_master_key_turns_by_period_and_what_it_wrapped_stays_readable(tmp_path: Path) -> None:
    database = open_database("", tmp_path)
    ids = [await said(database, "bonjour") for _ in range(5)]
    masters = MasterKeys((), tmp_path / "master_key")
    first = masters.current()
    for now, kept in ((first.made_at + DAY, 1), (first.made_at + PERIOD, 2), (first.made_at + PERIOD + 60, 2)):
        database.vault.rotate_master(now, PERIOD)
        assert len(masters.all()) == kept
    late = await said(database, "tard")  # by a gateway that knows the new one
    database.vault.rotate_master(first.made_at + PERIOD + 300, PERIOD)
    assert [master.id for master in masters.all()] != [first.id]
    assert len(masters.all()) == 1
    await database.close()
    database = open_database("", tmp_path)
    for conversation_id in ids:
        assert await texts(database, conversation_id) == ["bonjour"]
    assert await texts(database, late) == ["tard"]
    await database.close()


async def test_gateways_that_turn_the_same_master_key_at_once_lose_nothing(tmp_path: Path) -> None:
    databases = [open_database("", tmp_path) for _ in range(4)]
    ids = [await said(database, "bonjour") for database in databases]
    now = time.time()
    for moment in (now + PERIOD, now + PERIOD + 300, now + 2 * PERIOD, now + 2 * PERIOD + 300):
        await asyncio.gather(
            *(asyncio.to_thread(database.vault.rotate_master, moment, PERIOD) for database in databases)
        )
        ids.append(await said(databases[0], "bonjour"))
    for database in databases:
        await database.close()
    database = open_database("", tmp_path)
    for conversation_id in ids:
        assert await texts(database, conversation_id) == ["bonjour"]
    await database.close()


async def test_the_first_master_key_is_not_turned_in_the_second_it_was_made_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_764_000_000.9
    set_clock(monkeypatch, lambda: now, master_key)
    masters = MasterKeys((), tmp_path / "master_key")
    database = open_database("", tmp_path)
    first = masters.current()
    database.vault.rotate_master(now, PERIOD)
    assert masters.all() == [first]
    await database.close()


def test_who_reads_a_master_key_while_another_turns_it_reads_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "master_key"
    turning, reading = MasterKeys((), file), MasterKeys((), file)
    first = turning.current()
    parsed = reading._parsed
    opened: list[Any] = []

    def overwritten_after_it_was_opened() -> object:
        if not opened:
            opened.append(True)
            turning.add(time.time())
            raise SettingsError("zeros")
        return parsed()

    monkeypatch.setattr(reading, "_parsed", overwritten_after_it_was_opened)
    assert reading.all() == turning.all()
    assert reading.all()[1:] == [first]


def test_a_second_name_of_the_file_is_not_overwritten_as_somebody_elses_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "master_key"
    masters = MasterKeys((), file)
    first = masters.current()
    os.link(file, tmp_path / "master_key.0123abcd")  # as between the two steps of making the first
    read_meanwhile = []
    written = masters._written

    def look_first(keys: object) -> Path:
        read_meanwhile.append(MasterKeys((), file).all())
        return written(keys)  # type: ignore[arg-type]

    monkeypatch.setattr(masters, "_written", look_first)
    masters.add(time.time())
    assert read_meanwhile == [[first]]
    assert sorted(tmp_path.iterdir()) == [file]


async def test_a_half_written_file_of_master_keys_does_not_outlive_the_next_turn(tmp_path: Path) -> None:
    database = open_database("", tmp_path)
    await said(database, "bonjour")
    left = tmp_path / "master_key.0a1b2c3d"
    shutil.copy(tmp_path / "master_key", left)
    database.vault.rotate_master(time.time() + PERIOD + 1, PERIOD)
    assert not left.exists()
    await database.close()


async def test_an_operators_master_key_is_replaced_by_setting_the_new_one_before_the_old_one(tmp_path: Path) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    database = open_database("", tmp_path, EncryptionSettings(master_keys=(old,)))
    conversation_id = await said(database, "bonjour")
    await database.close()
    database = open_database("", tmp_path, EncryptionSettings(master_keys=(new, old)))
    database.vault.rotate_master(0, PERIOD)
    await database.close()
    database = open_database("", tmp_path, EncryptionSettings(master_keys=(new,)))
    assert await texts(database, conversation_id) == ["bonjour"]
    await database.close()
    assert not (tmp_path / "master_key").exists()


async def test_key_files_are_for_their_owner_only(tmp_path: Path) -> None:
    database = open_database("", tmp_path / "data")
    conversation_id = await said(database, "bonjour")
    await database.transaction(lambda cursor: cursor.vault.erase(conversation_id))
    for name in ("keys.sqlite", "master_key", "erasures"):
        assert (tmp_path / "data" / name).stat().st_mode & 0o077 == 0
    await database.close()
    (tmp_path / "data" / "master_key").chmod(0o640)
    database = open_database("", tmp_path / "data")
    with pytest.raises(SettingsError, match="can be read by others"):
        await said(database, "x")
    await database.close()


@pytest.mark.parametrize("content", ["", "x", "[]", '[{"key": "AAAA", "made_at": 0}]', "{}"])
def test_a_damaged_master_key_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "master_key"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(SettingsError, match="is damaged"):
        MasterKeys((), file).current()


@pytest.mark.parametrize(
    "environment",
    [
        {"BREACHLINE_MASTER_KEY": "short"},
        {"BREACHLINE_MASTER_KEY": base64.b64encode(bytes(32)).decode()},
        {"BREACHLINE_MASTER_KEY": base64.b64encode(os.urandom(31)).decode()},
        {"BREACHLINE_KEYS": "mysql://x"},
        {"BREACHLINE_KEYS": "postgresql://x", "BREACHLINE_STORE": "postgresql://x"},
        {"BREACHLINE_MASTER_DAYS": "0"},
        {"BREACHLINE_KEEP_RATINGS": "0"},
        {"BREACHLINE_KEEP_CLOSED_AGENTS": "x"},
    ],
)
def test_what_is_unsafe_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"^BREACHLINE_"):
        load_settings(environment)


async def test_memory_holds_few_keys_and_none_that_was_destroyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.encryption.vault.REMEMBERED", 3)
    database = open_database("", tmp_path)
    ids = [await said(database, "bonjour") for _ in range(6)]
    assert len(database.vault._remembered) == 3
    await database.transaction(lambda cursor: cursor.vault.destroy(ids))
    assert not database.vault._remembered
    for conversation_id in ids:
        with pytest.raises(ConversationGone):
            await database.transaction(partial(select_messages, conversation_id=conversation_id, after=0))
    await database.close()


def test_several_that_open_a_new_file_at_once_all_may(tmp_path: Path) -> None:
    for number in range(20):
        stores = [SQLiteKeys(tmp_path / f"{number}.db") for _ in range(6)]
        with ThreadPoolExecutor(len(stores)) as pool:
            assert [*pool.map(lambda store: store.all("SELECT 1"), stores)] == [[(1,)]] * len(stores)
        for store in stores:
            store.close()
