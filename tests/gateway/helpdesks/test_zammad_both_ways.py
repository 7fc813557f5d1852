"""A customer and an agent in Zammad, through the gateway."""

from __future__ import annotations

import datetime

import pytest

from bot.gateway.helpdesks.rows import RECEIPTS_KEPT
from tests.gateway.helpdesks.connected import Connected
from tests.gateway.helpdesks.zammad_server import ZammadServer, signed


@pytest.fixture
async def waiting(at_zammad: Connected, zammad_there: ZammadServer) -> Connected:
    """The customer asked for a person, and Zammad knows."""
    await at_zammad.ask_for_a_person()
    await at_zammad.until(lambda: zammad_there.articles and zammad_there.articles[-1]["sender"] == "Customer")
    return at_zammad


async def echo(at: Connected, there: ZammadServer) -> None:
    """Everything that the trigger tells of what we did ourselves."""
    while there.queue:
        assert await at.post(*signed(there.queue.pop(0))) == 200


async def test_an_agent_answers_in_html_and_the_customer_reads_text(
    waiting: Connected, zammad_there: ZammadServer
) -> None:
    ticket = zammad_there.ticket
    await echo(waiting, zammad_there)
    assert await waiting.state() == "waiting"
    await waiting.post(*signed(zammad_there.act(ticket, owner_id=5, state="open")))
    assert await waiting.state() == "agent"
    html = '<div>Bonjour &amp; merci.<br>Voyez <a href="https://example.be/aide">l\'aide</a>.</div><script>x</script>'
    await waiting.post(*signed(zammad_there.act(ticket, html)))
    assert await waiting.from_agents() == [("Emma Taylor", "Bonjour & merci.\nVoyez l'aide (https://example.be/aide).")]
    await waiting.customer.say("merci")
    await waiting.until(lambda: "merci" in zammad_there.said(ticket))
    await echo(waiting, zammad_there)
    await waiting.post(*signed(zammad_there.act(ticket, "Au revoir.", state="closed")))
    assert (await waiting.from_agents())[-1] == ("Emma Taylor", "Au revoir.")
    assert await waiting.state() == "closed"
    assert await waiting.notices() == ["queued", "taken", "closed"]


async def test_what_is_told_again_even_days_later_changes_nothing(
    waiting: Connected, zammad_there: ZammadServer
) -> None:
    """Zammad signs no moment, so a webhook that somebody kept stays well signed for ever."""
    ticket = zammad_there.ticket
    events = [
        zammad_there.act(ticket, owner_id=5, state="open"),
        zammad_there.act(ticket, "Bonjour."),
        zammad_there.act(ticket, state="closed"),
    ]
    for event in [*events, *events]:
        assert await waiting.post(*signed(event)) == 200
    await waiting.ask_for_a_person("encore")
    await waiting.until(lambda: "encore" in zammad_there.said(ticket))
    for event in reversed(events):
        await waiting.post(*signed(event))
    assert await waiting.from_agents() == [("Emma Taylor", "Bonjour.")]
    assert await waiting.state() == "waiting"


async def test_pending_gives_the_conversation_back_and_asking_anew_opens_the_ticket_for_anybody(
    waiting: Connected, zammad_there: ZammadServer
) -> None:
    ticket = zammad_there.ticket
    await waiting.post(*signed(zammad_there.act(ticket, owner_id=5, state="open")))
    await waiting.post(*signed(zammad_there.act(ticket, state="pending reminder")))
    assert await waiting.state() == "bot"
    await waiting.ask_for_a_person("encore")
    await waiting.until(lambda: "encore" in zammad_there.said(ticket))
    await echo(waiting, zammad_there)
    assert await waiting.state() == "waiting", "the owner of before has not taken it again"
    assert zammad_there.tickets[ticket]["state"] == "open"


async def test_internal_notes_and_other_tickets_are_no_answers(waiting: Connected, zammad_there: ZammadServer) -> None:
    note = zammad_there.act(zammad_there.ticket, "entre nous", internal=True)
    other = zammad_there.act(zammad_there.ticket, "Bonjour.")
    other["ticket"] |= {"id": 4242, "title": "Something else"}
    for event in (note, other, {"ticket": None}, {}):
        assert await waiting.post(*signed(event)) == 200
    assert await waiting.from_agents() == []


async def test_another_agents_answer_does_not_hand_the_conversation_to_and_fro(
    waiting: Connected, zammad_there: ZammadServer
) -> None:
    ticket = zammad_there.ticket
    zammad_there.tickets[ticket]["owner_id"] = 5
    for text in ("un", "deux"):
        await waiting.post(*signed(zammad_there.act(ticket, text, agent=6)))
        await waiting.post(*signed(zammad_there.act(ticket, agent=6, priority="3 high")))
    assert await waiting.notices() == ["queued", "taken"]
    assert await waiting.from_agents() == [("Jan Peeters", "un"), ("Jan Peeters", "deux")]


async def test_a_webhook_kept_until_its_receipt_is_gone_is_not_applied(
    waiting: Connected, zammad_there: ZammadServer
) -> None:
    ticket = zammad_there.ticket
    await echo(waiting, zammad_there)
    await waiting.post(*signed(zammad_there.act(ticket, owner_id=5, state="open")))
    replayed = zammad_there.act(ticket, "Bonjour.")
    long_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=RECEIPTS_KEPT)
    replayed["ticket"]["updated_at"] = long_ago.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert await waiting.post(*signed(replayed)) == 200
    assert await waiting.from_agents() == []
