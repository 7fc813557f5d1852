"""What should not have been written is hidden in all that is kept, and the customer is told."""

from __future__ import annotations

import pytest

from bot.privacy.masking import MASK
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer
from tests.gateway.stand_in_rasa import StandInRasa

CARD = "4111 1111 1111 1111"


@pytest.fixture
async def gateway(start_gateway: StartGateway, rasa: StandInRasa, store_url: str) -> Gateway:
    return await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=store_url)


async def test_a_number_cut_over_two_messages_is_masked_in_both(customer: Customer, rasa: StandInRasa) -> None:
    rasa.answer = [{"text": "Compris.", "custom": {"topic": "thank", "language": "fr"}}]
    await customer.say("ma carte c'est 4111 1111")
    assert "4111 1111" in str(await customer.read())
    await customer.say("la suite 1111 1111 voilà")
    texts = [message["text"] for message in await customer.read() if message["from"] == "customer"]
    assert texts == [f"ma carte c'est {MASK}", f"la suite {MASK} voilà"]


async def test_a_password_announced_in_the_message_before_is_masked(customer: Customer, rasa: StandInRasa) -> None:
    rasa.answer = [{"text": "Compris.", "custom": {"topic": "thank", "language": "fr"}}]
    await customer.say("mon mot de passe c'est")
    await customer.say("trompette")
    assert "trompette" not in str(await customer.read())


async def test_the_customer_is_told_once_per_kind_what_was_hidden(customer: Customer) -> None:
    notice, answer = await customer.say(f"ma carte {CARD}, mon code pin 4921")
    assert (notice["from"], notice["topic"]) == ("system", "hidden")
    assert notice["details"] == {"hidden": ["card", "code"]}
    assert "un numéro de carte, un code" in notice["text"]
    assert answer["from"] == "bot"
    assert [message["from"] for message in await customer.say(f"je répète, ma carte {CARD}")] == ["bot"]
    notice, _ = await customer.say("et mon mail jean@example.org")
    assert notice["details"] == {"hidden": ["email"]}


async def test_a_repeated_message_is_answered_as_before(customer: Customer) -> None:
    first = await customer.say(f"ma carte {CARD}", client_message_id="x")
    assert await customer.say(f"ma carte {CARD}", client_message_id="x") == first
    assert len(first) == 2


async def test_what_the_answer_repeats_is_masked_and_public_numbers_stay(customer: Customer, rasa: StandInRasa) -> None:
    said = "Le numéro 0470 12 34 56 n'est pas le nôtre. Appelez le 0800/55.800 ou Card Stop au 078 170 170."
    rasa.answer = [{"text": said, "custom": {"topic": "check_message", "language": "fr"}}]
    *_, answer = await customer.say("ce message vient du 0470 12 34 56")
    assert answer["text"] == said.replace("0470 12 34 56", MASK)
    assert "0470" not in str(await customer.read())


async def test_who_tells_of_danger_does_not_read_what_was_hidden(customer: Customer) -> None:
    messages = await customer.say(f"je veux mourir, ma carte est {CARD}")
    assert [message for message in messages if message.get("topic") == "hidden"] == []
    assert CARD[:9] not in str([message for message in await customer.read() if message["from"] == "customer"])
