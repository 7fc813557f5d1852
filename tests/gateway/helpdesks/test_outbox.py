"""The outbox tells everything once and in order, whatever the helpdesk, the gateway and the clock do meanwhile."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, generate_latest

from bot.gateway import outbox
from bot.gateway.background import Supervisor
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.db.database import Database
from bot.gateway.db.open_database import open_database
from bot.gateway.helpdesks import delivery
from bot.gateway.helpdesks.agent_texts import request_note
from bot.gateway.helpdesks.chatwoot.adapter import Chatwoot
from bot.gateway.helpdesks.delivery import MAX_WAIT, PARK_AFTER, Delivery
from bot.gateway.helpdesks.helpdesk import (
    CallBack,
    Entry,
    MessageAdded,
    PermanentFailure,
    Requested,
    TemporaryFailure,
    TicketRef,
)
from bot.gateway.metrics import OutboxMetrics
from bot.gateway.notifier import Notifier
from bot.gateway.outbox import Kind, OutboxWriter
from bot.privacy.masking import mask_turn
from tests.gateway.clocks import set_clock
from tests.gateway.helpdesks.chatwoot_server import ChatwootServer
from tests.gateway.helpdesks.faulty import Fault
from tests.spoken import FR


class Clock:
    """Seconds since 1970; goes on only when it is told."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Listening:
    """A helpdesk in this process that writes down what it is told, and fails as it is told."""

    name: str = "webhook"
    told: list[tuple[str, Entry, bool]] = field(default_factory=list)
    fails: Exception | None = None
    before: Callable[[], Awaitable[None]] | None = None

    async def deliver(self, entry: Entry, ref: TicketRef, again: bool) -> TicketRef:
        if self.before:
            await self.before()
        if self.fails:
            raise self.fails
        self.told.append((ref.reference, entry, again))
        opens = isinstance(entry, Requested | CallBack)
        return replace(ref, ticket=ref.reference) if opens else ref

    def keys(self) -> list[str]:
        return [entry.key for _, entry, _ in self.told]


@dataclass
class Bench:
    """A database with conversations, an outbox, and who listens."""

    database: Database
    clock: Clock
    helpdesk: Listening
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    rows: OutboxWriter = field(default_factory=lambda: OutboxWriter(wanted=True))

    def __post_init__(self) -> None:
        self.outbox = self.another()
        self.store = ConversationRepository(self.database, OutboxWriter(wanted=False))

    def another(self) -> Delivery:
        """As after a restart, or in a second gateway."""
        metrics = OutboxMetrics(CollectorRegistry() if hasattr(self, "outbox") else self.registry)
        return Delivery(
            self.database,
            self.helpdesk,  # type: ignore[arg-type]
            notifier=Notifier(),
            metrics=metrics,
            clock=self.clock,
            chance=lambda: 1.0,
        )

    async def conversation(self, *texts: str) -> str:
        conversation = await self.store.begin(FR, "web")
        for text in texts:
            await self.say(conversation.id, text)
        return conversation.id

    async def say(self, conversation_id: str, text: str) -> int:
        await self.store.begin_turn(conversation_id, partial(mask_turn, text=text), None)
        page = await self.store.read(conversation_id, 0, 1000)
        return page.messages[-1].seq

    async def add(self, conversation_id: str, kind: Kind, **body: object) -> None:
        await self.database.transaction(lambda cursor: self.rows.add(cursor, conversation_id, kind, dict(body)))
        # The rows are written by the wall clock; the test's own decides what is due.
        await self.database.transaction(
            lambda cursor: cursor.run("UPDATE outbox SET next_at = ? WHERE tries = 0", (self.clock.now,))
        )

    async def length(self) -> tuple[int, int]:
        """How many wait, and how many are parked."""
        rows = await self.database.transaction(lambda cursor: cursor.all("SELECT parked FROM outbox"))
        return sum(not row[0] for row in rows), sum(bool(row[0]) for row in rows)

    def metric(self, name: str) -> float:
        lines = generate_latest(self.registry).decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))


@pytest.fixture
async def bench(store_url: str, tmp_path: Path) -> AsyncIterator[Bench]:
    database = open_database(store_url, tmp_path)
    yield Bench(database, Clock(), Listening())
    await database.close()


async def test_what_was_said_before_a_request_goes_with_it_and_what_follows_goes_by_itself(bench: Bench) -> None:
    one = await bench.conversation("bonjour", "je veux quelqu'un")
    await bench.add(one, "requested", urgent=True, topic="ask_human")
    await bench.add(one, "message", seq=await bench.say(one, "vous êtes là ?"))
    await bench.outbox.work_off()
    (_, request, _), (_, said, _) = bench.helpdesk.told
    assert isinstance(request, Requested)
    assert isinstance(said, MessageAdded)
    assert [line.text for line in request.lines] == ["bonjour", "je veux quelqu'un"]
    assert (request.urgent, request.topic, said.line.text) == (True, "ask_human", "vous êtes là ?")
    assert await bench.length() == (0, 0)


async def test_why_somebody_presses_is_told_only_of_who_was_defrauded(bench: Bench) -> None:
    one = await bench.conversation("bonjour")
    for body in ({"urgent": True, "defrauded": True}, {"urgent": True, "defrauded": False}, {"urgent": True}):
        await bench.add(one, "requested", **body)
        await bench.outbox.work_off()
    told = [entry for _, entry, _ in bench.helpdesk.told if isinstance(entry, Requested)]
    assert [entry.urgent for entry in told] == [True, True, True]
    # The last as older versions wrote it.
    assert ["fraudé" in request_note(entry) for entry in told] == [True, False, True]


async def test_a_second_request_tells_only_what_is_new(bench: Bench) -> None:
    one = await bench.conversation("un")
    await bench.add(one, "requested", urgent=False, topic=None)
    await bench.outbox.work_off()
    await bench.add(one, "cancelled")
    await bench.say(one, "deux")
    await bench.add(one, "requested", urgent=False, topic=None)
    await bench.outbox.work_off()
    last = bench.helpdesk.told[-1][1]
    assert isinstance(last, Requested)
    assert [line.text for line in last.lines] == ["deux"]
    assert len({reference for reference, _, _ in bench.helpdesk.told}) == 1


async def test_nothing_is_lost_or_out_of_order_when_the_helpdesk_is_away_for_ten_minutes(bench: Bench) -> None:
    bench.helpdesk.fails = TemporaryFailure("no connection")
    conversations = [await bench.conversation("bonjour") for _ in range(5)]
    for one in conversations:
        await bench.add(one, "requested", urgent=False, topic=None)
        for number in range(3):
            await bench.add(one, "message", seq=await bench.say(one, f"message {number}"))
    began = bench.clock.now
    while bench.clock.now < began + 600:
        await bench.outbox.work_off()
        bench.clock.now += 10
    assert await bench.length() == (20, 0)
    bench.outbox = bench.another()  # and the gateway was restarted meanwhile
    bench.helpdesk.fails = None
    while bench.clock.now < began + 600 + MAX_WAIT:
        await bench.outbox.work_off()
        bench.clock.now += 10
    assert await bench.length() == (0, 0)
    assert len(bench.helpdesk.told) == len(set(bench.helpdesk.keys())) == 20
    by_reference: dict[str, list[str]] = {}
    for reference, entry, _ in bench.helpdesk.told:
        by_reference.setdefault(reference, []).append(entry.key)
    assert len(by_reference) == 5
    assert all(keys == sorted(keys) for keys in by_reference.values())
    assert all(again for _, entry, again in bench.helpdesk.told if isinstance(entry, Requested))


async def test_tries_come_less_and_less_often_but_at_least_every_five_minutes(bench: Bench) -> None:
    bench.helpdesk.fails = TemporaryFailure("status 503")
    await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    waits = []
    for _ in range(12):
        before = bench.metric("breachline_outbox_failures_total")
        began = bench.clock.now
        while bench.metric("breachline_outbox_failures_total") == before:
            await bench.outbox.work_off()
            bench.clock.now += 1
        waits.append(bench.clock.now - began)
    assert waits[1] < waits[4] < waits[7]
    assert max(waits) <= MAX_WAIT + 1
    assert waits[-1] >= MAX_WAIT / 2


async def test_the_time_that_a_helpdesk_asks_for_is_kept(bench: Bench) -> None:
    bench.helpdesk.fails = TemporaryFailure("status 429", 30)
    await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    await bench.outbox.work_off()
    bench.helpdesk.fails = None
    bench.clock.now += 29
    await bench.outbox.work_off()
    assert bench.helpdesk.told == []
    bench.clock.now += 2
    await bench.outbox.work_off()
    assert len(bench.helpdesk.told) == 1


async def test_what_is_refused_is_parked_counted_and_said_and_what_follows_is_told(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    one = await bench.conversation("zebrafinch")
    await bench.add(one, "requested", urgent=False, topic=None)
    bench.helpdesk.fails = PermanentFailure("status 422")
    await bench.outbox.work_off()
    bench.helpdesk.fails = None
    await bench.add(one, "cancelled")
    await bench.outbox.work_off()
    assert len(bench.helpdesk.told) == 1
    assert await bench.length() == (0, 1)
    assert bench.metric("breachline_outbox_parked") == 1
    assert "(requested), which is parked: status 422" in caplog.text
    assert "zebrafinch" not in caplog.text
    assert one not in caplog.text


async def test_what_could_not_be_told_for_days_is_parked(bench: Bench) -> None:
    bench.helpdesk.fails = TemporaryFailure("late")
    await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    rows = await bench.database.transaction(lambda cursor: cursor.all("SELECT id FROM outbox"))
    bench.clock.now = int(rows[0][0].split("-")[0]) / 1e9 + PARK_AFTER - 10
    await bench.outbox.work_off()
    assert await bench.length() == (1, 0)
    assert bench.metric("breachline_outbox_oldest_seconds") == pytest.approx(PARK_AFTER - 10)
    bench.clock.now += MAX_WAIT
    await bench.outbox.work_off()
    assert await bench.length() == (0, 1)


async def test_trouble_is_said_once_and_its_end_too(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    bench.helpdesk.fails = TemporaryFailure("status 503")
    for _ in range(5):
        await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    await bench.outbox.work_off()
    bench.helpdesk.fails = None
    bench.clock.now += MAX_WAIT
    await bench.outbox.work_off()
    said = [record.getMessage() for record in caplog.records if record.name == delivery.__name__]
    assert said == ["The helpdesk cannot be told now: status 503.", "The helpdesk can be told again."]


async def test_a_slow_conversation_does_not_hold_up_the_others_and_not_too_many_are_told_at_once(bench: Bench) -> None:
    at_once, most = 0, 0
    released = asyncio.Event()

    async def busy() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        if most == delivery.AT_ONCE:
            released.set()
        await released.wait()
        at_once -= 1

    bench.helpdesk.before = busy
    for _ in range(20):
        await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    async with asyncio.timeout(20):
        await bench.outbox.work_off()
    assert most == delivery.AT_ONCE
    assert len(bench.helpdesk.told) == 20


async def test_what_is_new_is_told_while_a_slow_conversation_is_still_being_told(bench: Bench) -> None:
    slow, released = asyncio.Event(), asyncio.Event()

    async def once_slow() -> None:
        if not slow.is_set():
            slow.set()
            await released.wait()

    bench.helpdesk.before = once_slow
    await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    supervisor = Supervisor([bench.outbox.job()], Counter("failures", "", ["job"], registry=CollectorRegistry()))
    supervisor.start()
    async with asyncio.timeout(20):
        await slow.wait()
        await bench.add(await bench.conversation("encore"), "requested", urgent=False, topic=None)
        while not bench.helpdesk.told:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.02)
    (_, entry, _) = bench.helpdesk.told[0]
    assert isinstance(entry, Requested)
    assert entry.lines[0].text == "encore"
    released.set()
    await supervisor.stop()
    await bench.outbox.close()


async def test_two_gateways_tell_each_thing_once(bench: Bench) -> None:
    for _ in range(10):
        one = await bench.conversation("bonjour")
        await bench.add(one, "requested", urgent=False, topic=None)
        await bench.add(one, "message", seq=await bench.say(one, "encore"))
    second = bench.another()
    for _ in range(3):
        await asyncio.gather(bench.outbox.work_off(), second.work_off())
    assert len(bench.helpdesk.keys()) == len(set(bench.helpdesk.keys())) == 20


async def test_a_gateway_that_dies_while_it_tells_is_followed_by_one_that_tells_again(bench: Bench) -> None:
    telling = asyncio.Event()

    async def forever() -> None:
        telling.set()
        await asyncio.Event().wait()

    bench.helpdesk.before = forever
    await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    first = asyncio.create_task(bench.outbox.work_off())
    await telling.wait()
    first.cancel()
    await asyncio.wait([first])
    bench.helpdesk.before = None
    second = bench.another()
    await second.work_off()
    assert bench.helpdesk.told == [], "the first one may still be at it"
    bench.clock.now += delivery.LEASE
    await second.work_off()
    assert [again for _, _, again in bench.helpdesk.told] == [True]


async def test_what_was_erased_is_not_told_any_more_except_that_it_was(bench: Bench) -> None:
    one = await bench.conversation("bonjour")
    await bench.add(one, "requested", urgent=False, topic=None)
    await bench.outbox.work_off()
    await bench.add(one, "message", seq=await bench.say(one, "secret"))
    await bench.database.transaction(lambda cursor: cursor.run("DELETE FROM conversations"))
    await bench.add(one, "erased")
    await bench.outbox.work_off()
    assert [type(entry).__name__ for _, entry, _ in bench.helpdesk.told] == ["Requested", "Erased"]
    bench.clock.now += delivery.PRUNE_EVERY
    await bench.outbox.work_off()
    rows = await bench.database.transaction(lambda cursor: cursor.all("SELECT * FROM helpdesk_threads"))
    assert rows == []


async def test_a_fault_of_ours_holds_up_one_conversation_only(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    bench.helpdesk.fails = RuntimeError("zebrafinch")
    await bench.outbox.work_off()
    bench.helpdesk.fails = None
    await bench.add(await bench.conversation("bonjour"), "requested", urgent=False, topic=None)
    await bench.outbox.work_off()
    assert len(bench.helpdesk.told) == 1
    assert await bench.length() == (1, 0)
    assert "zebrafinch" not in caplog.text


async def test_rows_that_nobody_can_read_are_parked(bench: Bench) -> None:
    one = await bench.conversation("bonjour")
    await bench.add(one, "message", seq="x")
    await bench.add(one, "ended")
    await bench.database.transaction(
        lambda cursor: cursor.run(
            "INSERT INTO outbox (id, conversation_id, kind, body, tries, next_at, parked) VALUES ('00000000000000000001-x', ?, 'requested', '[', 0, 0, 0)",
            (one,),
        )
    )
    await bench.add(one, "cancelled")
    for _ in range(5):
        await bench.outbox.work_off()
    assert [type(entry).__name__ for _, entry, _ in bench.helpdesk.told] == ["Requested", "Cancelled"]
    assert await bench.length() == (0, 2)


async def test_a_real_helpdesk_that_goes_down_and_comes_back_has_everything_once(
    bench: Bench, chatwoot: Chatwoot, chatwoot_there: ChatwootServer
) -> None:
    told = Delivery(
        bench.database,
        chatwoot,
        notifier=Notifier(),
        metrics=OutboxMetrics(CollectorRegistry()),
        clock=bench.clock,
        chance=lambda: 1.0,
    )
    one = await bench.conversation("bonjour")
    await bench.add(one, "requested", urgent=False, topic=None)
    await told.work_off()
    port = int(chatwoot_there.url.rsplit(":", 1)[1])
    await chatwoot_there.stop()
    for number in range(4):
        await bench.add(one, "message", seq=await bench.say(one, f"message {number}"))
        await told.work_off()
        bench.clock.now += 150
    await chatwoot_there.start(port)
    faults: tuple[Fault, ...] = ("reset after", "429", "500")
    for fault in faults:
        chatwoot_there.faults.next.append(fault)
        bench.clock.now += MAX_WAIT
        await told.work_off()
    bench.clock.now += MAX_WAIT
    await told.work_off()
    assert await bench.length() == (0, 0)
    assert chatwoot_there.said(chatwoot_there.ticket) == ["bonjour", *(f"message {number}" for number in range(4))]


async def test_a_clock_that_goes_back_between_two_rows_does_not_turn_them_round(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation_id = await bench.conversation("une personne")
    now = time.time()
    set_clock(monkeypatch, lambda: now, outbox)
    await bench.add(conversation_id, "requested", urgent=False, topic=None)
    set_clock(monkeypatch, lambda: now - 1, outbox)
    await bench.add(conversation_id, "cancelled")
    await bench.outbox.work_off()
    assert [type(entry).__name__ for _, entry, _ in bench.helpdesk.told] == ["Requested", "Cancelled"]


async def test_what_was_said_while_the_helpdesk_did_not_know_of_it_goes_along_with_the_next_request(
    bench: Bench,
) -> None:
    conversation_id = await bench.conversation("la fraude a commencé hier")
    await bench.add(conversation_id, "message", seq=1)
    await bench.outbox.work_off()
    await bench.add(conversation_id, "requested", urgent=False, topic=None)
    await bench.outbox.work_off()
    requested = bench.helpdesk.told[-1][1]
    assert isinstance(requested, Requested)
    assert [line.text for line in requested.lines] == ["la fraude a commencé hier"]
