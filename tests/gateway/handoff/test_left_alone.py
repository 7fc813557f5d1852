"""Hand-offs that nobody looks after: waits that grow long, people who go home, gateways and clocks that stop."""

from __future__ import annotations

import datetime
import time
from dataclasses import replace

import pytest

from bot.content import incident
from bot.gateway.conversations.model import Conversation, Message
from bot.gateway.db.database import Cursor, DatabaseError
from bot.gateway.desk.report import waits_taken
from bot.gateway.handoff import queue, watchdog
from bot.gateway.handoff.model import Handoff, Person
from bot.gateway.handoff.service import Handoffs
from bot.gateway.handoff.watchdog import SILENT_LIMITS, Watchdog
from bot.gateway.notifier import Notifier
from bot.gateway.outbox import OutboxWriter
from bot.gateway.settings import is_outside
from tests.gateway.customer import Customer
from tests.gateway.handoff.people import Desk
from tests.gateway.handoff.test_handing_over import ask_for_person, kind, state
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import FR

LIMIT = incident().people.wait_limit_minutes * 60
AWAY = incident().people.agent_away_minutes * 60


async def notices(customer: Customer) -> list[str]:
    return [kind(message) for message in await customer.read() if message["from"] == "system"]


def watch_of(desk: Desk, helpdesk: str) -> Watchdog:
    """A gateway's watch after the setting was changed."""
    outside = OutboxWriter(wanted=is_outside(helpdesk))
    return Watchdog(desk.database, Handoffs(desk.database, helpdesk, outside, Notifier()), helpdesk)


async def test_who_waited_through_an_outage_is_asked_once(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.waited(5 * LIMIT + 1)
    for _ in range(4):
        await desk.watch.look(time.time())
    assert await notices(customer) == ["queued", "limit"]


async def test_who_comes_back_to_the_queue_is_not_asked_at_once(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await desk.waited(2 * LIMIT + 1)
    await desk.handoffs.transfer(customer.id, anna, lambda *_: None)
    await desk.watch.look(time.time())
    assert await notices(customer) == ["queued", "taken", "transferred"]


async def test_a_second_wait_is_no_wait_that_others_are_told_of(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await desk.waited(3600)
    await desk.handoffs.transfer(customer.id, anna, lambda *_: None)
    await desk.handoffs.take(customer.id, anna)
    (first,) = (await desk.handoffs.queue()).recent
    assert first.seconds < 60


async def test_the_report_counts_a_second_wait_from_when_it_began(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await desk.handoffs.transfer(customer.id, anna, lambda *_: None)

    def all_earlier(cursor: Cursor) -> None:
        cursor.run("UPDATE handoffs SET since = since - 1500")
        cursor.run("UPDATE handoff_log SET at = at - 1200 WHERE move = 'queue'")
        cursor.run("UPDATE handoff_log SET at = at - 1300 WHERE move = 'take'")

    await desk.database.transaction(all_earlier)
    await desk.handoffs.take(customer.id, anna)
    waits = await desk.database.transaction(lambda cursor: waits_taken(cursor, 0))
    assert len(waits) == 2
    assert 1200 <= max(waits) < 1260
    assert [wait.seconds for wait in (await desk.handoffs.queue()).recent] == [min(waits)], "no measure of another wait"


async def test_two_gateways_that_look_at_once_do_what_is_due_once(
    customer: Customer, rasa: StandInRasa, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bert = await desk.agent("Anna", "fr"), await desk.agent("Bert", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await desk.leaves(anna)
    now = time.time() + 2 * AWAY
    await desk.seen(bert, now)
    slow, due = desk.handoffs.move, desk.watch

    async def meanwhile(conversation_id: str, move: object) -> None:
        monkeypatch.undo()
        await desk.handoffs.take(customer.id, bert, over=True)
        await slow(conversation_id, move)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.handoffs, "move", meanwhile)
    await due.look(now)
    assert await state(customer) == "agent", "it is Bert's, who is there"
    assert await notices(customer) == ["queued", "taken", "taken_over"]


async def test_what_happens_by_itself_does_not_keep_a_conversation_longer(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)

    def last_at(cursor: Cursor) -> object:
        return cursor.all("SELECT last_at FROM conversations")

    before = await desk.database.transaction(last_at)
    await desk.waited(LIMIT + 1)
    await desk.watch.look(time.time())
    assert await notices(customer) == ["queued", "limit"]
    assert await desk.database.transaction(last_at) == before


async def test_who_never_answers_does_not_wait_for_ever(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)

    def silent(cursor: Cursor) -> None:
        cursor.run("UPDATE conversations SET last_at = last_at - ?", (SILENT_LIMITS * LIMIT + 1,))

    await desk.database.transaction(silent)
    await desk.waited(SILENT_LIMITS * LIMIT + 1)
    await customer.say("je suis toujours là")
    await desk.watch.look(time.time())
    assert await state(customer) == "waiting"
    await desk.database.transaction(silent)
    await desk.watch.look(time.time())
    assert await notices(customer) == ["queued", "limit", "nobody_there"]
    assert await state(customer) == "bot"


async def test_who_is_held_by_somebody_gone_home_gets_the_assistant_back_though_the_desk_is_closed(
    customer: Customer, rasa: StandInRasa, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await desk.leaves(anna)
    today = datetime.datetime.now(incident().people.zone).date()
    holidays = [today, today + datetime.timedelta(days=1)]
    people = incident().people.copy(update={"holidays": holidays})
    monkeypatch.setattr(queue, "incident", lambda: incident().copy(update={"people": people}))
    for _ in range(2):
        await desk.watch.look(time.time() + 2 * AWAY)
    assert await notices(customer) == ["queued", "taken", "agent_left", "nobody_there"]
    assert (await customer.say("allô"))[0]["from"] == "bot"


@pytest.mark.parametrize("helpdesk", ["none", "chatwoot"])
async def test_nobody_is_lost_when_the_desk_is_given_up(
    customer: Customer, rasa: StandInRasa, desk: Desk, helpdesk: str
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await desk.leaves(anna)
    other = watch_of(desk, helpdesk)
    for _ in range(2):
        await other.look(time.time() + 2 * AWAY)
    assert await notices(customer) == ["queued", "taken", "agent_left", "nobody_there"]
    assert await state(customer) == "bot"


async def test_who_waits_at_a_helpdesk_that_refused_to_hear_of_it_is_told(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    outbox = OutboxWriter(wanted=True)
    outside = Handoffs(desk.database, "chatwoot", outbox, Notifier())

    def request(cursor: Cursor, conversation: Conversation) -> list[Message]:
        return outside.customers.request(cursor, conversation, priority="urgent", topic=None)

    await outside.move(customer.id, request)
    looks = Watchdog(desk.database, outside, "chatwoot")
    await looks.look(time.time())
    assert await notices(customer) == ["queued"]
    await desk.database.transaction(lambda cursor: cursor.run("UPDATE outbox SET parked = 1"))
    await looks.look(time.time())
    assert await notices(customer) == ["queued", "nobody_there"]

    emma = Person("chatwoot:1", "Emma")
    await outside.join(customer.id, emma)
    await looks.look(time.time() + 2 * AWAY)
    assert await state(customer) == "agent", "an outside helpdesk does not tell who is there"


@pytest.mark.parametrize("trouble", ["database", "clock"])
async def test_after_an_outage_agents_have_as_long_as_always_to_come_back(
    customer: Customer, rasa: StandInRasa, desk: Desk, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    later = time.time() + 2 * AWAY
    if trouble == "clock":
        drift = watchdog._drift()
        monkeypatch.setattr(watchdog, "_drift", lambda: drift + 2 * AWAY)
    else:
        with monkeypatch.context() as broken:

            async def away(work: object) -> None:
                raise DatabaseError("no answer")

            broken.setattr(desk.database, "transaction", away)
            with pytest.raises(DatabaseError):
                await desk.watch.look(later)
    await desk.watch.look(later + 1)
    assert await state(customer) == "agent"
    await desk.watch.look(later + 1 + AWAY)
    assert await state(customer) == "waiting"


def test_a_handoff_counts_the_limits_it_passed() -> None:
    handoff = Handoff("c", "normal", None, (FR,), since=1_000.0, place=1, limit_told=0)
    assert [handoff.limits_passed(1_000.0 + LIMIT * n) for n in (-1.0, 0.0, 0.9, 1.0, 2.5)] == [0, 0, 0, 1, 2]
    assert replace(handoff, since=2_000.0).limits_passed(1_000.0) == 0


async def test_who_was_seen_in_the_future_is_not_there(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    anna = await desk.agent("Anna", "fr")
    await desk.seen(anna, time.time() + 3600)  # and then the clock was put back
    (nobody,) = await ask_for_person(customer, rasa)
    assert kind(nobody) == "nobody_there"
