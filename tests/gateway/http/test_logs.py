"""Neither logs nor metrics nor refusals tell what somebody wrote, or who they are."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import aiohttp
import pytest

from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, Refusal, next_messages
from tests.gateway.stand_in_rasa import StandInRasa

WORD = "zebrafinch"


async def test_nothing_that_was_written_is_logged_or_counted(
    gateway: Gateway, customer: Customer, rasa: StandInRasa, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refusals = []
    for method, path, body in [
        ("POST", "/v1/messages", {"text": WORD, "client_message_id": WORD}),
        ("POST", "/v1/messages", {"button": WORD}),
        ("POST", "/v1/messages", {WORD: WORD}),
        ("POST", "/v1/messages", f'{{"text": {WORD}'.encode()),
        ("POST", "/v1/conversations", {"language": WORD}),
        ("POST", "/v1/rating", {"stars": WORD}),
        ("GET", f"/v1/messages?after={WORD}", None),
        ("GET", f"/v1/messages?token={WORD}", None),
        ("GET", f"/v1/{WORD}", None),
        ("PATCH", f"/v1/messages?{WORD}", None),
    ]:
        try:
            await customer.ask(method, path, body)
        except Refusal as refused:
            refusals.append(refused)
    host, port = gateway.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET / HTTP/1.1\r\n{WORD}: \0{WORD}\r\n\r\n".encode())
    assert b" 400 " in await reader.readline()
    writer.close()
    async with customer.stream() as socket:
        await next_messages(socket, 2)
    with contextlib.suppress(aiohttp.WSServerHandshakeError):
        await gateway.session.ws_connect(f"{gateway.address}/v1/stream", protocols=(f"bearer.{customer.token}",))
    rasa.answer = [{"text": 7, "custom": WORD}]
    await customer.say(WORD)
    await rasa.stop()
    await customer.say(WORD)
    rasa_is_down = [record for record in caplog.records if "no answer" in record.getMessage()]
    assert [record.args for record in rasa_is_down] == [("garbled",), ("down",)]
    async with gateway.session.get(f"{gateway.address}/metrics") as response:
        told = (await response.text()).lower()
    assert 'breachline_apologies_total{reason="down"} 1.0' in told
    assert len(refusals) == 8
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("bot.", "aiohttp.")))
    assert "POST /v1/messages 200" in logged
    for text in (logged, told, str([refused.problem for refused in refusals])):
        assert WORD not in text.lower()
        assert customer.token not in text
        assert customer.id not in text
        assert "127.0.0.1" not in text


async def test_a_failure_inside_is_a_500_that_names_only_its_place(
    gateway: Gateway, customer: Customer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(text)

    monkeypatch.setattr("bot.gateway.conversations.service.find_personal", broken)
    with pytest.raises(Refusal) as refused:
        await customer.say(WORD)
    assert refused.value.status == 500
    assert WORD not in str(refused.value.problem)
    assert WORD not in caplog.text
    assert "RuntimeError at test_logs.py" in caplog.text
    monkeypatch.undo()
    assert await customer.say("encore")
