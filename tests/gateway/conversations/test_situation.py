"""What the assistant remembers is kept with the conversation: Rasa gets it with each message, and gives it back."""

from __future__ import annotations

from bot.conversation.situation import Situation
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import FR, NL

FIRST, SECOND = (Situation(language=language, said={"utter_greet": 1}).written() for language in (FR, NL))


def told(rasa: StandInRasa) -> str:
    situation: str = rasa.received[-1]["metadata"]["situation"]
    return situation


async def test_it_travels_with_each_message_as_it_came_back(customer: Customer, rasa: StandInRasa) -> None:
    assert told(rasa) == Situation().written(), "a conversation begins with nothing"
    for situation in (FIRST, SECOND):
        rasa.custom = {"situation": situation}
        await customer.say("bonjour")
    await customer.say("et encore")
    assert told(rasa) == SECOND


async def test_an_answer_without_one_and_no_answer_change_nothing(customer: Customer, rasa: StandInRasa) -> None:
    rasa.custom = {"situation": FIRST}
    await customer.say("bonjour")
    rasa.custom = {}
    await customer.say("encore")
    await rasa.stop()
    await customer.say("et maintenant ?")
    await rasa.start()
    await customer.say("et maintenant ?")
    assert told(rasa) == FIRST


async def test_another_gateway_goes_on_with_it(start_gateway: StartGateway, rasa: StandInRasa, store_url: str) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=store_url)
    customer = gateway.customer()
    await customer.begin(language="fr")
    rasa.custom = {"situation": FIRST}
    await customer.say("bonjour")
    await gateway.stop()
    other: Gateway = await start_gateway(
        rasa=f"http://127.0.0.1:{rasa.port}", store=store_url, data_folder=gateway.settings.data_folder
    )
    again = other.customer()
    again.token = customer.token
    await again.say("encore")
    assert told(rasa) == FIRST


async def test_what_is_none_is_answered_with_an_apology_and_kept_by_nobody(
    customer: Customer, rasa: StandInRasa
) -> None:
    for nonsense in ("[1]", "{", 7, "x" * 100_000, '{"said": {"utter_greet": "often"}}'):
        rasa.custom = {"situation": nonsense}
        assert (await customer.say("bonjour"))[0]["topic"] == "fallback"
    rasa.custom = {}
    await customer.say("bonjour")
    assert told(rasa) == Situation().written()
