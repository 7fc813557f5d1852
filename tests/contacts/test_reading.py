"""What a message says of a call or visit: only what it says, and never that nothing was given where something was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contacts.contact import NOTHING_TOLD, Contact
from bot.contacts.plan import ASK_GAVE, ASK_NOW, ASK_WANTS, plan
from bot.contacts.reading import is_about_one, only_asks, read_contact, still_wanted, tells_all, tells_of_giving


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("il est encore en ligne", True),
        ("je suis au téléphone avec quelqu'un de Proximus, il me dit de ne pas raccrocher", True),
        ("hij hangt nog aan de lijn", True),
        ("er staat iemand aan mijn deur met een badge", True),
        ("he's still on the line", True),
        ("there is a man at my door", True),
        ("j'ai raccroché", False),
        ("il est parti", False),
        ("ik heb opgehangen", False),
        ("hij is al weg", False),
        ("I hung up", False),
        ("not right now", False),
        ("quelqu'un m'a appelé hier", False),
        ("gisteren belde er iemand", False),
        ("somebody called this morning", False),
        ("il dit que si je raccroche ma ligne sera coupée", None),
        ("somebody called, he wants my code", None),
        ("they want me to install AnyDesk", None),
    ],
)
def test_whether_it_goes_on(text: str, now: bool | None) -> None:
    assert read_contact(text).now is now


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("er belde iemand van Proximus die mijn code van de kaartlezer vroeg", "bank_code"),
        ("un monsieur est venu chercher ma carte", "courier"),
        ("they want me to install AnyDesk", "remote"),
        ("ze komen mijn bankkaart ophalen", "courier"),
        ("il faut mettre mon argent à l'abri sur un compte sécurisé", "safe_account"),
        ("hij zegt dat mijn nummer afgesloten wordt", "cut_off"),
        ("she asked for my password", "code"),
        ("ils voulaient ma date de naissance", "details"),
    ],
)
def test_what_was_wanted(text: str, wants: str) -> None:
    assert wants in read_contact(text).wants


def test_what_a_caller_knew_was_not_wanted() -> None:
    assert read_contact("hij kende mijn naam en mijn geboortedatum").wants == ()
    assert read_contact("he knew my date of birth").wants == ()


@pytest.mark.parametrize(
    ("text", "gave"),
    [
        ("j'ai donné le code", True),
        ("ik heb alles doorgegeven", True),
        ("I read him the code", True),
        ("ma mère a donné sa carte", True),
        ("hij is weg met mijn kaart", True),
        ("je n'ai rien donné", False),
        ("ik heb niets gezegd", False),
        ("I gave nothing", False),
        ("I nearly gave him the code", False),
        ("he gave me a number to call", None),
        ("ik gaf hem koffie, hij gaf mij een kaartje", True),
        ("no code, only the program", None),
        ("geen code, enkel mijn bankapp stond open", None),
        ("rien d'autre", None),
    ],
)
def test_whether_anything_was_given(text: str, gave: bool | None) -> None:
    assert read_contact(text).gave is gave


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        (ASK_NOW, "oui", Contact(now=True)),
        (ASK_NOW, "nee", Contact(now=False)),
        (ASK_NOW, "no, I hung up", Contact(now=False, way="call")),
        (ASK_GAVE, "ja, helaas", Contact(gave=True)),
        (ASK_GAVE, "non", Contact(gave=False)),
        (ASK_GAVE, "nog niet", Contact(gave=False)),
        (ASK_GAVE, "paid", Contact(gave=True, wants=("money",))),
        (ASK_GAVE, "I don't know", Contact(gave=True)),
        (ASK_GAVE, "no, only the program", NOTHING_TOLD),
        (ASK_GAVE, "rien de plus", NOTHING_TOLD),
        (ASK_WANTS, "niets", Contact(gave=False)),
        (ASK_WANTS, "oui", NOTHING_TOLD),
    ],
)
def test_an_answer_is_read_by_our_question(asked: str, text: str, said: Contact) -> None:
    assert read_contact(text, asked) == said


def test_a_bare_yes_says_nothing_where_nothing_was_asked() -> None:
    assert read_contact("ja") == NOTHING_TOLD


def test_what_was_learnt_is_not_believed_of_what_is_only_asked_for() -> None:
    given_away = ["report_fraud/reader_code_given"]
    assert read_contact("die cijfers van het bakje", read=given_away) == Contact(wants=("bank_code",), gave=True)
    assert read_contact("hij wil die cijfers van het bakje", read=given_away).gave is None


def test_the_last_word_counts() -> None:
    known = Contact(way="call", now=True, wants=("card",), gave=True)
    assert known.with_newer(Contact(gave=False)).gave is False
    assert known.with_newer(Contact(now=False)) == Contact(way="call", now=False, wants=("card",), gave=True)
    assert known.with_newer(Contact(wants=("remote", "card"))).wants == ("card", "remote")


def test_own_calls_are_none_to_tell_about() -> None:
    for text in ("j'ai appelé ma banque", "ik heb card stop gebeld", "I called the bank"):
        assert read_contact(text).way is None


@pytest.mark.parametrize(
    "text", ["Do you call customers?", "belt Proximus mij hierover?", "Si on m'appelle, que faire ?"]
)
def test_who_asks_what_would_be_tells_of_none(text: str) -> None:
    assert only_asks(text)


def test_a_message_or_letter_is_no_call() -> None:
    asks = Contact(wants=("bank_code",))
    assert is_about_one("they want a code from my card reader", asks)
    assert not is_about_one("a text message wants a code from my card reader", asks)
    assert not is_about_one("een brief wil een code van mijn kaartlezer", asks)
    assert is_about_one("after the text message he called", Contact(way="call", wants=("bank_code",)))


def test_only_what_no_honest_caller_wants_tells_all() -> None:
    assert tells_all(Contact(way="call", now=True, wants=("code",)))
    assert not tells_all(Contact(way="call", now=True, wants=("details", "money")))
    assert not tells_all(Contact(way="call", wants=("code",)))


def test_what_was_asked_for_need_not_have_been_given() -> None:
    assert still_wanted("hij wilde mijn code")
    assert still_wanted("un coursier va venir")
    assert not still_wanted("I confirmed it in itsme")


@given(st.text(max_size=300), st.sampled_from([None, ASK_NOW, ASK_GAVE, ASK_WANTS]))
def test_any_text_is_read(text: str, asked: str | None) -> None:
    assert isinstance(read_contact(text, asked), Contact)


@pytest.mark.parametrize(
    ("text", "gave"),
    [
        ("j'ai juste cliqué, rien rempli", False),
        ("Neen, ik heb GEEN kaart gegeven, GEEN code.", False),
        ("i only clicked, didn't fill in anything", False),
        ("je n'ai pas donné ma carte, ni code", False),
        ("j'ai donné le code de ma carte", True),
        ("ze hebben 1200 euro van mijn rekening gehaald", True),
        ("my money is gone but i gave nothing", True),
        ("j'ai rien rempli mais j'ai donné mon code par téléphone", True),
        ("ik heb geen brief gekregen", None),
        ("j'ai tapé mon mot de passe sur un faux site, rien donné d'autre", True),
        ("i gave nothing else", None),
        ("was my address in it", None),
    ],
)
def test_any_message_may_say_that_something_or_surely_nothing_was_given(text: str, gave: bool | None) -> None:
    assert tells_of_giving(text) is gave


@pytest.mark.parametrize(
    "text",
    [
        "on m'a appelé pour mon puk et je l'ai donné, avec le code pin aussi",
        "ik heb mijn puk en pincode gegeven aan de telefoon",
        "i gave my puk and my pin on the phone",
    ],
)
def test_a_puk_is_of_the_sim_card_and_no_bank_card(text: str) -> None:
    contact = read_contact(text)
    assert "sim_code" in contact.wants
    assert contact.gave is True
    assert plan(contact, lambda _: 0).responses == ("utter_contact_sim_code_given",)


def test_that_nothing_is_missing_does_not_say_that_nothing_was_given() -> None:
    assert read_contact("ik gaf hem de code, er is nog niks weg").gave is True
    assert read_contact("er is nog niks weg").gave is None


@pytest.mark.parametrize(
    "text",
    [
        "on m'a appelé pour mon code PUK mais je n'ai rien dit",
        "ze wouden mijn rekeningnummer hebben maar ik heb niks gezegd",
        "they called for my PUK code but I said nothing",
    ],
)
def test_a_plain_denial_is_no_exception_after_but(text: str) -> None:
    assert read_contact(text).gave is False


@pytest.mark.parametrize(
    "text",
    [
        "je n'ai donné aucun code, juste installé le programme",
        "geen code gegeven, alleen het programma",
        "no code, but they were on my computer",
        "blocked, but now I have no card for the hotel",
        "maar er is nog niks af",
    ],
)
def test_an_exception_is_no_denial(text: str) -> None:
    assert read_contact(text).gave is not False


@pytest.mark.parametrize(
    "text",
    [
        "je viens de donner mon code",
        "on m'a fait acheter des cartes cadeaux",
        "mon mari a installé TeamViewer",
        "mama heeft TeamViewer gedownload",
        "ik moest een sms-code voorlezen en dat heb ik gedaan",
        "my wife confirmed it in itsme",
        "they made me buy gift cards",
    ],
)
def test_what_others_gave_or_was_made_to_give_is_given(text: str) -> None:
    assert read_contact(text).gave is True


@pytest.mark.parametrize(
    "text",
    ["mamie a rien envoyé", "my mother sent me a message", "mijn vader gaf mij de brief", "weg met de winter"],
)
def test_what_people_tell_or_send_each_other_is_not_given(text: str) -> None:
    assert read_contact(text).gave is not True


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("j'ai un monsieur de Microsoft au téléphone", True),
        ("de meneer van de bank is hier om mijn kaarten mee te nemen", True),
        ("the man on the phone says I'll be cut off today", True),
        ("wat je aan de telefoon zegt is achteraf niet te bewijzen", None),
        ("ik zit nu bij mijn zus", None),
    ],
)
def test_who_is_on_the_line_or_at_the_door_now(text: str, now: bool | None) -> None:
    assert read_contact(text).now is now


@pytest.mark.parametrize(
    "text",
    [
        "I HUNG UP. he is calling again now what do i do",
        "j'ai raccroché, il rappelle là",
        "ik heb ingehaakt maar hij belt weer",
    ],
)
def test_who_hung_up_and_is_rung_again_is_not_on_the_line(text: str) -> None:
    assert read_contact(text).now is False
