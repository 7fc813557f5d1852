"""What customers send late, twice or with bad intent around a hand-off."""

from __future__ import annotations

import asyncio

from tests.gateway.customer import Customer
from tests.gateway.handoff.people import Desk
from tests.gateway.handoff.test_handing_over import ask_for_person, kind, state
from tests.gateway.stand_in_rasa import StandInRasa


async def test_who_presses_cancel_twice_is_not_queued_again(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    await desk.agent("Anna", "fr")
    (queued,) = await ask_for_person(customer, rasa)
    cancel = queued["buttons"][0]["id"]
    for _ in range(2):
        (told,) = await customer.press(cancel)
        assert kind(told) == "cancelled"
        assert await state(customer) == "bot"
    assert await desk.waiting() == []


async def test_no_key_of_a_customer_keeps_a_person_from_being_heard(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await customer.say("avant", client_message_id="agent:1")
    await desk.handoffs.take(customer.id, anna)
    await customer.say("pendant", client_message_id="agent:2")
    for key in ("1", "2"):
        assert (await desk.handoffs.reply(customer.id, anna, f"Bonjour {key}", key)).sender == "agent"
    assert [m["text"] for m in await customer.read() if m["from"] == "agent"] == ["Bonjour 1", "Bonjour 2"]


async def test_what_was_said_to_a_person_can_be_sent_again_after_the_end(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    assert await customer.say("vous êtes là ?", client_message_id="lost") == []
    await desk.handoffs.close(customer.id, anna, "solved")
    again = await customer.say("vous êtes là ?", client_message_id="lost")
    assert [m["from"] for m in again] == ["bot"], "whoever asks again is answered"
    assert [m["text"] for m in await customer.read()].count("vous êtes là ?") == 1


async def test_a_person_who_ends_it_during_an_answer_does_not_break_the_answer(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    rasa.custom = {"topic": "report_fraud", "handoff": {"priority": "urgent"}}
    rasa.delay = 0.5
    rasa.asked.clear()
    slow = asyncio.create_task(customer.say("on m'a volé"))
    await rasa.asked.wait()
    await desk.handoffs.take(customer.id, anna)
    await desk.handoffs.close(customer.id, anna, "solved")
    assert kind((await slow)[-1]) == "queued"
    assert await desk.waiting() == [customer.id]
