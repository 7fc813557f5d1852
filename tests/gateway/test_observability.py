"""What the gateway counts and traces: parts, topics, secrets, moves; and of danger, nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from ipaddress import IPv4Network, ip_network
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.danger.kinds import DANGER_KINDS
from bot.gateway.metrics import Metrics
from bot.language import Language
from bot.observability import traces
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer
from tests.gateway.handoff.people import Desk
from tests.gateway.stand_in_rasa import StandInRasa

IN_DANGER = "je veux mourir, je vais me tuer"


class HeardRasa(StandInRasa):
    """Also keeps the headers it was sent; says a topic that the test sets."""

    def __init__(self) -> None:
        super().__init__()
        self.headers: list[dict[str, str]] = []

    async def _message(self, request: web.Request) -> web.Response:
        self.headers.append(dict(request.headers))
        return await super()._message(request)


@pytest.fixture
async def heard_rasa() -> AsyncIterator[HeardRasa]:
    stand_in = HeardRasa()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def seen(start_gateway: StartGateway, heard_rasa: HeardRasa) -> Gateway:
    here = f"http://127.0.0.1:{heard_rasa.port}"
    return await start_gateway(rasa=here, actions=here)


@pytest.fixture
async def customer(seen: Gateway) -> Customer:
    customer = seen.customer()
    await customer.begin(language="fr")
    return customer


async def test_a_turn_is_counted_in_its_parts_and_by_language(seen: Gateway, customer: Customer) -> None:
    await customer.say("bonjour")
    told = await seen.exposed()
    assert told['breachline_turn_seconds_count{language="fr"}'] == 1
    parts = {"queued", "masking", "begin", "assistant", "keep"}
    assert {
        part for part in parts if told.get(f'breachline_turn_part_seconds_count{{language="fr",part="{part}"}}') == 1
    } == parts


async def test_personal_items_are_counted_by_kind_once_for_a_repeat(seen: Gateway, customer: Customer) -> None:
    for _ in range(2):
        await customer.say("BE71 0961 2345 6769 et a.b@example.be", client_message_id="one")
    told = await seen.exposed()
    assert told['breachline_masked_total{kind="iban"}'] == 1
    assert told['breachline_masked_total{kind="email"}'] == 1


async def test_topics_are_counted_and_what_customers_bring_makes_no_label(
    seen: Gateway, customer: Customer, heard_rasa: HeardRasa
) -> None:
    before = await seen.exposed()
    for topic in ("hotline", "clarify", "zebrafinch"):
        heard_rasa.custom = {"topic": topic}
        await customer.say("bonjour")
    told = await seen.exposed()
    counted = {key: value - before.get(key, 0) for key, value in told.items() if "breachline_answers_total" in key}
    assert counted == {
        'breachline_answers_total{language="fr",topic="hotline"}': 1,
        'breachline_answers_total{language="fr",topic="clarify"}': 1,
        'breachline_answers_total{language="fr",topic="other"}': 1,
    }


@pytest.mark.parametrize("kind", DANGER_KINDS)
def test_no_kind_of_danger_is_a_label(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one that gets a title, for menus, one day."""
    monkeypatch.setattr("bot.gateway.metrics.topic_titles", lambda: {kind: {}})
    metrics = Metrics()
    metrics.count_answers([kind], Language("fr"))
    assert b'breachline_answers_total{language="fr",topic="other"} 1.0' in metrics.exposition()
    assert kind.encode() not in metrics.exposition()


@pytest.mark.parametrize("rasa_is_there", [True, False])
async def test_danger_changes_no_number_that_an_ordinary_message_does_not_change(
    seen: Gateway, heard_rasa: HeardRasa, rasa_is_there: bool
) -> None:
    async def changed_by(text: str, topic: str) -> dict[str, float]:
        customer = seen.customer()
        await customer.begin(language="fr")
        heard_rasa.custom = {"topic": topic}
        if not rasa_is_there:
            await heard_rasa.stop()
        before = await seen.exposed()
        await customer.say(text)
        after = await seen.exposed()
        if not rasa_is_there:
            await heard_rasa.start()
        steady = re.compile(r"_(count|total)(\{|$)")
        moved = {
            key: after[key] - before.get(key, 0) for key in after if key.startswith("breachline") and steady.search(key)
        }
        return {key: by for key, by in moved.items() if by}

    ordinary, danger = await changed_by("merci", "thank"), await changed_by(IN_DANGER, "crisis")
    assert danger == ordinary
    assert danger


async def test_how_things_stand_is_looked_at(seen: Gateway, heard_rasa: HeardRasa) -> None:
    async with asyncio.timeout(20):
        while not (told := await seen.exposed())["breachline_disk_size_bytes"]:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.05)
    # Looked at before the disk.
    assert {told[f'breachline_part_up{{part="{part}"}}'] for part in ("store", "rasa", "actions")} == {1}
    assert told["breachline_breaker_open"] == 0
    assert told["breachline_queue_waiting"] == 0
    assert 0 < told["breachline_disk_free_bytes"] <= told["breachline_disk_size_bytes"]


async def test_to_measure_the_queue_gives_nobody_an_older_view_of_it(tmp_path: Path) -> None:
    desk = Desk("", tmp_path)
    assert not (await desk.handoffs.read_queue()).somebody_there
    await desk.agent("Anna", "fr")
    assert (await desk.handoffs.queue()).somebody_there
    await desk.database.close()


async def test_without_a_collector_rasa_still_hears_which_request_it_is(
    customer: Customer, heard_rasa: HeardRasa
) -> None:
    await customer.say("bonjour")
    sent = heard_rasa.headers[-1]
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00", sent["traceparent"])
    assert re.fullmatch(r"conversation=[0-9a-f]{16}", sent["baggage"])
    assert customer.id not in str(sent)


@pytest.mark.parametrize("proxies", [(), (ip_network("127.0.0.1/32"),)], ids=["direct", "by a proxy"])
async def test_a_client_cannot_say_which_request_or_conversation_it_is(
    start_gateway: StartGateway,
    heard_rasa: HeardRasa,
    spans: InMemorySpanExporter,
    proxies: tuple[IPv4Network, ...],
) -> None:
    """Proxies pass on headers that they do not know."""
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{heard_rasa.port}", proxies=proxies)
    customer = gateway.customer()
    await customer.begin(language="fr")
    forged = {
        "traceparent": f"00-{'a' * 32}-{'b' * 16}-00",
        "tracestate": "zebrafinch=1",
        "baggage": f"conversation={'c' * 16}",
    }
    await customer.ask("POST", "/v1/messages", {"text": "bonjour"}, forged)
    sent = str(heard_rasa.headers[-1])
    assert "traceparent" in sent
    assert not any(word in sent for word in ("a" * 32, "zebrafinch", "c" * 16))
    assert spans.get_finished_spans(), "nor that it is not traced"


async def test_with_the_sdk_disabled_requests_still_have_names_of_their_own(
    customer: Customer, heard_rasa: HeardRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    traces.set_tracer_provider(TracerProvider())
    try:
        for _ in range(2):
            await customer.say("bonjour")
    finally:
        traces.set_tracer_provider(None)
    names = {headers["traceparent"].split("-")[1] for headers in heard_rasa.headers}
    assert len(names) == 3, "the greeting's, and two more"
    assert "0" * 32 not in names


def shape(found: tuple[ReadableSpan, ...]) -> list[tuple[str, Any]]:
    return sorted((span.name, sorted(span.attributes or {})) for span in found)


async def test_spans_tell_of_a_turn_and_not_of_danger_in_it(
    seen: Gateway, customer: Customer, spans: InMemorySpanExporter, heard_rasa: HeardRasa
) -> None:
    spans.clear()
    await customer.say("merci")
    ordinary = spans.get_finished_spans()
    spans.clear()
    heard_rasa.custom = {"topic": "crisis"}
    await customer.say(IN_DANGER)
    in_danger = spans.get_finished_spans()
    assert [name for name, _ in shape(ordinary)] == sorted(
        ["POST /v1/messages", "queued", "masking", "begin", "assistant", "POST /webhooks/rest/webhook", "keep"]
    )
    assert shape(in_danger) == shape(ordinary)
    values = {value for span in (*ordinary, *in_danger) for value in (span.attributes or {}).values()}
    assert values == {"POST", "/v1/messages", 200}


async def test_a_span_that_fails_tells_the_errors_kind_and_not_its_text(
    customer: Customer, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(text)

    monkeypatch.setattr("bot.gateway.conversations.service.find_personal", broken)
    spans.clear()
    with pytest.raises(Exception, match="500"):
        await customer.say("zebrafinch")
    told = [span.to_json() for span in spans.get_finished_spans()]
    assert any("RuntimeError" in span for span in told)
    assert not any("zebrafinch" in span for span in told)
