"""A gateway behind the real nginx with the file that we ship: TLS, streams, limits and apologies come through."""

from __future__ import annotations

import asyncio
import ipaddress
import sqlite3
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.content import incident
from bot.gateway.settings import Rate
from tests.conftest import find_free_port
from tests.deploy.tools import nginx_configuration, of_the_system
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer, Refusal, next_messages
from tests.gateway.stand_in_rasa import StandInRasa

STARTS = 5  # conversations that one address may begin
PATIENCE = 20  # seconds for nginx to start


@dataclass
class Behind:
    gateway: Gateway
    http: str
    https: str
    session: aiohttp.ClientSession

    def customer(self) -> Customer:
        return Customer(self.session, self.https)


@pytest.fixture
async def behind(start_gateway: StartGateway, rasa: StandInRasa, tmp_path: Path) -> AsyncIterator[Behind]:
    nginx = of_the_system("nginx", "nginx-light")
    gateway = await start_gateway(
        rasa=f"http://127.0.0.1:{rasa.port}",
        proxies=(ipaddress.ip_network("127.0.0.1/32"),),
        hsts_seconds=300,
        rate_starts=Rate(STARTS, 1),
    )
    http, https = find_free_port(), find_free_port()
    port = int(gateway.address.rsplit(":", 1)[1])
    (tmp_path / "nginx").mkdir()
    file, certificate = nginx_configuration(tmp_path / "nginx", gateway=port, http=http, https=https)
    running = await asyncio.create_subprocess_exec(nginx, "-c", file, "-g", "daemon off;")
    trusting = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=str(certificate)))
    async with aiohttp.ClientSession(connector=trusting) as session:
        behind = Behind(gateway, f"http://127.0.0.1:{http}", f"https://127.0.0.1:{https}", session)
        try:
            await _until_there(behind, running)
            yield behind
        finally:
            running.terminate()
            await running.wait()


async def _until_there(behind: Behind, running: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE):
        while running.returncode is None:
            try:
                async with behind.session.get(f"{behind.https}/healthz"):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    pytest.fail("nginx stopped by itself.")


async def test_a_conversation_and_its_stream_come_through(behind: Behind) -> None:
    customer = behind.customer()
    await customer.begin(language="fr")
    async with customer.stream() as stream:
        await customer.say("bonjour")
        _greeting, said, answer = await next_messages(stream, 3)
    assert (said["from"], said["text"]) == ("customer", "bonjour")
    assert answer["from"] == "bot"
    async with behind.session.get(f"{behind.https}/healthz") as response:
        assert response.headers["Strict-Transport-Security"].startswith("max-age=300")


async def test_what_is_not_for_the_public_is_not_there(behind: Behind) -> None:
    for path in ("/metrics", "/readyz"):
        async with behind.session.get(f"{behind.https}{path}") as response:
            assert response.status == 404
        async with behind.gateway.session.get(f"{behind.gateway.address}{path}") as response:
            assert response.status == 200


async def test_plain_http_leads_to_https(behind: Behind) -> None:
    async with behind.session.get(f"{behind.http}/chat?language=nl", allow_redirects=False) as response:
        assert response.status == 308
        assert response.headers["Location"] == "https://127.0.0.1/chat?language=nl"


async def test_a_refusal_of_a_long_body_is_the_gateways_own(behind: Behind) -> None:
    customer = behind.customer()
    await customer.begin(language="fr")
    with pytest.raises(Refusal) as refused:
        await customer.say("x" * 100_000)
    assert refused.value.status == 413


async def test_the_apology_while_nothing_can_be_kept_comes_through(behind: Behind) -> None:
    customer = behind.customer()
    await customer.begin(language="nl")
    locking = sqlite3.connect(behind.gateway.settings.data_folder / "gateway.sqlite", isolation_level=None)
    locking.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal) as refused:
        await customer.ask("POST", "/v1/messages", {"text": "hallo"}, {"Accept-Language": "nl-BE"})
    locking.execute("ROLLBACK")
    locking.close()
    assert refused.value.status == 503
    assert incident().hotline.display in refused.value.problem["message"]["text"]
    assert len(await customer.say("hallo")) == 1, "and nginx has not given the gateway up"


async def test_without_rasa_customers_are_still_served(behind: Behind, rasa: StandInRasa) -> None:
    customer = behind.customer()
    await customer.begin(language="fr")
    await rasa.stop()
    for _ in range(3):
        (answer,) = await customer.say("bonjour")
        assert incident().hotline.display in answer["text"]


async def test_limits_count_the_address_that_nginx_saw_and_not_the_one_that_is_claimed(behind: Behind) -> None:
    began = []
    for last in range(STARTS + 1):
        try:
            await behind.customer().ask("POST", "/v1/conversations", {}, {"X-Forwarded-For": f"192.0.2.{last}"})
            began.append(201)
        except Refusal as refusal:
            began.append(refusal.status)
    assert began == [201] * STARTS + [429]
