"""Several Rasas: turns are spread over them, and one that fails is passed on from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.gateway import rasa_client
from bot.gateway.circuit_breaker import FAILURES
from bot.gateway.conversations import service
from bot.gateway.rasa_servers import RasaServers
from tests.conftest import find_free_port
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.stand_in_rasa import StandInRasa


@pytest.fixture
async def rasas() -> AsyncIterator[list[StandInRasa]]:
    stand_ins = [StandInRasa(), StandInRasa()]
    for one in stand_ins:
        await one.start()
    yield stand_ins
    for one in stand_ins:
        await one.stop()


@pytest.fixture
async def gateway(start_gateway: StartGateway, rasas: list[StandInRasa]) -> Gateway:
    return await start_gateway(rasa=",".join(f"http://127.0.0.1:{one.port}" for one in rasas))


async def test_turns_are_spread(gateway: Gateway, rasas: list[StandInRasa]) -> None:
    customer = gateway.customer()
    await customer.begin(language="fr")
    for number in range(9):
        assert (await customer.say(f"message {number}"))[-1]["topic"] == "echo"
    assert [len(one.received) for one in rasas] == [5, 5]


async def test_the_less_busy_one_is_asked(gateway: Gateway, rasas: list[StandInRasa]) -> None:
    customers = [gateway.customer() for _ in range(5)]
    for customer in customers:
        await customer.begin(language="fr")
    begun = [len(one.received) for one in rasas]
    rasas[0].delay = 3
    rasas[0].asked.clear()
    slow = asyncio.create_task(customers[0].say("lent"))
    other = asyncio.create_task(customers[1].say("lent aussi"))
    await rasas[0].asked.wait()
    for customer in customers[2:]:
        await customer.say("vite")
    assert len(rasas[0].received) == begun[0] + 1
    await asyncio.gather(slow, other)


@pytest.mark.parametrize("trouble", ["away", "hangs", "fails"])
async def test_one_that_fails_is_passed_on_from(
    gateway: Gateway, rasas: list[StandInRasa], trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa_client, "FAIR_PATIENCE", 0.2)
    customer = gateway.customer()
    await customer.begin(language="fr")
    if trouble == "away":
        await rasas[0].stop()
    elif trouble == "hangs":
        rasas[0].delay = 30
    else:
        rasas[0].answer = web.Response(status=500)
    asked = len(rasas[0].received)
    for number in range(3 * FAILURES):
        assert (await customer.say(f"message {number}"))[-1]["text"] == f"You said: message {number}"
    if trouble == "hangs":
        assert len(rasas[0].received) - asked <= FAILURES + 1, "then nobody waits for it any more"
    async with gateway.session.get(f"{gateway.address}/readyz") as answer:
        assert (await answer.json())["parts"]["rasa"] == "ok"
    told = await gateway.exposed()
    assert told["breachline_rasa_left_alone"] == (trouble == "hangs")
    assert told["breachline_breaker_open"] == 0, "the other one answers"


async def test_only_when_all_hang_is_rasa_said_to_be_away(
    gateway: Gateway, rasas: list[StandInRasa], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa_client, "FAIR_PATIENCE", 0.02)
    monkeypatch.setattr(service, "ANSWER_PATIENCE", 0.1)
    customer = gateway.customer()
    await customer.begin(language="fr")
    assert (await gateway.exposed())["breachline_breaker_open"] == 0
    for one in rasas:
        one.delay = 30
    while (await gateway.exposed())["breachline_rasa_left_alone"] < 2:
        await customer.say("message")
    assert (await gateway.exposed())["breachline_breaker_open"] == 1


async def test_each_rasa_that_is_asked_has_a_span(
    gateway: Gateway, rasas: list[StandInRasa], spans: InMemorySpanExporter
) -> None:
    customer = gateway.customer()
    await customer.begin(language="fr")
    await rasas[0].stop()
    spans.clear()
    for _ in range(2):
        await customer.say("message")
    asked = [one for one in spans.get_finished_spans() if one.name == "POST /webhooks/rest/webhook"]
    assert sorted(str((one.attributes or {}).get("error.type", "")) for one in asked) == ["", "", "NoAnswer"]


async def test_a_name_stands_for_each_of_its_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    port = find_free_port()
    asked = []

    async def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        asked.append(host)
        return [(0, 0, 0, "", (address, port)) for address in ("10.0.0.2", "10.0.0.1", "10.0.0.2", "fd00::1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    servers = RasaServers([f"http://rasa:{port}"])
    found = [(await servers.by_turns())[0].address for _ in range(3)]
    assert sorted(found) == [f"http://{host}:{port}" for host in ("10.0.0.1", "10.0.0.2", "[fd00::1]")]
    assert asked == ["rasa"]


async def test_a_name_that_nobody_knows_is_asked_itself() -> None:
    servers = RasaServers(["http://nobody.invalid:5005"])
    assert [one.address for one in await servers.by_turns()] == ["http://nobody.invalid:5005"]
