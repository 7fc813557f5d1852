"""The files of the project hold together: languages, responses, actions, titles, training lines, settings."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import bot.features.settings
import bot.gateway.app  # noqa: F401 - with all that may be set
from bot.content import incident, phrases, subtopic_titles, topic_titles
from bot.environment import EnvironmentSettings, variables
from bot.language import LANGUAGES
from bot.text_folding import plain_words
from tests.spoken import FR
from tests.utterances import all_that_measures

ROOT = Path(__file__).parents[2]
DOMAIN = sorted((ROOT / "domain").rglob("*.yml"))
MIN_LINES = 120
MIN_OUT_OF_SCOPE = 3_000
# Short messages ("merci", "menu") are said the same way by everybody; only longer ones tell a leak.
CONTRADICTION_MIN_LENGTH = 15  # shorter lines differ by a letter and mean something else
LEAK_MIN_WORDS = 4


@cache
def load(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def all_topics() -> list[str]:
    return [intent for path in DOMAIN for intent in load(path).get("intents", ())]


def all_responses() -> dict[str, list[dict[str, Any]]]:
    return {name: variants for path in DOMAIN for name, variants in load(path).get("responses", {}).items()}


def training_lines() -> dict[tuple[str, str], list[str]]:
    """By language and topic, the lines of data/nlu."""
    return {
        (path.parent.name, path.stem): [
            line.removeprefix("- ").strip() for line in load(path)["nlu"][0]["examples"].splitlines() if line.strip()
        ]
        for path in sorted((ROOT / "data" / "nlu").glob("*/*.yml"))
    }


TRAINING = training_lines()


def test_every_topic_has_training_lines_in_every_language() -> None:
    assert set(TRAINING) == {(language, topic) for language in LANGUAGES for topic in all_topics()}


@pytest.mark.parametrize(("language", "topic"), TRAINING)
def test_a_topic_has_enough_lines_of_its_own_language(language: str, topic: str) -> None:
    path = ROOT / "data" / "nlu" / language / f"{topic}.yml"
    (entry,) = load(path)["nlu"]
    assert entry["intent"] == topic
    assert entry["metadata"]["language"] == language
    assert len(TRAINING[language, topic]) >= (MIN_OUT_OF_SCOPE if topic == "out_of_scope" else MIN_LINES)


def test_no_line_trains_two_topics_or_twice() -> None:
    for language in LANGUAGES:
        lines = [plain_words(line) or line for (of, _), lines in TRAINING.items() if of == language for line in lines]
        assert [line for line, times in Counter(lines).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_contradicts_another_topic_but_for_one_letter(language: str) -> None:
    by_text = {plain_words(line): topic for (of, topic), lines in TRAINING.items() if of == language for line in lines}
    with_one_letter_less: dict[str, str] = {}
    contradictions = []
    for text in (text for text in by_text if len(text) >= CONTRADICTION_MIN_LENGTH):
        for shorter in {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}:
            twin = with_one_letter_less.setdefault(shorter, text)
            if by_text[twin] != by_text[text]:
                contradictions.append((by_text[twin], twin, by_text[text], text))
    assert contradictions == []


def test_no_held_out_message_trains() -> None:
    held = {plain_words(text) for text in all_that_measures()}
    held = {text for text in held if len(text.split()) >= LEAK_MIN_WORDS}
    trained = {plain_words(line): line for lines in TRAINING.values() for line in lines}
    assert [trained[text] for text in held & set(trained)] == []


def test_no_training_line_is_taken_for_markup_or_a_command() -> None:
    for lines in TRAINING.values():
        assert [line for line in lines if line.startswith("/") or re.search(r"\]\(|\]\{|\$\{", line)] == []


def test_a_response_stands_in_one_file_only() -> None:
    names = [name for path in DOMAIN for name in load(path).get("responses", {})]
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("name", all_responses())
def test_a_response_speaks_every_language_alike(name: str) -> None:
    variants = all_responses()[name]
    languages = Counter(variant["condition"][0]["value"] for variant in variants)
    assert set(languages) == set(LANGUAGES)
    assert len(set(languages.values())) == 1, "one language has more variants than another"
    metadata = {
        language: [v.get("metadata") for v in variants if v["condition"][0]["value"] == language]
        for language in LANGUAGES
    }
    assert all(metadata[language] == metadata[FR] for language in LANGUAGES)


@pytest.mark.parametrize("name", all_responses())
def test_a_response_uses_only_names_that_are_filled_in(name: str) -> None:
    given = {"kinds", "signs", "meaning"}
    for variant in all_responses()[name]:
        names = set(re.findall(r"{(\w+)}", variant["text"]))
        assert names <= set(incident().variables(variant["condition"][0]["value"])) | given
        assert "\n\n" not in variant["text"], "Rasa's own channels cut a text at a blank line"
        assert "0800" not in variant["text"], "the hotline comes from incident.yml"


FORBIDDEN = {
    "fr": r"donn[ée]es sont en s[ée]curit[ée]|message est s[ûu]r|aucun risque|gratuit|nous vous (garantissons|promettons)",
    "nl": r"gegevens zijn veilig|bericht is veilig|geen enkel risico|gratis|wij (garanderen|beloven)",
    "en": r"data (is|are) safe|message is safe|no risk at all|free of charge|we (guarantee|promise)",
}


# Who or what is known to cost nothing (incident.yml), or is said to be announced by nobody.
KNOWN_TO_BE_FREE = r"{crisis_line}|{do_not_call_site}|{do_not_call_list}"
SPEAKS_OF_PRICES = {
    *("utter_hotline/is_free", "utter_hotline/from_abroad", "utter_report_fraud/card_stop_free"),
    *("utter_unwanted_calls/is_free", "utter_legal_claim/free_month", "utter_legal_claim/leave_without_fee"),
    *("utter_suspicious_contact/sender_address", "utter_in_danger/line_free", "utter_data_rights/complaint_free"),
}
FREE = r"gratuite?s?|gratis|free of charge"


@pytest.mark.parametrize("name", all_responses())
def test_no_response_promises_what_nobody_knows(name: str) -> None:
    for variant in all_responses()[name]:
        text = variant["text"]
        if name in SPEAKS_OF_PRICES or re.search(KNOWN_TO_BE_FREE, text):
            text = re.sub(FREE, "", text, flags=re.IGNORECASE)
        assert not re.search(FORBIDDEN[variant["condition"][0]["value"]], text, re.IGNORECASE)
        assert not re.search(r"\b(19|20)\d\d\b|\b\d{1,2}(:|h|u)\d\d\b", variant["text"]), "a date or an hour"


def test_every_topic_leads_to_exactly_one_answer() -> None:
    rules = [rule for path in (ROOT / "data" / "stories").glob("*.yml") for rule in load(path)["rules"]]
    asked = Counter(step["intent"] for rule in rules for step in rule["steps"] if "intent" in step)
    assert asked == Counter([*all_topics(), "nlu_fallback"])


def test_every_action_of_the_rules_exists() -> None:
    rules = [rule for path in (ROOT / "data" / "stories").glob("*.yml") for rule in load(path)["rules"]]
    used = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    registered = {action for path in DOMAIN for action in load(path).get("actions", ())}
    assert {name for name in used if name.startswith("utter_")} <= set(all_responses())
    assert {name for name in used if name.startswith("action_")} == registered
    assert registered == _names_in_actions_folder()


def _names_in_actions_folder() -> set[str]:
    names = set()
    for path in (ROOT / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "name":
                names |= {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return names


def test_a_response_named_by_an_action_exists() -> None:
    named = set()
    for path in (ROOT / "actions").glob("*.py"):
        named |= set(re.findall(r'"(utter_\w+)"', path.read_text(encoding="utf-8")))
    assert named - {"utter_action"} <= set(all_responses())


def test_every_button_has_a_title_in_every_language() -> None:
    offered = {
        topic
        for variants in all_responses().values()
        for variant in variants
        for topic in (variant.get("metadata") or {}).get("buttons", ())
    }
    assert offered <= {*topic_titles(), *subtopic_titles()}
    for topic, titles in topic_titles().items():
        assert topic in all_topics()
        assert set(titles) == set(LANGUAGES)
        assert all(titles.values())


@pytest.mark.parametrize("entry", load(ROOT / "content" / "phrases.yml"))
def test_phrases_are_written_as_they_are_compared(entry: str) -> None:
    assert set(phrases(entry)) == set(LANGUAGES)
    for listed in phrases(entry).values():
        assert [phrase for phrase in listed if plain_words(phrase) != phrase] == []


def _all_kinds(model: type[EnvironmentSettings]) -> set[type[EnvironmentSettings]]:
    kinds = set(model.__subclasses__())
    return kinds.union(*(_all_kinds(kind) for kind in kinds))


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    read = set()
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/*.py")]:
        read |= set(re.findall(r'environ(?:\.get)?[\[(]"(\w+)"', path.read_text(encoding="utf-8")))
    for model in _all_kinds(EnvironmentSettings):
        read |= set(variables(model).values())
    assert {"BREACHLINE_STORE", "BREACHLINE_HELPDESK_GROUP", "BREACHLINE_ENCODER_THREADS"} <= read
    read |= set(re.findall(r"^(\w+) \?=", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for name in read if f"`{name}`" not in readme} == set()
