"""Who signs in gets a session of their own, and nobody learns which names exist."""

from __future__ import annotations

import asyncio
import time

import argon2
import pytest
from yarl import URL

from bot.gateway.db.open_database import open_database
from bot.gateway.desk import roster, stream
from bot.gateway.desk.auth import attempts, sessions
from bot.gateway.desk.auth.accounts import Accounts
from bot.gateway.desk.auth.passwords import Passwords
from bot.gateway.desk.auth.sessions import token_hash
from bot.gateway.settings import Rate, load_settings
from tests.gateway.clocks import set_clock
from tests.gateway.conftest import Gateway
from tests.gateway.desk.conftest import QUICK, Hire, StartDesk
from tests.gateway.desk.desk_agent import PASSWORD, DeskAgent
from tests.gateway.desk.refusals import kind, refusal_of
from tests.spoken import FR

SESSION = "/v1/desk/session"


async def test_an_agent_signs_in_and_out(hire: Hire) -> None:
    an = await hire("an", "supervisor", ("nl", "fr"), signed_in=False)
    assert kind(await refusal_of(an.ask("GET", SESSION))) == "not-signed-in"
    agent = await an.sign_in()
    assert agent == {
        "id": an.id,
        "name": "an",
        "display_name": "An",
        "role": "supervisor",
        "languages": ["fr", "nl"],
        "presence": "offline",
        "conversations": 0,
    }
    assert await an.ask("GET", SESSION) == {"agent": agent}
    token = an.cookie()
    assert token
    await an.ask("DELETE", SESSION)
    assert an.cookie() is None
    an.carry(token)
    assert kind(await refusal_of(an.ask("GET", SESSION))) == "not-signed-in"


async def test_the_sign_in_page_learns_whether_there_is_anybody(desk: Gateway, hire: Hire) -> None:
    async with desk.session.get(f"{desk.address}/v1/desk/sign-in") as response:
        assert await response.json() == {"password": True, "openid": None, "agents": False}
    await hire("an", signed_in=False)
    async with desk.session.get(f"{desk.address}/v1/desk/sign-in") as response:
        assert (await response.json())["agents"] is True


async def test_the_cookie_is_for_the_desk_and_for_no_script(start_desk: StartDesk, hire: Hire) -> None:
    an = await hire("an", signed_in=False)
    headers = {"X-Breachline-Desk": "1"}
    body = {"name": "an", "password": PASSWORD}
    trusted = load_settings({"BREACHLINE_PROXIES": "127.0.0.1/32"}).proxies
    for proxies, forwarded, secure in [((), "https", False), (trusted, "https", True), (trusted, "http", False)]:
        gateway = await start_desk(proxies=proxies)
        async with gateway.session.post(
            gateway.address + SESSION, json=body, headers=headers | {"X-Forwarded-Proto": forwarded}
        ) as response:
            cookie = response.headers["Set-Cookie"]
            assert response.headers["Cache-Control"] == "no-store"
        assert ("Secure" in cookie) is secure
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Path=/v1/desk" in cookie
    del an


async def test_a_session_that_somebody_planted_is_never_used(hire: Hire) -> None:
    an = await hire("an", signed_in=False)
    an.carry("planted-by-somebody-else")
    await an.sign_in()
    first = an.cookie()
    assert first
    assert first != "planted-by-somebody-else"
    await an.sign_in()
    second = an.cookie()
    assert second != first
    an.carry(first)
    assert kind(await refusal_of(an.ask("GET", SESSION))) == "not-signed-in"


async def test_only_hashes_of_tokens_and_passwords_are_kept(desk: Gateway, an: DeskAgent) -> None:
    database = open_database(desk.settings.store, desk.settings.data_folder)
    kept = await database.transaction(
        lambda cursor: [*cursor.all("SELECT * FROM desk_sessions"), *cursor.all("SELECT * FROM agents")]
    )
    await database.close()
    token = an.cookie()
    assert token
    assert token_hash(token) in str(kept)
    assert token not in str(kept)
    assert PASSWORD not in str(kept)


@pytest.mark.parametrize("limit", ["idle", "absolute"])
async def test_a_session_ends_when_left_alone_and_after_a_working_day(
    desk: Gateway, an: DeskAgent, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    set_clock(monkeypatch, lambda: now, sessions)
    steps = [119 * 60, 119 * 60, 121 * 60] if limit == "idle" else [119 * 60] * 6 + [7 * 60]
    for step in steps[:-1]:
        now += step
        await an.ask("GET", SESSION)
    now += steps[-1]
    assert kind(await refusal_of(an.ask("GET", SESSION))) == "not-signed-in"


@pytest.mark.parametrize("change", ["disabled", "new password"])
async def test_sessions_end_at_once_with_the_account(accounts: Accounts, an: DeskAgent, change: str) -> None:
    if change == "disabled":
        await accounts.disable("AN")
    else:
        await accounts.change_password("an", "another umbrella")
    assert kind(await refusal_of(an.ask("GET", SESSION))) == "not-signed-in"
    assert kind(await refusal_of(an.sign_in())) == "wrong-credentials"
    await accounts.disable("an", disabled=False)
    an.password = PASSWORD if change == "disabled" else "another umbrella"
    await an.sign_in()


async def test_wrong_unknown_disabled_and_without_password_are_refused_alike(hire: Hire, accounts: Accounts) -> None:
    an = await hire("an", signed_in=False)
    await hire("bo", signed_in=False)
    await accounts.disable("bo")
    await accounts.add("cas", "Cas", "agent", [FR], None)
    refusals = []
    for name, password in [("an", "wrong"), ("zoe", PASSWORD), ("bo", PASSWORD), ("cas", PASSWORD), ("cas", "x")]:
        an.name, an.password = name, password
        refused = await refusal_of(an.sign_in())
        refusals.append((refused.status, refused.problem, "Set-Cookie" in refused.headers))
    assert len({str(refusal) for refusal in refusals}) == 1
    assert refusals[0][0] == 401


async def test_an_unknown_name_costs_as_much_work_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted and not timed: the machine that tests is busy."""
    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords = Passwords(hasher)
    verified: list[str] = []
    verify = argon2.PasswordHasher.verify

    def counting(self: argon2.PasswordHasher, password_hash: str, password: bytes) -> bool:
        verified.append(password_hash)
        return verify(self, password_hash, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counting)
    real = await passwords.hashed("right")
    assert await passwords.verify("right", real)
    assert not await passwords.verify("right", None)
    assert [argon2.extract_parameters(password_hash) for password_hash in verified] == [
        argon2.extract_parameters(real)
    ] * 2


async def test_passwords_are_hashed_with_argon2id_and_enough_memory() -> None:
    parameters = argon2.extract_parameters(await Passwords().hashed("un parapluie vert"))
    assert parameters.type is argon2.Type.ID
    assert parameters.memory_cost >= 19 * 1024


async def test_a_token_hash_older_parameters_is_renewed_at_sign_in(
    hire: Hire, desk: Gateway, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    an = await hire("an", signed_in=False)
    database = open_database(desk.settings.store, desk.settings.data_folder)

    async def kept() -> str:
        row = await database.transaction(lambda cursor: cursor.one("SELECT password_hash FROM agents"))
        assert row
        return str(row[0])

    old = argon2.PasswordHasher(time_cost=2, memory_cost=32, parallelism=1).hash(PASSWORD)
    await database.transaction(lambda cursor: cursor.run("UPDATE agents SET password_hash = ?", (old,)))
    await an.sign_in()
    renewed = await kept()
    assert argon2.extract_parameters(renewed) == argon2.extract_parameters(QUICK.hash("x"))
    await an.sign_in()
    assert await kept() == renewed
    await database.close()


async def test_five_wrong_passwords_close_the_name_to_where_they_came_from_also_over_a_restart(
    start_desk: StartDesk, desk: Gateway, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    set_clock(monkeypatch, lambda: now, attempts)
    an, bo = await hire("an", signed_in=False), await hire("bo", signed_in=False)
    for name in ("an", "nobody"):
        an.name, an.password = name, "wrong"
        for _ in range(5):
            assert kind(await refusal_of(an.sign_in())) == "wrong-credentials"
    an.password = PASSWORD
    await desk.stop()
    an.address = bo.address = (await start_desk()).address
    refusals = []
    for name in ("an", " AN ", "ａｎ", "nobody"):
        an.name = name
        refused = await refusal_of(an.sign_in())
        refusals.append((refused.status, kind(refused), refused.headers["Retry-After"]))
    assert set(refusals) == {(429, "locked-out", "900")}
    await bo.sign_in()
    now += 899
    an.name = "an"
    assert (await refusal_of(an.sign_in())).headers["Retry-After"] == "1"
    now += 2
    await an.sign_in()


@pytest.fixture
async def behind_a_proxy(desk: Gateway, start_desk: StartDesk) -> Gateway:
    """A desk, in the other's place, that believes this machine what address somebody comes from."""
    return await start_desk(
        proxies=load_settings({"BREACHLINE_PROXIES": "127.0.0.0/8"}).proxies, rate_sign_in=Rate(1000, 1000)
    )


async def _try_wrong(attacker: DeskAgent, address: str, times: int) -> list[str]:
    attacker.browser.headers["X-Forwarded-For"] = address
    return [kind(await refusal_of(attacker.sign_in())) for _ in range(times)]


async def test_whoever_tries_an_agents_name_elsewhere_does_not_keep_the_agent_out(
    behind_a_proxy: Gateway, hire: Hire
) -> None:
    an, attacker = await hire("an", signed_in=False), await hire("attacker", signed_in=False)
    an.address = attacker.address = behind_a_proxy.address
    attacker.name, attacker.password = "an", "wrong"
    assert (await _try_wrong(attacker, "192.0.2.66", 7))[-2:] == ["locked-out", "locked-out"]
    an.browser.headers["X-Forwarded-For"] = "192.0.2.7"
    await an.sign_in()


async def test_many_addresses_together_are_stopped_and_the_agents_own_browser_is_not(
    behind_a_proxy: Gateway, hire: Hire
) -> None:
    an, attacker = await hire("an", signed_in=False), await hire("attacker", signed_in=False)
    an.address = attacker.address = behind_a_proxy.address
    an.browser.headers["X-Forwarded-For"] = "192.0.2.7"
    await an.sign_in()
    attacker.name, attacker.password = "an", "wrong"
    tries = [one for last in range(100, 111) for one in await _try_wrong(attacker, f"192.0.2.{last}", 5)]
    assert tries.count("wrong-credentials") == attempts.TRIES_OF_ALL - 1, "the agent's own first try counted, too"
    assert tries[-1] == "locked-out"
    await an.ask("DELETE", SESSION)
    await an.sign_in()


async def test_a_browsers_cookie_of_another_name_or_secret_is_no_way_around(
    behind_a_proxy: Gateway, hire: Hire
) -> None:
    an, bo = await hire("an", signed_in=False), await hire("bo", signed_in=False)
    an.address = bo.address = behind_a_proxy.address
    await bo.sign_in()
    bo.name, bo.password = "an", "wrong"
    assert await _try_wrong(bo, "192.0.2.9", 6) == ["wrong-credentials"] * 5 + ["locked-out"]
    bo.browser.cookie_jar.update_cookies({attempts.COOKIE: "x.y.z"}, URL(bo.address + SESSION))
    assert await _try_wrong(bo, "192.0.2.9", 1) == ["locked-out"]


async def test_many_tries_at_once_are_no_way_around_the_lock(hire: Hire) -> None:
    an = await hire("an", signed_in=False)
    an.password = "wrong"
    refusals = await asyncio.gather(*(refusal_of(an.sign_in()) for _ in range(20)))
    assert sorted(kind(refused) for refused in refusals) == ["locked-out"] * 15 + ["wrong-credentials"] * 5


async def test_the_right_password_forgives_the_wrong_ones(hire: Hire) -> None:
    an = await hire("an", signed_in=False)
    for _ in range(3):
        for _ in range(4):
            an.password = "wrong"
            assert kind(await refusal_of(an.sign_in())) == "wrong-credentials"
        an.password = PASSWORD
        await an.sign_in()


async def test_an_address_may_try_only_so_often(start_desk: StartDesk) -> None:
    desk = await start_desk(rate_sign_in=Rate(3, 1))
    guest = DeskAgent(desk.address, "x0")
    refusals = []
    for n in range(4):
        guest.name = f"x{n}"
        refusals.append(await refusal_of(guest.sign_in()))
    await guest.browser.close()
    assert [refused.status for refused in refusals] == [401, 401, 401, 429]
    assert int(refusals[-1].headers["Retry-After"]) > 1


@pytest.mark.parametrize(
    ("name", "password", "status"),
    [
        ("x" * 320, "y", 401),
        ("x" * 321, "y", 422),
        ("x", "y" * 1000, 401),
        ("x", "y" * 1001, 422),
        ("", "y", 422),
        ("x", "", 422),
        ("\ud800", "y", 422),
        ("x", "\udfff", 422),
        ("x\0", "y\0", 401),
        ("ß" * 320, "y", 401),
        ("' OR 1=1 --", "' OR 1=1 --", 401),
        (7, "y", 422),
        ("x", None, 422),
        (["x"], {"y": 1}, 422),
    ],
)
async def test_odd_names_and_passwords_are_refused_and_do_no_harm(
    desk: Gateway, name: object, password: object, status: int
) -> None:
    guest = DeskAgent(desk.address, "")
    refused = await refusal_of(guest.ask("POST", SESSION, {"name": name, "password": password}))
    await guest.browser.close()
    assert refused.status == status


async def test_presence_is_one_of_two_words(an: DeskAgent) -> None:
    for body in ({"presence": "offline"}, {"presence": 1}, {}, {"presence": "online", "x": 1}):
        assert (await refusal_of(an.ask("PUT", "/v1/desk/presence", body))).status == 422
    await an.ask("PUT", "/v1/desk/presence", {"presence": "online"})
    assert (await an.ask("GET", SESSION))["agent"]["presence"] == "offline", "their desk is not open"


async def test_who_wanted_conversations_yesterday_is_asked_again_today(
    an: DeskAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await an.come()).close()
    assert (await an.ask("GET", SESSION))["agent"]["presence"] == "online"
    tomorrow = time.time() + 24 * 60 * 60
    set_clock(monkeypatch, lambda: tomorrow, sessions, roster, stream)
    await an.sign_in()
    await (await an.open()).close()
    assert (await an.ask("GET", SESSION))["agent"]["presence"] == "away"
