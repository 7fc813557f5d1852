"""The WebSocket pushes everything once, in order, whatever happens to the connection."""

from __future__ import annotations

import asyncio
import random
import socket as sockets

import aiohttp
import pytest

from bot.gateway.conversations import stream
from bot.gateway.conversations.model import Draft
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.db.open_database import open_database
from bot.gateway.http import push_socket
from bot.gateway.outbox import OutboxWriter
from tests.gateway.clocks import set_clock
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer, next_event, next_messages
from tests.gateway.described_event import described
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import FR

NO_OUTBOX = OutboxWriter(wanted=False)


async def test_two_sockets_and_a_poller_see_the_same_messages_in_the_same_order(customer: Customer) -> None:
    async with customer.stream() as one, customer.stream() as two:
        pushed_to_one = asyncio.create_task(next_messages(one, 41))
        pushed_to_two = asyncio.create_task(next_messages(two, 41))
        polled: list[dict[str, object]] = []
        for n in range(20):
            await customer.say(f"message {n}")
            polled += await customer.read(after=str(polled[-1]["id"]) if polled else "0")
        assert await pushed_to_one == await pushed_to_two == polled == await customer.read()


async def test_a_hundred_cuts_lose_and_double_nothing(
    start_gateway: StartGateway, rasa: StandInRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")
    customer = gateway.customer()
    await customer.begin()
    dice = random.Random(20261122)
    rounds = 12
    seen: list[dict[str, object]] = []
    cuts = 0

    async def subscribe() -> None:
        nonlocal cuts
        while cuts < 100 or len(seen) < 1 + 2 * rounds:
            after = str(seen[-1]["id"]) if seen else "0"
            async with customer.stream(after=after) as socket:
                keep = dice.randrange(3) if cuts < 100 else 2 * rounds
                while keep >= 0 and (cuts < 100 or len(seen) < 1 + 2 * rounds):
                    try:
                        event = await socket.receive_json(timeout=0.02 if cuts < 100 else 20)
                    except TimeoutError:
                        break
                    if event["type"] == "message":
                        seen.append(event["message"])
                        keep -= 1
                # No goodbye: the connection just ends, perhaps with messages on their way.
                socket._response.connection.transport.abort()
            cuts += 1

    listening = asyncio.create_task(subscribe())
    for n in range(rounds):
        await customer.say(f"message {n}")
        await asyncio.sleep(dice.random() * 0.1)
    async with asyncio.timeout(60):
        await listening
    assert cuts >= 100
    assert seen == await customer.read()


async def test_a_stream_survives_a_restart_of_the_gateway(
    gateway: Gateway, customer: Customer, start_gateway: StartGateway
) -> None:
    async with customer.stream() as socket:
        (greeting,) = await next_messages(socket, 1)
        await next_event(socket, "state")
        await gateway.stop()
        assert (await socket.receive()).data == aiohttp.WSCloseCode.GOING_AWAY
    again = await start_gateway(rasa=gateway.settings.rasa)
    customer.address = again.address
    await customer.say("encore")
    async with customer.stream(after=greeting["id"]) as socket:
        assert [m["text"] for m in await next_messages(socket, 2)] == ["encore", "You said: encore"]


async def test_typing_is_told_until_the_answer_is_there(customer: Customer, rasa: StandInRasa) -> None:
    async with customer.stream() as socket:
        assert await next_event(socket, "state") == {"type": "state", "state": "bot"}
        rasa.delay = 0.3
        saying = asyncio.create_task(customer.say("bonjour"))
        events = [described(await socket.receive_json(timeout=20), "StreamEvent") for _ in range(4)]
        await saying
    kinds = [(event["type"], event.get("on"), event.get("message", {}).get("from")) for event in events]
    assert kinds == [
        ("message", None, "customer"),
        ("typing", True, None),
        ("message", None, "bot"),
        ("typing", False, None),
    ]


async def test_erasing_is_told_to_every_socket_and_closes_it(customer: Customer) -> None:
    async with customer.stream() as one, customer.stream() as two:
        await next_event(one, "state")
        await next_event(two, "state")
        await customer.erase()
        for socket in (one, two):
            assert described(await socket.receive_json(timeout=20), "StreamEvent") == {"type": "erased"}
            assert (await socket.receive()).data == stream.ERASED


async def test_a_token_may_come_in_either_header_and_never_in_the_address(gateway: Gateway, customer: Customer) -> None:
    url = f"{gateway.address}/v1/stream"
    bearer = {"Authorization": f"Bearer {customer.token}"}
    async with gateway.session.ws_connect(url, headers=bearer) as socket:
        assert await next_messages(socket, 1)
    async with customer.stream() as socket:
        assert socket.protocol == "breachline.v1"
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await gateway.session.ws_connect(f"{url}?token={customer.token}&access_token={customer.token}")
    assert refused.value.status == 401


async def test_a_socket_ends_when_its_token_does(
    gateway: Gateway, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)
    async with customer.stream() as socket:
        await next_event(socket, "state")
        set_clock(monkeypatch, lambda: 4e9, stream)
        assert (await socket.receive(timeout=20)).data == stream.TOKEN_EXPIRED


async def test_who_speaks_on_the_socket_is_told_to_post(customer: Customer) -> None:
    async with customer.stream() as socket:
        await next_event(socket, "state")
        await socket.send_str('{"text": "bonjour"}')
        assert (await socket.receive(timeout=20)).data == aiohttp.WSCloseCode.UNSUPPORTED_DATA
    assert len(await customer.read()) == 1


async def test_a_reader_that_does_not_keep_up_is_closed_and_can_resume(
    gateway: Gateway, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_socket, "SEND_PATIENCE", 0.3)
    monkeypatch.setattr(push_socket, "CLOSE_PATIENCE", 0.1)
    database = open_database(gateway.settings.store, gateway.settings.data_folder)
    long = [Draft("bot", "x" * 20_000, FR)] * 100
    for _ in range(8):  # 16 MB: more than any buffer between
        await ConversationRepository(database, NO_OUTBOX).add_answer(customer.id, long)
    await database.close()
    host, port = gateway.address.removeprefix("http://").split(":")
    slow = sockets.socket()
    slow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    slow.connect((host, int(port)))
    slow.sendall(
        f"GET /v1/stream HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {customer.token}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    async with asyncio.timeout(20):
        await _until_open_sockets_are(1, gateway)
        await _until_open_sockets_are(0, gateway)
    slow.close()
    async with customer.stream(after="00000799", max_msg_size=0) as socket:
        assert [m["id"] for m in await next_messages(socket, 2)] == ["00000800", "00000801"]


async def _until_open_sockets_are(count: int, gateway: Gateway) -> None:
    while True:
        async with gateway.session.get(f"{gateway.address}/metrics") as response:
            if f"\nbreachline_open_sockets {count}.0\n" in await response.text():
                return
        await asyncio.sleep(0.02)


async def test_who_asks_whether_anybody_is_there_is_answered_and_who_asks_without_end_is_hung_up_on(
    customer: Customer,
) -> None:
    async with customer.stream() as socket:
        await next_event(socket, "state")
        await socket.send_json({"type": "ping"})
        assert described(await socket.receive_json(timeout=20), "StreamEvent") == {"type": "pong"}
        await socket.send_json({"type": "ping"})
        assert (await socket.receive(timeout=20)).data == aiohttp.WSCloseCode.UNSUPPORTED_DATA
