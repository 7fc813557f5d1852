"""What is said or pressed again, late: nobody gets what they did not ask for, or an answer from somebody else."""

from __future__ import annotations

import asyncio

from tests.gateway.customer import Customer
from tests.gateway.handoff.people import Desk
from tests.gateway.handoff.test_handing_over import ask_for_person, button, kind, state
from tests.gateway.stand_in_rasa import StandInRasa


async def test_who_stops_waiting_twice_is_not_in_the_queue(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    await desk.agent("Anna", "fr")
    (queued,) = await ask_for_person(customer, rasa)
    stop = button(queued, "Ne plus attendre")
    assert [kind(message) for message in await customer.press(stop, client_message_id="1")] == ["cancelled"]
    assert [kind(message) for message in await customer.press(stop, client_message_id="2")] == ["cancelled"]
    assert await desk.waiting() == []
    assert await state(customer) == "bot"


async def test_what_was_said_to_a_person_and_is_repeated_after_they_left_is_not_answered_by_the_assistant(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    assert await customer.say("c'est pour vous, Anna", client_message_id="1") == []
    await desk.handoffs.close(customer.id, anna, "solved")
    before = len(await customer.read())
    assert await customer.say("c'est pour vous, Anna", client_message_id="1") == []
    assert "c'est pour vous, Anna" not in rasa.texts()
    assert len(await customer.read()) == before
    assert await state(customer) == "closed"


async def test_an_answer_that_a_person_silenced_stays_silent_when_it_is_asked_for_again(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    rasa.delay = 0.5
    rasa.asked.clear()
    slow = asyncio.create_task(customer.say("et mon adresse ?", client_message_id="1"))
    await rasa.asked.wait()
    await desk.handoffs.take(customer.id, anna)
    assert await slow == []
    rasa.delay = 0
    await desk.handoffs.give_back(customer.id, anna)
    asked = len(rasa.received)
    assert await customer.say("et mon adresse ?", client_message_id="1") == []
    assert len(rasa.received) == asked
