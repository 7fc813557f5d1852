"""A queue of thousands, and people who would fill it or wear it out."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from pathlib import Path
from typing import Any

import pytest

from bot.gateway import notifier
from bot.gateway.handoff import queue
from bot.gateway.handoff.model import Handoff
from bot.gateway.handoff.queue import QueueView
from bot.gateway.handoff.tickets import MAX_OPEN, select_tickets
from bot.gateway.notifier import TYPING_LASTS, Notifier, TypingPeople
from tests.gateway.clocks import set_clock
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer, Refusal
from tests.gateway.handoff.people import Desk
from tests.gateway.handoff.test_handing_over import ask_for_person, kind
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import FR

_LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


async def test_a_clock_that_goes_back_does_not_freeze_the_queue(
    customer: Customer, rasa: StandInRasa, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.agent("Anna", "fr")
    monkeypatch.setattr(queue, "SNAPSHOT_LASTS", 0.0)
    await desk.handoffs.queue()
    await ask_for_person(customer, rasa)
    now = time.time()
    set_clock(monkeypatch, lambda: now - 3600, queue)
    assert [one.conversation_id for one in (await desk.handoffs.queue()).waiting] == [customer.id]


def test_where_everybody_stands_in_a_full_queue_is_told_in_no_time() -> None:
    waiting = tuple(Handoff(f"c{n}", "normal", None, (FR,), float(n), n, 0) for n in range(10_000))
    view = QueueView(desk=True, open=True, languages=(FR,), waiting=waiting, recent=())
    began = time.perf_counter()
    places = [view.place_of(one.conversation_id) for one in waiting]
    assert places == list(range(1, 10_001))
    assert view.place_of("nobody") is None
    assert time.perf_counter() - began < 2


async def test_what_is_said_in_one_conversation_wakes_nobody_who_waits(
    gateway: Gateway, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    talks, waits = gateway.customer(), gateway.customer()
    for one in (talks, waits):
        await one.begin(language="fr")
        await ask_for_person(one, rasa)
    await desk.handoffs.take(talks.id, anna)
    await desk.handoffs.queue()
    with desk.notifier.subscribe(waits.id) as other, desk.notifier.subscribe(talks.id) as own:
        await desk.handoffs.reply(talks.id, anna, "Bonjour")
        assert (own.notified, other.notified) == (True, False)
        await desk.handoffs.transfer(talks.id, anna, lambda *_: None)
        assert other.notified


def test_typing_that_was_never_ended_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(notifier, "MAX_TYPING", 3)
    typing = TypingPeople(lambda: now)
    for number in range(3):
        assert typing.set(str(number), "customer", True)
    assert not typing.is_typing("3", "customer")
    typing.set("3", "customer", True)
    assert not typing.is_typing("3", "customer"), "all places are taken"
    now = TYPING_LASTS + 1
    typing.set("3", "customer", True)
    assert typing.is_typing("3", "customer")


async def test_one_address_does_not_fill_the_queue(
    start_gateway: StartGateway, rasa: StandInRasa, tmp_path: Path
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", waiting_address=2, proxies=_LOOPBACK)
    desk = Desk(gateway.settings.store, gateway.settings.data_folder)
    await desk.agent("Anna", "fr")
    rasa.custom = {"topic": "ask_human", "handoff": {"priority": "urgent"}}
    told = []
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"):
        customer = gateway.customer()
        await customer.begin(language="fr")
        said = {"text": "une personne"}
        answer = await customer.ask("POST", "/v1/messages", said, {"X-Forwarded-For": address})
        told.append(kind(answer["messages"][-1]))
    assert told == ["queued", "queued", "nobody_there", "queued"]
    await desk.close()


async def test_one_conversation_leaves_a_few_messages_to_call_back_and_no_more(customer: Customer, desk: Desk) -> None:
    ticket = {"text": "rappelez-moi", "phone": "0470123456"}
    for number in range(MAX_OPEN):
        await customer.ask("POST", "/v1/ticket", ticket | {"client_message_id": str(number)})
    with pytest.raises(Refusal) as refused:
        await customer.ask("POST", "/v1/ticket", ticket)
    assert refused.value.status == 429
    again = await customer.ask("POST", "/v1/ticket", ticket | {"client_message_id": "0"})
    assert again["messages"] == [], "kept already"
    await desk.database.transaction(lambda cursor: cursor.run("UPDATE tickets SET done_at = 1"))
    await customer.ask("POST", "/v1/ticket", ticket)


async def test_the_oldest_message_to_call_back_is_never_out_of_sight(
    customer: Customer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("premier", "deuxième", "troisième"):
        await customer.ask("POST", "/v1/ticket", {"text": text, "phone": "0470123456"})
    shown = await desk.database.transaction(lambda cursor: select_tickets(cursor, 2))
    assert [ticket.text for ticket in shown] == ["deuxième", "premier"]


async def test_typing_wakes_only_who_looks_at_the_conversation(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    notified: list[str] = []
    monkeypatch.setattr(Notifier, "notify", lambda self, conversation_id: notified.append(conversation_id))
    await customer.ask("POST", "/v1/typing", {"on": True})
    assert notified == [customer.id]


async def test_who_wakes_together_looks_at_the_queue_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.agent("Anna", "fr")
    looks = 0
    transaction = desk.database.transaction

    async def counted(work: Any) -> Any:
        nonlocal looks
        looks += 1
        return await transaction(work)

    monkeypatch.setattr(desk.database, "transaction", counted)
    views = await asyncio.gather(*(desk.handoffs.queue() for _ in range(200)))
    assert looks == 1
    assert all(view.somebody_there for view in views)
    desk.handoffs.changed("somebody")
    await desk.handoffs.queue()
    assert looks == 2
