"""The conversations that train reading are what bot/conversation/corpus.py says, and none of them measures."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from bot.conversation.corpus import conversations
from bot.conversation.situation import Offered
from bot.conversation.subtopics import lines, topic_of
from bot.language import LANGUAGES, Language
from bot.text_folding import plain_words
from tests.project.test_files import LEAK_MIN_WORDS, all_topics
from tests.utterances import all_that_measures

MIN_CONVERSATIONS = 600  # per language
MIN_TURNS = 5
NOT_ASKED_FOR = ("clarify", "fallback", "handoff")  # topics of answers only
ACTS = {
    *("asks", "answers", "corrects", "doubts", "again", "simpler", "shorter", "why", "tells", "cancels", "back"),
    *("thanks", "leaves", "greets"),
}


def turns(language: Language) -> list[dict[str, Any]]:
    return [turn for conversation in conversations(language) for turn in conversation]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_conversations_long_enough(language: Language) -> None:
    lengths = [len(conversation) for conversation in conversations(language)]
    assert len(lengths) >= MIN_CONVERSATIONS
    assert min(lengths) >= MIN_TURNS


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_label_is_one_that_is_known(language: Language) -> None:
    topics, questions = {*all_topics()}, {line.subtopic for line in lines()}
    for turn in turns(language):
        assert 1 <= len(turn["topics"]) <= 3, turn
        assert {*turn["topics"]} <= topics, turn
        assert {*turn.get("acts", ())} <= ACTS, turn
        answer = turn.get("answer", {})
        assert {*answer.get("topics", ())} <= {*topics, *NOT_ASKED_FOR}, turn
        assert {*map(topic_of, answer.get("buttons", ()))} <= topics, turn
        assert len(answer.get("names", answer.get("topics", ()))) == len(answer.get("topics", ())), turn
        assert {*turn.get("precisely", ()), *turn.get("fits", ())} <= {*topics, *questions}, turn
        assert turn.get("read", turn["topics"][0]) in topics, turn
        assert {*answer.get("offers", ())} <= {*get_args(Offered)}, turn


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_topic_is_meant_somewhere(language: Language) -> None:
    assert {topic for turn in turns(language) for topic in turn["topics"]} == {*all_topics()}


def test_no_conversation_measures() -> None:
    held = all_that_measures()
    held = {words for text in held if len((words := plain_words(text)).split()) >= LEAK_MIN_WORDS}
    said = [turn["user"] for language in LANGUAGES for turn in turns(language)]
    assert [text for text in said if plain_words(text) in held] == []
