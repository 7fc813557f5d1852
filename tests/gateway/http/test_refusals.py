"""What is not allowed gets the documented refusal, and changes nothing."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator

import aiohttp
import jwt
import pytest

from bot.gateway.http import request_bodies
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.settings import Rate, load_settings
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer, Refusal
from tests.gateway.stand_in_rasa import StandInRasa

SECRET = "k3Zr-9PqLw_27VbXyTnMdF4sGhJ8aCeU"


async def refusal_of(asking: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        await asking  # type: ignore[misc]
    problem = refused.value.problem
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == refused.value.status
    return refused.value


def _segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "damage",
    ["none", "empty", "not a token", "changed", "expired", "alg none", "other secret", "other audience", "no expiry"],
)
async def test_a_token_that_is_not_ours_opens_nothing(
    start_gateway: StartGateway, rasa: StandInRasa, damage: str
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", secrets=(SECRET,))
    customer = gateway.customer()
    await customer.begin()
    good = customer.token
    now = int(time.time())
    claims = {"sub": customer.id, "exp": now + 600, "aud": "breachline-conversation"}
    assert jwt.decode(good, SECRET, algorithms=["HS256"], audience="breachline-conversation")["sub"] == customer.id
    head, _, signature = good.split(".")
    customer.token = {
        "none": "",
        "empty": " ",
        "not a token": "ééé.ü.x",
        "changed": f"{head}.{_segment({**claims, 'sub': 'somebody-else'})}.{signature}",
        "expired": jwt.encode({**claims, "exp": now - 5}, SECRET),
        "alg none": f"{_segment({'alg': 'none', 'typ': 'JWT'})}.{_segment(claims)}.",
        "other secret": jwt.encode(claims, "another secret of more than 32 bytes"),
        "other audience": jwt.encode({**claims, "aud": "desk"}, SECRET),
        "no expiry": jwt.encode({"sub": customer.id, "aud": "breachline-conversation"}, SECRET),
    }[damage]
    for method, path, body in [
        ("POST", "/v1/messages", {"text": "x"}),
        ("GET", "/v1/messages", None),
        ("GET", "/v1/stream", None),
        ("GET", "/v1/conversation/transcript", None),
        ("POST", "/v1/rating", {"stars": 1}),
        ("DELETE", "/v1/conversation", None),
    ]:
        refused = await refusal_of(customer.ask(method, path, body))
        assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    customer.token = good
    assert len(await customer.read()) == 1


async def test_a_token_opens_its_own_conversation_only(gateway: Gateway, customer: Customer) -> None:
    other = gateway.customer()
    await other.begin()
    await other.say("something of the other")
    assert "something of the other" not in str(await customer.read())


BODIES = {
    "no JSON": (b"{", 400),
    "nothing": (b"", 400),
    "not UTF-8": (b'{"text": "\xff"}', 400),
    "NaN": (b'{"text": NaN}', 400),
    "deep nesting": (b"[" * 15_000, 400),
    "deep nesting in a member": (b'{"text":' + b"[" * 7_000 + b"]" * 7_000 + b"}", 400),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "no members": (b"{}", 422),
    "null text": (b'{"text": null}', 422),
    "a number as text": (b'{"text": 7}', 422),
    "an object as text": (b'{"text": {"text": "x"}}', 422),
    "an empty text": (b'{"text": ""}', 422),
    "half a surrogate": (b'{"text": "\\ud800"}', 422),
    "too long a text": (json.dumps({"text": "x" * 10_001}).encode(), 422),
    "text and button": (b'{"text": "x", "button": "y"}', 422),
    "an unknown member": (b'{"text": "x", "sender": "somebody"}', 422),
    "a client_message_id with spaces": (b'{"text": "x", "client_message_id": "a b"}', 422),
    "a list as client_message_id": (b'{"text": "x", "client_message_id": [1]}', 422),
    "1 MB": (json.dumps({"text": "x" * 1_000_000}).encode(), 413),
    "an invented button": (b'{"button": "0123456789abcdef"}', 404),
    "half a surrogate as a button": (b'{"button": "\\ud800"}', 422),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_wrong_body_is_refused_and_changes_nothing(customer: Customer, rasa: StandInRasa, name: str) -> None:
    body, status = BODIES[name]
    refused = await refusal_of(customer.ask("POST", "/v1/messages", body))
    assert refused.status == status
    assert "somebody" not in str(refused.problem)
    assert len(await customer.read()) == 1
    assert rasa.texts() == ["/greet"]


@pytest.mark.parametrize(
    "body", [{"language": "de"}, {"language": []}, {"language": 1}, {"client": "desk"}, {"client": {}}, {"x": 1}]
)
async def test_a_conversation_begins_only_in_the_documented_ways(gateway: Gateway, body: object) -> None:
    assert (await refusal_of(gateway.customer().ask("POST", "/v1/conversations", body))).status == 422


@pytest.mark.parametrize("stars", [0, 6, True, "5", 2.5, None, 1e400])
async def test_a_rating_is_one_to_five_stars(customer: Customer, stars: object) -> None:
    assert (await refusal_of(customer.ask("POST", "/v1/rating", {"stars": stars}))).status in (400, 422)


async def test_what_is_not_declared_as_json_is_refused(customer: Customer) -> None:
    """A form on another website could send it without asking."""
    refused = await refusal_of(
        customer.ask("POST", "/v1/messages", b'{"text": "x"}', headers={"Content-Type": "text/plain"})
    )
    assert refused.status == 415


async def test_a_body_that_does_not_come_is_not_waited_for(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "PATIENCE", 0.1)

    async def trickle() -> AsyncIterator[bytes]:
        yield b'{"text":'
        await asyncio.sleep(20)

    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {customer.token}"}
    url = f"{customer.address}/v1/messages"
    async with customer.session.post(url, data=trickle(), headers=headers) as response:
        assert response.status == 408


async def test_the_longest_text_and_odd_characters_are_answered(customer: Customer, rasa: StandInRasa) -> None:
    await customer.say("é" * 2000)
    await customer.say("a\u0000b\u001b\n\u202ec 😀")
    assert rasa.texts()[-1] == "ab\n\u202ec 😀"


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "", "٣", "9" * 30, "1;--"])
async def test_after_must_be_an_id(customer: Customer, after: str) -> None:
    assert (await refusal_of(customer.ask("GET", f"/v1/messages?after={after}"))).status == 422


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/nothing", 404), ("PUT", "/v1/messages", 405)])
async def test_what_does_not_exist_is_a_problem_too(customer: Customer, method: str, path: str, status: int) -> None:
    assert (await refusal_of(customer.ask(method, path))).status == status


async def test_a_stream_without_a_websocket_is_told_what_it_is(customer: Customer) -> None:
    assert (await refusal_of(customer.ask("GET", "/v1/stream"))).status == 426


async def test_a_button_of_another_conversation_cannot_be_pressed(
    gateway: Gateway, customer: Customer, rasa: StandInRasa
) -> None:
    rasa.buttons = [{"title": "Aide", "payload": "/help"}]
    (answer,) = await customer.say("aide")
    other = gateway.customer()
    await other.begin()
    refused = await refusal_of(other.press(answer["buttons"][0]["id"]))
    assert refused.problem["type"] == "urn:breachline:problem:unknown-button"
    assert "/help" not in rasa.texts()


async def test_a_button_expires(customer: Customer, rasa: StandInRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.conversations.rows.BUTTON_LIFETIME", -1)
    rasa.buttons = [{"title": "Aide", "payload": "/help"}]
    answered = await customer.ask("POST", "/v1/messages", {"text": "aide"})
    refused = await refusal_of(customer.press(answered["messages"][0]["buttons"][0]["id"]))
    assert (refused.status, refused.problem["type"]) == (410, "urn:breachline:problem:button-expired")
    assert "buttons" not in (await customer.read())[-1]


async def test_a_burst_of_a_thousand_messages_is_held_back_and_the_conversation_goes_on(
    gateway: Gateway, customer: Customer, rasa: StandInRasa
) -> None:
    async def say(n: int) -> Refusal | None:
        try:
            await customer.say(f"message {n}")
        except Refusal as refused:
            return refused
        return None

    refusals = [refused for refused in await asyncio.gather(*(say(n) for n in range(1000))) if refused]
    assert {refused.status for refused in refusals} == {429}
    assert all(int(refused.headers["Retry-After"]) >= 1 for refused in refusals)
    answered = 1000 - len(refusals)
    assert 30 <= answered < 300
    assert len(rasa.texts()) == 1 + answered
    assert (await gateway.customer().begin())["messages"], "others are not held back"


async def test_a_bucket_fills_again_with_time_and_says_when() -> None:
    now = 0.0
    buckets = TokenBuckets(Rate(2, 60), clock=lambda: now)
    await buckets.take("a")
    await buckets.take("a")
    with pytest.raises(Exception, match="Too many") as refused:
        await buckets.take("a")
    assert refused.value.headers == {"Retry-After": "1"}  # type: ignore[attr-defined]
    await buckets.take("b")
    now = 1.0
    await buckets.take("a")


async def test_the_sockets_of_a_conversation_and_of_an_address_are_limited(
    start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", sockets_conversation=1, sockets_address=2)
    people = [gateway.customer() for _ in range(3)]
    for person in people:
        await person.begin()
    async with people[0].stream(), people[1].stream():
        for person in (people[0], people[2]):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await person.stream()
            assert refused.value.status == 429
    async with asyncio.timeout(10):
        while True:
            try:
                async with people[2].stream():
                    break
            except aiohttp.WSServerHandshakeError:
                await asyncio.sleep(0.05)


FOREIGN = ("https://evil.example", "null", "http://127.0.0.1:1", "https://www.example.be.evil.example", "https://")


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_foreign_origin_is_refused(gateway: Gateway, customer: Customer, origin: str) -> None:
    for method, path in [("POST", "/v1/conversations"), ("GET", "/v1/messages"), ("GET", "/v1/stream")]:
        refused = await refusal_of(customer.ask(method, path, {}, headers={"Origin": origin}))
        assert refused.status == 403
        assert "Access-Control-Allow-Origin" not in refused.headers


async def test_our_own_origin_and_a_listed_one_are_welcome(start_gateway: StartGateway, rasa: StandInRasa) -> None:
    settings = load_settings({"BREACHLINE_ORIGINS": "https://www.example.be"})
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", origins=settings.origins)
    own, listed = {"Origin": gateway.address}, {"Origin": "https://www.example.be"}
    await gateway.customer().ask("POST", "/v1/conversations", {}, headers=own)
    url = f"{gateway.address}/v1/conversations"
    async with gateway.session.post(url, json={}, headers=listed) as response:
        assert response.status == 201
        assert response.headers["Access-Control-Allow-Origin"] == "https://www.example.be"
        assert "Origin" in response.headers["Vary"]
    async with gateway.session.options(url, headers={**listed, "Access-Control-Request-Method": "POST"}) as response:
        assert response.status == 204
        assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    async with gateway.session.post(url, json=[], headers=listed) as response:
        assert response.status == 422
        assert response.headers["Access-Control-Allow-Origin"] == "https://www.example.be"
