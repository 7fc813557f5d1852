"""A customer and an agent in Chatwoot, through the gateway: what comes late, twice or out of order changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.helpdesks.chatwoot_server import ChatwootServer, signed
from tests.gateway.helpdesks.connected import Connected


@pytest.fixture
async def waiting(at_chatwoot: Connected, chatwoot_there: ChatwootServer) -> Connected:
    """The customer asked for a person, and Chatwoot knows."""
    await at_chatwoot.ask_for_a_person()
    await at_chatwoot.until(lambda: chatwoot_there.messages and not chatwoot_there.messages[-1]["private"])
    return at_chatwoot


async def echo(at: Connected, there: ChatwootServer) -> None:
    """Everything that Chatwoot tells of what we did ourselves."""
    while there.queue:
        assert await at.post(*signed(there.queue.pop(0))) == 200


async def test_an_agent_answers_and_the_customer_reads_it(waiting: Connected, chatwoot_there: ChatwootServer) -> None:
    ticket = chatwoot_there.ticket
    await echo(waiting, chatwoot_there)
    assert await waiting.state() == "waiting", "our own messages are no agent's"
    assert await waiting.post(*signed(chatwoot_there.assign(ticket))) == 200
    assert await waiting.state() == "agent"
    assert await waiting.post(*signed(chatwoot_there.reply(ticket, "Bonjour, je suis là."))) == 200
    assert await waiting.from_agents() == [("Emma", "Bonjour, je suis là.")]
    await waiting.customer.say("merci")
    await waiting.until(lambda: "merci" in chatwoot_there.said(ticket))
    await waiting.post(*signed(chatwoot_there.set_status(ticket, "resolved")))
    assert await waiting.state() == "closed"
    assert await waiting.notices() == ["queued", "taken", "closed"]


async def test_the_first_reply_takes_the_conversation(waiting: Connected, chatwoot_there: ChatwootServer) -> None:
    await waiting.post(*signed(chatwoot_there.reply(chatwoot_there.ticket, "Bonjour.")))
    assert await waiting.state() == "agent"
    assert await waiting.notices() == ["queued", "taken"]
    await waiting.post(*signed(chatwoot_there.reply(chatwoot_there.ticket, "Je reprends.", agent=13, name="Jan")))
    assert await waiting.from_agents() == [("Emma", "Bonjour."), ("Jan", "Je reprends.")]
    assert await waiting.notices() == ["queued", "taken", "taken_over"]


async def test_what_is_told_twice_is_done_once(waiting: Connected, chatwoot_there: ChatwootServer) -> None:
    ticket = chatwoot_there.ticket
    events = [
        chatwoot_there.assign(ticket),
        chatwoot_there.reply(ticket, "Bonjour."),
        chatwoot_there.set_status(ticket, "resolved"),
    ]
    for event in [*events, *events, *reversed(events)]:
        assert await waiting.post(*signed(event)) == 200
    assert await waiting.from_agents() == [("Emma", "Bonjour.")]
    assert await waiting.notices() == ["queued", "taken", "closed"]
    assert await waiting.state() == "closed"


async def test_a_reply_that_comes_after_the_end_it_preceded_is_said_and_leaves_it_ended(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    ticket = chatwoot_there.ticket
    first = chatwoot_there.reply(ticket, "Bonjour.")
    last = chatwoot_there.reply(ticket, "Au revoir.")
    resolved = chatwoot_there.set_status(ticket, "resolved")
    for event in (first, resolved, last):
        await waiting.post(*signed(event))
    assert await waiting.from_agents() == [("Emma", "Bonjour."), ("Emma", "Au revoir.")]
    assert await waiting.state() == "closed"
    assert await waiting.notices() == ["queued", "taken", "closed"], "what the customer knows is not told again"


@pytest.mark.parametrize("words", ["", "Voici."])
async def test_of_a_file_the_customer_hears_that_there_is_one(
    waiting: Connected, chatwoot_there: ChatwootServer, words: str
) -> None:
    reply = chatwoot_there.reply(chatwoot_there.ticket, words) | {"attachments": [{"file_type": "image", "id": 5}]}
    for _ in range(2):
        assert await waiting.post(*signed(reply)) == 200
    assert [text for _, text in await waiting.from_agents()] == [words] * bool(words)
    assert await waiting.notices() == ["queued", "taken", "file"]


async def test_a_message_that_its_agent_deletes_disappears_and_the_customer_is_told(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    ticket = chatwoot_there.ticket
    wrong = chatwoot_there.reply(ticket, "Votre code est tortue.")
    await waiting.post(*signed(wrong))
    await waiting.post(*signed(chatwoot_there.reply(ticket, "Bonjour.")))
    for _ in range(2):
        assert await waiting.post(*signed(chatwoot_there.delete(wrong))) == 200
    assert await waiting.from_agents() == [("Emma", "Ce message a été retiré."), ("Emma", "Bonjour.")]
    assert await waiting.notices() == ["queued", "taken", "withdrawn"]
    told = (await waiting.customer.read())[-1]
    assert told["details"]["withdrawn"] == next(m["id"] for m in await waiting.customer.read() if m["from"] == "agent")
    assert "tortue" not in str(await waiting.customer.read())


async def test_a_message_that_was_deleted_before_it_came_is_never_shown(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    wrong = chatwoot_there.reply(chatwoot_there.ticket, "Votre code est tortue.")
    await waiting.post(*signed(chatwoot_there.delete(wrong)))
    await waiting.post(*signed(wrong))
    assert await waiting.from_agents() == []


@pytest.mark.parametrize("changed", [{}, {"content_attributes": {}}, {"private": True}])
async def test_a_message_that_is_changed_otherwise_stays_as_it_was_told(
    waiting: Connected, chatwoot_there: ChatwootServer, changed: dict[str, Any]
) -> None:
    reply = chatwoot_there.reply(chatwoot_there.ticket, "Bonjour.")
    await waiting.post(*signed(reply))
    other = {**chatwoot_there.delete(reply), "content_attributes": {"in_reply_to": 3}, **changed}
    await waiting.post(*signed(other))
    assert await waiting.from_agents() == [("Emma", "Bonjour.")]


async def test_an_older_change_that_comes_late_is_ignored(waiting: Connected, chatwoot_there: ChatwootServer) -> None:
    ticket = chatwoot_there.ticket
    resolved = chatwoot_there.set_status(ticket, "resolved")
    chatwoot_there.set_status(ticket, "open")
    taken = chatwoot_there.assign(ticket)
    await waiting.post(*signed(taken))
    await waiting.post(*signed(resolved))
    assert await waiting.state() == "agent"


async def test_pending_gives_the_conversation_back_to_the_assistant(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    ticket = chatwoot_there.ticket
    await waiting.post(*signed(chatwoot_there.assign(ticket)))
    await waiting.post(*signed(chatwoot_there.set_status(ticket, "pending")))
    assert await waiting.state() == "bot"
    assert (await waiting.customer.say("et maintenant ?"))[0]["from"] == "bot"
    assert chatwoot_there.conversations[ticket]["status"] == "pending"


async def test_who_asks_anew_is_in_the_same_conversation_and_its_late_end_does_not_end_this(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    ticket = chatwoot_there.ticket
    await waiting.post(*signed(chatwoot_there.assign(ticket)))
    resolved = chatwoot_there.set_status(ticket, "resolved")
    await waiting.post(*signed(resolved))
    await waiting.ask_for_a_person("encore une question")
    await waiting.until(lambda: chatwoot_there.conversations[ticket]["status"] == "open")
    await waiting.until(lambda: "encore une question" in chatwoot_there.said(ticket))
    late = chatwoot_there.reply(ticket, "Oui ?")
    again = {**resolved, "changed_attributes": [*resolved["changed_attributes"], {"priority": {}}]}
    await waiting.post(*signed(again))
    await waiting.post(*signed(late))
    assert await waiting.state() == "agent"
    assert len(chatwoot_there.contacts) == 1


async def test_an_end_is_not_believed_while_the_customers_words_are_on_their_way(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    """They open the conversation again when they arrive."""
    ticket = chatwoot_there.ticket
    await waiting.post(*signed(chatwoot_there.assign(ticket)))
    chatwoot_there.faults.down = "500"
    made = chatwoot_there.faults.made
    await waiting.customer.say("encore un instant")
    await waiting.until(lambda: chatwoot_there.faults.made > made)
    await waiting.post(*signed(chatwoot_there.set_status(ticket, "resolved")))
    assert await waiting.state() == "agent"
    chatwoot_there.faults.down = None
    await waiting.until(lambda: "encore un instant" in chatwoot_there.said(ticket))
    assert chatwoot_there.conversations[ticket]["status"] == "open"


async def test_notes_bots_other_inboxes_and_our_own_messages_are_no_answers(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    ticket = chatwoot_there.ticket
    reply = chatwoot_there.reply(ticket, "Bonjour.")
    for event in (
        chatwoot_there.reply(ticket, "une note", private=True),
        reply | {"inbox": {"id": 99}},
        reply | {"account": {"id": 99}},
        reply | {"sender": {"id": 1, "name": "Captain", "type": "agent_bot"}},
        reply | {"sender": None},
        reply | {"content": None},
        reply | {"source_id": "breachline-1"},
        reply | {"event": "message_updated"},
        reply | {"message_type": "template"},
        reply | {"conversation": {"id": 424242}},
        chatwoot_there.set_status(ticket, "resolved") | {"inbox_id": 99},
        {"event": "contact_created"},
        {},
    ):
        assert await waiting.post(*signed(event)) == 200
    assert await waiting.from_agents() == []
    assert await waiting.state() == "waiting"


async def test_an_agent_may_write_to_somebody_whose_conversation_was_ended(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    ticket = chatwoot_there.ticket
    await waiting.post(*signed(chatwoot_there.reply(ticket, "Bonjour.")))
    await waiting.post(*signed(chatwoot_there.set_status(ticket, "resolved")))
    await waiting.post(*signed(chatwoot_there.reply(ticket, "Un oubli de ma part.")))
    assert await waiting.from_agents() == [("Emma", "Bonjour."), ("Emma", "Un oubli de ma part.")]
    assert await waiting.state() == "agent"


async def test_an_assignment_made_while_the_conversation_is_being_made_is_not_missed(
    at_chatwoot: Connected, chatwoot_there: ChatwootServer
) -> None:
    """Chatwoot may assign by itself, and tell so before it answers us."""
    chatwoot_there.faults.next.extend([None, None, "500"])  # the contact and the conversation are made, the note is not
    await at_chatwoot.ask_for_a_person()
    await at_chatwoot.until(lambda: chatwoot_there.faults.made)
    assert await at_chatwoot.post(*signed(chatwoot_there.assign(chatwoot_there.ticket))) == 200
    assert await at_chatwoot.state() == "agent"


async def test_a_customer_who_waits_and_is_resolved_unanswered_is_told_that_it_is_over(
    waiting: Connected, chatwoot_there: ChatwootServer
) -> None:
    await waiting.post(*signed(chatwoot_there.set_status(chatwoot_there.ticket, "resolved")))
    assert await waiting.state() == "closed"


async def test_erasing_removes_it_there_too(waiting: Connected, chatwoot_there: ChatwootServer) -> None:
    ticket = chatwoot_there.ticket
    late = chatwoot_there.reply(ticket, "Bonjour.")
    await waiting.customer.erase()
    await waiting.until(lambda: not chatwoot_there.contacts)
    assert await waiting.post(*signed(late)) == 200, "nobody is there any more, and that is no fault"
