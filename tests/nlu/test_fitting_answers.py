"""From the second message on the precise questions of all topics are ranked together, and only what fits is answered."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.situation import CountedAnswer, Meant, Situation
from bot.conversation.subtopics import topic_of
from bot.nlu import fitting_answers
from bot.nlu.conversation_reader import READING, Reading, ranked_questions
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.fitting_answers import Chosen, choose_questions
from bot.nlu.topic_scores import add_opinion

TOPICS = ["hotline", "data_rights", "report_fraud", "am_i_affected", "goodbye", "data_type"]


def read(text: str, best: str, **questions: float) -> Message:
    """A message after which these questions are as likely as said; `best` is the topic believed in."""
    message = Message({TEXT: text, VECTOR: np.zeros(384, dtype=np.float32)})
    add_opinion(message, TOPICS, np.array([3.0 if topic == best else 0.0 for topic in TOPICS]), 1.0, 1.0)
    likely = {name.replace("__", "/"): float(np.log(chance)) for name, chance in questions.items()}
    message.set(READING, Reading(topics={}, questions=likely))
    return message


def answered(*responses: str) -> Situation:
    situation = Situation()
    for one in responses:
        topic = topic_of(one)
        answer = CountedAnswer(response=f"utter_{one}", topic=topic)
        situation = situation.after(Meant(topic=topic, alone=topic), [answer], None)
    return situation


def choice(monkeypatch: pytest.MonkeyPatch, text: str, best: str, **ranked: float) -> tuple[str, ...]:
    """What is chosen where the questions are ranked so, whatever was learnt."""
    likely = {name.replace("__", "/"): chance for name, chance in ranked.items()}
    monkeypatch.setattr(fitting_answers, "ranked_questions", lambda *_: likely)
    return chosen(read(text, best), answered("hotline", "data_rights"))


def chosen(message: Message, before: Situation) -> tuple[str, ...]:
    found = choose_questions(message, before)
    return found.questions if found else ()


def test_nothing_is_ranked_in_a_first_message() -> None:
    message = read("is it free?", "hotline")
    message.set(READING, None)
    assert ranked_questions(message, Situation()) == {}
    assert choose_questions(message, Situation()) is None


def test_the_likeliest_question_may_be_of_another_topic_than_was_believed() -> None:
    message = read("and is it free?", "hotline", data_rights__is_free=0.95, hotline__is_free=0.02)
    assert chosen(message, answered("hotline", "data_rights")) == ("data_rights/is_free",)


def test_of_two_that_may_be_asked_both_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "is that free and how long does it take?"
    both = choice(monkeypatch, asked, "data_rights", data_rights__is_free=0.45, data_rights__how_long=0.4)
    assert both == ("data_rights/is_free", "data_rights/how_long")
    assert choice(monkeypatch, asked, "data_rights", data_rights__is_free=0.6, data_rights__how_long=0.2) == both[:1]
    told = "i see what you mean"
    assert choice(monkeypatch, told, "data_rights", data_rights__is_free=0.45, data_rights__how_long=0.4) == ()


def test_the_general_answer_stands_beside_none_of_its_precise_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "what about my rights?"
    assert choice(monkeypatch, asked, "data_rights", data_rights=0.55, data_rights__how_long=0.4) == ("data_rights",)


def test_a_general_answer_that_was_not_given_yet_is_likelier() -> None:
    message = read("what are my rights?", "data_rights", data_rights=0.4, data_rights__how_long=0.5)
    untold = ranked_questions(message, answered("hotline"))
    told = ranked_questions(message, answered("data_rights"))
    assert untold["data_rights"] > told["data_rights"]


@pytest.mark.parametrize("subtopic", ["crisis__is_it_free", "in_danger__change_number", "am_i_affected__deceased"])
def test_what_would_hurt_is_not_said_to_who_did_not_speak_of_it(subtopic: str) -> None:
    message = read("and what now?", "hotline", **{subtopic: 0.9, "hotline__is_free": 0.05})
    assert subtopic.replace("__", "/") not in chosen(message, answered("hotline"))


def test_while_somebody_is_on_the_line_nothing_calms_and_no_visit_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    for ranked in ({"need_to_act": 0.97}, {"suspicious_contact__comes_back": 0.97}):
        assert choice(monkeypatch, "il attend, je fais quoi ?", "hotline", **ranked) == ()
        assert len(choice(monkeypatch, "je fais quoi ?", "hotline", **ranked)) == 1


def test_a_courtesy_or_a_named_kind_of_data_gives_way_to_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choice(monkeypatch, "bye and thanks?", "goodbye", hotline__is_free=0.99) == ()
    asked = "was my iban in it?"
    assert choice(monkeypatch, asked, "data_type", am_i_affected=0.4, hotline=0.35) == ()
    assert choice(monkeypatch, asked, "data_type", am_i_affected=0.6, hotline=0.35) == ("am_i_affected",)


def test_what_is_plainly_asked_is_one_precise_question() -> None:
    ranked = {"hotline/is_free": 0.9, "hotline": 0.1}
    assert Chosen(("hotline/is_free",), 0.9, ranked).is_plain
    assert not Chosen(("hotline/is_free",), 0.7, ranked).is_plain
    assert not Chosen(("hotline",), 0.9, ranked).is_plain
    assert not Chosen(("hotline/is_free", "data_rights"), 0.9, ranked).is_plain
