"""A power cut at each step of a hand-off: who asks again finds everything there, once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

from tests.gateway.customer import Customer, Refusal
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.handoff.mortal_gateway import MortalGateway
from tests.gateway.stand_in_rasa import StandInRasa

Step = Callable[[], Awaitable[Any]]
Cut = Callable[[MortalGateway, str, Step], Awaitable[None]]

HOLDS_NO_MORE = (403, 409)  # what an agent hears who repeats what was done already


async def before_it_was_kept(mortal: MortalGateway, conversation_id: str, step: Step) -> None:
    """The power goes while the step is in flight; who asked hears nothing, and asks again."""
    before = await kept(mortal, conversation_id)
    async with mortal.frozen_store(conversation_id):
        asked = asyncio.ensure_future(step())
        await mortal.is_stuck()
        await mortal.kill()
        with pytest.raises(aiohttp.ClientError):
            await asked
    assert await kept(mortal, conversation_id) == before
    await mortal.start()
    await step()


async def before_it_was_told(mortal: MortalGateway, conversation_id: str, step: Step) -> None:
    """The step is done and the answer lost with the power; who asked asks again."""
    await step()
    before = await kept(mortal, conversation_id)
    await mortal.kill()
    await mortal.start()
    try:
        await step()
    except Refusal as refusal:
        assert refusal.status in HOLDS_NO_MORE
    assert await kept(mortal, conversation_id) == before


async def kept(mortal: MortalGateway, conversation_id: str) -> list[tuple[Any, ...]]:
    """Everything that the store has of a hand-off, without the times."""
    looks = (
        "SELECT state, last_seq FROM conversations WHERE id = ?",
        "SELECT seq, sender, text FROM messages WHERE conversation_id = ? ORDER BY seq",
        "SELECT urgent, person_id FROM handoffs WHERE conversation_id = ?",
        "SELECT move, person_id, reason FROM handoff_log WHERE conversation_id = ? ORDER BY at",
        "SELECT text FROM notes WHERE conversation_id = ? ORDER BY at",
        "SELECT text, phone, done_by FROM tickets WHERE conversation_id = ? ORDER BY at",
        "SELECT stars FROM ratings WHERE conversation_id = ?",
    )
    return await mortal.look.database.transaction(
        lambda cursor: [row for look in looks for row in cursor.all(look, (conversation_id,))]
    )


class Story:
    """One customer's hand-off from beginning to end, of which every step is cut."""

    def __init__(self, mortal: MortalGateway, cut: Cut, customer: Customer) -> None:
        self.mortal = mortal
        self.cut = cut
        self.customer = customer
        self.expected: list[tuple[str, str]] = [("bot", "You said: /greet")]

    async def happens(self, step: Step, state: str, *said: tuple[str, str]) -> None:
        """The step is cut, and afterwards everything that was said so far is there, once, in order."""
        await self.cut(self.mortal, self.customer.id, step)
        self.expected += said
        page = await self.customer.ask("GET", "/v1/messages?after=0")
        assert [_told(message) for message in page["messages"]] == self.expected
        assert page["state"] == state


def _told(message: dict[str, Any]) -> tuple[str, str]:
    notice = message.get("details", {}).get("handoff")
    return (message["from"], notice or message["text"])


def does(agent: DeskAgent, customer: Customer, what: str, **body: Any) -> Step:
    return lambda: agent.act(customer.id, what, body)


def says(customer: Customer, text: str, key: str) -> Step:
    return lambda: customer.say(text, client_message_id=key)


@pytest.mark.parametrize("cut", [before_it_was_kept, before_it_was_told])
async def test_a_hand_off_survives_a_power_cut_at_each_step(cut: Cut, mortal: MortalGateway, rasa: StandInRasa) -> None:
    anna, bert = await mortal.hire("anna", "fr"), await mortal.hire("bert", "fr")
    customer = mortal.customer()
    await customer.begin(language="fr")
    story = Story(mortal, cut, customer)

    rasa.custom = {"topic": "ask_human", "handoff": {"priority": "normal"}}
    asked = ("customer", "une personne"), ("bot", "You said: une personne"), ("system", "queued")
    await story.happens(says(customer, "une personne", "1"), "waiting", *asked)
    rasa.custom = {}
    await story.happens(
        says(customer, "et mon adresse ?", "2"),
        "waiting",
        ("customer", "et mon adresse ?"),
        ("bot", "You said: et mon adresse ?"),
    )
    await story.happens(does(anna, customer, "take"), "agent", ("system", "taken"))
    await story.happens(says(customer, "bonjour Anna", "3"), "agent", ("customer", "bonjour Anna"))
    reply = does(anna, customer, "messages", text="Bonjour !", client_message_id="1")
    await story.happens(reply, "agent", ("agent", "Bonjour !"))
    transfer = does(anna, customer, "transfer", to=bert.id, note="Elle a reçu un SMS.")
    await story.happens(transfer, "agent", ("system", "transferred"))
    assert [note["text"] for note in (await bert.read(customer.id))["notes"]] == ["Elle a reçu un SMS."]
    await story.happens(does(bert, customer, "close", reason="solved"), "closed", ("system", "closed"))
    again = ("customer", "merci"), ("bot", "You said: merci")
    await story.happens(says(customer, "merci", "4"), "bot", *again)
    ticket = {"text": "Rappelez-moi", "phone": "0470 12 34 56", "client_message_id": "t1"}
    await story.happens(lambda: customer.ask("POST", "/v1/ticket", ticket), "bot", ("system", "ticket_kept"))

    shown = (await bert.ask("GET", "/v1/desk/tickets"))["tickets"]
    assert [(one["text"], one["phone"], one["state"]) for one in shown] == [("Rappelez-moi", "0470 12 34 56", "open")]
    log = await mortal.look.database.transaction(lambda cursor: cursor.all("SELECT move FROM handoff_log ORDER BY at"))
    assert [move for (move,) in log] == ["request", "take", "transfer", "close"]
    assert await mortal.look.waiting() == []


async def test_a_power_cut_while_the_assistant_thinks_leaves_one_message_one_answer_and_one_place_in_the_queue(
    mortal: MortalGateway, rasa: StandInRasa
) -> None:
    await mortal.hire("anna", "fr")
    customer = mortal.customer()
    await customer.begin(language="fr")
    rasa.custom = {"topic": "ask_human", "handoff": {"priority": "urgent"}}
    rasa.delay = 60
    rasa.asked.clear()
    asked = asyncio.ensure_future(customer.say("on m'a volé", client_message_id="1"))
    await rasa.asked.wait()
    await mortal.kill()
    with pytest.raises(aiohttp.ClientError):
        await asked
    assert [message.sender for message in await said(mortal, customer)] == ["bot", "customer"]
    rasa.delay = 0
    await mortal.start()
    repeats = await asyncio.gather(*(customer.say("on m'a volé", client_message_id="1") for _ in range(3)))
    assert repeats[0] == repeats[1] == repeats[2]
    assert [message["from"] for message in repeats[0]] == ["bot", "system"]
    assert [message.sender for message in await said(mortal, customer)] == ["bot", "customer", "bot", "system"]
    assert await mortal.look.waiting() == [customer.id]


async def said(mortal: MortalGateway, customer: Customer) -> list[Any]:
    from bot.gateway.message_rows import select_messages

    return await mortal.look.database.transaction(lambda cursor: select_messages(cursor, customer.id, 0))
