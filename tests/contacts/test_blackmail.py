"""Who is blackmailed is heard, in three languages, and whether they ask to pay; who only speaks of it is not."""

from __future__ import annotations

import pytest

from bot.contacts.blackmail import OTHERWISE, WHETHER_TO_PAY, WITH_PICTURES, asks_of_blackmail, tells_of_blackmail
from bot.danger.reader import read_danger


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("elle a tout filmé en appel vidéo et elle l'envoie à ma femme si je ne donne pas 900 euros", WITH_PICTURES),
        ("ze gaat de foto's naar mijn werk sturen", WITH_PICTURES),
        ("they say they'll send the video to my wife by midnight", WITH_PICTURES),
        ("on me fait chanter depuis hier", OTHERWISE),
        ("ik word gechanteerd door iemand op facebook", OTHERWISE),
        ("I am being blackmailed by someone from a dating site", OTHERWISE),
        ("ik word gechanteerd, moet ik betalen of niet", WHETHER_TO_PAY),
    ],
)
def test_who_is_blackmailed_is_heard(text: str, answer: str) -> None:
    assert asks_of_blackmail(text, told=False) == answer


@pytest.mark.parametrize("text", ["je paie ou pas ?", "betalen of niet", "so do I pay, yes or no"])
def test_whether_to_pay_is_asked_of_blackmail_once_that_was_told(text: str) -> None:
    assert asks_of_blackmail(text, told=True) == WHETHER_TO_PAY
    assert asks_of_blackmail(text, told=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "could somebody use this data for blackmail?",
        "mon ancien mot de passe était dans un message, je dois payer la facture ?",
        "ik heb een foto van mijn identiteitskaart gestuurd",
        "they sent me a video call link",
    ],
)
def test_who_only_speaks_of_such_things_is_not(text: str) -> None:
    assert not tells_of_blackmail(text)
    assert asks_of_blackmail(text, told=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "de foto, hij zegt dat hij hem naar heel mijn klas stuurt als ik geen 50 euro in paysafe geef",
        "it's going on now, they want 800 by midnight or they send the video to my wife",
    ],
)
def test_a_threat_with_pictures_alone_is_no_violence(text: str) -> None:
    assert read_danger(text) is None


def test_a_wish_to_die_is_heard_beside_it() -> None:
    assert read_danger("ze sturen de foto's naar mijn vrouw, ik wil niet meer leven") == "crisis"
