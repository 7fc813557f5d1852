"""When the store falters nobody is left waiting, nothing is answered twice, and it goes on when the store is back."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot.gateway.conversations import stream
from bot.gateway.conversations.model import Draft
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.data import retention
from bot.gateway.data.retention import Retention
from bot.gateway.db import postgresql
from bot.gateway.db.database import DatabaseError
from bot.gateway.db.open_database import open_database
from bot.gateway.outbox import OutboxWriter
from bot.privacy.masking import mask_turn
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, Refusal, next_event
from tests.spoken import FR

NO_OUTBOX = OutboxWriter(wanted=False)


def _unreadable(file: Path) -> None:
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()
    file.mkdir()


async def test_a_stream_whose_store_fails_is_closed_instead_of_falling_silent(
    gateway: Gateway, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)
    async with customer.stream() as socket:
        await next_event(socket, "state")
        _unreadable(gateway.settings.data_folder / "gateway.sqlite")
        assert (await socket.receive(timeout=20)).data == aiohttp.WSCloseCode.TRY_AGAIN_LATER


async def test_a_store_that_comes_back_is_used_again(gateway: Gateway, customer: Customer) -> None:
    file = gateway.settings.data_folder / "gateway.sqlite"
    _unreadable(file)
    with pytest.raises(Refusal) as refused:
        await customer.say("bonjour")
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "5")
    file.rmdir()
    other = gateway.customer()
    await other.begin()
    assert await other.say("bonjour")


async def test_a_store_file_that_was_removed_is_made_anew_so_that_nothing_more_is_lost(
    gateway: Gateway, customer: Customer
) -> None:
    (gateway.settings.data_folder / "gateway.sqlite").unlink()
    with pytest.raises(Refusal) as refused:
        await customer.say("bonjour")
    assert refused.value.status == 410
    other = gateway.customer()
    await other.begin()
    second = ConversationRepository(open_database("", gateway.settings.data_folder), NO_OUTBOX)
    assert (await second.read(other.id, 0, 10)).messages, "others find it in the file"


async def test_a_database_server_that_does_not_answer_is_given_up(
    new_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "PATIENCE", 0.1)
    opened = open_database(new_database, tmp_path)
    with pytest.raises(DatabaseError):
        await opened.transaction(lambda cursor: cursor.one("SELECT pg_sleep(1)"))
    await opened.close()


async def test_of_two_gateways_that_answer_the_same_message_the_first_is_right(store_url: str, tmp_path: Path) -> None:
    """As when one is being replaced by the other, and the client sends again."""
    one, two = (ConversationRepository(open_database(store_url, tmp_path), NO_OUTBOX) for _ in range(2))
    conversation = await one.begin(FR, "web")
    await one.begin_turn(conversation.id, partial(mask_turn, text="bonjour"), "x")
    assert (await two.begin_turn(conversation.id, partial(mask_turn, text="bonjour"), "x")).answer is None
    first = await one.add_answer(conversation.id, [Draft("bot", "un", FR)], "x")
    second = await two.add_answer(conversation.id, [Draft("bot", "deux", FR)], "x")
    assert [m.text for m in second.messages] == [m.text for m in first.messages] == ["un"]
    assert len((await one.read(conversation.id, 0, 10)).messages) == 2


async def test_many_old_conversations_are_removed_in_small_steps(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    opened = open_database(store_url, tmp_path)
    for _ in range(5):
        await ConversationRepository(opened, NO_OUTBOX).begin(FR, "web")
    assert await Retention(opened, NO_OUTBOX).remove_older(time.time() - 60) == 0
    assert await Retention(opened, NO_OUTBOX).remove_older(time.time() + 60) == 5
    await opened.close()
