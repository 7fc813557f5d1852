"""Nobody but the helpdesk is heard, and what is refused changes nothing and is logged by kind only."""

from __future__ import annotations

import logging
import time

import pytest

from bot.gateway.helpdesks import receiving
from tests.gateway.conftest import Gateway
from tests.gateway.helpdesks import chatwoot_server, signed_server, zammad_server
from tests.gateway.helpdesks.chatwoot_server import ChatwootServer
from tests.gateway.helpdesks.connected import Connected
from tests.gateway.helpdesks.signed_server import SignedServer
from tests.gateway.helpdesks.zammad_server import ZammadServer
from tests.gateway.http.raw_requests import raw_status

EMMA = {"id": "12", "name": "Emma"}


async def test_a_wrong_old_or_missing_signature_of_chatwoot_is_refused(
    at_chatwoot: Connected, chatwoot_there: ChatwootServer
) -> None:
    await at_chatwoot.ask_for_a_person()
    await at_chatwoot.until(lambda: chatwoot_there.messages and not chatwoot_there.messages[-1]["private"])
    reply = chatwoot_there.reply(chatwoot_there.ticket, "Bonjour.")
    body, headers = chatwoot_server.signed(reply)
    bad = [
        chatwoot_server.signed(reply, secret="somebody else's secret"),
        chatwoot_server.signed(reply, at=time.time() - 301),
        chatwoot_server.signed(reply, at=time.time() + 301),
        (body + b" ", headers),
        (body, headers | {"X-Chatwoot-Timestamp": str(int(time.time()) + 1)}),
        (body, headers | {"X-Chatwoot-Timestamp": "soon"}),
        (body, headers | {"X-Chatwoot-Signature": headers["X-Chatwoot-Signature"].removeprefix("sha256=")}),
        (body, headers | {"X-Chatwoot-Signature": "é"}),
        (body, {name: value for name, value in headers.items() if name != "X-Chatwoot-Signature"}),
        (body, {name: value for name, value in headers.items() if name != "X-Chatwoot-Timestamp"}),
    ]
    for one in bad:
        assert await at_chatwoot.post(*one) == 401
    assert await at_chatwoot.from_agents() == []
    assert await at_chatwoot.post(body, headers) == 200
    assert await at_chatwoot.from_agents() == [("Emma", "Bonjour.")]


async def test_a_wrong_or_missing_signature_of_zammad_is_refused(
    at_zammad: Connected, zammad_there: ZammadServer
) -> None:
    await at_zammad.ask_for_a_person()
    await at_zammad.until(lambda: zammad_there.articles)
    body, headers = zammad_server.signed(zammad_there.act(zammad_there.ticket, "Bonjour."))
    for given in ("", "sha1=", headers["X-Hub-Signature"].upper(), "sha256=" + headers["X-Hub-Signature"][5:]):
        assert await at_zammad.post(body, headers | {"X-Hub-Signature": given}) == 401
    assert await at_zammad.post(body + b"\n", headers) == 401
    assert await at_zammad.from_agents() == []


async def test_a_wrong_or_old_signature_of_any_helpdesk_is_refused(
    at_webhook: Connected, signed_there: SignedServer
) -> None:
    await at_webhook.ask_for_a_person()
    await at_webhook.until(lambda: signed_there.events)
    reply = signed_there.says("reply", agent=EMMA, text="Bonjour.")
    body, headers = signed_server.signed(reply)
    mac = headers["Breachline-Signature"].split("v1=")[1]
    bad = [
        signed_server.signed(reply, secret="somebody else's secret"),
        signed_server.signed(reply, at=time.time() - 301),
        (body, headers | {"Breachline-Signature": f"v1={mac}"}),
        (body, headers | {"Breachline-Signature": f"t={int(time.time()) + 2},v1={mac}"}),
        (body, headers | {"Breachline-Signature": ""}),
    ]
    for one in bad:
        assert await at_webhook.post(*one) == 401
    assert await at_webhook.from_agents() == []


async def test_what_is_no_webhook_is_refused_by_its_kind(at_webhook: Connected) -> None:
    def signed(body: bytes, content_type: str = "application/json") -> tuple[bytes, dict[str, str]]:
        moment = time.time()
        signature = receiving_signature(moment, body)
        return body, {"Content-Type": content_type, "Breachline-Signature": signature}

    def receiving_signature(moment: float, body: bytes) -> str:
        from bot.gateway.helpdesks.signatures import breachline_signature

        return breachline_signature(signed_server.SECRET, moment, body)

    assert await at_webhook.post(*signed(b"{")) == 400
    assert await at_webhook.post(*signed(b"[1]")) == 400
    assert await at_webhook.post(*signed(b"[" * 100_000)) == 400
    assert await at_webhook.post(*signed(b"{}", "text/plain")) == 415
    assert await at_webhook.post(*signed(b"{}" + b" " * receiving.MAX_BYTES)) == 413
    assert await at_webhook.post(*signed(b" " * (receiving.MAX_BYTES - 2) + b"{}")) == 400


async def test_guessing_signatures_is_limited_and_the_helpdesk_is_not(
    at_webhook: Connected, signed_there: SignedServer
) -> None:
    await at_webhook.ask_for_a_person()
    await at_webhook.until(lambda: signed_there.events)
    answers = {await at_webhook.post(b"{}", {"Breachline-Signature": f"t=1,v1={n:064x}"}) for n in range(70)}
    assert answers == {401, 429}
    assert await at_webhook.post(*signed_server.signed(signed_there.says("taken", agent=EMMA))) == 200


async def test_a_gateway_without_a_helpdesk_hears_none(gateway: Gateway) -> None:
    async with gateway.session.post(f"{gateway.address}/v1/helpdesk/webhook", data=b"{}") as response:
        assert response.status == 404


async def test_a_helpdesk_that_is_not_the_connected_one_is_told_so(at_webhook: Connected) -> None:
    async with at_webhook.gateway.session.post(
        f"{at_webhook.gateway.address}/v1/helpdesk/zammad", data=b"{}"
    ) as response:
        assert response.status == 404


async def test_logs_and_metrics_hold_no_secret_no_name_no_word_and_no_id(
    at_chatwoot: Connected, chatwoot_there: ChatwootServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await at_chatwoot.ask_for_a_person("zebrafinch")
    chatwoot_there.faults.next.append("500")
    await at_chatwoot.until(lambda: chatwoot_there.messages and not chatwoot_there.messages[-1]["private"])
    reply = chatwoot_there.reply(chatwoot_there.ticket, "zebrafinch", name="Zebrafinch")
    await at_chatwoot.post(*chatwoot_server.signed(reply))
    await at_chatwoot.post(*chatwoot_server.signed(reply, secret="zebrafinch"))
    await at_chatwoot.post(*chatwoot_server.signed(reply | {"id": "zebrafinch"}))

    async def metrics() -> str:
        async with at_chatwoot.gateway.session.get(f"{at_chatwoot.gateway.address}/metrics") as response:
            return await response.text()

    async def all_is_told() -> bool:
        return "breachline_outbox_length 0.0" in await metrics()

    await at_chatwoot.until_async(all_is_told)
    told = await metrics()
    (contact,) = chatwoot_there.contacts.values()
    ours = [record for record in caplog.records if record.name.startswith(("bot.", "aiohttp."))]
    logged = "\n".join(record.getMessage() for record in ours)
    assert "A webhook of chatwoot is not what it is known to send." in logged
    for text in (logged, told):
        for secret in (
            *("zebrafinch", chatwoot_server.TOKEN, chatwoot_server.SECRET),
            *(at_chatwoot.customer.id, contact["identifier"]),
        ):
            assert secret.lower() not in text.lower()


async def test_a_moment_that_is_no_text_is_refused_like_any_wrong_one(at_chatwoot: Connected) -> None:
    head = (
        b"POST /v1/helpdesk/chatwoot HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"
        b"X-Chatwoot-Timestamp: \xff\r\nX-Chatwoot-Signature: \xff\r\n\r\n{}"
    )
    assert await raw_status(at_chatwoot.gateway.address, head) == 401


async def test_a_moment_that_no_clock_shows_is_refused(at_webhook: Connected, signed_there: SignedServer) -> None:
    await at_webhook.ask_for_a_person()
    await at_webhook.until(lambda: signed_there.events)
    for at in (float("nan"), float("inf"), 10**400):
        assert await at_webhook.post(*signed_server.signed(signed_there.says("taken", agent=EMMA, at=at))) == 400
    assert await at_webhook.post(*signed_server.signed(signed_there.says("taken", agent=EMMA))) == 200
    assert await at_webhook.state() == "agent"
