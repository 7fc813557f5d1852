"""Agents may sign in with the company's own server; what it does not prove opens nothing."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web

from bot.gateway.desk.auth import openid_server
from bot.gateway.desk.auth.accounts import Accounts
from bot.gateway.settings import OpenIdSettings
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Refusal
from tests.gateway.desk.conftest import StartDesk
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.desk.openid_company import CLIENT_ID, CLIENT_SECRET, EC_KEY, FOREIGN_KEY, SMALL_KEY, OpenIdCompany

CALLBACK = "/v1/desk/openid/callback"


@pytest.fixture
async def company() -> AsyncIterator[OpenIdCompany]:
    server = OpenIdCompany()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def desk(start_desk: StartDesk, company: OpenIdCompany) -> Gateway:
    settings = OpenIdSettings(company.issuer, CLIENT_ID, CLIENT_SECRET, "Proximus")
    gateway = await start_desk(openid=settings)
    company.redirect_uris = {gateway.address + CALLBACK}
    return gateway


@pytest.fixture
async def guest(desk: Gateway) -> AsyncIterator[DeskAgent]:
    """A browser in which nobody is signed in."""
    agent = DeskAgent(desk.address, "")
    yield agent
    await agent.browser.close()


async def visit(guest: DeskAgent, address: str) -> aiohttp.ClientResponse:
    """What a browser gets that follows no redirect."""
    response = await guest.browser.get(address, allow_redirects=False)
    await response.read()
    return response


async def come_back(guest: DeskAgent) -> aiohttp.ClientResponse:
    """Leave for the company's server, and come back from it."""
    left = await visit(guest, f"{guest.address}/v1/desk/openid/start")
    assert left.status == 303
    returned = await visit(guest, left.headers["Location"])
    assert returned.status == 302, await returned.text()
    return await visit(guest, returned.headers["Location"])


async def assert_refused(guest: DeskAgent, response: aiohttp.ClientResponse) -> None:
    assert response.status == 403
    assert response.content_type == "text/html"
    assert 'href="/desk"' in await response.text()
    assert guest.cookie() is None
    with pytest.raises(Refusal):
        await guest.ask("GET", "/v1/desk/session")


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
async def test_an_agent_made_beforehand_signs_in_with_the_company(
    guest: DeskAgent, accounts: Accounts, company: OpenIdCompany, algorithm: str
) -> None:
    assert (await guest.ask("GET", "/v1/desk/sign-in"))["openid"] == "Proximus"
    if algorithm == "ES256":
        company.algorithm, company.key, company.key_id = "ES256", EC_KEY, "ec-1"
    await accounts.add("An@Example.be", "An", "agent", ["nl"], None)
    company.who |= {"email": "an@example.BE", "email_verified": True}
    response = await come_back(guest)
    assert (response.status, response.headers["Location"]) == (303, "/desk")
    assert (await guest.ask("GET", "/v1/desk/session"))["agent"]["name"] == "an@example.be"
    assert company.refused == []


async def test_the_subject_counts_once_it_is_known_and_the_address_no_more(
    guest: DeskAgent, accounts: Accounts, company: OpenIdCompany
) -> None:
    await accounts.add("an@example.be", "An", "agent", ["nl"], None)
    await accounts.add("bo@example.be", "Bo", "supervisor", ["nl"], None)
    company.who |= {"email": "an@example.be", "email_verified": True}
    await come_back(guest)
    company.who["email"] = "bo@example.be"
    await come_back(guest)
    assert (await guest.ask("GET", "/v1/desk/session"))["agent"]["display_name"] == "An"
    await guest.ask("DELETE", "/v1/desk/session")
    company.who = {"sub": "somebody else", "email": "an@example.be", "email_verified": True}
    await assert_refused(guest, await come_back(guest))
    await accounts.disable("an@example.be")
    company.who = {"sub": "248289761001"}
    await assert_refused(guest, await come_back(guest))


@pytest.mark.parametrize(
    "who",
    [
        {"sub": "x"},
        {"sub": "x", "email": "an@example.be"},
        {"sub": "x", "email": "an@example.be", "email_verified": False},
        {"sub": "x", "email": "an@example.be", "email_verified": "true"},
        {"sub": "x", "email": "zoe@example.be", "email_verified": True},
        {"sub": "x", "email": ["an@example.be"], "email_verified": True},
    ],
)
async def test_everybody_else_is_told_that_they_have_no_account(
    guest: DeskAgent, accounts: Accounts, company: OpenIdCompany, who: dict[str, Any]
) -> None:
    await accounts.add("an@example.be", "An", "agent", ["nl"], None)
    company.who = who
    response = await come_back(guest)
    await assert_refused(guest, response)
    text = await response.text()
    assert all(f'lang="{language}"' in text for language in ("fr", "nl", "en"))
    assert "example.be" not in text


def _unsigned(claims: dict[str, Any]) -> str:
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "none", "typ": "JWT"}, claims)
    )
    return f"{head}.{body}."


LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another client"},
    "several audiences without azp": {"aud": [CLIENT_ID, "another client"]},
    "another azp": {"azp": "another client"},
    "expired": {"exp": int(time.time()) - 3600},
    "no expiry": {"exp": None},
    "made in the future": {"iat": int(time.time()) + 3600},
    "a foreign issuer": {"iss": "https://login.evil.example"},
    "no issuer": {"iss": None},
    "no subject": {"sub": None},
    "a subject that is no text": {"sub": 7},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_token_that_claims_something_else_opens_nothing(
    guest: DeskAgent, accounts: Accounts, company: OpenIdCompany, lie: str
) -> None:
    await accounts.add("an@example.be", "An", "agent", ["nl"], None)
    company.who |= {"email": "an@example.be", "email_verified": True}
    company.claims = LIES[lie]
    await assert_refused(guest, await come_back(guest))
    company.claims = {}
    assert (await come_back(guest)).headers["Location"] == "/desk", "the honest one is let in"


FORGERIES = {
    "alg none": "algorithm",
    "our secret as HMAC": "algorithm",
    "PS256": "algorithm",
    "a foreign key": "InvalidSignatureError",
    "an unknown key": "key",
    "a small key": "key",
    "no token": "DecodeError",
}


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_token_that_is_not_signed_by_the_company_opens_nothing(
    guest: DeskAgent, accounts: Accounts, company: OpenIdCompany, forgery: str, caplog: pytest.LogCaptureFixture
) -> None:
    await accounts.add("an@example.be", "An", "agent", ["nl"], None)
    company.who |= {"email": "an@example.be", "email_verified": True}
    match forgery:
        case "alg none":
            company.forge = _unsigned
        case "no token":
            company.forge = lambda claims: "no token"
        case "our secret as HMAC":
            company.algorithm, company.key = "HS256", CLIENT_SECRET * 3
        case "PS256":
            company.algorithm = "PS256"
        case "a foreign key":
            company.key = FOREIGN_KEY
        case "an unknown key":
            company.key, company.key_id = FOREIGN_KEY, "rsa-2"
        case "a small key":
            company.key, company.key_id = SMALL_KEY, "small"
    await assert_refused(guest, await come_back(guest))
    assert f"no proof: {FORGERIES[forgery]}." in caplog.text


async def test_an_answer_belongs_to_the_browser_that_asked_and_counts_once(
    guest: DeskAgent, desk: Gateway, accounts: Accounts, company: OpenIdCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.add("an@example.be", "An", "agent", ["nl"], None)
    company.who |= {"email": "an@example.be", "email_verified": True}
    left = await visit(guest, f"{desk.address}/v1/desk/openid/start")
    sent = parse_qs(urlsplit(left.headers["Location"]).query)
    back = (await visit(guest, left.headers["Location"])).headers["Location"]

    other = DeskAgent(desk.address, "")
    await assert_refused(other, await visit(other, back))
    await come_back(other)
    assert (await other.ask("GET", "/v1/desk/session"))["agent"]["display_name"] == "An"
    await other.ask("DELETE", "/v1/desk/session")
    await visit(other, f"{desk.address}/v1/desk/openid/start")
    await assert_refused(other, await visit(other, back))
    await other.browser.close()

    for changed in (
        back.replace(sent["state"][0], "x" * 43),
        back.replace("code=", "code=x"),
        back.replace("iss=http", "iss=https"),
        f"{desk.address}{CALLBACK}?error=access_denied&state={sent['state'][0]}",
        f"{desk.address}{CALLBACK}",
        f"{desk.address}{CALLBACK}?code={'x' * 5000}&state={sent['state'][0]}",
    ):
        left = await visit(guest, f"{desk.address}/v1/desk/openid/start")
        await assert_refused(guest, await visit(guest, changed))

    left = await visit(guest, f"{desk.address}/v1/desk/openid/start")
    back = (await visit(guest, left.headers["Location"])).headers["Location"]
    late = time.time() + openid_server.ATTEMPT_LIFETIME + 60
    with monkeypatch.context() as later:
        later.setattr("jwt.api_jwt.datetime", _Clock(late))
        await assert_refused(guest, await visit(guest, back))
    tokens_asked = company.asked.count("token")
    await assert_refused(guest, await visit(guest, back))
    assert company.asked.count("token") == tokens_asked, "the attempt was over"


class _Clock:
    """`datetime` as PyJWT uses it, at another time."""

    def __init__(self, at: float) -> None:
        self._at = at

    def now(self, tz: Any = None) -> Any:
        import datetime

        return datetime.datetime.fromtimestamp(self._at, tz)


async def test_the_code_is_asked_for_with_pkce_and_the_secret_never_goes_through_the_browser(
    guest: DeskAgent, desk: Gateway, company: OpenIdCompany
) -> None:
    left = await visit(guest, f"{desk.address}/v1/desk/openid/start")
    sent = parse_qs(urlsplit(left.headers["Location"]).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["redirect_uri"] == [desk.address + CALLBACK]
    cookie = left.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/v1/desk/openid"))
    for value in (CLIENT_SECRET, "code_verifier"):
        assert value not in left.headers["Location"]
    for value in (sent["nonce"][0], sent["state"][0]):
        assert value not in cookie


@pytest.mark.one_gateway
async def test_description_and_keys_are_asked_for_once_and_new_keys_are_found(
    guest: DeskAgent, accounts: Accounts, company: OpenIdCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.add("an@example.be", "An", "agent", ["nl"], None)
    company.who |= {"email": "an@example.be", "email_verified": True}
    for _ in range(3):
        assert (await come_back(guest)).status == 303
    assert company.asked == ["description", "token", "keys", "token", "token"]
    company.algorithm, company.key, company.key_id = "ES256", EC_KEY, "ec-2"
    assert (await come_back(guest)).status == 403, "keys are not looked for at every token"
    monkeypatch.setattr("bot.gateway.desk.auth.openid_server.NEW_KEYS_EVERY", 0.0)
    assert (await come_back(guest)).status == 303


@pytest.mark.parametrize(
    "trouble", ["down", "a foreign description", "a token endpoint without encryption", "an error", "no address"]
)
async def test_a_company_server_in_trouble_is_said_to_be_away(
    guest: DeskAgent, company: OpenIdCompany, trouble: str
) -> None:
    if trouble == "down":
        await company.stop()
    elif trouble == "a foreign description":
        company.described = {"issuer": "https://login.evil.example"}
    elif trouble == "a token endpoint without encryption":
        company.described = {"token_endpoint": "http://login.example.be/token"}
    elif trouble == "no address":
        company.described = {"jwks_uri": 7}
    else:
        company.token_status = 503
        response = await come_back(guest)
        assert response.status == 502
        return
    response = await visit(guest, f"{guest.address}/v1/desk/openid/start")
    assert response.status == 502
    assert "/desk" in await response.text()


async def test_without_a_server_there_is_no_such_way_in(start_desk: StartDesk) -> None:
    gateway = await start_desk()
    for path in ("start", "callback?code=x&state=y"):
        async with gateway.session.get(f"{gateway.address}/v1/desk/openid/{path}") as response:
            assert response.status == 404


async def test_a_redirecting_company_server_is_not_followed(guest: DeskAgent, company: OpenIdCompany) -> None:
    followed: list[str] = []

    async def trap(request: web.Request) -> web.Response:
        followed.append(request.path)
        return web.json_response({})

    async def redirect(request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": f"http://127.0.0.1:{port}/trap"})

    app = web.Application()
    app.router.add_route("*", "/token", redirect)
    app.router.add_route("*", "/trap", trap)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    company.described = {"token_endpoint": f"http://127.0.0.1:{port}/token"}
    assert (await come_back(guest)).status == 502
    await runner.cleanup()
    assert followed == []
