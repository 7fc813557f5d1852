"""A clock that moved removes nothing wrongly, and one that is right keeps the promise to delete."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.content import incident
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.data.clock import DAY, TOLERANCE, WATCH, Anchor, judge
from bot.gateway.data.retention import INTERVAL, Retention
from bot.gateway.db.database import Database
from bot.gateway.db.open_database import open_database
from bot.gateway.settings import KeepSettings
from tests.gateway.data.conftest import OUTBOX, Places
from tests.spoken import FR

HOUR = 3600.0
PROMISED = incident().retention_days * DAY


@dataclass
class Machine:
    """Its clock may be set; what has passed since it was started may not."""

    wall: float = field(default_factory=time.time)
    ran: float = 1_000.0

    def passes(self, seconds: float) -> None:
        self.wall += seconds
        self.ran += seconds

    def start(self, database: Database) -> Retention:
        return Retention(database, OUTBOX, KeepSettings(), lambda: self.wall, lambda: self.ran)

    async def runs(self, retention: Retention, seconds: float, every: float = INTERVAL) -> None:
        for _ in range(int(seconds / every)):
            self.passes(every)
            await retention.round()


@pytest.fixture
async def database(places: Places) -> AsyncIterator[Database]:
    database = places.open()
    yield database
    await database.close()


async def begun(database: Database, count: int = 3) -> set[str]:
    store = ConversationRepository(database, OUTBOX)
    return {(await store.begin(FR, "web")).id for _ in range(count)}


async def kept(database: Database) -> set[str]:
    rows = await database.transaction(lambda cursor: cursor.all("SELECT id FROM conversations"))
    return {row[0] for row in rows}


@pytest.mark.parametrize("days", [1, 31, 400, 365 * 40])
async def test_a_clock_that_runs_ahead_for_a_while_removes_nothing(
    database: Database, days: int, caplog: pytest.LogCaptureFixture
) -> None:
    machine = Machine()
    ids = await begun(database)
    retention = machine.start(database)
    await retention.round()
    machine.wall += days * DAY
    await machine.runs(retention, 10 * HOUR, every=600)
    assert await kept(database) == ids
    assert "nothing is removed until it is put right" in caplog.text
    machine.wall -= days * DAY
    await machine.runs(retention, HOUR, every=600)
    assert await kept(database) == ids


@pytest.mark.parametrize("days", [2, 31, 400])
async def test_a_gateway_that_starts_with_a_clock_far_ahead_removes_nothing(database: Database, days: int) -> None:
    machine = Machine()
    ids = await begun(database)
    await machine.start(database).round()
    for _ in range(3):  # restarting does not help it
        machine.wall += days * DAY
        retention = machine.start(database)
        await machine.runs(retention, HOUR, every=600)
        machine.wall -= days * DAY
    assert await kept(database) == ids
    await machine.start(database).round()
    assert await kept(database) == ids


async def test_a_store_of_an_older_version_is_no_reason_to_believe_a_clock_that_is_far_ahead(
    database: Database,
) -> None:
    ids = await begun(database)
    machine = Machine()
    machine.wall += 31 * DAY
    await machine.start(database).round()
    assert await kept(database) == ids


async def test_a_clock_that_was_behind_at_boot_and_is_put_right_removes_nothing_young(database: Database) -> None:
    machine = Machine()
    ids = await begun(database)
    await machine.start(database).round()
    right, machine.wall = machine.wall, 0.0
    retention = machine.start(database)
    await machine.runs(retention, HOUR, every=600)
    machine.wall = right + HOUR
    await machine.runs(retention, HOUR, every=600)
    assert await kept(database) == ids


async def test_what_is_old_goes_as_the_days_pass_also_when_the_gateway_was_off_for_a_night(database: Database) -> None:
    machine = Machine()
    await begun(database)
    retention = machine.start(database)
    await machine.runs(retention, 20 * DAY, every=DAY / 4)
    machine.passes(10 * HOUR)
    retention = machine.start(database)
    await machine.runs(retention, 9 * DAY, every=DAY / 4)
    assert await kept(database)
    await machine.runs(retention, DAY, every=DAY / 4)
    assert not await kept(database)


async def test_a_clock_that_stays_where_it_is_is_believed_after_a_day(database: Database) -> None:
    """The gateway was off for a month: it waits, and then keeps the promise."""
    machine = Machine()
    await begun(database)
    await machine.start(database).round()
    machine.passes(PROMISED + DAY)
    retention = machine.start(database)
    await machine.runs(retention, 12 * HOUR, every=HOUR)
    assert await kept(database)
    retention = machine.start(database)  # restarts do not begin the watch anew
    await machine.runs(retention, 11 * HOUR, every=HOUR)
    assert await kept(database)
    await machine.runs(retention, 4 * HOUR, every=HOUR)
    assert not await kept(database)


async def test_what_was_said_while_the_clock_was_ahead_is_not_kept_longer_for_it(database: Database) -> None:
    machine = Machine()
    (conversation_id,) = await begun(database, 1)
    await machine.start(database).round()
    await database.transaction(
        lambda cursor: cursor.run("UPDATE conversations SET last_at = ?", (machine.wall + 400 * DAY,))
    )
    retention = machine.start(database)
    await machine.runs(retention, 31 * DAY, every=DAY / 4)
    assert conversation_id not in await kept(database)


async def test_two_gateways_of_which_one_has_a_wrong_clock_remove_nothing_wrongly(
    new_database: str, tmp_path: Path
) -> None:
    one, other = (open_database(new_database, tmp_path) for _ in range(2))
    ids = await begun(one)
    right, wrong = Machine(), Machine()
    wrong.wall += 40 * DAY
    first, second = right.start(one), wrong.start(other)
    for _ in range(20):
        await right.runs(first, 600, every=600)
        await wrong.runs(second, 600, every=600)
    assert await kept(one) == ids
    await one.close()
    await other.close()


@pytest.mark.parametrize("ran", [None, 0.0, 30.0, DAY, 1000 * DAY])
@pytest.mark.parametrize("watched", [0.0, HOUR, WATCH - 1])
def test_no_jump_of_more_than_a_day_is_believed_at_once(ran: float | None, watched: float) -> None:
    """Not even when what counts the running seconds jumped with it."""
    for days in (3, 31, 10_000):
        anchor, believed = judge(Anchor(0.0, watched), days * DAY, ran)
        if watched + (ran or 0) < WATCH:
            assert not believed
            assert anchor.at == 0.0


def test_a_clock_that_is_set_by_minutes_is_believed() -> None:
    for off in (-TOLERANCE, -60.0, 0.0, 60.0, TOLERANCE):
        assert judge(Anchor(1_000_000.0), 1_000_000.0 + 30 + off, 30.0) == (Anchor(1_000_030.0 + off), True)


async def test_each_kind_has_its_age_and_what_was_removed_is_written_down(database: Database) -> None:
    machine = Machine()
    store = ConversationRepository(database, OUTBOX)
    (conversation_id,) = await begun(database, 1)
    await store.rate(conversation_id, 3, "bien")
    keep = KeepSettings(ratings=5, closed_agents=10)
    await database.transaction(
        lambda cursor: [
            cursor.run(
                "INSERT INTO agents (id, name, display_name, role, languages, disabled, closed_at) "
                "VALUES (?, ?, 'A', 'agent', '[]', ?, ?)",
                (name, name, closed, machine.wall - 11 * DAY),
            )
            for name, closed in (("gone", 1), ("there", 0))
        ]
    )
    retention = Retention(database, OUTBOX, keep, lambda: machine.wall, lambda: machine.ran)
    await retention.round()
    await machine.runs(retention, 6 * DAY, every=DAY / 2)

    rows = await database.transaction(
        lambda cursor: (
            cursor.all("SELECT id FROM agents"),
            cursor.all("SELECT stars FROM ratings"),
            cursor.all("SELECT action, conversation_hash, counts FROM audit_log ORDER BY at"),
        )
    )
    assert rows[0] == [("there",)]
    assert rows[1] == []
    assert rows[2] == [
        ("retention", None, '{"closed_agents": 1, "left": 0}'),
        ("retention", None, '{"ratings": 1, "left": 0}'),
    ]
    assert await kept(database) == {conversation_id}
