"""The action looks at the newest message only, and answers with the verdict and the signs."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from ruamel.yaml import YAML

from actions.check_message import ActionCheckMessage
from bot.content import ROOT, incident
from bot.language import LANGUAGES

RESPONSES: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(ROOT / "domain" / "check_message.yml")["responses"]


def answers(text: str, language: str = "fr", earlier: str = "", said: str = "") -> list[dict[str, Any]]:
    """The answers to `text`; `earlier` was written before it, and `said` answered to that."""
    events: list[dict[str, Any]] = []
    for written in filter(None, (earlier, text)):
        events.append({"event": "user", "text": written, "parse_data": {"language": language}})
        if said and written is earlier:
            events.append({"event": "bot", "metadata": {"utter_action": said, "topic": "check_message"}})
    tracker = Tracker("x", {}, {"text": text, "language": language}, events, False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    assert ActionCheckMessage().run(dispatcher, tracker, {}) == []
    messages: list[dict[str, Any]] = dispatcher.messages
    return messages


def answer(text: str, language: str = "fr", earlier: str = "", said: str = "") -> dict[str, Any]:
    (message,) = answers(text, language, earlier, said)
    return message


@pytest.mark.parametrize("text", ["vous pouvez vérifier un message ?", "/check_message", "", "mag ik iets plakken?"])
def test_a_request_is_answered_with_how_to_show_the_message(text: str) -> None:
    assert answer(text)["response"] == "utter_check_message_ask"


@pytest.mark.parametrize(
    ("text", "language", "verdict", "first", "line"),
    [
        (
            "Voyez https://proximus-verif.com",
            "fr",
            "fraud",
            "brand_in_domain",
            "- L'adresse proximus-verif[.]com contient le nom de Proximus,",
        ),
        (
            "Zie https://iets.example",
            "nl",
            "careful",
            "link_unknown",
            "- De link leidt naar iets[.]example, een site die ik niet kan nagaan.",
        ),
        ("See bit.ly/x1", "en", "careful", "shortener", "- The link is shortened (bit[.]ly): it hides the site"),
    ],
)
def test_a_message_is_answered_with_its_signs(text: str, language: str, verdict: str, first: str, line: str) -> None:
    message = answer(text, language)
    assert message["response"] == f"utter_check_message_{verdict}"
    assert message["details"]["verdict"] == verdict
    assert message["details"]["signs"][0] == first
    assert message["signs"].splitlines()[0].startswith(line)


def test_without_signs_none_are_passed() -> None:
    message = answer("https://www.proximus.be/nl/incident")
    assert message["response"] == "utter_check_message_nothing_found"
    assert message["details"] == {"verdict": "nothing_found", "signs": []}
    assert "signs" not in message


def test_an_earlier_message_has_no_part_in_it() -> None:
    message = answer("https://www.proximus.be", earlier="https://proximus-verif.com geef uw pincode")
    assert message["details"]["verdict"] == "nothing_found"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Proximus : votre facture a été payée deux fois. Récupérez 64,90 € ici :", "rembours-client.example/fr"),
        ("Uw bankkaart is verouderd. Vraag kosteloos een nieuwe aan via", "https://kaart-loket.example/x"),
        (
            "Hi mum this is my new number, my phone broke and I need you to",
            "send 890 euro to BE71 0961 2345 6769 today",
        ),
    ],
)
def test_a_lure_cut_in_two_is_judged_as_one(first: str, second: str) -> None:
    assert answer(second, earlier=first)["details"]["verdict"] == "fraud"
    assert answer(second)["details"]["verdict"] != "fraud"


def test_a_question_about_a_message_is_no_part_of_it() -> None:
    lure = "Uw bankkaart is verouderd. Vraag kosteloos een nieuwe aan via de knop"
    assert answer("is dat echt?", "nl", earlier=lure)["response"] == "utter_check_message_ask"


def test_what_was_asked_for_is_looked_at_even_without_a_sign() -> None:
    text = "Dag Els, de boeken moeten tegen vrijdag terug zijn"
    assert answer(text, "nl")["response"] == "utter_check_message_ask"
    asked_for = answer(text, "nl", earlier="mag ik iets plakken?", said="utter_check_message_ask")
    assert asked_for["details"]["verdict"] == "nothing_found"


def test_of_a_very_long_message_the_beginning_is_looked_at_and_it_is_said() -> None:
    verdict, cut = answers("Geef uw pincode door. " + "Goedemiddag, hierbij het nieuws. " * 300)
    assert verdict["details"]["verdict"] == "fraud"
    assert cut["response"] == "utter_check_message_cut"


@pytest.mark.parametrize(
    "text",
    [
        "Proximus: 482913 est votre code de vérification pour MyProximus. Ne le communiquez à personne.",
        "Uw gsm-nummer wordt op 02/12/2026 overgezet naar Proximus. U krijgt een sms zodra uw nieuwe simkaart actief is.",
        "KBC: betaling van 23,90 EUR bij BAKKERIJ MAES met kaart **** 5521. Was u dit niet? Bel Card Stop 078 170 170.",
        "Your password was changed successfully on 12/11 at 14:05. You can now log in again.",
    ],
)
def test_who_did_not_ask_for_it_is_told_to_contact_the_company(text: str) -> None:
    assert answer(text)["response"] == "utter_check_message_nothing_found_unasked"


@pytest.mark.parametrize("verdict", ["fraud", "careful", "nothing_found", "nothing_found_unasked"])
def test_each_verdict_has_an_answer_in_each_language(verdict: str) -> None:
    variants = RESPONSES[f"utter_check_message_{verdict}"]
    assert [variant["condition"][0]["value"] for variant in variants] == list(LANGUAGES)
    for variant in variants:
        text = variant["text"]
        assert ("\n{signs}\n" in text) is (verdict in ("fraud", "careful"))
        assert "\n\n" not in text
        assert variant["metadata"]["topic"] == "check_message"
        text.format(signs="- x", **incident().variables(variant["condition"][0]["value"]))


@pytest.mark.parametrize(
    "word", ["sûr", "fiable", "authentique", "veilig", "betrouwbaar", "safe", "genuine", "trustworthy"]
)
def test_no_answer_vouches_for_a_message(word: str) -> None:
    verdicts = [variants for name, variants in RESPONSES.items() if name != "utter_check_message_ask"]
    assert not [variant for variants in verdicts for variant in variants if word in variant["text"].lower()]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("l'adresse est bien en proximus.be donc c'est sûrement vrai non ?", "fr"),
        ("het adres is van proximus.be dus dat is toch echt?", "nl"),
        ("but the address is info@proximus.be, so that is genuine?", "en"),
    ],
)
@pytest.mark.parametrize("verdict", ["fraud", "careful", "again_fraud"])
def test_an_argument_about_a_message_takes_no_verdict_back(text: str, language: str, verdict: str) -> None:
    said = f"utter_check_message_{verdict}"
    again = f"utter_check_message_again_{verdict.removeprefix('again_')}"
    assert answer(text, language, earlier="Voyez https://proximus-verif.com", said=said)["response"] == again
