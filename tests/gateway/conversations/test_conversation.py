"""A conversation from its beginning to its end, in either database."""

from __future__ import annotations

import asyncio
import datetime
import time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg2
import pytest

from bot.content import incident, technical_problem, technical_problem_links
from bot.gateway.conversations.model import Message
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.conversations.rows import rating_of
from bot.gateway.conversations.transcript import transcript
from bot.gateway.data.retention import Retention
from bot.gateway.db.open_database import open_database
from bot.gateway.outbox import OutboxWriter
from bot.privacy.masking import mask_turn
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer, Refusal
from tests.gateway.stand_in_rasa import NONSENSE, StandInRasa
from tests.spoken import FR

CARD = "4111 1111 1111 1111"

NO_OUTBOX = OutboxWriter(wanted=False)


@pytest.fixture
async def gateway(start_gateway: StartGateway, rasa: StandInRasa, store_url: str) -> Gateway:
    return await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=store_url)


async def test_a_conversation_begins_with_a_greeting_and_a_token(gateway: Gateway, rasa: StandInRasa) -> None:
    begun = await gateway.customer().begin(language="nl", client="app")
    assert set(begun) == {"conversation_id", "token", "expires_at", "language", "messages", "state"}
    assert (begun["language"], begun["state"]) == ("nl", "bot")
    assert [message["from"] for message in begun["messages"]] == ["bot"]
    assert rasa.received[0]["message"] == "/greet"
    assert rasa.received[0]["metadata"] == {"language": "nl", "situation": "{}"}


async def test_what_was_said_is_read_back_in_order(gateway: Gateway, customer: Customer) -> None:
    (first,) = await customer.say("un", client_message_id="a-1")
    await customer.say("deux")
    messages = await customer.read()
    assert [m["text"] for m in messages[1:]] == ["un", "You said: un", "deux", "You said: deux"]
    assert messages[1]["client_message_id"] == "a-1"
    assert messages[2] == first
    assert [m["id"] for m in messages] == sorted(m["id"] for m in messages)
    assert await customer.read(after=first["id"]) == messages[3:]


async def test_the_same_message_sent_twice_is_answered_once(customer: Customer, rasa: StandInRasa) -> None:
    assert await customer.say("bonjour", client_message_id="x") == await customer.say("bonjour", client_message_id="x")
    assert rasa.texts().count("bonjour") == 1


async def test_the_same_message_sent_ten_times_at_once_is_answered_once(customer: Customer, rasa: StandInRasa) -> None:
    rasa.delay = 0.2
    answers = await asyncio.gather(*(customer.say("bonjour", client_message_id="x") for _ in range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert rasa.texts().count("bonjour") == 1
    assert len(await customer.read()) == 3


async def test_a_restart_keeps_conversations_tokens_buttons_and_answers(
    gateway: Gateway, customer: Customer, rasa: StandInRasa, start_gateway: StartGateway
) -> None:
    rasa.buttons = [{"title": "Aide", "payload": "/help"}]
    answer = await customer.say("bonjour", client_message_id="x")
    before = await customer.read()
    await gateway.stop()
    again = await start_gateway(rasa=gateway.settings.rasa, store=gateway.settings.store)
    customer.address = again.address
    assert await customer.read() == before
    assert await customer.say("bonjour", client_message_id="x") == answer
    assert rasa.texts().count("bonjour") == 1
    (pressed,) = await customer.press(answer[0]["buttons"][0]["id"])
    assert pressed["text"] == "You said: /help"


async def test_a_message_whose_answer_was_lost_in_a_crash_is_answered_when_it_comes_again(
    gateway: Gateway, customer: Customer
) -> None:
    """As if the gateway had died between keeping the message and keeping its answer."""
    database = open_database(gateway.settings.store, gateway.settings.data_folder)
    await ConversationRepository(database, NO_OUTBOX).begin_turn(customer.id, partial(mask_turn, text="bonjour"), "x")
    await database.close()
    (answer,) = await customer.say("bonjour", client_message_id="x")
    assert answer["text"] == "You said: bonjour"
    assert [m["text"] for m in await customer.read()][1:] == ["bonjour", "You said: bonjour"]


async def test_a_pressed_button_shows_its_title_and_sends_its_payload(customer: Customer, rasa: StandInRasa) -> None:
    rasa.buttons = [{"title": "Néerlandais", "payload": '/change_language{"wanted_language": "nl"}'}]
    (answer,) = await customer.say("langue ?")
    assert [set(button) for button in answer["buttons"]] == [{"id", "title"}]
    await customer.press(answer["buttons"][0]["id"])
    assert rasa.texts()[-1] == '/change_language{"wanted_language": "nl"}'
    assert (await customer.read(after=answer["id"]))[0]["text"] == "Néerlandais"


async def test_the_conversation_follows_the_language_of_the_answer(customer: Customer, rasa: StandInRasa) -> None:
    rasa.custom = {"language": "nl"}
    answered = await customer.ask("POST", "/v1/messages", {"text": "in het Nederlands aub"})
    assert answered["language"] == "nl"
    rasa.custom = {}
    await customer.say("en nu?")
    assert rasa.received[-1]["metadata"] == {"language": "nl", "situation": "{}", "danger_now": False}


async def test_details_topics_and_links_are_passed_on(customer: Customer, rasa: StandInRasa) -> None:
    link = {"title": "0800/55.800", "url": "tel:+3280055800"}
    rasa.custom = {"topic": "data_type", "details": {"data_type": "address", "involved": "yes"}, "links": [link]}
    (answer,) = await customer.say("et mon adresse ?")
    assert (answer["topic"], answer["details"]) == ("data_type", {"data_type": "address", "involved": "yes"})
    assert answer["links"] == [link]


async def test_what_is_personal_is_masked_in_the_store_and_real_for_rasa(
    gateway: Gateway, customer: Customer, rasa: StandInRasa
) -> None:
    rasa.answer = [{"text": "Compris.", "custom": {"topic": "thank", "language": "fr"}}]
    await customer.say(f"ma carte est {CARD}")
    await customer.ask("POST", "/v1/rating", {"stars": 1, "comment": f"carte {CARD}"})
    assert CARD in rasa.texts()[-1]
    half = CARD[:9]  # four digits stand in a time now and then
    assert half not in str(await customer.read())
    await gateway.stop()
    assert not _in_database(gateway, half)


async def test_a_transcript_is_a_copy_of_all_in_json_and_in_words(customer: Customer) -> None:
    await customer.say("bonjour")
    copy = await customer.ask("GET", "/v1/conversation/transcript")
    assert copy["messages"] == await customer.read()
    text = await customer.ask("GET", "/v1/conversation/transcript", headers={"Accept": "text/plain"})
    assert "Vous:\nbonjour\n" in text
    assert "l'assistant automatique" in text.splitlines()[0]


async def test_a_transcript_names_the_person_who_wrote_and_tells_the_time_where_they_are() -> None:
    half_past_midnight = datetime.datetime(2026, 11, 29, 0, 30, tzinfo=ZoneInfo("Europe/Brussels")).timestamp()
    messages = [
        Message(1, "bot", "Bonjour.", FR, half_past_midnight),
        Message(2, "agent", "Je vous lis.", FR, half_past_midnight, details={"agent": "Anna"}),
        Message(3, "agent", "Moi aussi.", FR, half_past_midnight),
    ]
    copy = transcript("a-conversation", messages, FR)
    assert "[2026-11-29 00:30:00] Anna:\nJe vous lis." in copy
    assert "Collaborateur:\nMoi aussi." in copy
    assert "assistant" not in copy.splitlines()[0]
    assert "Europe/Brussels" in copy.splitlines()[1]


async def test_a_rating_is_kept_and_replaced(gateway: Gateway, customer: Customer) -> None:
    for stars in (2, 5):
        await customer.ask("POST", "/v1/rating", {"stars": stars, "comment": f"note {stars}"})
    database = open_database(gateway.settings.store, gateway.settings.data_folder)
    assert await database.transaction(lambda cursor: rating_of(cursor, customer.id)) == (5, "note 5")
    await database.close()


async def test_erasing_removes_every_trace_and_ends_the_token(
    gateway: Gateway, customer: Customer, rasa: StandInRasa
) -> None:
    rasa.buttons = [{"title": "zzerasedtitle", "payload": "/help"}]
    await customer.say("zzerasedtext", client_message_id="zzerasedid")
    await customer.erase()
    with pytest.raises(Refusal) as refused:
        await customer.read()
    assert (refused.value.status, refused.value.problem["type"]) == (410, "urn:breachline:problem:conversation-gone")
    assert not _in_database(gateway, "zzerased")
    await gateway.stop()
    assert not _in_database(gateway, customer.id)


async def test_old_conversations_are_removed_and_younger_ones_stay(gateway: Gateway, customer: Customer) -> None:
    await customer.say("bonjour", client_message_id="x")
    (greeting, *_) = await customer.read()
    promised = time.time() + incident().retention_days * 24 * 60 * 60
    await _upkeep(gateway, promised - 60)
    assert (await customer.read())[0] == greeting
    await _upkeep(gateway, promised + 60)
    with pytest.raises(Refusal) as refused:
        await customer.read()
    assert refused.value.status == 410
    assert not _in_database(gateway, customer.id)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
async def test_while_rasa_is_down_the_customer_gets_the_hotline_and_then_goes_on(
    gateway: Gateway, rasa: StandInRasa, language: str
) -> None:
    customer = gateway.customer()
    await customer.begin(language=language)
    await rasa.stop()
    (apology,) = await customer.say("?")
    assert apology["text"] == technical_problem(language)  # type: ignore[arg-type]
    assert (apology["topic"], apology["language"]) == ("fallback", language)
    assert apology["links"] == technical_problem_links(language)  # type: ignore[arg-type]
    assert {"title": "0800/55.800", "url": "tel:+3280055800"} in apology["links"]
    begun = await gateway.customer().begin(language=language)
    assert begun["messages"][0]["topic"] == "fallback"
    await rasa.start()
    (answer,) = await customer.say("again")
    assert answer["text"] == "You said: again"


@pytest.mark.parametrize("name", NONSENSE)
async def test_nonsense_from_rasa_becomes_the_apology(customer: Customer, rasa: StandInRasa, name: str) -> None:
    rasa.answer = NONSENSE[name]
    (apology,) = await customer.say("bonjour")
    assert apology["text"] == technical_problem(FR)


async def test_a_slow_rasa_costs_nobody_more_than_five_seconds_not_even_who_waits_behind_another(
    customer: Customer, rasa: StandInRasa
) -> None:
    rasa.delay = 30
    loop = asyncio.get_running_loop()
    began = loop.time()
    answers = await asyncio.gather(*(customer.say(f"message {n}") for n in range(4)))
    assert loop.time() - began < 6  # generous: one second is for a busy machine
    assert all(answer[0]["topic"] == "fallback" for answer in answers)
    rasa.delay = 0
    assert (await customer.say("encore"))[0]["text"] == "You said: encore"


async def test_messages_sent_together_are_answered_one_after_the_other(customer: Customer, rasa: StandInRasa) -> None:
    rasa.delay = 0.02
    await asyncio.gather(*(customer.say(f"m{n}") for n in range(10)))
    texts = [message["text"] for message in (await customer.read())[1:]]
    assert len(texts) == 20
    for said, answered in zip(texts[::2], texts[1::2], strict=True):
        assert answered == f"You said: {said}"


async def _upkeep(gateway: Gateway, now: float) -> None:
    """One round of the background task, as if it were `now`."""
    database = open_database(gateway.settings.store, gateway.settings.data_folder)
    await Retention(database, NO_OUTBOX).remove_expired(now)
    await database.close()


def _in_database(gateway: Gateway, text: str) -> bool:
    """Whether `text` stands anywhere in the database: the bytes of SQLite's files, all rows of PostgreSQL."""
    if not gateway.settings.store:
        return any(
            text.encode() in path.read_bytes() for path in Path(gateway.settings.data_folder).glob("gateway.sqlite*")
        )
    connection = psycopg2.connect(gateway.settings.store)
    cursor = connection.cursor()
    tables = ("conversations", "messages", "turns", "buttons", "ratings", "erasures")
    rows = []
    for table in tables:
        cursor.execute(f"SELECT * FROM {table}")
        rows += cursor.fetchall()
    connection.close()
    return text in str(rows)
