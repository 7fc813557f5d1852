"""What serves customers and agents, and what the gateway does by itself, looks things up: it never goes through a table
that grows with all who ever came."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Sequence
from typing import Any

import pytest

from bot.gateway.data.retention import Retention
from bot.gateway.db.database import Cursor, DriverCursor
from bot.gateway.desk.board import QueueSnapshots
from bot.gateway.desk.report import ends, rated, waits_left, waits_taken
from bot.gateway.encryption.key_store import SQLiteKeys
from bot.gateway.handoff.queue import queue_view
from bot.gateway.handoff.tickets import open_tickets, select_tickets
from bot.gateway.handoff.watchdog import Watchdog
from bot.gateway.helpdesks import rows as helpdesk_rows
from bot.gateway.outbox import OutboxWriter, deleted_at_helpdesk, unknown_to_helpdesk
from bot.gateway.settings import KeepSettings
from tests.gateway.conftest import StartGateway
from tests.gateway.customer import next_messages
from tests.gateway.handoff.people import Desk
from tests.gateway.stand_in_rasa import StandInRasa

GROW = (
    *("conversations", "messages", "turns", "buttons", "ratings", "tickets", "notes"),
    *("handoff_log", "helpdesk_threads", "helpdesk_receipts", "audit_log", "conversation_keys"),
)
# Once for a connection, or every ten minutes and without a lock: the time is what it takes to read the table once.
MAY = ("master_id NOT IN", "DELETE FROM helpdesk_threads", "sealed IS NULL")
KEEP = KeepSettings(ratings=1, call_backs_done=1, call_backs_open=1, desk_log=1, closed_agents=1, audit_log=1)

Asked = set[tuple[str, int]]  # statements, and how many values each takes


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The statements on store and keys, as they come."""
    found: Asked = set()
    for of in (DriverCursor, SQLiteKeys):
        original = of._execute

        def execute(self: Any, statement: str, values: Sequence[object], original: Any = original) -> Any:
            found.add((statement, len(values)))
            return original(self, statement, values)

        monkeypatch.setattr(of, "_execute", execute)
    return found


async def test_no_statement_goes_through_a_table_that_grows(
    start_gateway: StartGateway, rasa: StandInRasa, asked: Asked
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")
    desk = Desk("", gateway.settings.data_folder)
    anna = await desk.agent("Anna", "fr")
    customer = gateway.customer()
    await customer.begin(language="fr")
    async with customer.stream() as socket:
        await customer.say("mon numéro est le 0470 12 34 56", client_message_id="x")
        await customer.ask("POST", "/v1/rating", {"stars": 4})
        rasa.custom = {"topic": "ask_human", "handoff": {"priority": "normal"}}
        await customer.say("une personne")
        await next_messages(socket, 4)
    await desk.handoffs.take(customer.id, anna)
    await customer.ask("POST", "/v1/ticket", {"text": "rappelez-moi", "phone": "0470 12 34 56"})
    await customer.read()
    now = time.time()
    await Watchdog(desk.database, desk.handoffs, "desk").look(now)
    await Watchdog(desk.database, desk.handoffs, "webhook").look(now)
    await Retention(desk.database, OutboxWriter(wanted=True), KEEP).round()
    await asyncio.to_thread(desk.database.vault.rotate_master, now + 8 * 24 * 3600, 7 * 24 * 3600.0)
    await QueueSnapshots(desk.database).snapshot()

    def looks(cursor: Cursor) -> None:
        queue_view(cursor, "desk", now)
        select_tickets(cursor, 10)
        open_tickets(cursor)
        for each in (waits_taken, waits_left, ends, rated):
            each(cursor, now - 3600)
        unknown_to_helpdesk(cursor)
        deleted_at_helpdesk(cursor)
        helpdesk_rows.due_rows(cursor, now, 10)
        helpdesk_rows.prune(cursor, now)

    await desk.database.transaction(looks)
    await customer.erase()
    await desk.close()

    folder = gateway.settings.data_folder
    scans = [*_scans(folder / "gateway.sqlite", asked), *_scans(folder / "keys.sqlite", asked)]
    assert len(asked) > 80
    unexpected = [f"{said}: {statement}" for statement, said in scans if not any(part in statement for part in MAY)]
    assert not unexpected, "\n".join(unexpected)


def _scans(file: Any, asked: Asked) -> list[tuple[str, str]]:
    """The statements that go through a growing table in this file, and what SQLite says of them."""
    connection = sqlite3.connect(file)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = []
    for statement, count in sorted(asked):
        if not statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            continue
        named = set(re.findall(r"(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)", statement))
        if not named <= tables:  # of the other file
            continue
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", [None] * count):
            scanned = re.match(r"SCAN (\w+)", row[3])
            if not statement.startswith("DELETE"):  # all that is older than a moment is nearly all, unless it goes then
                scanned = scanned or re.match(r"SEARCH (\w+) .*\((?:last_)?at<\?\)", row[3])
            # An index in its order, up to a limit, is no scan of all.
            if scanned and scanned[1] in GROW and not ("USING" in row[3] and "LIMIT" in statement):
                found.append((statement, row[3]))
    connection.close()
    return found
