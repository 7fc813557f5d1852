"""Whether what is stored slows a turn: the second part of `make capacity`, which writes it into docs/capacity.md.

A gateway with an empty store and one with 100,000 conversations answer the same turns, one here and one there, with a
stand-in for Rasa, so that nothing but gateway and store is measured. The store is filled by the statements of the
product, sealed, with dates as 29 days would leave them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import psycopg2

from bot.gateway.conversations.model import Conversation, Draft, Offer
from bot.gateway.conversations.rows import (
    answer_in_language,
    insert_conversation,
    insert_messages,
    keep_answer,
    note_turn,
)
from bot.gateway.db import pool, postgresql
from bot.gateway.db.database import Cursor, Database
from bot.gateway.db.open_database import open_database
from bot.gateway.encryption import postgresql_keys
from bot.gateway.settings import EncryptionSettings
from bot.handoff.states import State
from tests.browser.gateway import Gateway
from tests.conftest import ROOT, find_free_port
from tests.gateway.conftest import _new_database as new_database
from tests.gateway.conftest import running_postgresql
from tests.gateway.customer import Customer
from tests.load.lone_gateway import NO_LIMITS
from tests.reports import write_between
from tests.spoken import FR
from tests.staying_up.everything import STAND_IN

PAGE = ROOT / "docs" / "capacity.md"
START, END = "<!-- stored: by `make capacity` -->", "<!-- /stored -->"
CONVERSATIONS = 100_000
BATCH = 20  # conversations in one transaction
TURNS = 1_600  # at each of the two
OF_ONE = 8  # turns of a conversation
DAYS = 29
SITUATION = '{"topics": ["data_affected", "hotline"], "said": "x", "offers": "human"}' * 8  # as long as one often is
ANSWER = "Le statement ne dit rien de votre numéro de compte. " * 8


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS)
    parser.add_argument("--store", choices=("SQLite", "PostgreSQL"), help="only this one; writes nothing")
    asked = parser.parse_args()
    conversations = asked.conversations
    rows = [
        f"{conversations:,} conversations of five messages against none; load {os.getloadavg()[0]:.1f} on two cores.",
        "",
        "| store | a turn with none, p50 / p95 | with all, p50 / p95 | slower by (goal 10 %) |",
        "|---|---|---|---|",
    ]
    with ExitStack() as stack:
        rasa = stack.enter_context(_stand_in())
        server = stack.enter_context(running_postgresql())
        for name in [asked.store] if asked.store else ["SQLite", "PostgreSQL"]:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="stored-")))
            stores = (
                [("", "")] * 2 if name == "SQLite" else [(new_database(server), new_database(server)) for _ in "12"]
            )
            gateways = [
                Gateway(folder / part, f"http://127.0.0.1:{rasa}", rasa, NO_LIMITS | _settings(*urls))
                for part, urls in zip(("none", "all"), stores, strict=True)
            ]
            began = time.monotonic()
            await _fill(*stores[1], gateways[1].folder / "data", conversations)
            sys.stdout.write(f"{name} filled in {time.monotonic() - began:.0f} s.\n")
            sys.stdout.flush()
            try:
                for gateway in gateways:
                    await asyncio.to_thread(gateway.start)
                none, with_all = await _turns(gateways)
            finally:
                for gateway in gateways:
                    gateway.stop()
            slower = statistics.median(with_all) / statistics.median(none) - 1
            rows.append(f"| {name} | {_ms(none)} | {_ms(with_all)} | **{100 * slower:.1f} %** |")
            sys.stdout.write(rows[-1] + "\n")
            sys.stdout.flush()
    if conversations == CONVERSATIONS and not asked.store:
        write_between(PAGE, START, END, "\n".join(rows))


def _settings(store: str, keys: str) -> dict[str, str]:
    return {"BREACHLINE_STORE": store, "BREACHLINE_KEYS": keys}


@contextmanager
def _stand_in() -> Iterator[int]:
    port = find_free_port()
    rasa = subprocess.Popen([sys.executable, "-c", STAND_IN, str(port)], cwd=ROOT)
    try:
        yield port
    finally:
        rasa.kill()
        rasa.wait()


async def _fill(store: str, keys: str, folder: Path, conversations: int) -> None:
    """With transactions that need not survive the machine, so that it takes minutes."""
    hasty = "&options=-c%20synchronous_commit%3Doff"
    pool.Pool._check = lambda self, connection: None  # type: ignore[method-assign]
    postgresql.PATIENCE = postgresql.STATEMENT_PATIENCE = postgresql_keys.PATIENCE = 600  # nobody waits for these
    folder.mkdir(parents=True)
    database = open_database(store and store + hasty, folder, EncryptionSettings(keys=keys and keys + hasty))
    await database.upgrade()
    if not keys:
        database.vault._keys._connected().execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]
    firsts = iter(range(0, conversations, BATCH))

    async def fill() -> None:
        for first in firsts:
            await database.transaction(partial(_insert_some, first, min(BATCH, conversations - first)))

    await asyncio.gather(*(fill() for _ in range(4)))
    await _settle(database, store)
    await database.close()


async def _settle(database: Database, store: str) -> None:
    """What PostgreSQL does by itself within a minute."""
    if store:
        connection = psycopg2.connect(store)
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")
        connection.close()


def _insert_some(first: int, count: int, cursor: Cursor) -> None:
    chance = random.Random(first)
    for number in range(first, first + count):
        conversation = Conversation(f"stored-{number:017d}", FR, State.BOT)
        insert_conversation(cursor, conversation, "web")
        drafts = [Draft("bot", ANSWER, FR, topic="greet", offers=(Offer("Quelles données ?", "/data_affected"),))]
        for turn in range(2):
            note_turn(cursor, conversation.id, f"turn-{turn}")
            drafts += [
                Draft("customer", f"mon IBAN est-il dedans ? {number}", FR, client_message_id=f"turn-{turn}"),
                Draft("bot", ANSWER, FR, topic="data_affected", offers=(Offer("Et mon adresse ?", "/address"),)),
            ]
        insert_messages(cursor, conversation.id, drafts)
        for turn in range(2):
            keep_answer(cursor, conversation.id, f"turn-{turn}", (3 + 2 * turn, 3 + 2 * turn))
        answer_in_language(cursor, conversation.id, FR, SITUATION)
        at = time.time() - chance.random() * DAYS * 24 * 60 * 60
        cursor.run("UPDATE conversations SET started_at = ?, last_at = ? WHERE id = ?", (at, at, conversation.id))


async def _turns(gateways: list[Gateway]) -> tuple[list[float], list[float]]:
    """Milliseconds of each turn at either; who goes first changes, as the second finds the processor's caches warm."""
    found: tuple[list[float], list[float]] = ([], [])
    async with aiohttp.ClientSession() as session:
        for turn in range(TURNS):
            if turn % OF_ONE == 0:
                customers = [Customer(session, gateway.address) for gateway in gateways]
                for customer in customers:
                    await customer.begin(language="fr")
            for which in (0, 1) if turn % 2 else (1, 0):
                began = time.perf_counter()
                await customers[which].say("mon IBAN est-il dedans ?", client_message_id=str(turn))
                found[which].append(1000 * (time.perf_counter() - began))
    return found


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {statistics.quantiles(times, n=20)[-1]:.1f} ms"


if __name__ == "__main__":
    asyncio.run(main())
