"""Neither logs nor metrics nor refusals of the desk tell who somebody is, or what was written."""

from __future__ import annotations

import logging

import pytest

from tests.gateway.conftest import Gateway
from tests.gateway.desk.conftest import Hire, QueueUp
from tests.gateway.desk.desk_agent import close_code_of, event_of
from tests.gateway.desk.refusals import refusal_of

WORD = "zebrafinch"


async def test_nothing_that_agents_do_is_told_with_names_or_words(
    desk: Gateway, hire: Hire, queue_up: QueueUp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    an = await hire(f"{WORD}@example.be")
    socket = await an.come()
    customer = await queue_up()
    await an.act(customer.id, "take")
    await socket.send_json({"type": "watch", "conversation_id": customer.id})
    await an.act(customer.id, "messages", {"text": WORD, "client_message_id": WORD})
    await an.act(customer.id, "notes", {"text": WORD})
    await event_of(socket, "conversation")
    refusals = []
    for method, path, body in [
        ("POST", "/v1/desk/session", {"name": WORD, "password": WORD}),
        ("POST", "/v1/desk/session", {WORD: WORD}),
        ("GET", f"/v1/desk/conversations/{WORD}", None),
        ("POST", f"/v1/desk/conversations/{customer.id}/transfer", {"to": WORD}),
        ("POST", f"/v1/desk/conversations/{customer.id}/close", {"reason": WORD}),
        ("POST", f"/v1/desk/tickets/{WORD}/done", {}),
        ("GET", f"/v1/desk/report?hours={WORD}", None),
        ("GET", f"/v1/desk/openid/callback?code={WORD}", None),
    ]:
        refusals.append((await refusal_of(an.ask(method, path, body))).problem)
    await socket.send_str(WORD)
    await close_code_of(socket)
    async with desk.session.get(f"{desk.address}/metrics") as response:
        told = (await response.text()).lower()
    ours = ("bot.", "aiohttp.server", "aiohttp.websocket")
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(ours))
    assert "POST /v1/desk/conversations/{id}/messages 201" in logged
    token = an.cookie()
    assert token
    for text in (logged, told, str(refusals)):
        assert WORD not in text.lower()
        for secret in (token, customer.id, an.id, "127.0.0.1"):
            assert secret not in text
