"""A password alone opens no supervisor's desk: a code of an app does, each once."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest

from bot.environment import SettingsError
from bot.gateway.desk.auth import second_factor
from bot.gateway.desk.auth.accounts import Accounts
from bot.gateway.desk.auth.second_factor import STEP, code_at
from bot.gateway.desk.roster import Role
from bot.gateway.settings import load_settings
from tests.gateway.clocks import set_clock
from tests.gateway.customer import Refusal
from tests.gateway.desk.conftest import Hire, StartDesk
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.desk.refusals import kind, refusal_of

SESSION = "/v1/desk/session"


# RFC 6238, appendix B: SHA-1, the last six of its eight digits.
@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    assert code_at(b"12345678901234567890", moment // STEP) == code


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    moment = {"now": time.time()}
    set_clock(monkeypatch, lambda: moment["now"], second_factor)
    return moment


async def _sign_in(agent: DeskAgent, code: str | None = None) -> Any:
    body = {"name": agent.name, "password": agent.password}
    return await agent.ask("POST", SESSION, body | ({"code": code} if code else {}))


def _code(refused: Refusal, moment: float) -> str:
    key = refused.problem["key"]
    return code_at(base64.b32decode(key + "=" * (-len(key) % 8)), int(moment) // STEP)


async def _asked(start_desk: StartDesk, hire: Hire, asked_of: str, role: Role = "supervisor") -> DeskAgent:
    agent = await hire("an", role, signed_in=False)
    agent.address = (await start_desk(second_factor=asked_of)).address
    return agent


async def test_a_supervisor_notes_a_key_once_and_gives_a_code_each_time(
    start_desk: StartDesk, hire: Hire, clock: dict[str, float]
) -> None:
    an = await _asked(start_desk, hire, "supervisors")
    shown = await refusal_of(_sign_in(an))
    assert (shown.status, kind(shown)) == (403, "second-factor-new")
    assert shown.problem["uri"] == f"otpauth://totp/Breachline:an?secret={shown.problem['key']}&issuer=Breachline"
    assert kind(await refusal_of(an.ask("GET", SESSION))) == "not-signed-in"
    assert (await _sign_in(an, _code(shown, clock["now"])))["agent"]["name"] == "an"
    needed = await refusal_of(_sign_in(an))
    assert kind(needed) == "second-factor-needed"
    assert "key" not in needed.problem, "it is shown only as long as nobody noted it"
    assert kind(await refusal_of(_sign_in(an, _code(shown, clock["now"])))) == "second-factor-wrong", "used before"
    clock["now"] += 3 * STEP
    assert kind(await refusal_of(_sign_in(an, _code(shown, clock["now"] - 2 * STEP)))) == "second-factor-wrong"
    await _sign_in(an, _code(shown, clock["now"] - STEP))


async def test_a_wrong_password_learns_nothing_of_the_second_factor(start_desk: StartDesk, hire: Hire) -> None:
    an = await _asked(start_desk, hire, "everybody")
    an.password = "wrong"
    assert kind(await refusal_of(_sign_in(an))) == "wrong-credentials"
    assert kind(await refusal_of(_sign_in(an, "000000"))) == "wrong-credentials"


async def test_guessing_codes_is_locked_out_like_guessing_passwords(
    start_desk: StartDesk, hire: Hire, clock: dict[str, float]
) -> None:
    an = await _asked(start_desk, hire, "everybody", "agent")
    shown = await refusal_of(_sign_in(an))
    right = _code(shown, clock["now"])
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert [kind(await refusal_of(_sign_in(an, wrong))) for _ in range(5)][-1] == "locked-out"
    assert kind(await refusal_of(_sign_in(an, right))) == "locked-out"


async def test_agents_are_asked_only_where_it_is_set(start_desk: StartDesk, hire: Hire) -> None:
    bo = await _asked(start_desk, hire, "supervisors", "agent")
    await _sign_in(bo)


async def test_a_lost_app_is_forgotten_by_command_and_the_old_one_opens_nothing(
    start_desk: StartDesk, hire: Hire, accounts: Accounts, clock: dict[str, float]
) -> None:
    an = await _asked(start_desk, hire, "supervisors")
    old = await refusal_of(_sign_in(an))
    await _sign_in(an, _code(old, clock["now"]))
    await accounts.reset_second_factor("an")
    assert kind(await refusal_of(an.ask("GET", SESSION))) == "not-signed-in"
    new = await refusal_of(_sign_in(an))
    assert new.problem["key"] != old.problem["key"]
    clock["now"] += STEP
    assert kind(await refusal_of(_sign_in(an, _code(old, clock["now"])))) == "second-factor-wrong"
    await _sign_in(an, _code(new, clock["now"]))


def test_a_setting_that_nobody_knows_is_refused() -> None:
    assert load_settings({}).second_factor == "supervisors"
    with pytest.raises(SettingsError, match="BREACHLINE_SECOND_FACTOR"):
        load_settings({"BREACHLINE_SECOND_FACTOR": "all"})


async def test_an_app_from_before_the_secret_was_replaced_is_good_while_the_old_one_is_listed(
    start_desk: StartDesk, hire: Hire, accounts: Accounts, clock: dict[str, float]
) -> None:
    old, new = ("old-0123456789abcdefghijklmnopqrstuv", "new-0123456789abcdefghijklmnopqrstuv")
    an = await hire("an", "supervisor", signed_in=False)
    an.address = (await start_desk(second_factor="supervisors", secrets=(old,))).address
    noted = await refusal_of(_sign_in(an))
    await _sign_in(an, _code(noted, clock["now"]))
    an.address = (await start_desk(second_factor="supervisors", secrets=(new, old))).address
    clock["now"] += 3 * STEP
    await _sign_in(an, _code(noted, clock["now"]))
    await accounts.reset_second_factor("an")
    anew = await refusal_of(_sign_in(an))
    clock["now"] += 3 * STEP
    an.address = (await start_desk(second_factor="supervisors", secrets=(new,))).address
    await _sign_in(an, _code(anew, clock["now"]))
