"""What Rasa answers reaches the customer, or has its effect: nothing that the contract names is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.answer import Answer, Stated
from tests.gateway.customer import Customer
from tests.gateway.stand_in_rasa import StandInRasa

# Each field of an answer, as Rasa sends it, and where the customer's client finds it.
SHOWN: dict[str, tuple[Any, Any]] = {
    "topic": ("risks", ("topic", "risks")),
    "language": ("nl", ("language", "nl")),
    "details": ({"reasons": ["x"]}, ("details", {"reasons": ["x"]})),
    "links": (
        [{"title": "Site", "url": "https://www.example.be"}],
        ("links", [{"title": "Site", "url": "https://www.example.be"}]),
    ),
    "ticket": (True, ("details", {"ticket": True})),
}
# Those that are tried where their effect is: hand-offs, erasing, and what is remembered.
TRIED_ELSEWHERE = {"text", "buttons", "handoff", "offers", "erase", "situation"}


def test_no_field_of_an_answer_is_forgotten() -> None:
    assert set(SHOWN) | TRIED_ELSEWHERE == set(Answer.__fields__)


@pytest.mark.parametrize("name", SHOWN)
async def test_what_rasa_answers_reaches_the_customer(customer: Customer, rasa: StandInRasa, name: str) -> None:
    sent, (member, shown) = SHOWN[name]
    rasa.custom = {name: sent}
    assert (await customer.say("bonjour"))[-1][member] == shown


@pytest.mark.parametrize("name", sorted(Stated.__fields__))
def test_what_a_response_states_survives_the_way_from_rasa(name: str) -> None:
    values = {"offers": "human", "handoff": {"priority": "urgent"}, "ticket": True, "erase": True}
    answer = Answer.parse_obj({"text": "bonjour", name: values[name]})
    assert Answer.from_wire(answer.wire("somebody")).stated == answer.stated != Stated()
