"""What an older version kept plain is sealed before anything is served, some at a time, however often it is stopped."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.db import postgresql, schema, sealing, sqlite
from bot.gateway.db.database import Cursor
from bot.gateway.handoff.tickets import tickets_of
from tests.gateway.data.conftest import OUTBOX, Places

COUNT = 23
SAID = "zzplain{number}said"
PLAIN = [SAID.format(number=number) for number in range(COUNT)] + ["zzplainmemory", "zzplaincall", "0470 98 76 54 32"]


@pytest.fixture
def places(store_url: str, tmp_path: Path) -> Places:
    """A store of the version before, with conversations in it."""
    (tmp_path / "backups").mkdir()
    places = Places(store_url, tmp_path / "data", tmp_path / "backups")
    places.data_folder.mkdir()

    def connect() -> Any:
        return psycopg2.connect(store_url) if store_url else sqlite3.connect(places.data_folder / "gateway.sqlite")

    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    engine = create_engine("postgresql://" if store_url else "sqlite://", creator=connect, poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    connection = connect()
    cursor, place = connection.cursor(), "%s" if store_url else "?"
    for number in range(COUNT):
        memory = json.dumps({"memory": "zzplainmemory"})
        values = (f"id{number}", memory)
        cursor.execute(
            "INSERT INTO conversations (id, language, client, state, last_seq, started_at, last_at, situation) "
            f"VALUES ({place}, 'fr', 'web', 'bot', 1, 1790000000, 4000000000, {place})",
            values,
        )
        cursor.execute(
            "INSERT INTO messages (conversation_id, seq, sender, text, language, at) "
            f"VALUES ({place}, 1, 'customer', {place}, 'fr', 1790000000)",
            (f"id{number}", SAID.format(number=number)),
        )
        cursor.execute(
            "INSERT INTO tickets (id, conversation_id, language, text, phone, at) "
            f"VALUES ({place}, {place}, 'fr', 'zzplaincall', '0470 98 76 54 32', 1790000000)",
            (f"ticket{number}", f"id{number}"),
        )
    connection.commit()
    connection.close()
    return places


async def test_everything_plain_is_sealed_at_the_first_start_and_reads_as_before(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 5)
    sizes: list[int] = []

    def seal_some(cursor: Cursor) -> int:
        sizes.append(sealing.seal_some(cursor))
        return sizes[-1]

    for module in (sqlite, postgresql):
        monkeypatch.setattr(module, "seal_some", seal_some)
    database = places.open()
    await database.upgrade()
    assert sizes == [5, 5, 5, 5, 3, 0]
    await _reads_as_before(places)
    await database.close()
    if not places.url:
        assert places.files_with(PLAIN) == []


async def test_sealing_that_was_stopped_goes_on_where_it_was(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 5)
    calls = 0

    def stopped(cursor: Cursor) -> int:
        nonlocal calls
        calls += 1
        sealed = sealing.seal_some(cursor)
        if calls == 3:
            raise KeyboardInterrupt
        return sealed

    with monkeypatch.context() as patched:
        for module in (sqlite, postgresql):
            patched.setattr(module, "seal_some", stopped)
        database = places.open()
        with pytest.raises(KeyboardInterrupt):
            await database.upgrade()
        await database.close()
    await _reads_as_before(places)


async def test_those_who_seal_together_seal_once(places: Places) -> None:
    databases = [places.open() for _ in range(3)]
    await asyncio.gather(*(database.upgrade() for database in databases))
    await _reads_as_before(places)
    for database in databases:
        await database.close()


async def _reads_as_before(places: Places) -> None:
    database = places.open()
    store = ConversationRepository(database, OUTBOX)
    for number in range(COUNT):
        page = await store.read(f"id{number}", 0, 10)
        assert [message.text for message in page.messages] == [SAID.format(number=number)]
        assert page.conversation.situation == '{"memory": "zzplainmemory"}'
        (left,) = await database.transaction(partial(tickets_of, conversation_id=f"id{number}"))
        assert (left.text, left.phone) == ("zzplaincall", "0470 98 76 54 32")
    rows = await database.transaction(
        lambda cursor: (
            cursor.all("SELECT id FROM conversations WHERE sealed IS NULL"),
            cursor.all("SELECT text FROM messages"),
            cursor.all("SELECT text, phone FROM tickets"),
            cursor.all("SELECT situation FROM conversations"),
        )
    )
    assert rows[0] == []
    assert not any(plain in str(rows[1:]) for plain in PLAIN)
    await database.close()
