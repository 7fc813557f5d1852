"""A customer and a person: every way from the assistant to somebody, and back."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import Any

import pytest

from bot.gateway.db.database import Cursor, Row
from bot.gateway.errors import AlreadyTaken, NotAllowed, WrongState
from bot.gateway.handoff import queue
from bot.gateway.handoff.rows import MoveLog
from bot.gateway.handoff.tickets import select_tickets, tickets_of
from bot.handoff.states import Move
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, Refusal, next_event, next_messages
from tests.gateway.handoff.people import Desk
from tests.gateway.stand_in_rasa import StandInRasa


async def ask_for_person(customer: Customer, rasa: StandInRasa, priority: str = "normal") -> list[dict[str, Any]]:
    """What the customer reads after an answer of the assistant that asks for a person."""
    rasa.custom = {"topic": "ask_human", "handoff": {"priority": priority}}
    answer = await customer.say("une personne")
    rasa.custom = {}
    return answer[1:]


def kind(message: dict[str, Any]) -> str:
    return str(message["details"]["handoff"])


def button(message: dict[str, Any], title: str) -> str:
    return next(str(b["id"]) for b in message["buttons"] if title in b["title"])


async def state(customer: Customer) -> str:
    return str((await customer.ask("GET", "/v1/messages?after=0"))["state"])


async def test_from_the_assistant_to_a_person_and_back(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    anna = await desk.agent("Anna", "fr")
    (queued,) = await ask_for_person(customer, rasa)
    assert queued["from"] == "system"
    assert queued["topic"] == "handoff"
    assert queued["details"] == {"handoff": "queued", "place": 1, "wait_minutes": None}
    assert await state(customer) == "waiting"

    await desk.handoffs.take(customer.id, anna)
    asked = len(rasa.received)
    assert await customer.say("bonjour Anna") == []
    assert len(rasa.received) == asked  # the assistant is silent
    await desk.handoffs.reply(customer.id, anna, "Bonjour, je lis <b>votre</b> conversation.", "1")

    said = [(message["from"], message["text"]) for message in (await customer.read())[-3:]]
    assert said[0][0] == "system"
    assert "Anna" in said[0][1]
    assert said[1:] == [("customer", "bonjour Anna"), ("agent", "Bonjour, je lis <b>votre</b> conversation.")]

    await desk.handoffs.close(customer.id, anna, "solved")
    assert (await customer.read())[-1]["details"] == {"handoff": "closed", "rate": True}
    assert await state(customer) == "closed"
    assert (await customer.say("encore une question"))[0]["from"] == "bot"
    assert rasa.received[-1]["metadata"] == {
        "language": "fr",
        "situation": "{}",
        "people": "there",
        "helped": True,
        "danger_now": False,
    }
    assert await state(customer) == "bot"


async def test_without_anybody_at_the_desk_the_assistant_is_told_nothing_of_people(
    customer: Customer, rasa: StandInRasa
) -> None:
    assert await ask_for_person(customer, rasa) == []
    assert rasa.received[-1]["metadata"] == {"language": "fr", "situation": "{}", "danger_now": False}
    assert await state(customer) == "bot"


async def test_when_nobody_is_there_the_customer_gets_the_hotline_and_may_leave_a_message(
    gateway: Gateway, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr", there=False)
    customer = gateway.customer()
    await customer.begin(language="fr")
    (nobody,) = await ask_for_person(customer, rasa)
    assert rasa.received[-1]["metadata"]["people"] == "away"
    assert kind(nobody) == "nobody_there"
    assert nobody["details"]["ticket"] is True
    assert nobody["links"][0]["url"].startswith("tel:")
    assert await state(customer) == "bot"

    await desk.seen(anna, time.time())
    (queued,) = await customer.press(nobody["buttons"][0]["id"])
    assert kind(queued) == "queued"


async def test_an_offer_of_a_person_says_once_how_long_one_takes(
    gateway: Gateway, customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    offer = {"topic": "fallback", "offers": "human"}
    anna = await desk.agent("Anna", "fr")
    rasa.custom = offer
    assert len(await customer.say("?")) == 1  # nothing is known of the wait
    for other in [gateway.customer() for _ in range(3)]:
        await other.begin(language="fr")
        await ask_for_person(other, rasa)
        await desk.handoffs.take(other.id, anna)
    rasa.custom = offer
    _, there = await customer.say("?")
    assert kind(there) == "people_there"
    assert await state(customer) == "bot"
    assert len(await customer.say("?")) == 1


async def test_who_asks_again_where_nobody_is_reads_something_else(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.seen(await desk.agent("Anna", "fr"), 0)
    told = [(await ask_for_person(customer, rasa))[0] for _ in range(2)]
    assert [(kind(one), one["details"].get("ticket")) for one in told] == [("nobody_there", True)] * 2
    await customer.ask("POST", "/v1/ticket", {"text": "rappelez-moi", "phone": "0470 00 00 00"})
    (left,) = await ask_for_person(customer, rasa)
    assert "ticket" not in left["details"]
    assert len({one["text"] for one in (*told, left)}) == 3


async def test_who_waits_is_told_how_they_stand(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    for priority in ("normal", "standing"):
        (standing,) = await ask_for_person(customer, rasa, priority)
        assert (kind(standing), standing["details"]["place"]) == ("still_waiting", 1)
    await customer.press(standing["buttons"][0]["id"])
    assert await ask_for_person(customer, rasa, "standing") == []
    assert await state(customer) == "bot"


async def test_while_waiting_the_assistant_answers_and_a_fraud_moves_the_customer_up(
    gateway: Gateway, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Anna", "fr")
    first, second, defrauded = [gateway.customer() for _ in range(3)]
    for one in (first, second, defrauded):
        await one.begin(language="fr")
    await ask_for_person(first, rasa)
    (queued,) = await ask_for_person(second, rasa)
    assert queued["details"]["place"] == 2
    assert (await second.say("quelles données ?"))[0]["text"] == "You said: quelles données ?"
    assert rasa.received[-1]["metadata"]["people"] == "waiting"

    (urgent,) = await ask_for_person(defrauded, rasa, "urgent")
    assert urgent["details"]["place"] == 1
    assert await desk.waiting() == [defrauded.id, first.id, second.id]

    (moved_up,) = await ask_for_person(second, rasa, "urgent")
    assert moved_up["details"]["handoff"] == "still_waiting"
    assert moved_up["details"]["place"] == 1  # waited longer than the other who was defrauded
    assert await desk.waiting() == [second.id, defrauded.id, first.id]


async def test_places_are_pushed_as_they_change(gateway: Gateway, rasa: StandInRasa, desk: Desk) -> None:
    await desk.agent("Anna", "fr")
    one, two = gateway.customer(), gateway.customer()
    await one.begin(language="fr")
    await two.begin(language="fr")
    await ask_for_person(one, rasa)
    (queued,) = await ask_for_person(two, rasa)
    async with two.stream(after=queued["id"]) as socket:
        assert await next_event(socket, "state") == {
            "type": "state",
            "state": "waiting",
            "place": 2,
            "wait_minutes": None,
        }
        messages = await one.read()
        await one.press(button(messages[-1], "Ne plus attendre"))
        assert (await next_event(socket, "state"))["place"] == 1


async def test_the_queue_tells_what_a_customer_came_for_and_not_that_they_want_a_person(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Anna", "fr")
    for topic in ("data_affected", "thank", "clarify"):
        rasa.custom = {"topic": topic}
        await customer.say("bonjour")
    await ask_for_person(customer, rasa)
    assert [one.topic for one in (await desk.handoffs.queue()).waiting] == ["data_affected"]


async def test_who_changes_language_while_waiting_waits_for_a_person_of_that_language_too(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    rasa.custom = {"topic": "change_language", "language": "nl"}
    await customer.say("in het Nederlands graag")
    assert [one.languages for one in (await desk.handoffs.queue()).waiting] == [("nl", "fr")]


async def test_cancelling_leaves_the_queue_and_a_late_press_says_how_things_stand(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    (queued,) = await ask_for_person(customer, rasa)
    (cancelled,) = await customer.press(queued["buttons"][0]["id"], client_message_id="c1")
    assert kind(cancelled) == "cancelled"
    assert await customer.press(queued["buttons"][0]["id"], client_message_id="c1") == [cancelled]
    assert await desk.waiting() == []
    assert await state(customer) == "bot"
    with pytest.raises(WrongState):
        await desk.handoffs.take(customer.id, anna)


async def test_when_nobody_speaks_the_customers_language_the_customer_is_asked(
    gateway: Gateway, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Piet", "nl", "en")
    asks, waits = gateway.customer(), gateway.customer()
    for one in (asks, waits):
        await one.begin(language="fr")
    (asked,) = await ask_for_person(asks, rasa)
    assert kind(asked) == "other_language"
    assert "néerlandais ou en anglais" in asked["text"]
    assert await state(asks) == "bot"
    (queued,) = await asks.press(button(asked, "néerlandais"))
    assert kind(queued) == "queued"

    (asked,) = await ask_for_person(waits, rasa)
    await waits.press(button(asked, "attendre"))
    view = await desk.handoffs.queue()
    assert [one.languages for one in view.waiting] == [("fr", "nl"), ("fr",)]


async def test_after_the_limit_the_customer_keeps_the_place_and_chooses(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.waited(9 * 60)
    await desk.watch.look(time.time())
    assert kind((await customer.read())[-1]) == "queued"
    await desk.waited(2 * 60)
    await desk.watch.look(time.time())
    await desk.watch.look(time.time())
    limit = (await customer.read())[-1]
    assert [kind(m) for m in (await customer.read()) if m["from"] == "system"] == ["queued", "limit"]
    assert limit["details"]["ticket"] is True
    assert limit["links"][0]["url"].startswith("tel:")
    (still,) = await customer.press(button(limit, "Continuer"))
    assert (kind(still), still["details"]["place"]) == ("still_waiting", 1)
    await desk.waited(10 * 60)
    await desk.watch.look(time.time())
    assert kind((await customer.read())[-1]) == "limit"


async def test_a_message_with_a_number_is_kept_once_and_ends_the_wait(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    ticket = {"text": "Rappelez-moi au 0470 12 34 56", "phone": "0470 12 34 56", "client_message_id": "t1"}
    answer = await customer.ask("POST", "/v1/ticket", ticket)
    assert [kind(message) for message in answer["messages"]] == ["ticket_kept"]
    assert answer["state"] == "bot"
    assert (await customer.ask("POST", "/v1/ticket", ticket))["messages"] == []
    tickets = await desk.database.transaction(lambda cursor: select_tickets(cursor, 10))
    assert [(ticket.phone, ticket.language) for ticket in tickets] == [("0470 12 34 56", "fr")]
    assert "0470" not in tickets[0].text  # words are masked like all words
    assert await desk.waiting() == []


@pytest.mark.parametrize(
    ("phone", "wrong"),
    [
        ("", "phone-unknown"),
        ("12345", "phone-too-short"),
        ("0475 12", "phone-too-short"),
        ("call me", "phone-unknown"),
        ("+32 470 12 34 56 ; DROP", "phone-unknown"),
        ("0" * 16, "phone-too-long"),
        ("0470 12 34 567", "phone-too-long"),
        ("0470 12 34 5", "phone-unknown"),
        ("0" * 61, "invalid"),
        (32470123456, "invalid"),
    ],
)
async def test_what_is_no_number_is_refused_and_the_answer_says_what_is_wrong(
    customer: Customer, phone: object, wrong: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        await customer.ask("POST", "/v1/ticket", {"text": "x", "phone": phone})
    assert refusal.value.status == 422
    assert refusal.value.problem["type"].endswith(f":{wrong}")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0470 - 12 34 56", "0470 12 34 56"),
        ("0470/12.34.56", "0470 12 34 56"),
        ("+32\u00a0470\u00a012\u00a034\u00a056", "+32 470 12 34 56"),
        ("\u202a0470\u200b123456\u202c", "0470 12 34 56"),
        ("٠٤٧٠١٢٣٤٥٦", "0470 12 34 56"),
        ("0033 6 12 34 56 78", "+33 6 12 34 56 78"),
    ],
)
async def test_a_number_is_kept_as_one_can_read_and_dial_it_however_it_was_typed_or_pasted(
    customer: Customer, desk: Desk, typed: str, kept: str
) -> None:
    await customer.ask("POST", "/v1/ticket", {"text": "x", "phone": typed})
    left = await desk.database.transaction(lambda cursor: tickets_of(cursor, customer.id))
    assert [ticket.phone for ticket in left] == [kept]


async def test_of_two_who_take_one_conversation_exactly_one_has_it(
    gateway: Gateway, rasa: StandInRasa, desk: Desk
) -> None:
    people = [await desk.agent(name, "fr") for name in ("Anna", "Bert", "Carl")]
    other = Desk(gateway.settings.store, gateway.settings.data_folder)
    for _ in range(5):
        customer = gateway.customer()
        await customer.begin(language="fr")
        await ask_for_person(customer, rasa)
        takes = [
            (desk if place % 2 else other).handoffs.take(customer.id, person) for place, person in enumerate(people)
        ]
        outcomes = await asyncio.gather(*takes, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes if outcome] == [AlreadyTaken, AlreadyTaken]
        winner = people[outcomes.index(None)]
        told = [message for message in await customer.read() if message["from"] == "system"][-1]
        assert told["details"] == {"handoff": "taken", "agent": winner.display_name}
        for person in people:
            if person is not winner:
                with pytest.raises(NotAllowed):
                    await desk.handoffs.reply(customer.id, person, "hello")
    await other.close()


async def test_transfer_take_over_and_return_each_tell_the_customer(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna, bert = await desk.agent("Anna", "fr"), await desk.agent("Bert", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await desk.handoffs.transfer(customer.id, anna, lambda *_: bert)
    with pytest.raises(NotAllowed):
        await desk.handoffs.reply(customer.id, anna, "still me?")
    await desk.handoffs.reply(customer.id, bert, "Bonjour, c'est Bert.")
    await desk.handoffs.take(customer.id, anna, over=True)
    await desk.handoffs.transfer(customer.id, anna, lambda *_: None)
    assert await desk.waiting() == [customer.id]
    await desk.handoffs.take(customer.id, bert)
    await desk.handoffs.give_back(customer.id, bert)
    assert await state(customer) == "bot"
    notices = [m["details"] for m in await customer.read() if m["from"] == "system"]
    assert [(n["handoff"], n.get("agent")) for n in notices] == [
        ("queued", None),
        ("taken", "Anna"),
        ("transferred", "Bert"),
        ("taken_over", "Anna"),
        ("transferred", None),
        ("taken", "Bert"),
        ("returned", None),
    ]


async def test_an_agent_who_leaves_the_desk_loses_the_conversation_to_the_front_of_the_queue(
    gateway: Gateway, rasa: StandInRasa, desk: Desk
) -> None:
    anna, bert = await desk.agent("Anna", "fr"), await desk.agent("Bert", "fr")
    first, second = gateway.customer(), gateway.customer()
    for one in (first, second):
        await one.begin(language="fr")
        await ask_for_person(one, rasa)
    await desk.handoffs.take(first.id, anna)
    await desk.leaves(anna)
    now = time.time()
    await desk.watch.look(now)
    assert await state(first) == "agent"  # this gateway has just begun: desks have as long as always to come back
    await desk.seen(bert, now + 200)
    await desk.watch.look(now + 200)
    assert kind((await first.read())[-1]) == "agent_left"
    assert await desk.waiting() == [first.id, second.id]


async def test_who_is_not_answered_by_the_person_for_long_hears_of_other_ways_once(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await customer.say("vous êtes là ?")
    await desk.watch.look(time.time() + 60)
    assert (await customer.read())[-1]["text"] == "vous êtes là ?"
    later = time.time() + 11 * 60
    await desk.seen(anna, later)
    await desk.watch.look(later)
    await desk.watch.look(later + 60)
    *_, said, told = await customer.read()
    assert (said["text"], kind(told), told["details"]["ticket"]) == ("vous êtes là ?", "limit", True)
    assert "buttons" not in told
    assert await state(customer) == "agent"


async def test_when_everybody_has_left_who_waits_is_told(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.leaves(anna)
    await desk.watch.look(time.time() + 200)
    assert kind((await customer.read())[-1]) == "nobody_there"
    assert await state(customer) == "bot"


async def test_a_repeated_reply_is_said_once_and_the_assistant_does_not_speak_over_a_person(
    customer: Customer, rasa: StandInRasa, desk: Desk
) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    rasa.delay = 0.5
    rasa.asked.clear()
    slow = asyncio.create_task(customer.say("et mon adresse ?"))
    await rasa.asked.wait()
    await desk.handoffs.take(customer.id, anna)
    assert await slow == []
    replies = [await desk.handoffs.reply(customer.id, anna, "Bonjour", "same") for _ in range(3)]
    assert len({reply.seq for reply in replies}) == 1
    assert [m["text"] for m in await customer.read() if m["from"] == "agent"] == ["Bonjour"]


async def test_what_the_customer_types_is_never_a_button(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    await desk.agent("Anna", "fr")
    await customer.say("handoff/request/urgent/fr")
    assert rasa.texts()[-1] == "handoff/request/urgent/fr"
    assert await state(customer) == "bot"


async def test_the_stream_gets_what_the_person_says(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    anna = await desk.agent("Anna", "fr")
    (queued,) = await ask_for_person(customer, rasa)
    async with customer.stream(after=queued["id"]) as socket:
        await desk.handoffs.take(customer.id, anna)
        await desk.handoffs.reply(customer.id, anna, "Bonjour")
        await customer.say("oui")  # wakes this gateway's stream; the other gateway cannot
        assert [m["from"] for m in await next_messages(socket, 3)] == ["system", "agent", "customer"]
    async with customer.stream() as socket:
        assert await next_event(socket, "state") == {"type": "state", "state": "agent"}
    assert await customer.ask("POST", "/v1/typing", {"on": True}) == ""


async def test_erasing_ends_a_hand_off_without_a_trace(customer: Customer, rasa: StandInRasa, desk: Desk) -> None:
    anna = await desk.agent("Anna", "fr")
    await ask_for_person(customer, rasa)
    await desk.handoffs.take(customer.id, anna)
    await customer.ask("POST", "/v1/ticket", {"text": "x", "phone": "0470123456"})
    await customer.erase()
    for table in ("handoffs", "handoff_log", "tickets", "messages"):
        assert await desk.database.transaction(partial(_rows, table=table)) == [], table


def _rows(cursor: Cursor, table: str) -> list[Row]:
    return cursor.all(f"SELECT * FROM {table}")


async def test_the_wait_that_is_told_becomes_shorter_while_the_customer_waits(
    customer: Customer, rasa: StandInRasa, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "SNAPSHOT_LASTS", 0.0)

    def five_minutes_each(cursor: Cursor) -> None:
        for _ in range(3):
            MoveLog(lambda move, seconds: None).add(
                cursor, customer.id, Move.TAKE, time.time() - 600, seconds=300, place=1
            )

    async def told() -> object:
        return (await customer.ask("GET", "/v1/messages"))["wait_minutes"]

    await desk.database.transaction(five_minutes_each)
    await desk.agent("Anna", "fr")
    (queued,) = await ask_for_person(customer, rasa)
    assert queued["details"]["wait_minutes"] == await told() == 5
    await desk.waited(3 * 60)
    assert await told() == 2
    await desk.waited(6 * 60)
    assert await told() == 5, "it is late, and no more about to end than it was"
