"""The secret that signs tokens is replaced: what the old one signed is good until it is over, or the old one is dropped."""

from __future__ import annotations

import datetime
from pathlib import Path

import jwt
import pytest

from bot.environment import SettingsError
from bot.gateway.conversations.tokens import AUDIENCE
from bot.gateway.secret import FILE, SigningSecrets, signing_secrets
from bot.gateway.settings import Settings, load_settings
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer, Refusal
from tests.gateway.stand_in_rasa import StandInRasa

OLD, NEW, NEWER = (f"{name}-0123456789abcdefghijklmnopqrstuv" for name in ("old", "new", "newer"))


async def _restarted(
    start_gateway: StartGateway, rasa: StandInRasa, customer: Customer | None, *secrets: str
) -> Gateway:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", secrets=secrets)
    if customer:
        customer.address = gateway.address
    return gateway


async def _renewed(customer: Customer) -> str:
    return (await customer.ask("POST", "/v1/token/renew"))["token"]


async def test_what_the_old_secret_signed_opens_until_it_is_dropped_and_new_tokens_need_it_no_more(
    start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    customer = (await _restarted(start_gateway, rasa, None, OLD)).customer()
    await customer.begin(language="fr")
    await _restarted(start_gateway, rasa, customer, NEW, OLD)
    assert await customer.say("bonjour")
    renewed = await _renewed(customer)
    await _restarted(start_gateway, rasa, customer, NEWER, NEW)
    with pytest.raises(Refusal) as refused:
        await customer.read()
    assert refused.value.status == 401
    with pytest.raises(Refusal) as refused:
        await _renewed(customer)
    assert refused.value.status == 401
    customer.token = renewed
    assert len(await customer.read()) == 3


async def test_an_expired_token_of_the_old_secret_is_renewed(start_gateway: StartGateway, rasa: StandInRasa) -> None:
    customer = (await _restarted(start_gateway, rasa, None, OLD)).customer()
    await customer.begin(language="fr")
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    customer.token = SigningSecrets([OLD]).sign({"sub": customer.id, "aud": AUDIENCE, "exp": yesterday})
    await _restarted(start_gateway, rasa, customer, NEW, OLD)
    customer.token = await _renewed(customer)
    assert SigningSecrets([NEW]).verified(customer.token, AUDIENCE, ["sub"])["sub"] == customer.id
    assert await customer.read()


@pytest.mark.parametrize("secrets", [[NEW], [NEW, NEWER], [NEWER, NEW]])
def test_a_strangers_token_is_none_of_any_secret(secrets: list[str]) -> None:
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    token = SigningSecrets([OLD]).sign({"sub": "x", "aud": AUDIENCE, "exp": tomorrow})
    with pytest.raises(jwt.InvalidSignatureError):
        SigningSecrets(secrets).verified(token, AUDIENCE, ["sub"])
    unsigned = jwt.encode({"sub": "x", "aud": AUDIENCE, "exp": tomorrow}, "", "none")
    with pytest.raises(jwt.InvalidTokenError):
        SigningSecrets([*secrets, OLD]).verified(unsigned, AUDIENCE, ["sub"])
    with pytest.raises(jwt.InvalidAudienceError):
        SigningSecrets([*secrets, OLD]).verified(token, "desk", ["sub"])


def test_they_come_from_the_setting_with_commas_or_from_the_file_with_lines(tmp_path: Path) -> None:
    assert signing_secrets(load_settings({"BREACHLINE_SECRET": f"{NEW}, {OLD}"})).all == (NEW, OLD)
    settings = Settings(data_folder=tmp_path)
    made = signing_secrets(settings).current
    (tmp_path / FILE).write_text(f"{NEW}\n{made}\n")
    assert signing_secrets(settings).all == (NEW, made)
    (tmp_path / FILE).write_text(f"{NEW}\nshort\n")
    with pytest.raises(SettingsError, match="cut short"):
        signing_secrets(settings)
