"""Reads a message after what was answered before it: what it is about, and which precise question it asks.

One encoder sees both at once (encoder/in_conversation, see encoder/tune_in_conversation.py), so that "and that one?" or
"which police?" means something else after each answer. Two linear heads on its vector, tuned with it, give the topic
and the question. Questions that are younger than they are have rows of their own (bot/nlu/learn_younger.py); what is
unknown all the same is left to who reads messages alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.said_before import said_before
from bot.conversation.situation import Situation
from bot.conversation.subtopics import NONE, topic_of
from bot.features.sentence_encoder import IN_CONVERSATION, SentenceEncoder, Vectors
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.question_reader import likeliest, question_reader
from bot.nlu.topic_scores import Vector, belief, log_softmax
from bot.phrases import contains_phrase
from bot.topics import WITHOUT_MATTER

HEADS, YOUNGER = "heads.npz", "younger.npz"  # what was tuned with the encoder, and questions that are younger
READING = "reading"  # of a message, for who reads it after `context_expert`
WEIGHT, TINY = 1.0, 1e-9  # of a question read here beside the same read alone
# Of all questions together: so many of the likeliest, and what they weigh read alone, and the belief in their topic.
RANKED, WEIGHT_ALONE, WEIGHT_OF_TOPIC, LEAST = 12, 0.3, 0.3, 1e-4
# What speaks for a topic's general answer, which says all that matters on it, as long as it was not given; and more
# where that is what is asked, read alone, as likely as this.
UNTOLD, PLAINLY_GENERAL, GENERAL_ALONE = 1.5, 2.5, 0.7
UNKNOWN = -12.0  # the log-probability of what a head does not know

# What words of the message rule out: a bill is not what one's own child sends.
NOT_IF_SAID = {
    "suspicious_contact/bill_received": ("somebody_close",),
    "suspicious_contact/refund_offered": ("somebody_close",),
    "report_fraud/new_card": ("names_a_voucher", "asks_to_block"),
    "report_fraud/card_stop_does": ("names_a_voucher",),
    "report_fraud/card_number_given": ("names_a_voucher",),
    "change_language/wrong_language": ("speaks_it_badly",),
    "report_fraud/tell_bank": ("calls_card_stop",),
    **dict.fromkeys(("hotline/another_number", "hotline/must_i_call"), ("names_card_stop",)),
    "suspicious_contact/left_a_number": ("names_card_stop",),
    "report_fraud/what_can_they_see": ("password_stolen",),
}


@dataclass(frozen=True)
class Reading:
    """Log-probabilities: of topics, and of questions (a subtopic, or a topic for its general question)."""

    topics: dict[str, float]
    questions: dict[str, float]

    def weighed(self, topic: str, alone: dict[str, float]) -> dict[str, float]:
        """The probabilities of the questions of `topic`, given those of the message read `alone`, `NONE` among them."""
        if not alone:
            return {}
        here = np.array([self.questions.get(question, UNKNOWN) for question in alone])
        is_known = here > UNKNOWN
        read = np.array([*alone.values()])
        # What the head does not know, or has seen too little of, is as likely as it is alone.
        shares = read.copy()
        if is_known.any():
            shares[is_known] = read[is_known].sum() * np.exp(log_softmax(here[is_known]))
        scores = log_softmax(np.log(read + TINY) + WEIGHT * np.log(shares + TINY))
        return dict(zip(alone, np.exp(scores).tolist(), strict=True))

    def of_topics(self, topics: list[str]) -> Vector:
        """In the order of `topics`."""
        return np.array([self.topics.get(topic, UNKNOWN) for topic in topics])


class ConversationReader:
    """Loading takes some tenths of a second, reading some milliseconds."""

    def __init__(self, folder: Path = IN_CONVERSATION) -> None:
        self._encoder = SentenceEncoder(folder)
        with np.load(folder / HEADS) as heads:
            self._topics = str(heads["topics"]).split("\n")
            self._topic_head = heads["topic_weights"], heads["topic_bias"]
        self._questions, weights, bias = read_questions_head(folder)
        if (file := folder / YOUNGER).exists():
            with np.load(file) as younger:
                if names := str(younger["questions"]):
                    self._questions += names.split("\n")
                    weights = np.hstack([weights, younger["weights"]])
                    bias = np.concatenate([bias, younger["bias"]])
        self._question_head = weights, bias

    def read(self, text: str, before: Situation) -> Reading:
        vector = self._encoder.encode_after(text, said_before(before))
        return Reading(
            _likely(vector, self._topics, *self._topic_head),
            _likely(vector, self._questions, *self._question_head),
        )


def read_questions_head(folder: Path = IN_CONVERSATION) -> tuple[list[str], Vectors, Vectors]:
    """The questions that were tuned with the encoder, and their weights (384 by questions) and biases."""
    with np.load(folder / HEADS) as heads:
        return str(heads["questions"]).split("\n"), heads["question_weights"], heads["question_bias"]


def _likely(vector: Vectors, names: list[str], weights: Vectors, bias: Vectors) -> dict[str, float]:
    return dict(zip(names, log_softmax((vector @ weights + bias).astype(np.float64)).tolist(), strict=True))


def likely_questions(topic: str, message: Message) -> dict[str, float]:
    """The probabilities of the questions of `topic` and of `NONE`, in the conversation where that was read."""
    vector, reading = message.get(VECTOR), message.get(READING)
    text = message.get(TEXT) or ""
    alone = {} if vector is None else question_reader().read_within(topic, text, vector)
    likely = reading.weighed(topic, alone) if reading else alone
    return {question: chance for question, chance in likely.items() if not is_of_another(question, text)}


def ranked_questions(message: Message, before: Situation) -> dict[str, float]:
    """The probabilities of the questions of all topics, the likeliest first; empty where nothing came before.

    A topic stands for its general question.
    """
    vector, reading, text = message.get(VECTOR), message.get(READING), message.get(TEXT) or ""
    if reading is None or vector is None:
        return {}
    believed = dict(zip(*belief(message), strict=True))
    here = dict(sorted(reading.questions.items(), key=itemgetter(1), reverse=True)[:RANKED])
    topics = dict.fromkeys([*map(topic_of, here), max(believed, key=lambda topic: believed[topic])])
    alone = {topic: question_reader().read_within(topic, text, vector) for topic in topics}
    # What is younger than the head: its topic's share, as likely within it as it is alone.
    for topic, of_topic in alone.items():
        if of_topic.get(NONE, 0.0) >= GENERAL_ALONE:
            here.setdefault(topic, reading.questions.get(topic, UNKNOWN))
        for question, chance in of_topic.items():
            if question != NONE and question not in reading.questions:
                here[question] = reading.topics.get(topic, UNKNOWN) + float(np.log(chance + LEAST))
    scores = [
        score
        + WEIGHT_ALONE * np.log(_alone(question, alone[topic_of(question)]) + LEAST)
        + WEIGHT_OF_TOPIC * np.log(believed.get(topic_of(question), 0.0) + LEAST)
        + (_for_the_general(alone[topic_of(question)]) if _is_untold(question, before) else 0.0)
        for question, score in here.items()
    ]
    likely = dict(zip(here, np.exp(log_softmax(np.array(scores))).tolist(), strict=True))
    order = sorted(likely, key=lambda question: -likely[question])
    return {question: likely[question] for question in order if not is_of_another(question, text)}


def _is_untold(question: str, before: Situation) -> bool:
    """Whether it is a topic's general question, and that answer was not given yet."""
    is_general = topic_of(question) == question and question not in WITHOUT_MATTER
    return is_general and not before.times_said(f"utter_{question}")


def _for_the_general(alone: dict[str, float]) -> float:
    """What speaks for a topic's general answer as long as it was not given."""
    return UNTOLD + (PLAINLY_GENERAL if alone.get(NONE, 0.0) >= GENERAL_ALONE else 0.0)


def _alone(question: str, of_topic: dict[str, float]) -> float:
    """How likely a question is within its topic, read alone."""
    return of_topic.get(question if topic_of(question) != question else NONE, 0.0) if of_topic else 1.0


def likeliest_question(topic: str, message: Message) -> tuple[str, float]:
    """The likeliest of these, and how likely it is."""
    return likeliest(likely_questions(topic, message))


def is_of_another(subtopic: str, text: str) -> bool:
    """Tell whether a word of `text` rules out that `subtopic` is asked."""
    return any(contains_phrase(text, said) for said in NOT_IF_SAID.get(subtopic, ()))


@cache
def conversation_reader() -> ConversationReader:
    return ConversationReader()
