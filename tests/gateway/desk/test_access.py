"""Every address of the desk is closed to who must not use it; a new one that forgets to ask fails here."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.gateway.desk.auth import sessions
from bot.gateway.desk.auth.accounts import Accounts
from tests.gateway.clocks import set_clock
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, Refusal
from tests.gateway.desk.conftest import Hire, QueueUp, StartDesk
from tests.gateway.desk.desk_agent import PASSWORD, DeskAgent
from tests.gateway.desk.refusals import kind, refusal_of
from tests.gateway.http.raw_requests import raw_status
from tests.gateway.stand_in_rasa import StandInRasa

PUBLIC = {
    ("GET", "/v1/desk/sign-in"),
    ("POST", "/v1/desk/session"),
    ("GET", "/v1/desk/openid/start"),
    ("GET", "/v1/desk/openid/callback"),
}
FOR_SUPERVISORS = {("GET", "/v1/desk/report")}
CASE = "/v1/desk/conversations/{id}"
# A body with which each address would do what it is for.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/desk/session"): {"name": "an", "password": PASSWORD},
    ("PUT", "/v1/desk/presence"): {"presence": "away"},
    ("DELETE", "/v1/desk/session"): {},
    ("POST", f"{CASE}/take"): {"over": True},
    ("POST", f"{CASE}/messages"): {"text": "intruder", "client_message_id": "1"},
    ("POST", f"{CASE}/notes"): {"text": "intruder"},
    ("POST", f"{CASE}/transfer"): {"to": None},
    ("POST", f"{CASE}/return"): {},
    ("POST", f"{CASE}/close"): {"reason": "solved"},
    ("POST", "/v1/desk/tickets/{id}/done"): {},
}


@dataclass(frozen=True)
class Route:
    method: str
    pattern: str

    def path(self, filled: str) -> str:
        return self.pattern.replace("{id}", filled)

    @property
    def key(self) -> tuple[str, str]:
        return (self.method, self.pattern)


def desk_routes(gateway: Gateway) -> list[Route]:
    routes = [
        Route(route.method, route.resource.canonical)
        for route in gateway.runners[0].app.router.routes()
        if route.resource and route.resource.canonical.startswith("/v1/desk")
    ]
    assert len(routes) > 15
    return routes


async def ask(agent: DeskAgent, route: Route, filled: str, headers: dict[str, str] | None = None) -> Any:
    body = None if route.method == "GET" else BODIES[route.key]
    return await agent.ask(route.method, route.path(filled), body, headers)


async def conversation_as_it_stands(desk: Gateway, customer: Customer) -> tuple[Any, ...]:
    page = await customer.ask("GET", "/v1/messages")
    return (page["state"], [message["text"] for message in page["messages"]])


@pytest.mark.parametrize(
    "session", ["none", "empty", "invented", "another cookie", "signed out", "expired", "disabled"]
)
async def test_without_a_session_no_address_does_anything(
    *,
    desk: Gateway,
    hire: Hire,
    queue_up: QueueUp,
    accounts: Accounts,
    monkeypatch: pytest.MonkeyPatch,
    session: str,
) -> None:
    an = await hire("an", "supervisor")
    socket = await an.come()
    customer = await queue_up()
    await an.act(customer.id, "take")
    before = await conversation_as_it_stands(desk, customer)
    await socket.close()
    token = an.cookie()
    assert token
    if session == "signed out":
        await an.ask("DELETE", "/v1/desk/session")
        an.carry(token)
    elif session == "expired":
        later = time.time() + sessions.LIFETIME + 1
        set_clock(monkeypatch, lambda: later, sessions)
    elif session == "disabled":
        await accounts.disable("an")
    else:
        an.browser.cookie_jar.clear()
        if session != "none":
            an.carry({"empty": '""', "invented": "x" * 43, "another cookie": customer.token}[session])
    for route in desk_routes(desk):
        if route.key in PUBLIC:
            continue
        refused = await refusal_of(ask(an, route, customer.id))
        assert (refused.status, kind(refused)) == (401, "not-signed-in"), route
        assert customer.id not in str(refused.problem)
    monkeypatch.undo()
    assert await conversation_as_it_stands(desk, customer) == before


async def test_another_agents_conversation_is_closed_to_an_agent(desk: Gateway, hire: Hire, queue_up: QueueUp) -> None:
    an, bo = await hire("an"), await hire("bo")
    sockets = [await an.come(), await bo.come()]
    customer = await queue_up()
    await an.act(customer.id, "take")
    before = await conversation_as_it_stands(desk, customer)
    for route in desk_routes(desk):
        if route.pattern.startswith(CASE):
            refused = await refusal_of(ask(bo, route, customer.id))
            assert (refused.status, kind(refused)) == (403, "not-allowed"), route
            assert "une personne" not in str(refused.problem)
    await sockets[1].send_json({"type": "watch", "conversation_id": customer.id})
    await sockets[1].send_json({"type": "typing", "conversation_id": customer.id, "on": True})
    await customer.say("secret")
    await bo.ask("PUT", "/v1/desk/presence", {"presence": "away"})
    away = False
    while not away:  # what came until the board tells it, the watched conversation would have come, too
        event = await sockets[1].receive_json(timeout=20)
        assert event["type"] == "board"
        assert "secret" not in str(event)
        assert event["board"]["held"] == []
        away = any(a["id"] == bo.id and a["presence"] == "away" for a in event["board"]["agents"])
    assert (await conversation_as_it_stands(desk, customer))[0] == before[0]
    for socket in sockets:
        await socket.close()


@pytest.mark.parametrize("role", ["agent", "supervisor"])
@pytest.mark.parametrize("which", ["never handed off", "invented", "erased"])
async def test_what_was_never_handed_off_is_unknown_to_everybody_at_the_desk(
    desk: Gateway, hire: Hire, queue_up: QueueUp, role: Any, which: str
) -> None:
    an = await hire("an", role)
    socket = await an.come()
    customer = desk.customer()
    await customer.begin(language="fr")
    if which == "erased":
        customer = await queue_up()
        await an.act(customer.id, "take")
        await customer.erase()
    for route in desk_routes(desk):
        if route.pattern.startswith(CASE):
            refused = await refusal_of(ask(an, route, "x" * 24 if which == "invented" else customer.id))
            assert (refused.status, kind(refused)) == (404, "unknown-conversation"), route
    await socket.close()


async def test_what_is_for_supervisors_is_for_no_agent(desk: Gateway, hire: Hire) -> None:
    an, bo = await hire("an"), await hire("bo", "supervisor")
    found = [route for route in desk_routes(desk) if route.key in FOR_SUPERVISORS]
    assert len(found) == len(FOR_SUPERVISORS)
    for route in found:
        assert kind(await refusal_of(ask(an, route, "x"))) == "not-allowed"
        await ask(bo, route, "x")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Breachline-Desk": ""},
        {"X-Breachline-Desk": "0"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://www.example.be"},
        {"Origin": "", "X-Breachline-Desk": ""},
    ],
)
async def test_another_website_changes_nothing_even_one_that_may_use_the_chat(
    start_desk: StartDesk, hire: Hire, headers: dict[str, str]
) -> None:
    an = await hire("an", "supervisor")
    listed = await start_desk(origins=frozenset({"https://www.example.be"}))
    an.address = listed.address
    given = {"Origin": listed.address} | headers
    for route in desk_routes(listed):
        if route.method != "GET":
            refused = await refusal_of(ask(an, route, "x" * 24, given))
            assert (refused.status, kind(refused)) == (403, "foreign-origin"), route
            assert "Access-Control-Allow-Origin" not in refused.headers
    await an.ask("GET", "/v1/desk/session")


async def test_a_website_that_may_use_the_chat_gets_no_leave_to_ask_the_desk(start_desk: StartDesk) -> None:
    gateway = await start_desk(origins=frozenset({"https://www.example.be"}))
    headers = {
        "Origin": "https://www.example.be",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "X-Breachline-Desk",
    }
    async with gateway.session.options(f"{gateway.address}/v1/desk/session", headers=headers) as response:
        assert response.status == 403
        assert not [name for name in response.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize("origin", ["", "https://evil.example", "null", "http://127.0.0.1:1"])
async def test_the_desk_is_opened_by_its_own_page_only(an: DeskAgent, origin: str) -> None:
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await an.browser.ws_connect(f"{an.address}/v1/desk/stream", headers=headers)
    assert refused.value.status == 403


async def test_a_customers_token_opens_nothing_at_the_desk(desk: Gateway, an: DeskAgent) -> None:
    customer = desk.customer()
    await customer.begin()
    refused = await refusal_of(customer.ask("GET", "/v1/desk/session"))
    assert (refused.status, kind(refused)) == (401, "not-signed-in")
    with pytest.raises(Refusal):
        await an.ask("GET", "/v1/messages")


async def test_every_answer_of_the_desk_is_kept_nowhere_and_its_page_is_framed_by_nobody(
    start_desk: StartDesk, rasa: StandInRasa
) -> None:
    desk = await start_desk(frame_ancestors=("https://www.example.be",))
    desk.settings.web_folder.mkdir(parents=True)
    (desk.settings.web_folder / "desk.html").write_text("<!doctype html><title>Desk</title>")
    async with desk.session.get(f"{desk.address}/desk") as response:
        assert response.status == 200
        policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy
    for route in desk_routes(desk):
        async with desk.session.request(route.method, desk.address + route.path("x")) as response:
            assert response.headers["Cache-Control"] == "no-store", route
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


async def test_a_cookie_that_is_no_text_is_no_session(desk: Gateway) -> None:
    for cookie in (b'breachline_desk="\xff"', b'breachline_desk="\\377"', b"breachline_desk=\xc3\xa9"):
        head = b"GET /v1/desk/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: " + cookie + b"\r\n\r\n"
        assert await raw_status(desk.address, head) == 401
