"""A message that asks several things is answered on each: its questions are read one by one beside the whole.

`QuestionSplitter` appends the questions to the messages, so that each step after it reads them, too;
`QuestionCollector` removes them again, and adds their topics to the message.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import in_context
from bot.conversation.turns import ALSO, CONTACT, HEARD, SUBTOPICS
from bot.danger.kinds import DANGER_KINDS
from bot.fraud.pasted import looks_pasted
from bot.nlu.step import Step
from bot.topics import OUT_OF_SCOPE, UNCLEAR, WITHOUT_MATTER

PART_OF = "part_of"  # in a question: its message
SENTENCE_END = re.compile(r"(?<=[?!.…])\s+|\n+")
AND = re.compile(r"\s*[,;]\s+(?:(?:et|en|and|ook|aussi|also|plus)\s+)?|\s+(?:et|en|and|&|\+)\s+", re.IGNORECASE)
MAX_LENGTH = 400  # characters; in a longer story the questions are not told from the rest
MAX_QUESTIONS = 3
MIN_WORDS = 3
# What is no question on the incident, or is about all of a message.
NEVER_ONE_OF_SEVERAL = {
    *(*WITHOUT_MATTER, UNCLEAR, OUT_OF_SCOPE, *DANGER_KINDS),
    *("help", "complain", "change_language", "erase_chat", "check_message"),
}
FIRST = "report_fraud"  # is answered before anything else


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionSplitter(Step):
    def process(self, messages: list[Message]) -> list[Message]:
        parts = [part for message in messages for part in _parts(message)]
        return [*messages, *parts]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionCollector(Step):
    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # How sure each question's topic must be.
        return {"sure": 0.75}

    def process(self, messages: list[Message]) -> list[Message]:
        whole = [message for message in messages if message.get(PART_OF) is None]
        for message in whole:
            parts = _without_what_calms(self._clear([part for part in messages if part.get(PART_OF) is message]))
            asked = [_topic(part) for part in parts]
            precisely = [one for part in parts for one in part.get(SUBTOPICS) or ()]
            topic = _topic(message)
            if message.get(HEARD) or topic in NEVER_ONE_OF_SEVERAL - {UNCLEAR}:
                continue
            if message.get(CONTACT) and "?" not in (message.get(TEXT) or ""):
                continue  # it tells one story
            if len({*asked}) < 2 and len({*precisely}) < 2:
                continue
            if topic not in asked:
                if topic != UNCLEAR:
                    continue
                topic = asked[0]
                message.set(INTENT, {INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
            if FIRST in asked and topic != FIRST:
                continue
            message.set(ALSO, [one for one in dict.fromkeys(asked) if one != topic], add_to_output=True)
            message.set(SUBTOPICS, [*dict.fromkeys(precisely)], add_to_output=True)
        return whole

    def _clear(self, parts: list[Message]) -> list[Message]:
        """The questions whose topics are clear."""
        return [
            part
            for part in parts
            if (part.get(INTENT) or {}).get(PREDICTED_CONFIDENCE_KEY, 0.0) >= self._config["sure"]
            and _topic(part) not in NEVER_ONE_OF_SEVERAL
        ]


def _without_what_calms(parts: list[Message]) -> list[Message]:
    """Who tells of a fraud does not hear beside it that nothing needs to be done."""
    if FIRST not in map(_topic, parts):
        return parts
    return [part for part in parts if _topic(part) not in in_context()[FIRST]["not_beside"]]


def _topic(message: Message) -> str:
    return str((message.get(INTENT) or {}).get(INTENT_NAME_KEY) or "")


def _parts(message: Message) -> list[Message]:
    text = message.get(TEXT) or ""
    if text.startswith("/") or len(text) > MAX_LENGTH or message.get("other_language"):
        return []
    asked = questions(text)
    if not asked or looks_pasted(text):
        return []
    told = {**(message.get("metadata") or {}), "danger_now": False}  # that is heard in the whole
    return [Message({TEXT: question, "metadata": told, PART_OF: message}) for question in asked]


def questions(text: str) -> list[str]:
    """Two or three questions in `text`, or none: sentences that ask, or the halves of one around an "and"."""
    sentences = [sentence.strip() for sentence in SENTENCE_END.split(text) if sentence.strip()]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    if len(asking) < 2:
        asking = [part for part in (half.strip() for half in AND.split(asking[0] if asking else text)) if part]
    is_usable = 2 <= len(asking) <= MAX_QUESTIONS and all(len(one.split()) >= MIN_WORDS for one in asking)
    return asking if is_usable else []
