"""The store's tables come to the revision that the code needs, whatever they were, and nothing that was kept is lost."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.conversations.tokens import Tokens
from bot.gateway.db import schema
from bot.gateway.db.database import Database, DatabaseError, NewerDatabase
from bot.gateway.db.open_database import open_database
from bot.gateway.db.sealing import DIGESTED, ONLY_ROW, SEALED
from bot.gateway.encryption.cipher import VERSION
from bot.gateway.encryption.vault import Vault
from bot.gateway.outbox import OutboxWriter
from bot.gateway.secret import signing_secrets
from tests.conftest import ROOT, find_free_port
from tests.gateway.conftest import StartGateway
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import FR

BEFORE = (Path(__file__).with_name("before_revisions.sql")).read_text()
TABLES = re.findall(r"CREATE TABLE (\w+)", BEFORE)
NO_OUTBOX = OutboxWriter(wanted=False)


class Kept:
    """A store seen from outside: its tables, without any of our code."""

    def __init__(self, url: str, data_folder: Path) -> None:
        self.url, self.data_folder = url, data_folder
        self.file = data_folder / "gateway.sqlite"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BREACHLINE_STORE": url,
            "BREACHLINE_DATA": str(data_folder),
        }

    def run(self, *statements: str) -> None:
        connection = self._connect()
        for statement in statements:
            connection.cursor().execute(statement)
        connection.commit()
        connection.close()

    def rows(self, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
        connection = self._connect()
        cursor = connection.cursor()
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
        rows = [tuple(row) for row in cursor.fetchall()]
        connection.close()
        return rows

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that the first tables had, with what is sealed opened."""
        vault = self.open().vault
        return {
            table: [self._opened(vault, table, row) for row in self.rows(table, ", ".join(_first_columns(table)))]
            for table in TABLES
        }

    def sealed_values(self) -> list[str]:
        """What stands in the columns that are to be sealed, as it stands there."""
        columns = [*((table, column) for table, _, names in SEALED for column in names), *DIGESTED]
        return [row[0] for table, column in columns for row in self.rows(table, f"{column}, 1") if row[0] is not None]

    @staticmethod
    def _opened(vault: Vault, table: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = dict(zip(_first_columns(table), row, strict=True))
        row_column, sealed = next((one[1:] for one in SEALED if one[0] == table), (None, ()))
        for column in values.keys() & set(sealed):
            if str(values[column]).startswith(VERSION):
                cipher = vault.cipher(values["conversation_id"])
                place = values[row_column] if row_column else ONLY_ROW
                values[column] = cipher.open(f"{table}.{column}", place, values[column])
        if (table, "client_message_id") in DIGESTED and values["client_message_id"].startswith(VERSION):
            cipher = vault.cipher(values["conversation_id"])
            found = {cipher.digest(f"{table}.client_message_id", plain): plain for plain in ("first", "left")}
            values["client_message_id"] = found[values["client_message_id"]]
        return tuple(values.values())

    def open(self) -> Database:
        return open_database(self.url, self.data_folder)

    def _connect(self) -> Any:
        if self.url:
            return psycopg2.connect(self.url)
        self.data_folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.file)
        connection.execute("PRAGMA journal_mode=WAL")  # as the gateway leaves it
        return connection


def _first_columns(table: str) -> list[str]:
    body = re.search(rf"CREATE TABLE {table} \((.*?)\n\);", BEFORE, re.DOTALL)
    assert body
    return [word for word in re.findall(r"^    (\w+)", body[1], re.MULTILINE) if word.islower()]


def _statements(script: str) -> list[str]:
    return [statement for statement in script.split(";\n") if statement.strip()]


@pytest.fixture
def kept(empty_store_url: str, tmp_path: Path) -> Kept:
    """An empty store."""
    return Kept(empty_store_url, tmp_path / "data")


@pytest.fixture
def old(kept: Kept) -> Kept:
    """A store as a gateway left it that knew of no revisions, with something in every table."""
    kept.run(*_statements(BEFORE))
    assert all(kept.everything().values())
    return kept


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    return config


def test_the_code_needs_the_last_revision_and_there_is_one_line_of_them() -> None:
    script = ScriptDirectory.from_config(_config())
    assert script.get_heads() == [schema.LATEST]
    assert len(script.get_bases()) == 1


async def test_tables_without_a_revision_are_taken_over_with_all_that_is_in_them(old: Kept) -> None:
    before = old.everything()
    for _ in range(2):  # the second time there is nothing to do
        database = old.open()
        await database.upgrade()
        await database.close()
        assert old.everything() == before
        assert old.rows("alembic_version", "version_num, 1") == [(schema.LATEST, 1)]
    assert len(old.sealed_values()) == 15
    assert all(value.startswith(VERSION) for value in old.sealed_values())


async def test_old_and_new_stores_have_the_same_tables(old: Kept, tmp_path: Path) -> None:
    new = Kept("", tmp_path / "new")
    columns: dict[tuple[Kept, str], set[str]] = {}
    for one in (old, new):
        database = one.open()
        await database.upgrade()
        for table in TABLES:
            connection = one._connect()
            cursor = connection.cursor()
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            names = {column[0] for column in cursor.description}
            connection.close()
            assert columns.setdefault(table, names) == names
        await database.close()


async def test_a_conversation_goes_on_in_tables_that_were_taken_over(
    old: Kept, start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=old.url)
    customer = gateway.customer()
    customer.token, _ = Tokens(signing_secrets(gateway.settings), 24).make("waits")
    assert [message["text"] for message in await customer.read()] == ["hallo", "Dag: 100 %", "U wacht."]
    assert [message["text"] for message in await customer.say("hallo", client_message_id="first")] == ["Dag: 100 %"]
    assert (await customer.press("press"))[0]["details"]["handoff"] == "cancelled"
    assert (await customer.say("en nu?"))[0]["text"] == "You said: en nu?"
    await customer.erase()
    assert [row[0] for row in old.rows("conversations", "id, state")] == ["held"]


async def test_those_who_start_together_upgrade_once(old: Kept) -> None:
    before = old.everything()
    command = (sys.executable, "-m", "bot.gateway.migrate")
    starting = [
        await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env=old.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        for _ in range(3)
    ]
    databases = [old.open() for _ in range(3)]
    await asyncio.gather(*(database.upgrade() for database in databases))
    said = [(await one.communicate())[0].decode() for one in starting]
    assert [one.returncode for one in starting] == [0, 0, 0], said
    assert all(f"up to date, at revision {schema.LATEST}." in text for text in said)
    assert old.everything() == before
    assert old.rows("alembic_version", "version_num, 1") == [(schema.LATEST, 1)]
    for database in databases:
        await database.close()


async def test_who_comes_second_waits_for_who_upgrades(old: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than a turn may take, and longer than SQLite waits otherwise."""
    monkeypatch.setattr("bot.gateway.db.sqlite.PATIENCE", 0.1)
    holding = old._connect()
    holding.cursor().execute("SELECT pg_advisory_lock(20261122)" if old.url else "BEGIN IMMEDIATE")
    database = old.open()
    upgrading = asyncio.create_task(database.upgrade())
    await asyncio.sleep(1)
    assert not upgrading.done()
    holding.close()
    await upgrading
    await database.close()


@pytest.mark.parametrize("module", ["bot.gateway", "bot.gateway.migrate", "bot.gateway.desk.agents"])
async def test_a_store_that_is_newer_than_the_code_is_left_alone_with_a_sentence(old: Kept, module: str) -> None:
    database = old.open()
    await database.upgrade()
    await database.close()
    old.run("UPDATE alembic_version SET version_num = '9999'")
    before = old.everything()
    environment = {**old.environment, "PORT": str(find_free_port())}
    starting = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, "list"), cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    said = (await asyncio.wait_for(starting.communicate(), 60))[1].decode()
    assert starting.returncode == 1
    assert f"The store has revision 9999, and this version knows up to {schema.LATEST}: start the version" in said
    assert said.rstrip().endswith("from before.")
    assert "Traceback" not in said
    assert old.everything() == before
    database = old.open()
    with pytest.raises(NewerDatabase):
        await database.ping()
    await database.close()


async def test_a_revision_that_fails_leaves_the_store_as_it_was(
    old: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "100% migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    (folder / "versions" / "0098_begins.py").write_text(
        f"from alembic import op\nrevision, down_revision = '0098', '{schema.LATEST}'\n"
        "def upgrade() -> None:\n"
        "    op.execute('ALTER TABLE messages ADD COLUMN later TEXT')\n"
        "    op.execute(\"UPDATE messages SET later = 'x'\")\n"
    )
    (folder / "versions" / "0099_fails.py").write_text(
        "from alembic import op\nrevision, down_revision = '0099', '0098'\n"
        "def upgrade() -> None:\n    op.execute('ALTER TABLE nothing ADD COLUMN later TEXT')\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    monkeypatch.setattr(schema, "LATEST", "0099")
    before = [old.rows(table) for table in TABLES]
    database = old.open()
    with pytest.raises(DatabaseError):
        await database.upgrade()
    assert [old.rows(table) for table in TABLES] == before
    with pytest.raises((sqlite3.OperationalError, psycopg2.errors.UndefinedTable)):
        old.rows("alembic_version", "version_num, 1")
    monkeypatch.undo()
    await database.upgrade()  # the same one goes on once the revision is mended
    assert (await ConversationRepository(database, NO_OUTBOX).read("held", 0, 10)).messages
    await database.close()


async def test_a_file_put_back_from_before_revisions_while_it_is_open_is_brought_up_to_date(tmp_path: Path) -> None:
    copy, kept = Kept("", tmp_path / "copy"), Kept("", tmp_path / "data")
    copy.run(*_statements(BEFORE))
    database = kept.open()
    store = ConversationRepository(database, NO_OUTBOX)
    await store.begin(FR, "web")
    for part in kept.data_folder.glob("gateway.sqlite*"):
        part.unlink()
    shutil.copy(copy.file, kept.file)
    assert [message.text for message in (await store.read("held", 0, 10)).messages] == ["bonjour"]
    await store.begin(FR, "web")
    assert kept.rows("alembic_version", "version_num, 1") == [(schema.LATEST, 1)]
    await database.close()


async def test_a_column_that_a_later_version_added_is_in_nobodys_way(
    kept: Kept, start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    """As while gateways are replaced one after the other: the first to start upgrades for all."""
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=kept.url)
    kept.run(*(f"ALTER TABLE {table} ADD COLUMN later TEXT" for table in TABLES))
    rasa.buttons = [{"title": "oui", "payload": "/affirm"}]
    customer = gateway.customer()
    await customer.begin(language="fr")
    (answer,) = await customer.say("bonjour", client_message_id="x")
    await customer.press(answer["buttons"][0]["id"])
    await customer.ask("POST", "/v1/rating", {"stars": 4})
    await customer.ask("POST", "/v1/ticket", {"text": "rappelez-moi", "phone": "0470 12 34 56"})
    assert len(await customer.read()) == 6
    await customer.erase()


def test_every_insert_names_its_columns() -> None:
    """Else a column that is added breaks it in each version that does not know of it."""
    for file in (ROOT / "bot" / "gateway").rglob("*.py"):
        assert not re.search(r"INSERT\s+INTO\s+\w+\s+(VALUES|SELECT)", file.read_text()), file


async def test_a_store_that_is_up_to_date_costs_the_start_no_alembic(kept: Kept) -> None:
    database = kept.open()
    await database.upgrade()
    await database.close()
    look = (
        "import asyncio, sys; from pathlib import Path; import bot.gateway.app\n"
        "from bot.gateway.db.open_database import open_database\n"
        f"asyncio.run(open_database({kept.url!r}, Path({str(kept.data_folder)!r})).upgrade())\n"
        "print([name for name in sys.modules if name in ('alembic', 'sqlalchemy', 'mako')])"
    )
    looking = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", look), cwd=ROOT, env=kept.environment, stdout=asyncio.subprocess.PIPE
    )
    assert (await looking.communicate())[0].decode().strip() == "[]"
