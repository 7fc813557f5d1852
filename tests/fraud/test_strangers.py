"""A stranger who asks for somebody by name asks for care; a friend who asks something does not."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.pasted import looks_pasted
from bot.fraud.signs import Sign

STRANGERS = [
    "Hi, is this Emma from the gym?",
    "Hello, are you Mr Claes, the estate agent?",
    "Bonjour, c'est bien Julie du cours de yoga ?",
    "Bonjour, êtes-vous Mme Dupont ?",
    "Dag, bent u Karel van de padel?",
    "Hallo, ben jij Sofie?",
]
FRIENDS = [
    "Where are you? We are waiting",
    "Wie is dit? Ik heb je nummer niet",
    "Is this Saturday ok for you?",
    "Are you coming tonight?",
    "Bent u thuis? Jan komt eraan",
    "Tu es où ? Marie arrive",
]


@pytest.mark.parametrize("text", STRANGERS)
def test_a_stranger_who_asks_for_somebody_by_name_asks_for_care(text: str) -> None:
    finding = check(text, incident())
    assert finding.verdict == "careful"
    assert Sign.FIRST_CONTACT in {evidence.sign for evidence in finding.signs}
    assert looks_pasted(text)


@pytest.mark.parametrize("text", FRIENDS)
def test_a_friend_who_asks_something_does_not(text: str) -> None:
    assert check(text, incident()).verdict == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "mum i lost my phone, its my new one",
        "hoi mama ik zit met een kapotte gsm",
        "coucou maman c'est moi, je t'écris d'un autre gsm",
        "hey gorgeous how was your day",
    ],
)
def test_what_speaks_to_a_parent_or_flatters_a_stranger_was_pasted(text: str) -> None:
    assert looks_pasted(text)


@pytest.mark.parametrize(
    "text",
    ["my mum got a text about her card", "ma belle-mère a reçu un sms", "mijn mama kreeg een sms over haar kaart"],
)
def test_what_is_told_of_a_parent_was_not(text: str) -> None:
    assert not looks_pasted(text)
