"""Somebody whose life or safety is in danger: heard in every state, first in the queue, and never without who helps."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

import pytest
from aiohttp import web

from bot.content import danger_links, danger_text, incident
from bot.danger.kinds import DangerKind
from bot.gateway.conversations import danger, service
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, next_event, next_messages
from tests.gateway.handoff.people import Desk
from tests.gateway.handoff.test_handing_over import ask_for_person, kind, state
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import FR

CRISIS = "Je n'ai plus envie de vivre."
IN_DANGER = "Mon ex me suit partout, j'ai peur pour ma vie."
TELLING = ("danger", "crisis")


async def kept(desk: Desk, customer: Customer) -> str | None:
    rows = await desk.database.transaction(
        lambda cursor: cursor.all("SELECT danger FROM conversations WHERE id = ?", (customer.id,))
    )
    return rows[0][0] if rows else None


def is_help(message: dict[str, Any], what: DangerKind) -> bool:
    """Whether it is who helps with this, with each number that it names as a link."""
    assert message["links"] == danger_links(what, FR)
    return (message["topic"], message["text"]) == (what, danger_text(what, FR))


async def queue_up(gateway: Gateway, rasa: StandInRasa, priority: str = "normal") -> Customer:
    customer = gateway.customer()
    await customer.begin(language="fr")
    await ask_for_person(customer, rasa, priority)
    return customer


async def test_rasa_is_told_what_was_heard_now_or_before(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    told = []
    for text in ("bonjour", IN_DANGER, "merci", CRISIS, IN_DANGER, "merci"):
        assert len(await customer.say(text)) == 1
        told.append(rasa.received[-1]["metadata"])
    crisis: dict[str, object] = {"danger": "crisis"}
    in_danger: dict[str, object] = {"danger": "in_danger"}
    now: dict[str, object] = {"danger_now": True}
    expected = [{}, in_danger | now, in_danger, crisis | now, in_danger | now, crisis]
    assert told == [{"language": "fr", "situation": "{}", "danger_now": False} | known for known in expected]
    assert await kept(desk, customer) == "crisis", "a life in danger stays above all else"
    assert await state(customer) == "bot", "nobody is put into a queue unasked"


async def test_what_was_heard_before_helps_to_hear(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str | None]] = []

    def read(text: str, earlier: DangerKind | None = None) -> DangerKind | None:
        asked.append((text, earlier))
        return "crisis" if text == "un" else None

    monkeypatch.setattr(danger, "read_danger", read)
    (answer,) = await customer.say("un")
    await customer.say("deux")
    await customer.ask("POST", "/v1/rating", {"stars": 1, "comment": "trois"})
    await customer.ask("POST", "/v1/ticket", {"text": "quatre", "phone": "0470 12 34 56"})
    assert asked[0] == ("un", None)
    assert [one for one in asked if one[1]] == [(text, "crisis") for text in ("deux", "trois", "quatre")]
    assert answer["topic"] == "echo"


@pytest.mark.parametrize("fault", ["fails", "is slow"])
async def test_a_reader_that_fails_or_is_slow_holds_nobody_up_and_quotes_nobody(
    customer: Customer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    def broken(text: str, earlier: DangerKind | None = None) -> DangerKind | None:
        if fault == "fails":
            raise ValueError(text)
        time.sleep(0.5)
        return "crisis"

    monkeypatch.setattr(danger, "read_danger", broken)
    monkeypatch.setattr(danger, "PATIENCE", 0.05)
    assert (await customer.say("zebrafinch"))[0]["text"] == "You said: zebrafinch"
    assert "A message could not be read for danger" in caplog.text
    assert "zebrafinch" not in caplog.text


async def test_only_the_topic_of_an_answer_tells_of_danger(
    gateway: Gateway, customer: Customer, rasa: StandInRasa, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Not the wire, the stream, the transcript, the logs or the metrics: what Rasa answers here has another topic."""
    caplog.set_level(logging.DEBUG)
    anna = await desk.agent("Anna", "fr")
    async with customer.stream() as socket:
        shown = [await customer.ask("POST", "/v1/messages", {"text": CRISIS, "client_message_id": "x"})]
        rasa.custom = {"handoff": {"priority": "danger"}, "topic": "ask_human"}
        shown.append(await customer.ask("POST", "/v1/messages", {"text": "oui"}))
        rasa.custom = {}
        shown.append(await customer.ask("GET", "/v1/messages"))
        shown.append(await customer.ask("GET", "/v1/conversation/transcript"))
        shown.append(await customer.ask("GET", "/v1/conversation/transcript", headers={"Accept": "text/plain"}))
        pushed = await next_messages(socket, 6)
        shown.append(await next_event(socket, "state"))
    await desk.handoffs.take(customer.id, anna)
    await customer.say(IN_DANGER)
    await desk.watch.look(time.time())
    async with gateway.session.get(f"{gateway.address}/metrics") as response:
        shown.append(await response.text())
    shown.append("\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot.")))
    assert shown[5]["state"] == "waiting"
    for one in (*shown, *pushed):
        text = json.dumps(one).lower()
        assert not [word for word in TELLING if word in text], text


async def test_who_is_in_danger_comes_first_however_and_whenever_that_was_heard(
    gateway: Gateway, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Anna", "fr")
    normal, defrauded = await queue_up(gateway, rasa), await queue_up(gateway, rasa, "urgent")
    assert await desk.waiting() == [defrauded.id, normal.id]

    before = gateway.customer()  # heard before they asked, and asked for as everybody does
    await before.begin(language="fr")
    await before.say(IN_DANGER)
    (queued,) = await ask_for_person(before, rasa)
    assert queued["details"]["place"] == 1
    said_yes = await queue_up(gateway, rasa, "danger")  # heard by the assistant alone
    assert await desk.waiting() == [before.id, said_yes.id, defrauded.id, normal.id]

    async with defrauded.stream() as socket:
        while (event := await next_event(socket, "state"))["place"] != 3:
            pass
        await normal.say(CRISIS)  # heard while they wait
        while (event := await next_event(socket, "state"))["place"] != 4:
            pass
    assert event["state"] == "waiting"
    assert await desk.waiting() == [normal.id, before.id, said_yes.id, defrauded.id]
    view = (await desk.handoffs.queue()).waiting
    assert [one.danger for one in view] == ["crisis", "in_danger", None, None]
    assert [one.asked for one in view] == ["normal", "normal", "danger", "urgent"]

    (moved_up,) = await ask_for_person(defrauded, rasa, "danger")
    assert moved_up["details"]["place"] == 2, "waited longer than the others in danger"
    assert await desk.waiting() == [normal.id, defrauded.id, before.id, said_yes.id]


async def test_while_a_person_has_the_conversation_who_helps_is_told_once_per_kind(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    asked = len(rasa.received)
    (help_now,) = await customer.say(CRISIS, client_message_id="x")
    assert help_now["from"] == "system"
    assert is_help(help_now, "crisis")
    assert "buttons" not in help_now, "a person is there already"
    assert await customer.say(CRISIS, client_message_id="x") == [help_now]
    assert await customer.say(CRISIS) == []
    (other,) = await customer.say(IN_DANGER)
    assert is_help(other, "in_danger")
    assert await customer.say(IN_DANGER) == []
    assert len(rasa.received) == asked
    assert await kept(desk, customer) == "crisis"


async def test_who_is_taken_while_the_assistant_answers_is_not_left_without_help(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    rasa.delay, rasa.asked = 0.5, asyncio.Event()
    saying = asyncio.create_task(customer.say(CRISIS))
    await rasa.asked.wait()
    await desk.handoffs.take(customer.id, anna)
    (help_now,) = await saying
    assert is_help(help_now, "crisis")


@pytest.mark.parametrize("there", [True, False])
async def test_a_message_to_call_back_about_tells_who_helps_now(
    customer: Customer, rasa: StandInRasa, desk: Desk, there: bool
) -> None:
    await desk.agent("Anna", "fr", there=there)
    ticket = {"text": CRISIS, "phone": "0470 12 34 56", "client_message_id": "t"}
    kept_now, help_now = (await customer.ask("POST", "/v1/ticket", ticket))["messages"]
    assert kind(kept_now) == "ticket_kept"
    assert is_help(help_now, "crisis")
    assert (await customer.ask("POST", "/v1/ticket", ticket))["messages"] == []
    assert await kept(desk, customer) == "crisis"
    assert await state(customer) == "bot"
    assert ("buttons" in help_now) == there
    if there:
        (queued,) = await customer.press(help_now["buttons"][0]["id"])
        assert kind(queued) == "queued"
        assert [one.priority for one in (await desk.handoffs.queue()).waiting] == ["danger"]


async def test_a_rating_that_tells_of_danger_is_answered_with_who_helps(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    async with customer.stream() as socket:
        await next_event(socket, "state")
        for _ in range(2):
            await customer.ask("POST", "/v1/rating", {"stars": 1, "comment": IN_DANGER})
        (help_now,) = await next_messages(socket, 1)
    assert is_help(help_now, "in_danger")
    assert (await customer.read())[-1] == help_now, "told once"
    assert await kept(desk, customer) == "in_danger"


@pytest.mark.parametrize("trouble", ["down", "late", "garbled"])
async def test_when_rasa_does_not_answer_somebody_in_danger_reads_who_helps_and_no_apology(
    customer: Customer, rasa: StandInRasa, desk: Desk, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.agent("Anna", "fr")
    monkeypatch.setattr(service, "ANSWER_PATIENCE", 0.5)
    if trouble == "down":
        await rasa.stop()
    rasa.delay = 1.0 if trouble == "late" else 0.0
    rasa.answer = web.Response(text="<html>") if trouble == "garbled" else None
    (answer,) = await customer.say(CRISIS, client_message_id="x")
    assert answer["from"] == "bot"
    assert is_help(answer, "crisis")
    assert await customer.say(CRISIS, client_message_id="x") == [answer]
    (still,) = await customer.say("bonjour")
    assert is_help(still, "crisis"), "the talk is about that still"
    assert await state(customer) == "bot"
    (queued,) = await customer.press(answer["buttons"][0]["id"])
    assert kind(queued) == "queued"
    assert [one.priority for one in (await desk.handoffs.queue()).waiting] == ["danger"]


async def test_without_a_desk_nobody_is_offered_a_person(customer: Customer, rasa: StandInRasa) -> None:
    await rasa.stop()
    (answer,) = await customer.say(IN_DANGER)
    assert is_help(answer, "in_danger")
    assert "buttons" not in answer


async def test_where_nobody_comes_the_lines_stand_beside_the_form(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr", there=False)
    await customer.say(CRISIS)
    nobody, help_now = await ask_for_person(customer, rasa, "danger")
    assert kind(nobody) == "nobody_there"
    assert is_help(help_now, "crisis")

    await desk.seen(anna, time.time())
    (queued,) = await customer.press(nobody["buttons"][0]["id"])
    assert kind(queued) == "queued"
    assert [one.asked for one in (await desk.handoffs.queue()).waiting] == ["danger"]
    await desk.waited(incident().people.wait_limit + 1)
    await desk.watch.look(time.time())
    limit, help_again = (await customer.read())[-2:]
    assert kind(limit) == "limit"
    assert is_help(help_again, "crisis")


async def test_words_of_somebody_in_danger_stay_unanswered_until_a_person_answers(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    """Who helps is told beside them, and is no answer."""
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await customer.say(CRISIS)
    await desk.database.transaction(
        lambda cursor: cursor.run("UPDATE messages SET at = at - ?", (incident().people.wait_limit + 1,))
    )
    for _ in range(2):
        await desk.watch.look(time.time())
    told = [m for m in await customer.read() if m["from"] == "system" and (m.get("details") or {}).get("ticket")]
    assert len(told) == 1


async def test_what_the_assistant_answers_about_danger_is_kept_too(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    rasa.custom = {"topic": "in_danger"}
    await customer.say("il est devant ma porte")
    rasa.custom = {}
    await customer.say("merci")
    assert rasa.received[-1]["metadata"] == {
        "language": "fr",
        "situation": "{}",
        "danger": "in_danger",
        "danger_now": False,
    }
    assert await kept(desk, customer) == "in_danger"
