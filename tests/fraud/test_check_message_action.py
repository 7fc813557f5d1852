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


def answer(text: str, language: str = "fr", earlier: str = "") -> dict[str, Any]:
    events = [{"event": "user", "text": earlier, "parse_data": {"language": language}}] if earlier else []
    tracker = Tracker("x", {}, {"text": text, "language": language}, events, False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    assert ActionCheckMessage().run(dispatcher, tracker, {}) == []
    (message,) = dispatcher.messages
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
            "- L'adresse proximus-verif[.]com contient le nom de la marque,",
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


@pytest.mark.parametrize("verdict", ["fraud", "careful", "nothing_found"])
def test_each_verdict_has_an_answer_in_each_language(verdict: str) -> None:
    variants = RESPONSES[f"utter_check_message_{verdict}"]
    assert [variant["condition"][0]["value"] for variant in variants] == list(LANGUAGES)
    for variant in variants:
        text = variant["text"]
        assert ("\n{signs}\n" in text) is (verdict != "nothing_found")
        assert "\n\n" not in text
        assert variant["metadata"]["topic"] == "check_message"
        text.format(signs="- x", **incident().variables(variant["condition"][0]["value"]))


@pytest.mark.parametrize(
    "word", ["sûr", "fiable", "authentique", "veilig", "betrouwbaar", "safe", "genuine", "trustworthy"]
)
def test_no_answer_vouches_for_a_message(word: str) -> None:
    verdicts = [variants for name, variants in RESPONSES.items() if name != "utter_check_message_ask"]
    assert not [variant for variants in verdicts for variant in variants if word in variant["text"].lower()]
