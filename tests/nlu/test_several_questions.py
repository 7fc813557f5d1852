"""A message that asks several things is cut where it asks them, and only clear questions are answered beside the first."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.turns import ALSO, HEARD, LEFT, SUBTOPICS
from bot.nlu.several_questions import GREETED, RESTATED, QuestionCollector, QuestionSplitter, questions
from bot.nlu.step import PART_OF


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Which data was seen? And must I do something?", ["Which data was seen?", "And must I do something?"]),
        ("Bonjour. Qui a fait ça ? Quand était-ce ?", ["Qui a fait ça ?", "Quand était-ce ?"]),
        ("wat is er gebeurd en moet ik iets doen", ["wat is er gebeurd", "moet ik iets doen"]),
        (
            "So who did it, how many are we, and do we get money?",
            ["So who did it", "how many are we", "do we get money?"],
        ),
        ("my name and address?", []),
        ("can somebody answer me here, a real person?", []),
        ("my registry number, yes or no?", []),
        ("Bonjour c'est quand et est-ce que mon adresse y est ?", ["c'est quand", "est-ce que mon adresse y est ?"]),
        ("You skipped the class action. Who was told?", ["You skipped the class action.", "Who was told?"]),
        ("and in Dutch, what happened?", ["what happened?"]),
        (
            "3 vragen: wat is er gelekt, sinds wanneer en moet ik iets doen?",
            ["wat is er gelekt", "sinds wanneer", "moet ik iets doen?"],
        ),
        (
            "1) est-ce que mon adresse est dedans 2) dois-je faire quelque chose",
            ["est-ce que mon adresse est dedans", "dois-je faire quelque chose"],
        ),
        (
            "3 things: was my mail taken, do I need a new sim, and will u give me money",
            ["was my mail taken", "do I need a new sim", "will u give me money"],
        ),
        ("card is blocked already. but do i get it back", ["but do i get it back"]),
        (
            "3 choses: qui paye, quand c'est arrivé et est-ce que je peux partir?",
            ["qui paye", "quand c'est arrivé", "est-ce que je peux partir?"],
        ),
        ("ik weet niet wat ik moet doen", []),
        ("what happened?", []),
        ("Really? You? Me?", []),
        ("a b c? d e f? g h i? j k l?", []),
        ("", []),
    ],
)
def test_questions_are_sentences_that_ask_or_the_halves_around_an_and(text: str, asked: list[str]) -> None:
    assert questions(text) == asked


def tracker(*events: UserUttered) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("sender", events)


def read(topics: list[tuple[str, float]], whole: str, **properties: Any) -> Message:
    """A message whose questions were read as `topics`, after the collector."""
    message = Message({TEXT: "Which data was seen? And must I do something?", **properties})
    messages = QuestionSplitter({}).process([message])
    assert [part.get(PART_OF) for part in messages] == [None, message, message]
    message.set(INTENT, {"name": whole, "confidence": 0.9})
    for part, (topic, confidence) in zip(messages[1:], topics, strict=True):
        part.set(INTENT, {"name": topic, "confidence": confidence})
    assert QuestionCollector(QuestionCollector.get_default_config()).process(messages, tracker()) == [message]
    return message


def test_what_is_asked_is_told_with_the_message_in_its_order() -> None:
    message = read([("data_affected", 0.9), ("need_to_act", 0.9)], "need_to_act")
    assert (message.get(INTENT)["name"], message.get(ALSO)) == ("data_affected", ["need_to_act"])


def test_an_unclear_whole_means_its_clear_questions() -> None:
    message = read([("data_affected", 0.9), ("need_to_act", 0.9)], "nlu_fallback")
    assert (message.get(INTENT)["name"], message.get(ALSO)) == ("data_affected", ["need_to_act"])


@pytest.mark.parametrize(
    ("topics", "whole", "properties"),
    [
        ([("data_affected", 0.9), ("need_to_act", 0.5)], "need_to_act", {}),
        ([("data_affected", 0.9), ("data_affected", 0.9)], "data_affected", {}),
        ([("data_affected", 0.9), ("need_to_act", 0.9)], "risks", {}),
        ([("data_affected", 0.9), ("thank", 0.9)], "data_affected", {}),
        ([("data_affected", 0.9), ("need_to_act", 0.9)], "out_of_scope", {}),
        ([("report_fraud", 0.9), ("need_to_act", 0.9)], "need_to_act", {}),
        ([("data_affected", 0.9), ("need_to_act", 0.9)], "need_to_act", {HEARD: "crisis"}),
    ],
)
def test_in_doubt_the_message_means_what_it_did(
    topics: list[tuple[str, float]], whole: str, properties: dict[str, Any]
) -> None:
    message = read(topics, whole, **properties)
    assert (message.get(INTENT)["name"], message.get(ALSO)) == (whole, None)


@pytest.mark.parametrize(
    "text",
    [
        "/greet",
        "What is this? And that thing? " * 30,
        '"Dear customer, click here at once. Did you pay?" Is that real? What is it?',
    ],
)
def test_commands_stories_and_pasted_texts_are_not_cut(text: str) -> None:
    message = Message({TEXT: text})
    assert QuestionSplitter({}).process([message]) == [message]


@pytest.mark.parametrize("calming", ["need_to_act", "service_impact", "data_misused", "data_not_affected"])
def test_who_tells_of_a_fraud_does_not_hear_beside_it_that_all_is_well(calming: str) -> None:
    message = read([("report_fraud", 0.9), (calming, 0.9)], "report_fraud")
    assert not message.get(ALSO)


def test_who_tells_of_a_fraud_is_answered_on_other_questions() -> None:
    message = read([("report_fraud", 0.9), ("hotline", 0.9)], "report_fraud")
    assert message.get(ALSO) == ["hotline"]


def test_one_clear_question_of_two_is_what_an_unclear_message_means() -> None:
    message = read([("help", 0.9), ("data_type", 0.9)], "nlu_fallback")
    assert (message.get(INTENT)["name"], message.get(ALSO)) == ("data_type", None)


def read_behind_a_greeting(text: str, whole: str, topic: str) -> str:
    message = Message({TEXT: text})
    messages = QuestionSplitter({}).process([message])
    message.set(INTENT, {"name": whole, "confidence": 0.9})
    for part in messages[1:]:
        assert part.get(GREETED)
        part.set(INTENT, {"name": topic, "confidence": 0.9})
    QuestionCollector(QuestionCollector.get_default_config()).process(messages, tracker())
    return str(message.get(INTENT)["name"])


@pytest.mark.parametrize(
    ("text", "topic", "meant"),
    [
        ("Bonjour, je voudrais changer d'abonnement.", "out_of_scope", "out_of_scope"),
        ("hallo ik kreeg een raar bericht", "suspicious_contact", "suspicious_contact"),
        ("Hello, thanks a lot then", "thank", "greet"),
        ("Bonjour madame", "data_type", "greet"),
    ],
)
def test_what_follows_a_greeting_is_what_the_message_is_about(text: str, topic: str, meant: str) -> None:
    assert read_behind_a_greeting(text, "greet", topic) == meant


def test_a_greeted_message_that_was_understood_is_left_as_it_is() -> None:
    assert (
        read_behind_a_greeting("hallo ik kreeg een raar bericht", "check_message", "suspicious_contact")
        == "check_message"
    )


def test_a_question_that_got_no_answer_is_remembered() -> None:
    message = read([("data_affected", 0.9), ("nlu_fallback", 0.5)], "data_affected")
    assert len(message.get(LEFT)) == 1
    for answered in (
        read([("data_affected", 0.9), ("need_to_act", 0.9)], "need_to_act"),
        read([("data_affected", 0.9), ("data_affected", 0.5)], "data_affected"),
        read([("data_affected", 0.9), ("complain", 0.9)], "data_affected"),
    ):
        assert not answered.get(LEFT)


def test_two_sure_questions_are_more_than_an_uncertain_whole() -> None:
    message = read([("data_affected", 0.98), ("need_to_act", 0.98)], "risks")
    assert (message.get(INTENT)["name"], message.get(ALSO)) == ("data_affected", ["need_to_act"])


def test_the_unclear_one_of_several_is_what_the_whole_surely_asks() -> None:
    message = Message({TEXT: "Does it concern firms? And must I do something?"})
    messages = QuestionSplitter({}).process([message])
    message.set(INTENT, {"name": "am_i_affected", "confidence": 0.9})
    messages[1].set(INTENT, {"name": "nlu_fallback", "confidence": 0.6})
    messages[1].set("intent_ranking", [{"name": "nlu_fallback"}, {"name": "am_i_affected"}])
    messages[2].set(INTENT, {"name": "need_to_act", "confidence": 0.9})
    QuestionCollector(QuestionCollector.get_default_config()).process(messages, tracker())
    assert (message.get(INTENT)["name"], message.get(ALSO)) == ("am_i_affected", ["need_to_act"])


@pytest.mark.parametrize(
    "text",
    [
        "I gave nothing! I asked if someone can open a loan in my name",
        "Je n'ai rien donné, c'est un collègue. Je demande juste si c'est vrai pour les 200 euros",
        "Ik zei toch dat de kaart geblokkeerd is. Ik vroeg of mijn rekeningnummer erbij zat",
        "Vous n'avez pas répondu pour la TVA",
    ],
)
@pytest.mark.parametrize("whole", ["report_fraud", "deny", "nlu_fallback"])
def test_who_says_once_more_what_they_asked_has_that_answered(text: str, whole: str) -> None:
    message = Message({TEXT: text, SUBTOPICS: ["report_fraud/gave_nothing"]})
    _, part = messages = QuestionSplitter({}).process([message])
    assert part.get(RESTATED)
    message.set(INTENT, {"name": whole, "confidence": 0.9})
    part.set(INTENT, {"name": "risks", "confidence": 0.9})
    part.set(SUBTOPICS, ["risks/loan_contract"])
    QuestionCollector(QuestionCollector.get_default_config()).process(messages, tracker())
    assert (message.get(INTENT)["name"], message.get(SUBTOPICS)) == ("risks", ["risks/loan_contract"])


def test_an_unclear_one_leaves_the_message_as_it_was_read() -> None:
    message = Message({TEXT: "I gave nothing at all! I asked about the thing with the stuff"})
    _, part = messages = QuestionSplitter({}).process([message])
    message.set(INTENT, {"name": "report_fraud", "confidence": 0.9})
    part.set(INTENT, {"name": "risks", "confidence": 0.3})
    QuestionCollector(QuestionCollector.get_default_config()).process(messages, tracker())
    assert message.get(INTENT)["name"] == "report_fraud"
