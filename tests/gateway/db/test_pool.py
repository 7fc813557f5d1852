"""A PostgreSQL that stops, is busy or comes back: nobody waits long, and nothing is done twice."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import psycopg
import pytest

from bot.environment import SettingsError
from bot.gateway.db import postgresql
from bot.gateway.db.database import Cursor, Database, DatabaseError, UnusableDatabase
from bot.gateway.db.open_database import open_database
from bot.gateway.db.pool import name_of, raise_if_refused
from bot.gateway.settings import EncryptionSettings

OF_THIS_DATABASE = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
LOOKS = 50  # in five seconds a connection that was closed is gone at the server, too


def count_connections(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(f"SELECT COUNT(*) {OF_THIS_DATABASE}").fetchone()
        assert row
        return int(row[0])


def cut_connections(url: str) -> None:
    """What a server that is started anew does to those who were connected."""
    with psycopg.connect(url) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid, 5000) {OF_THIS_DATABASE}")


async def all_at_once(database: Database) -> None:
    """As many transactions as there may be connections, each of them under way before the first one ends."""
    work = [database.transaction(lambda cursor: cursor.one("SELECT pg_sleep(0.2)")) for _ in range(8)]
    await asyncio.gather(*work)


async def test_no_more_connections_are_made_than_may_be(new_database: str, tmp_path: Path) -> None:
    database = open_database(new_database, tmp_path)
    await asyncio.gather(*(all_at_once(database) for _ in range(2)))
    for _ in range(LOOKS):
        if count_connections(new_database) <= postgresql.CONNECTIONS:
            break
        await asyncio.sleep(0.1)
    assert 1 < count_connections(new_database) <= postgresql.CONNECTIONS
    await database.close()


async def test_a_server_that_was_started_anew_costs_nobody_an_answer(new_database: str, tmp_path: Path) -> None:
    database = open_database(new_database, tmp_path)
    await all_at_once(database)
    cut_connections(new_database)
    await all_at_once(database)
    await database.close()


async def test_keys_are_there_again_when_their_server_was_started_anew(new_database: str, tmp_path: Path) -> None:
    database = open_database("", tmp_path, EncryptionSettings(keys=new_database))
    await database.upgrade()
    first = database.vault.identity()
    cut_connections(new_database)
    assert await asyncio.to_thread(database.vault.identity) == first
    await database.close()


async def test_what_may_have_been_kept_is_not_done_again(new_database: str, tmp_path: Path) -> None:
    """A connection that breaks in mid-transaction leaves unknown how it ended."""
    database = open_database(new_database, tmp_path)
    await database.upgrade()
    times = 0

    def work(cursor: Cursor) -> None:
        nonlocal times
        times += 1
        cursor.one("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseError):
        await database.transaction(work)
    assert times == 1
    await database.close()


async def test_a_database_that_comes_late_is_used_once_it_is_there(new_database: str, tmp_path: Path) -> None:
    late = new_database.replace("/gateway_", "/late_")
    database = open_database(late, tmp_path)
    with pytest.raises(DatabaseError):
        await database.transaction(lambda cursor: None)
    with psycopg.connect(new_database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {late.split('/')[3].split('?')[0]}")
    await database.transaction(lambda cursor: None)
    await database.close()


@pytest.mark.parametrize("of", ["store", "keys"])
async def test_a_server_that_lets_nobody_in_is_told_of_with_its_reason(
    new_database: str, tmp_path: Path, of: str
) -> None:
    """Waiting would mend nothing; a gateway that starts ends with this sentence."""
    absent = new_database.replace("/gateway_", "/absent_")
    nobody = re.sub(r"//[^@/]*@", "//nobody:a%20password@", new_database)
    assert nobody != new_database
    for url, reason in ((absent, 'database "absent_'), (nobody, "nobody")):
        database = open_database(*((url, tmp_path) if of == "store" else ("", tmp_path, EncryptionSettings(keys=url))))
        with pytest.raises(UnusableDatabase, match=f"BREACHLINE_{of.upper()}.*{reason}") as refused:
            await database.upgrade()
        assert "a password" not in str(refused.value)
        assert "a%20password" not in str(refused.value)
        await database.close()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('FATAL:  password authentication failed for user "me"\n', 'password authentication failed for user "me"'),
        ("fe_sendauth: no password supplied\n", "no password supplied"),
        (
            'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "me", database "x", no encryption\n',
            'no pg_hba.conf entry for host "10.0.0.7", user "me", database "x", no encryption',
        ),
        ("Connection refused\n\tIs the server running on that host?\n", ""),
        ("FATAL:  the database system is starting up\n", ""),
        ("FATAL:  sorry, too many clients already\n", ""),
    ],
)
def test_what_waiting_mends_is_no_refusal(monkeypatch: pytest.MonkeyPatch, said: str, reason: str) -> None:
    def connect(*_: object, **__: object) -> None:
        raise psycopg.OperationalError(f'connection failed: connection to server at "db", port 5432 failed: {said}')

    monkeypatch.setattr(psycopg, "connect", connect)
    if not reason:
        raise_if_refused("BREACHLINE_STORE", "postgresql://me:secret@db/x")
        return
    with pytest.raises(UnusableDatabase) as refused:
        raise_if_refused("BREACHLINE_STORE", "postgresql://me:secret@db/x")
    assert str(refused.value) == f"PostgreSQL does not let us in at postgresql://me@db/x (BREACHLINE_STORE): {reason}"


def test_a_name_for_people_has_no_password() -> None:
    for url, name in (
        ("postgresql://me:secret@db.example:5433/store?sslmode=require", "postgresql://me@db.example:5433/store"),
        ("postgresql://db.example/store?user=me&password=secret", "postgresql://me@db.example/store"),
        ("postgresql:///store?host=/run/postgresql", "postgresql:///store?host=/run/postgresql"),
    ):
        assert name_of(url) == name


@pytest.mark.parametrize(
    "url", ["postgresql://gateway:pa%ss-word@db/x", "postgresql://gateway:pass-word@db/x?pass-word=1"]
)
def test_an_address_that_cannot_be_read_is_refused_and_its_password_not_shown(url: str, tmp_path: Path) -> None:
    for name, store, keys in (("BREACHLINE_STORE", url, ""), ("BREACHLINE_KEYS", "", url)):
        with pytest.raises(SettingsError, match=name) as refused:
            open_database(store, tmp_path, EncryptionSettings(keys=keys))
        assert "word" not in str(refused.value).replace("PASSWORD", "").replace("password", "")
