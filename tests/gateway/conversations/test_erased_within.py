"""The assistant erases a conversation because its customer asked for it: the answer is shown, and nothing is kept."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer, Refusal, next_event
from tests.gateway.handoff.people import Desk
from tests.gateway.stand_in_rasa import StandInRasa

ERASED = {"topic": "erase_chat", "erase": True}


@pytest.fixture
async def gateway(start_gateway: StartGateway, rasa: StandInRasa, store_url: str) -> Gateway:
    return await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=store_url)


async def refused(customer: Customer, method: str, path: str, body: Any = None) -> int:
    with pytest.raises(Refusal) as refusal:
        await customer.ask(method, path, body)
    return refusal.value.status


async def rows_of(gateway: Gateway, customer: Customer) -> int:
    """In all that hangs on a conversation."""
    desk = Desk(gateway.settings.store, gateway.settings.data_folder)
    tables = ("messages", "turns", "buttons", "ratings", "handoffs", "handoff_log", "notes", "tickets", "erasures")
    counts = await desk.database.transaction(
        lambda cursor: [
            cursor.all(f"SELECT COUNT(*) FROM {table} WHERE conversation_id = ?", (customer.id,))[0][0]
            for table in tables
        ]
    )
    await desk.close()
    return sum(counts)


async def test_the_answer_is_shown_and_all_is_gone(gateway: Gateway, customer: Customer, rasa: StandInRasa) -> None:
    await customer.say("mes données", client_message_id="a")
    before = await customer.read()
    rasa.custom, rasa.buttons = ERASED, [{"title": "oui", "payload": "/affirm"}]
    answer = await customer.ask("POST", "/v1/messages", {"text": "oui", "client_message_id": "b"})
    assert (answer["state"], answer["language"]) == ("closed", "fr")
    (said,) = answer["messages"]
    assert (said["topic"], said["details"], said["from"]) == ("erase_chat", {"erased": True}, "bot")
    assert "buttons" not in said
    assert said["id"] > before[-1]["id"]
    assert await rows_of(gateway, customer) == 0
    for again in ("a", "b"):
        assert await refused(customer, "POST", "/v1/messages", {"text": "oui", "client_message_id": again}) == 410
    assert await refused(customer, "GET", "/v1/messages") == 410
    assert await refused(customer, "GET", "/v1/conversation/transcript") == 410
    assert await refused(customer, "DELETE", "/v1/conversation") == 410
    await customer.begin(language="fr")
    rasa.custom = {}
    assert (await customer.say("bonjour"))[0]["text"] == "You said: bonjour"


async def test_each_part_of_the_answer_is_shown(customer: Customer, rasa: StandInRasa) -> None:
    rasa.answer = [
        {"text": "Au revoir.", "custom": {"topic": "goodbye", "language": "nl"}},
        {"text": "Gewist.", "custom": {**ERASED, "details": {"removed": 3}, "language": "nl"}},
    ]
    answer = await customer.ask("POST", "/v1/messages", {"text": "ja"})
    assert [one.get("details") for one in answer["messages"]] == [None, {"removed": 3, "erased": True}]
    assert answer["language"] == "nl"


async def test_a_second_tab_hears_of_it_and_what_it_sent_meanwhile_is_refused(
    customer: Customer, rasa: StandInRasa
) -> None:
    rasa.custom, rasa.delay, rasa.asked = ERASED, 0.3, asyncio.Event()
    async with customer.stream() as socket:
        await next_event(socket, "state")
        erasing = asyncio.create_task(customer.say("oui", client_message_id="x"))
        await rasa.asked.wait()
        late = [
            asyncio.create_task(refused(customer, "POST", "/v1/messages", {"text": text, "client_message_id": key}))
            for text, key in (("oui", "x"), ("encore", "y"))
        ]
        assert (await next_event(socket, "erased")) == {"type": "erased"}
        assert (await socket.receive(timeout=20)).data == 4410
        assert (await erasing)[0]["details"] == {"erased": True}
        assert [await one for one in late] == [410, 410]


async def test_who_waits_for_a_person_waits_no_longer(gateway: Gateway, customer: Customer, rasa: StandInRasa) -> None:
    desk = Desk(gateway.settings.store, gateway.settings.data_folder)
    await desk.agent("Anna", "fr")
    other = gateway.customer()
    await other.begin(language="fr")
    for one in (customer, other):
        rasa.custom = {"topic": "ask_human", "handoff": {"priority": "normal"}}
        await one.say("une personne")
    async with other.stream() as socket:
        while (await next_event(socket, "state"))["place"] != 2:
            pass
        rasa.custom = ERASED
        assert (await customer.ask("POST", "/v1/messages", {"text": "oui"}))["state"] == "closed"
        assert (await next_event(socket, "state"))["place"] == 1
    assert await desk.waiting() == [other.id]
    assert await rows_of(gateway, customer) == 0
    await desk.close()


async def test_a_person_who_took_it_meanwhile_holds_nothing_up(
    gateway: Gateway, customer: Customer, rasa: StandInRasa
) -> None:
    desk = Desk(gateway.settings.store, gateway.settings.data_folder)
    anna = await desk.agent("Anna", "fr")
    rasa.custom = {"topic": "ask_human", "handoff": {"priority": "normal"}}
    await customer.say("une personne")
    rasa.custom, rasa.delay, rasa.asked = ERASED, 0.3, asyncio.Event()
    erasing = asyncio.create_task(customer.say("oui"))
    await rasa.asked.wait()
    await desk.handoffs.take(customer.id, anna)
    assert (await erasing)[0]["details"] == {"erased": True}
    assert await rows_of(gateway, customer) == 0
    await desk.close()


@pytest.mark.parametrize("value", ["true", 1, None, False])
async def test_only_true_erases(customer: Customer, rasa: StandInRasa, value: object) -> None:
    rasa.custom = {"topic": "erase_chat", "erase": value}
    await customer.say("oui")
    assert len(await customer.read()) == 3
