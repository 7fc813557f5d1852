"""What was answered before changes what a message means; what the heads do not know is left to who reads it alone."""

from __future__ import annotations

import pytest

from bot.conversation.said_before import said_before
from bot.conversation.situation import CountedAnswer, Meant, Offered, Situation
from bot.conversation.subtopics import NONE, topic_of
from bot.conversation.subtopics import lines as subtopic_lines
from bot.nlu.conversation_reader import UNKNOWN, Reading, conversation_reader
from tests.project.test_files import all_topics


def after(response: str, *, offers: Offered | None = None) -> Situation:
    topic = topic_of(response)
    answer = CountedAnswer(response=f"utter_{response}", topic=topic, offers=offers)
    return Situation().after(Meant(topic=topic, alone=topic), [answer], None)


def test_what_came_before_is_told_in_a_few_words_and_without_any_of_the_customers() -> None:
    assert said_before(Situation()) == ""
    assert (
        said_before(after("hotline/is_free", offers="human"))
        == "answered hotline is free ; offered human ; meant hotline"
    )


def test_all_topics_and_nearly_all_questions_are_known() -> None:
    """A few new questions may wait for the next tuning; until then they are read alone."""
    read = conversation_reader().read("bonjour", Situation())
    questions = {line.subtopic for line in subtopic_lines()}
    assert {*read.topics} == {*all_topics()}
    assert len(questions - {*read.questions}) < len(questions) / 10


@pytest.mark.parametrize("text", ["et pour ma fille ?", "en voor mijn dochter?", "and for my daughter?"])
def test_the_same_words_mean_something_else_after_another_answer(text: str) -> None:
    reader = conversation_reader()
    rights, card = (
        reader.read(text, after(one)) for one in ("data_rights/what_to_write", "report_fraud/card_number_given")
    )
    assert rights.topics["data_rights"] > card.topics["data_rights"]
    assert card.topics["report_fraud"] > rights.topics["report_fraud"]


def test_questions_are_weighed_within_their_topic() -> None:
    reading = Reading(topics={}, questions={"hotline/is_free": -0.1, "hotline/opening_hours": -3.0, "press/who": 0.0})
    weighed = reading.weighed(
        "hotline", {"hotline/is_free": 0.3, "hotline/opening_hours": 0.3, "hotline/new": 0.2, NONE: 0.2}
    )
    assert sum(weighed.values()) == pytest.approx(1.0)
    assert weighed["hotline/is_free"] > 0.3 > weighed["hotline/opening_hours"]
    assert weighed["hotline/new"] == pytest.approx(weighed[NONE])
    assert reading.weighed("press", {}) == {}
    assert reading.of_topics(["hotline"]).tolist() == [UNKNOWN]
