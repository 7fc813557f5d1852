"""What content/contacts.yml names exists, and each case has its advice."""

from __future__ import annotations

from typing import Any

import pytest

from bot.contacts.plan import (
    ASK_GAVE,
    ASK_NOW,
    ASK_WANTS,
    AT_DOOR,
    AT_DOOR_IF,
    GENERAL,
    HANG_UP,
    HANG_UP_IF,
    NOTHING_GIVEN,
    QUESTIONS,
    response_on,
)
from bot.contacts.table import answer_titles, listed, pattern, says, wanted
from bot.content import read_content
from bot.conversation.subtopics import lines
from bot.language import LANGUAGES
from tests.project.test_files import all_responses

TABLE: dict[str, Any] = read_content("contacts.yml")
RESPONSES = all_responses()
GROUPS = ("in_person", "by_voice", "honest", "may_be_known", "threats")


@pytest.mark.parametrize("wants", wanted())
def test_each_case_has_advice_for_who_gave_it_and_for_who_did_not(wants: str) -> None:
    assert response_on(wants, gave=False) in RESPONSES
    assert (response_on(wants, gave=True) in RESPONSES) == (wants not in listed("threats"))


@pytest.mark.parametrize(
    "name", [HANG_UP, HANG_UP_IF, AT_DOOR, AT_DOOR_IF, *QUESTIONS, *GENERAL.values(), NOTHING_GIVEN]
)
def test_what_the_plan_names_exists(name: str) -> None:
    assert name in RESPONSES


def test_no_advice_is_left_over() -> None:
    planned = {HANG_UP, HANG_UP_IF, AT_DOOR, AT_DOOR_IF, *QUESTIONS, *GENERAL.values(), NOTHING_GIVEN}
    planned |= {response_on(wants, gave=gave) for wants in wanted() for gave in (True, False)}
    assert {name for name in RESPONSES if name.startswith("utter_contact")} <= planned


def test_groups_name_cases() -> None:
    named = {name for group in GROUPS for name in listed(group)}
    named |= {*TABLE["instead"], *(other for others in TABLE["instead"].values() for other in others)}
    assert named <= {*wanted()}
    assert {*TABLE["instead"]} == {*wanted()}


def test_what_is_learnt_to_tell_is_a_subtopic_and_says_something() -> None:
    known = {line.subtopic for line in lines()}
    assert {*TABLE["read_as"]} <= known
    assert {says(name)["wants"] for name in TABLE["read_as"] if "wants" in says(name)} <= {*wanted()}


def test_nothing_learnt_says_that_nothing_was_given() -> None:
    """Only plain words do: who gave something must not hear that there is nothing to block."""
    assert [name for name in TABLE["read_as"] if says(name).get("gave") is False] == []


def test_questions_offer_the_answers_that_there_are() -> None:
    offered = {
        answer
        for question in (ASK_NOW, ASK_WANTS, ASK_GAVE)
        for variant in RESPONSES[question]
        for answer in variant["metadata"]["answers"]
    }
    assert offered == {*answer_titles()}
    assert all(says(answer) for answer in offered)
    assert not {line.subtopic for line in lines()} & offered, "an answer would be read as a question"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_folded(language: str) -> None:
    """As the texts are that they are looked for in; one with a capital or an accent would never be found."""
    entries = [
        *TABLE["wants"].values(),
        *TABLE["ways"].values(),
        *(TABLE[name] for name in TABLE if language in TABLE[name]),
    ]
    phrases = [phrase for entry in entries for phrase in entry[language]]
    assert [
        phrase for phrase in phrases if not phrase.replace("*", "").replace(".", "").replace(" ", "").isalnum()
    ] == []
    assert [phrase for phrase in phrases if phrase != phrase.lower() or not phrase.isascii()] == []
    assert len(phrases) > 300


def test_a_phrase_is_found_as_whole_words_with_few_between() -> None:
    gave = pattern("gave")
    assert gave.search(" j ai hier encore donne le code ")
    assert not gave.search(" j ai pour mes enfants un jour donne le code ")
    assert not pattern("wants", "remote").search(" anydesks ")
