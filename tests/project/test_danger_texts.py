"""The texts for customers in danger, and for the agents who help them, exist in every language and promise nothing."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from bot.contacts.contact import Way
from bot.contacts.given import SOMETHING
from bot.contacts.table import given_items, pattern
from bot.content import asides_of, danger_links, danger_procedure, danger_text, incident, quiet_titles, read_content
from bot.conversation.situation import Done, Hurt, Rescue
from bot.language import LANGUAGES, Language
from tests.project.test_files import ROOT, all_responses, all_topics, load
from tests.spoken import FR

ASIDES: dict[str, dict[str, dict[str, Any]]] = read_content("asides.yml")
KINDS = ("crisis", "in_danger")
OF_DANGER = [name for name in all_responses() if re.match(r"utter_(crisis|in_danger|person_in_danger|danger)", name)]
# Where somebody has hurt themselves already, nobody is to be called but these.
LIFE_AT_RISK = ("utter_crisis_hurt", "utter_crisis_hurt_other", "utter_crisis_rescue_called")
# Not in such an answer: the incident's own numbers, and a word that would promise.
UNWANTED = {
    "fr": r"\{(hotline|card_stop\w*|website|suspicious_mailbox)\}|promet|(?<!aucune )garanti|tout ira bien|quelqu'un viendra|toujours répond",
    "nl": r"\{(hotline|card_stop\w*|website|suspicious_mailbox)\}|beloof|(?<!geen )garantie|garande|komt goed|iemand komt|altijd opge",
    "en": r"\{(hotline|card_stop\w*|website|suspicious_mailbox)\}|promise|(?<!no )guarantee|will be fine|somebody will come|always answer",
}


@pytest.mark.parametrize("name", OF_DANGER)
def test_an_answer_on_danger_says_nothing_of_fraud_and_promises_nothing(name: str) -> None:
    for variant in all_responses()[name]:
        unwanted = UNWANTED[variant["condition"][0]["value"]]
        if "/" in name:  # asked for precisely: what to do about the money, or about Proximus, is said
            unwanted = unwanted.split(")", 1)[1].lstrip(r"\}|")
        assert not re.search(unwanted, variant["text"], re.IGNORECASE)
        assert "!" not in variant["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_names_a_line(kind: str) -> None:
    named = {"crisis": "{crisis_line}", "in_danger": "{emergency}"}[kind]
    for name in OF_DANGER:
        if name.startswith(f"utter_{kind}") and "/" not in name:
            line = "{emergency}" if name in LIFE_AT_RISK else named
            assert [variant["text"] for variant in all_responses()[name] if line not in variant["text"]] == []


@pytest.mark.parametrize("name", [name for name in OF_DANGER if "/" in name])
def test_a_precise_question_does_not_lose_the_line(name: str) -> None:
    lines = r"\{(crisis_line|violence_line|emergency|police|emergency_app)\}"
    for language in LANGUAGES:
        first = next(one for one in all_responses()[name] if one["condition"][0]["value"] == language)
        assert re.search(lines, first["text"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_answer_says_who_speaks_and_there_are_many_others(kind: str, language: Language) -> None:
    automated = {"fr": "assistant automatique", "nl": "automatische assistent", "en": "automated assistant"}[language]
    for name in (f"utter_{kind}", f"utter_{kind}_other", f"utter_{kind}_without_rasa"):
        first = next(v for v in all_responses()[name] if v["condition"][0]["value"] == language)
        assert automated in first["text"]
    texts = [v["text"] for v in all_responses()[f"utter_{kind}"] if v["condition"][0]["value"] == language]
    assert len(texts) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_for_when_the_assistant_is_down_is_filled_in_and_linked(kind: Any, language: Language) -> None:
    text, links = danger_text(kind, language), danger_links(kind, language)
    assert "{" not in text
    assert incident().danger_help.emergency.link(language) in links
    assert all(link["title"] in text for link in links)


def test_no_danger_is_offered_as_a_topic_on_a_button() -> None:
    titles = read_content("topic_titles.yml")
    assert not set(KINDS) & set(titles)
    assert set(titles) | set(KINDS) | {"thank", "greet", "goodbye", "affirm", "deny", "out_of_scope"} == set(
        all_topics()
    )


def test_a_quiet_button_does_not_name_its_topic() -> None:
    for topic, titles in quiet_titles().items():
        assert topic in all_topics()
        assert list(titles) == list(LANGUAGES)
        assert not re.search(
            r"fraud|arnaqu|opgelicht|scam|banque|bank|carte|kaart|card", " ".join(titles.values()).lower()
        )


@pytest.mark.parametrize("response", ASIDES)
def test_an_aside_has_its_response_and_what_tells_it(response: str) -> None:
    phrases = load_phrases()
    by_known = {"done", "done_any", "gave", "harmless", "way", "over", "after", "network", "misread", "hurt", "rescue"}
    by_said = {"says", "says_both", "read_as", "read_as_vaguely", "told", "asks"}
    for ending, told_by in asides_of(response).items():
        assert {response, f"{response}_{ending}"} <= {*all_responses()}
        assert {f"utter_left_to_do_{step}" for step in told_by.get("leaves_out", ())} <= {*all_responses()}
        how = {
            "unless",
            "not_told",
            "not_after",
            "unless_asked",
            "only_asks",
            "told_now_or_asks_nothing",
            "at_once",
            "first",
            "denies",
            "goes_on",
            "stays",
            "leaves_out",
            "unless_more",
            "unless_called",
        }
        assert set(told_by) <= by_known | by_said | how
        assert (by_known | by_said) & set(told_by)
        assert {step for key in ("done", "done_any", "leaves_out") for step in told_by.get(key, ())} <= {
            *get_args(Done)
        }
        assert told_by.get("way") in {None, *get_args(Way)}
        assert told_by.get("gave") in {None, True, False}
        assert told_by.get("network") in {None, "lost", "still_lost"}
        assert {*told_by.get("not_after", ()), *told_by.get("harmless", ())} <= {*given_items()}
        assert {*told_by.get("unless_more", ())} <= {*given_items(), SOMETHING}
        assert told_by.get("after") in {None, *all_topics()}
        assert {f"utter_{one}" for one in told_by.get("unless_asked", ())} <= {*all_responses()}
        if "told" in told_by:
            assert pattern(*told_by["told"].split("/"))
        assert {told_by.get("says"), told_by.get("unless"), *told_by.get("says_both", ())} <= {None, *phrases}
        assert told_by.get("hurt") in {None, *get_args(Hurt)}
        assert told_by.get("rescue") in {None, *get_args(Rescue)}
        assert {*told_by.get("read_as", ()), *told_by.get("read_as_vaguely", ())} <= set(all_topics())


def load_phrases() -> dict[str, Any]:
    phrases: dict[str, Any] = read_content("phrases.yml")
    return phrases


def test_the_rules_of_a_talk_about_danger_name_real_topics_and_offers() -> None:
    for kind in KINDS:
        rule = read_content("in_context.yml")[kind]
        named = {"asked_for", "asked_for_at_once"}
        listed = {"asked_surely", "never_precisely", "precisely_if_told"}
        precise = {"answers_precisely", "never_guessed"}
        assert set(rule) == {"means_it_again", "answers", *named, "only_says", "only_if_said", *listed, *precise}
        assert {topic for name in listed for topic in rule[name]} | {*rule["only_if_said"]} <= set(all_topics())
        assert {*rule["only_if_said"].values()} <= set(load_phrases())
        assert {one for name in precise for one in rule[name]} <= {
            name.removeprefix("utter_") for name in all_responses()
        }
        assert {*rule["means_it_again"], *rule["answers"], *rule["only_says"]} <= set(all_topics())
        said = {phrase for phrases in rule["only_says"].values() for phrase in phrases}
        assert {topic for name in named for topic in rule[name]} <= set(all_topics())
        assert {*(phrase for name in named for phrase in rule[name].values()), *said} <= set(load_phrases())
        assert not {"ask_human", "erase_chat", "bot_privacy", "data_type", "hotline"} & set(rule["means_it_again"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_agents_have_a_procedure_in_their_language_that_the_operator_completes(language: Language) -> None:
    marks = {
        "fr": "à compléter par l'opérateur",
        "nl": "aan te vullen door de operator",
        "en": "to be completed by the operator",
    }
    procedure = danger_procedure()[language]
    assert set(procedure["lines"]) == set(incident().danger_help.facts())
    assert list(procedure["lines"]) == list(danger_procedure()[FR]["lines"])
    assert procedure["procedure"].lower().count(marks[language]) >= 3
    assert "112" in procedure["procedure"]
    assert len(re.findall(r"^\d\. ", procedure["procedure"], re.MULTILINE)) == 9


def test_the_domain_files_of_danger_hold_only_what_is_about_it() -> None:
    for kind in KINDS:
        names = load(ROOT / "domain" / f"{kind}.yml")["responses"]
        assert all(name.startswith(f"utter_{kind}") for name in names)
