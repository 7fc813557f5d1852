"""An open desk shows what changes, as it changes, to whom it concerns; and ends with the session."""

from __future__ import annotations

import asyncio
import json
import socket as sockets
import time

import aiohttp
import pytest

from bot.gateway.desk import stream
from bot.gateway.desk.auth import sessions
from bot.gateway.desk.auth.accounts import Accounts
from bot.gateway.desk.board import QueueSnapshots
from bot.gateway.handoff import rows
from bot.gateway.http import push_socket
from bot.gateway.settings import Rate
from tests.gateway.clocks import set_clock
from tests.gateway.conftest import Gateway
from tests.gateway.customer import next_event
from tests.gateway.described_event import described
from tests.gateway.desk.conftest import Hire, QueueUp, StartDesk
from tests.gateway.desk.desk_agent import DeskAgent, board_where, close_code_of, event_of


async def test_the_board_tells_each_agent_what_concerns_them(hire: Hire, queue_up: QueueUp) -> None:
    an, bo = await hire("an", languages=("fr",)), await hire("bo", languages=("nl",))
    chef = await hire("chef", "supervisor", ("en",))
    at_an, at_bo, at_chef = await an.come(), await bo.come(), await chef.open()
    normal, urgent = await queue_up("fr"), await queue_up("fr", "urgent", "report_fraud")
    board = await board_where(at_an, lambda board: len(board["waiting"]) == 2)
    assert [(one["conversation_id"], one["place"], one["priority"], one["topic"]) for one in board["waiting"]] == [
        (urgent.id, 1, "urgent", "report_fraud"),
        (normal.id, 2, "normal", "echo"),
    ]
    assert board["waiting"][0] | {"since": ""} == {
        "conversation_id": urgent.id,
        "language": "fr",
        "languages": ["fr"],
        "topic": "report_fraud",
        "priority": "urgent",
        "danger": None,
        "since": "",
        "place": 1,
        "speakable": True,
    }
    assert (board["open"], board["limit_minutes"], board["waiting_count"], board["open_tickets"]) == (True, 10, 2, 0)
    of_bo = await board_where(at_bo, lambda board: len(board["waiting"]) == 2)
    assert [one["speakable"] for one in of_bo["waiting"]] == [False, False]

    await an.act(urgent.id, "take")
    board = await board_where(at_an, lambda board: bool(board["held"]))
    (held,) = board["held"]
    assert (held["conversation_id"], held["mine"], held["last_from"]) == (urgent.id, True, "system")
    assert held["agent"] == {"id": an.id, "display_name": "An"}
    assert {one["id"]: one["conversations"] for one in board["agents"]} == {an.id: 1, bo.id: 0, chef.id: 0}
    of_bo = await board_where(at_bo, lambda board: len(board["waiting"]) == 1)
    assert of_bo["held"] == []
    of_chef = await board_where(at_chef, lambda board: bool(board["held"]))
    assert [(one["mine"], one["agent"]["id"]) for one in of_chef["held"]] == [(False, an.id)]
    assert {one["id"]: one["presence"] for one in of_chef["agents"]} == {
        an.id: "online",
        bo.id: "online",
        chef.id: "away",
    }

    await urgent.say("vous êtes là ?")
    held_then = (await board_where(at_an, lambda board: board["held"][0]["last_from"] == "customer"))["held"]
    assert held_then[0]["last_at"] >= held["last_at"]
    await urgent.ask("POST", "/v1/ticket", {"text": "appelez-moi", "phone": "0470 12 34 56"})
    assert (await board_where(at_bo, lambda board: board["open_tickets"] == 1))["open"]
    for socket in (at_an, at_bo, at_chef):
        await socket.close()


async def test_what_comes_in_a_watched_conversation_is_pushed_once_and_in_order(hire: Hire, queue_up: QueueUp) -> None:
    an = await hire("an")
    socket = await an.come()
    customer = await queue_up()
    shown = await an.act(customer.id, "take")
    last = shown["messages"][-1]["id"]
    await socket.send_json({"type": "watch", "conversation_id": customer.id, "after": last})
    assert (await event_of(socket, "conversation"))["messages"] == []
    for n in range(10):
        await customer.say(f"message {n}")
    await an.act(customer.id, "notes", {"text": "attention"})
    await an.act(customer.id, "messages", {"text": "réponse", "client_message_id": "1"})
    texts: list[str] = []
    notes: list[str] = []
    while len(texts) < 11 or not notes:
        event = await event_of(socket, "conversation")
        assert (event["conversation_id"], event["state"]) == (customer.id, "agent")
        texts += [message["text"] for message in event["messages"]]
        notes += [note["text"] for note in event["notes"]]
    assert texts == [*(f"message {n}" for n in range(10)), "réponse"]
    assert notes == ["attention"]
    await socket.send_json({"type": "unwatch", "conversation_id": customer.id})
    await socket.send_json({"type": "watch", "conversation_id": customer.id, "after": last})
    again = await event_of(socket, "conversation")
    assert [message["text"] for message in again["messages"]] == texts
    await socket.close()


async def test_typing_is_seen_on_both_sides_and_only_from_who_has_the_conversation(
    hire: Hire, queue_up: QueueUp
) -> None:
    an, chef = await hire("an"), await hire("chef", "supervisor")
    at_an, at_chef = await an.come(), await chef.come()
    customer = await queue_up()
    await an.act(customer.id, "take")
    await board_where(at_an, lambda board: bool(board["held"]))
    for socket in (at_an, at_chef):
        await socket.send_json({"type": "watch", "conversation_id": customer.id})
        await event_of(socket, "conversation")
    async with customer.stream() as at_customer:
        while await next_event(at_customer, "state") != {"type": "state", "state": "agent"}:
            pass
        await at_chef.send_json({"type": "typing", "conversation_id": customer.id, "on": True})
        await at_an.send_json({"type": "typing", "conversation_id": customer.id, "on": True})
        assert await next_event(at_customer, "typing") == {"type": "typing", "from": "agent", "on": True}
        await at_chef.send_json({"type": "typing", "conversation_id": customer.id, "on": False})
        await at_an.send_json({"type": "typing", "conversation_id": customer.id, "on": False})
        assert await next_event(at_customer, "typing") == {"type": "typing", "from": "agent", "on": False}
        for on in (True, False):
            await customer.ask("POST", "/v1/typing", {"on": on})
            for socket in (at_an, at_chef):
                expected = {"type": "typing", "conversation_id": customer.id, "on": on}
                assert await event_of(socket, "typing") == expected
    await at_an.close()
    await at_chef.close()


@pytest.mark.parametrize("end", ["signed out", "disabled", "new password", "left alone"])
async def test_an_open_desk_ends_with_its_session(
    hire: Hire, accounts: Accounts, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    an, bo = await hire("an"), await hire("bo")
    mine, others = [await an.open(), await an.open()], [await bo.open()]
    if end == "signed out":
        await an.ask("DELETE", "/v1/desk/session")
    elif end == "disabled":
        await accounts.disable("an")
    elif end == "new password":
        await accounts.change_password("an", "another umbrella")
    else:
        await bo.ask("GET", "/v1/desk/session")
        later = time.time() + 2 * 60 * 60 + 60
        set_clock(monkeypatch, lambda: later, sessions)
        assert await close_code_of(others.pop()) == stream.SIGNED_OUT
    for socket in mine:
        assert await close_code_of(socket) == stream.SIGNED_OUT == 4401
    for socket in others:
        await bo.ask("PUT", "/v1/desk/presence", {"presence": "online"})
        await board_where(socket, lambda board: any(one["presence"] == "online" for one in board["agents"]))
        await socket.close()


async def test_a_restart_sends_nobody_away_and_says_so(start_desk: StartDesk, desk: Gateway, hire: Hire) -> None:
    an = await hire("an")
    socket = await an.come()
    await desk.stop()
    assert await close_code_of(socket) == aiohttp.WSCloseCode.GOING_AWAY
    again = await start_desk()
    an.address = again.address
    assert (await an.ask("GET", "/v1/desk/session"))["agent"]["presence"] == "online"
    await (await an.open()).close()


async def test_who_closed_the_desk_is_gone_after_a_moment_and_who_signs_out_at_once(
    hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rows.SEEN_LATELY == 20
    monkeypatch.setattr(rows, "SEEN_LATELY", 1.0)
    monkeypatch.setattr(stream, "SEE_EVERY", 0.2)
    monkeypatch.setattr(stream, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(stream, "REFRESH", 0.1)
    an, bo, cas = await hire("an"), await hire("bo"), await hire("cas")
    at_an, at_bo, at_cas = await an.come(), await bo.come(), await cas.come()

    def presence_of(board: dict[str, list[dict[str, str]]]) -> list[str]:
        return [one["presence"] for one in board["agents"]]

    await board_where(at_an, lambda board: presence_of(board) == ["online"] * 3)
    await cas.ask("DELETE", "/v1/desk/session")
    await board_where(at_an, lambda board: presence_of(board) == ["online", "online", "offline"])
    await at_bo.close()
    await board_where(at_an, lambda board: presence_of(board) == ["online", "offline", "offline"])
    await at_an.close()
    await at_cas.close()


@pytest.mark.parametrize(
    "said",
    [
        "not json",
        "{}",
        '{"type": "say", "conversation_id": "x"}',
        '{"type": "watch"}',
        '{"type": "watch", "conversation_id": "../x"}',
        '{"type": "watch", "conversation_id": "x", "after": "-1"}',
        '{"type": "watch", "conversation_id": "x", "after": 7}',
        '{"type": "typing", "conversation_id": "x", "on": "yes"}',
        '{"type": "typing", "conversation_id": "x", "on": true, "more": 1}',
        "[" * 900,
        b"\x00",
    ],
)
async def test_what_is_not_understood_ends_the_stream(an: DeskAgent, said: str | bytes) -> None:
    socket = await an.open()
    await (socket.send_str(said) if isinstance(said, str) else socket.send_bytes(said))
    assert await close_code_of(socket) == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_a_desk_that_asks_whether_anybody_is_there_is_answered(an: DeskAgent) -> None:
    socket = await an.open()
    await socket.send_json({"type": "ping"})
    while (event := described(await socket.receive_json(timeout=20), "DeskEvent")) != {"type": "pong"}:
        assert event["type"] == "board"


async def test_a_page_that_says_too_much_is_hung_up_on(an: DeskAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "INCOMING", Rate(10, 1))
    socket = await an.open()
    await socket.send_str(json.dumps({"type": "unwatch", "conversation_id": "x" * 2000}))
    assert await close_code_of(socket) == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    socket = await an.open()
    for n in range(11):
        await socket.send_json({"type": "unwatch", "conversation_id": f"x{n}"})
    assert await close_code_of(socket) == aiohttp.WSCloseCode.POLICY_VIOLATION


@pytest.mark.one_gateway
async def test_an_agent_may_have_only_so_many_desks_open(an: DeskAgent) -> None:
    opened = [await an.open() for _ in range(stream.MAX_OPEN_DESKS)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await an.open()
    assert refused.value.status == 429
    for socket in opened:
        await socket.close()


async def test_a_busy_queue_sends_few_boards_and_the_last_one_is_true(hire: Hire, queue_up: QueueUp) -> None:
    an = await hire("an")
    socket = await an.come()
    customer = await queue_up()
    await board_where(socket, lambda board: len(board["waiting"]) == 1)
    await an.act(customer.id, "take")
    began = time.monotonic()
    for n in range(20):
        await customer.say(f"message {n}")
    await an.ask("PUT", "/v1/desk/presence", {"presence": "away"})
    boards, last = 0, None
    while not last:
        event = await event_of(socket, "board")
        boards += 1
        last = event["board"] if event["board"]["agents"][0]["presence"] == "away" else None
    assert boards <= 5 * (time.monotonic() - began) + 3
    assert last["held"][0]["last_from"] == "customer"
    await socket.close()


async def test_boards_made_at_once_share_one_picture(desk: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.gateway.db.open_database import open_database

    database = open_database(desk.settings.store, desk.settings.data_folder)
    boards, made = QueueSnapshots(database), 0
    transaction = database.transaction

    async def counted(work: object) -> object:
        nonlocal made
        made += 1
        return await transaction(work)  # type: ignore[arg-type]

    monkeypatch.setattr(database, "transaction", counted)
    await asyncio.gather(*(boards.snapshot() for _ in range(50)))
    assert made <= 2
    await boards.snapshot()
    assert made <= 3
    await database.close()


async def test_a_desk_that_does_not_read_is_hung_up_on(
    desk: Gateway, an: DeskAgent, hire: Hire, queue_up: QueueUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_socket, "SEND_PATIENCE", 0.3)
    monkeypatch.setattr(push_socket, "CLOSE_PATIENCE", 0.1)
    host, port = desk.address.removeprefix("http://").split(":")
    slow = sockets.socket()
    slow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    slow.connect((host, int(port)))
    slow.sendall(
        f"GET /v1/desk/stream HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: breachline_desk={an.cookie()}\r\n"
        f"Origin: {desk.address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    monkeypatch.setattr(stream, "board", lambda picture, agent: {"held": [], "at": time.monotonic(), "x": "x" * 10**6})
    monkeypatch.setattr(stream, "REFRESH", 0.01)
    async with asyncio.timeout(30):
        while True:
            async with desk.session.get(f"{desk.address}/metrics") as response:
                if "\nbreachline_open_sockets 1.0\n" in await response.text():
                    break
        while True:
            async with desk.session.get(f"{desk.address}/metrics") as response:
                if "\nbreachline_open_sockets 0.0\n" in await response.text():
                    break
            await asyncio.sleep(0.02)
    slow.close()


async def test_open_desks_are_looked_after_again_after_a_time_in_which_that_failed(
    hire: Hire, accounts: Accounts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stream, "LOOK_EVERY", 0.05)
    an = await hire("an")
    at_an = await an.come()

    async def rename(table: str, to: str) -> None:
        await accounts._database.transaction(lambda cursor: cursor.run(f"ALTER TABLE {table} RENAME TO {to}"))

    await rename("desk_sessions", "hidden")
    async with asyncio.timeout(20):
        while "open_desks failed" not in caplog.text:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.02)
    await rename("hidden", "desk_sessions")
    await accounts.disable("an")
    assert await close_code_of(at_an) == stream.SIGNED_OUT
