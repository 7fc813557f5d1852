"""Two gateways are as one: a customer may reach another one with each request, and an agent sits at either."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.gateway import notifier
from bot.gateway.db.open_database import open_database
from bot.gateway.settings import Rate
from tests.gateway.conftest import StartGateway
from tests.gateway.coordination.conftest import Pair
from tests.gateway.customer import Customer, Refusal, next_event, next_messages
from tests.gateway.handoff.people import Desk
from tests.gateway.many import running_redis
from tests.gateway.stand_in_rasa import StandInRasa

QUICK = 5  # seconds: a fifth of what a stream takes that nobody wakes


async def test_what_is_said_at_one_is_pushed_at_the_other(pair: Pair) -> None:
    here, there = await pair.customer()
    async with there.stream() as socket:
        await next_messages(socket, 1)
        async with asyncio.timeout(QUICK):
            await here.say("bonjour")
            pushed = await next_messages(socket, 2)
    assert [one["text"] for one in pushed] == ["bonjour", "You said: bonjour"]


async def test_that_the_assistant_answers_is_shown_at_the_other(pair: Pair, rasa: StandInRasa) -> None:
    here, there = await pair.customer()
    rasa.delay = 1
    async with there.stream() as socket:
        await next_messages(socket, 1)
        async with asyncio.timeout(QUICK):
            saying = asyncio.create_task(here.say("bonjour"))
            began, ended = await next_event(socket, "typing"), await next_event(socket, "typing")
            await saying
    assert (began["from"], began["on"], ended["on"]) == ("bot", True, False)


async def test_a_stream_hears_at_the_other_that_the_conversation_is_erased(pair: Pair) -> None:
    here, there = await pair.customer()
    async with there.stream() as socket:
        await next_messages(socket, 1)
        async with asyncio.timeout(QUICK):
            await here.erase()
            assert await next_event(socket, "erased")


async def test_who_waits_hears_at_one_what_agents_do_at_the_other(pair: Pair, rasa: StandInRasa) -> None:
    desk = Desk(pair.other.settings.store, pair.other.settings.data_folder)
    anna = await desk.agent("Anna", "fr")
    here, there = await pair.customer()
    rasa.custom = {"topic": "ask_human", "handoff": {"priority": "normal"}}
    first, _ = await pair.customer()
    await first.say("une personne")
    async with here.stream() as socket:
        async with asyncio.timeout(QUICK):
            await there.say("une personne")
            while (await next_event(socket, "state")).get("place") != 2:
                pass
    await desk.handoffs.take(first.id, anna)
    await desk.close()


async def test_limits_count_what_came_to_both(start_gateway: StartGateway, settings_of_both: dict[str, Any]) -> None:
    narrow = settings_of_both | {"rate_conversation": Rate(6, 1), "rate_starts": Rate(2, 1)}
    pair = Pair(await start_gateway(**narrow), await start_gateway(**narrow))
    here, there = await pair.customer()
    for number in range(6):
        await (here, there)[number % 2].say(f"message {number}")
    for customer in (here, there):
        with pytest.raises(Refusal) as refused:
            await customer.say("trop")
        assert refused.value.status == 429
        assert int(refused.value.headers["Retry-After"]) > 1
    await pair.other.customer().begin()
    with pytest.raises(Refusal) as refused:
        await pair.one.customer().begin()
    assert refused.value.status == 429


def _kept(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages[1:]]  # after the greeting


async def test_each_answer_follows_its_question_whoever_answers(pair: Pair, rasa: StandInRasa, races: int) -> None:
    rasa.delay = 0.02
    for _ in range(races):
        here, there = await pair.customer()
        both = (here, there, here, there)
        await asyncio.gather(*(one.say(f"message {place}") for place, one in enumerate(both)))
        kept = _kept(await here.read())
        assert sorted(kept[::2]) == [f"message {place}" for place in range(4)]
        assert kept[1::2] == [f"You said: {said}" for said in kept[::2]]


async def test_to_wait_for_the_other_is_told_as_a_wait_and_as_no_error(
    pair: Pair, rasa: StandInRasa, spans: InMemorySpanExporter
) -> None:
    here, there = await pair.customer()
    rasa.delay = 2
    rasa.asked.clear()
    first = asyncio.create_task(here.say("un"))
    await rasa.asked.wait()
    spans.clear()
    await there.say("deux")
    await first
    names = Counter(one.name for one in spans.get_finished_spans())
    assert names["queued"] > 1, "once for this gateway, and then for the other"
    assert names["POST /webhooks/rest/webhook"] == 2
    assert all(one.status.is_ok or one.status.is_unset for one in spans.get_finished_spans())
    told = await pair.other.exposed()
    assert told['breachline_turn_part_seconds_count{language="fr",part="queued"}'] == 1
    assert told['breachline_turn_part_seconds_count{language="fr",part="begin"}'] == 1


async def test_whether_redis_answers_is_measured(pair: Pair) -> None:
    async with asyncio.timeout(20):
        while (await pair.one.exposed()).get('breachline_part_up{part="redis"}') != 1:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.05)


async def test_the_same_message_at_both_is_asked_and_answered_once(pair: Pair, rasa: StandInRasa, races: int) -> None:
    rasa.delay = 0.02
    for number in range(races):
        here, there = await pair.customer()
        text = f"une seule fois {number}"
        answers = await asyncio.gather(*(one.say(text, client_message_id="x") for one in (here, there)))
        assert [[one["id"] for one in answer] for answer in answers] == [["00000003"]] * 2
        assert _kept(await here.read()) == [text, f"You said: {text}"]
        assert rasa.texts().count(text) == 1


async def test_nothing_is_left_of_what_is_erased_while_the_other_answers(
    pair: Pair, rasa: StandInRasa, races: int
) -> None:
    ids = []
    for number in range(races):
        here, there = await pair.customer()
        ids.append(here.id)
        rasa.delay = 0.01 * (number % 5)
        saying = asyncio.create_task(_says(there))
        await asyncio.sleep(0.005 * (number % 7))
        await here.erase()
        assert await saying in (None, 410)
        with pytest.raises(Refusal) as refused:
            await there.read()
        assert refused.value.status == 410
    database = open_database(pair.one.settings.store, pair.one.settings.data_folder)
    tables = await database.transaction(
        lambda cursor: cursor.all(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE column_name IN ('conversation_id') AND table_schema = 'public'"
        )
    )
    assert len(tables) > 5
    for table, column in [*tables, ("conversations", "id")]:
        statement = f"SELECT DISTINCT {column} FROM {table}"
        rows = await database.transaction(lambda cursor, statement=statement: cursor.all(statement))  # type: ignore[misc]
        assert not {row[0] for row in rows} & set(ids), table
    assert await asyncio.to_thread(database.vault.with_key, ids) == set()
    await database.close()


async def _says(customer: Customer) -> int | None:
    try:
        await customer.say("quelque chose")
    except Refusal as refusal:
        return refusal.status
    return None


async def test_without_redis_they_go_on_and_keep_the_order(
    start_gateway: StartGateway,
    settings_of_both: dict[str, Any],
    rasa: StandInRasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notifier, "LOOK_EVERY", 0.3)
    with running_redis() as redis:
        both = settings_of_both | {"redis": redis.url}
        pair = Pair(await start_gateway(**both), await start_gateway(**both))
        here, there = await pair.customer()
        await here.say("bonjour")
        rasa.delay = 0.02
        async with there.stream() as socket:
            await next_messages(socket, 3)
            redis.stop()
            async with asyncio.timeout(3 * QUICK):
                await asyncio.gather(*(one.say(f"message {place}") for place, one in enumerate((here, there) * 2)))
                await next_messages(socket, 8)
        kept = _kept(await here.read())[2:]
        assert len(kept) == 8
        assert kept[1::2] == [f"You said: {said}" for said in kept[::2]]
        await _until_redis_is(pair, "no answer")
        redis.start()
        await _until_redis_is(pair, "ok")
        async with there.stream(after="00000011") as socket:
            async with asyncio.timeout(QUICK):
                await here.say("encore")
                assert len(await next_messages(socket, 2)) == 2


async def _until_redis_is(pair: Pair, state: str) -> None:
    async with asyncio.timeout(20):
        for gateway in (pair.one, pair.other):
            while True:
                async with gateway.session.get(f"{gateway.address}/readyz") as answer:
                    found = await answer.json()
                assert answer.status == 200
                assert found["status"] == "ready"
                if found["parts"]["redis"] == state:
                    break
                await asyncio.sleep(0.1)
