"""One hand-off from beginning to end, step by step, each of which can be done again by who did not hear the answer."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.gateway.db.database import Cursor
from bot.gateway.desk.conversation_view import notes_of
from bot.gateway.handoff.tickets import select_tickets
from tests.gateway.customer import Customer
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.handoff.asked_rasa import PERSON
from tests.gateway.handoff.people import Desk

Said = tuple[str, str]  # from whom, and the text, or which notice it is


@dataclass(frozen=True)
class Step:
    """`do` it; afterwards `said` was added to the conversation, once, and it is in this state."""

    name: str
    do: Callable[[], Awaitable[Any]]
    state: str
    said: tuple[Said, ...]


def story(customer: Customer, anna: DeskAgent, bert: DeskAgent) -> list[Step]:
    """Every step from the assistant to Anna, to Bert, to the assistant again, and to a ticket."""

    def says(text: str, state: str, *after: Said, answered: bool = True) -> Step:
        answer = (("bot", f"You said: {text}"),) if answered else ()
        said = (("customer", text), *answer, *after)
        key = uuid.uuid5(uuid.NAMESPACE_OID, text).hex
        return Step(f"says {text}", lambda: customer.say(text, client_message_id=key), state, said)

    def does(agent: DeskAgent, what: str, state: str, said: Said, **body: Any) -> Step:
        return Step(f"{agent.name}: {what}", lambda: agent.act(customer.id, what, body), state, (said,))

    async def rates() -> None:
        await customer.ask("POST", "/v1/rating", {"stars": 4})

    async def leaves_ticket() -> None:
        ticket = {"text": "Rappelez-moi", "phone": "0470 12 34 56", "client_message_id": "ticket"}
        await customer.ask("POST", "/v1/ticket", ticket)

    reply = {"text": "Bonjour !", "client_message_id": "1"}
    note = "Elle a reçu un SMS."
    return [
        says(PERSON, "waiting", ("system", "queued")),
        says("et mon adresse ?", "waiting"),
        does(anna, "take", "agent", ("system", "taken")),
        says("bonjour Anna", "agent", answered=False),
        does(anna, "messages", "agent", ("agent", "Bonjour !"), **reply),
        does(anna, "transfer", "agent", ("system", "transferred"), to=bert.id, note=note),
        does(bert, "transfer", "waiting", ("system", "transferred")),
        does(bert, "take", "agent", ("system", "taken")),
        does(bert, "close", "closed", ("system", "closed"), reason="solved"),
        Step("rates", rates, "closed", ()),
        says("merci", "bot"),
        Step("leaves a ticket", leaves_ticket, "bot", (("system", "ticket_kept"),)),
        says(f"encore {PERSON}", "waiting", ("system", "queued")),
    ]


async def heard(customer: Customer) -> tuple[str, list[Said]]:
    """The state, and what the customer reads."""
    page = await customer.ask("GET", "/v1/messages?after=0")
    return page["state"], [_said(message) for message in page["messages"]]


def _said(message: dict[str, Any]) -> Said:
    return message["from"], message.get("details", {}).get("handoff") or message["text"]


async def kept(desk: Desk, conversation_id: str) -> list[tuple[Any, ...]]:
    """Everything that the store has of a hand-off, without the times."""
    looks = (
        "SELECT state, last_seq FROM conversations WHERE id = ?",
        "SELECT seq, sender, topic FROM messages WHERE conversation_id = ? ORDER BY seq",
        "SELECT urgent, person_id FROM handoffs WHERE conversation_id = ?",
        "SELECT move, person_id, reason FROM handoff_log WHERE conversation_id = ? ORDER BY at",
        "SELECT stars FROM ratings WHERE conversation_id = ?",
    )

    def work(cursor: Cursor) -> list[tuple[Any, ...]]:
        rows = [row for look in looks for row in cursor.all(look, (conversation_id,))]
        notes = [(note.text,) for note in notes_of(cursor, conversation_id)]
        left = [one for one in select_tickets(cursor, 100) if one.conversation_id == conversation_id]
        return [*rows, *notes, *((one.text, one.phone, one.done_by) for one in left)]

    return await desk.database.transaction(work)
