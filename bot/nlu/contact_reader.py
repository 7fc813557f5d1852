"""Reads what a message says of a call or visit, also in answer to our question about it."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contacts.contact import NOTHING_TOLD, Contact
from bot.contacts.given import CLICK, NOTHING_SAID
from bot.contacts.reading import (
    is_about_one,
    only_asks,
    read_contact,
    still_wanted,
    tells_all,
    tells_much,
    tells_of_giving,
)
from bot.conversation.situation import Situation
from bot.conversation.subtopics import NONE
from bot.conversation.turns import CONTACT, GIVEN_ITEMS, READ_AS, SUBTOPICS, danger_talk
from bot.dialogue.contact_plan import TOLD_IN
from bot.dialogue.tracker_turns import newest_turn, situation_for
from bot.nlu.context_expert import PLAINLY
from bot.nlu.conversation_context import ANSWERS
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.fitting_answers import CHOSEN, Chosen
from bot.nlu.meant_in_context import ABOUT_DATA, OF_A_VICTIM
from bot.nlu.question_reader import question_reader
from bot.nlu.step import Step
from bot.nlu.topic_scores import belief, settle_on
from bot.phrases import asks_within, contains_phrase

APPROACHED, CAUGHT = TOLD_IN
# What is asked of us and not of a call, also after our question on one.
PLAINLY_ELSE = {*PLAINLY, "check_message"}
# After a fraud: with whom they are on the line.
WITH_WHO_HELPS = ("on_hold", "helpers", "operator_on_the_line")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContactReader(Step):
    """Tells with a message what it says of a call or visit; who gave something has reported a fraud."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # How likely a subtopic must be that says how a call or visit stands, in a message of so many words.
            "sure": 0.6,
            "min_words": 4,
            # How likely it must be that a message is about a suspicious contact or a fraud, where it tells of a call or
            # visit and what was wanted; likelier topics are those of general questions on the same.
            "told": 0.2,
        }

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            topics, probabilities = belief(message)
            before = situation_for(message, tracker)
            is_of_a_victim = not {*(message.get(SUBTOPICS) or ())}.isdisjoint(OF_A_VICTIM)
            if not topics or is_of_a_victim or danger_talk(newest_turn(message), before):
                continue
            likely = dict(zip(topics, probabilities.tolist(), strict=True))
            best = max(likely, key=lambda topic: likely[topic])
            contact = self._read(message, best, _asked(before))
            text = message.get(TEXT) or ""
            if contact.gave is False and {*(message.get(GIVEN_ITEMS) or NOTHING_SAID)[0]} - {CLICK}:
                contact = contact.copy(update={"gave": True})  # "not the code, only my account number"
            if before.gave and any(contains_phrase(text, one) for one in WITH_WHO_HELPS):
                contact = contact.copy(update={"now": None})  # they wait for who helps, and not with the caller
            if self._is_about_one(message, likely, contact, before):
                self._settle(message, best, contact, before)
        return messages

    def _read(self, message: Message, best: str, asked: str | None) -> Contact:
        text, vector = message.get(TEXT) or "", message.get(VECTOR)
        if len(text.split()) < self._config["min_words"]:  # "yes, unfortunately" is about what we asked
            return read_contact(text, asked, [])
        read: list[str] = [*(message.get(SUBTOPICS) or ())]
        if best in TOLD_IN:
            subtopic, likely = question_reader().likeliest_within(best, text, vector)
            read += [subtopic] if subtopic != NONE and likely >= self._config["sure"] else []
        return read_contact(text, asked, read)

    def _is_about_one(self, message: Message, likely: dict[str, float], contact: Contact, before: Situation) -> bool:
        text, best = message.get(TEXT) or "", max(likely, key=lambda topic: likely[topic])
        if contact == NOTHING_TOLD or only_asks(text):
            return False
        if contains_phrase(text, "somebody_died") and not contact.wants:
            return False
        if contact.way == "visit" and contact.now and best not in PLAINLY_ELSE:
            return True
        if _asked(before) and "?" not in text and best not in PLAINLY_ELSE:
            message.set(ANSWERS, True)
            return contact != Contact(way=contact.way)
        # Who asks of data and mentions a visit: a courier or a technician is mostly a real one.
        if best in ABOUT_DATA and "?" in text and contact.now is not True:
            return False
        known = before.contact.with_newer(contact)
        may_be_told = sum(likely.get(topic, 0.0) for topic in TOLD_IN) >= self._config["told"]
        # "I signed on the technician's tablet" alone, which is read as something else, gave nothing away.
        tells = tells_much(known) and bool(known.wants or known.now)
        is_told = best in TOLD_IN or (may_be_told and known != before.contact and tells)
        is_told |= tells_all(contact) and best not in PLAINLY_ELSE
        return is_told and is_about_one(text, known)

    def _settle(self, message: Message, best: str, contact: Contact, before: Situation) -> None:
        """Write what is known of the call or visit, and the topic that follows from it, into the message.

        A customer who told of a fraud, earlier or now, is taken to have given something until they say that they did
        not.
        """
        text = message.get(TEXT) or ""
        if CAUGHT in before.spoken_of and contact.gave is False and tells_of_giving(text) is None:
            contact = contact.copy(update={"gave": None})  # "nothing is gone yet" gives nothing back
        is_caught = CAUGHT in before.spoken_of or (best == CAUGHT and not still_wanted(text))
        if before.contact.with_newer(contact).gave is None and is_caught and before.gave is not False:
            contact = contact.with_newer(Contact(gave=True))
        message.set(CONTACT, contact.dict(exclude_defaults=True), add_to_output=True)
        known = before.contact.with_newer(contact)
        meant = CAUGHT if known.gave else APPROACHED
        chosen: Chosen | None = message.get(CHOSEN)
        if (meant != best or tells_much(known)) and not (chosen and chosen.is_plain and asks_within(text)):
            settle_on(message, meant)
        if best not in TOLD_IN:
            message.set(READ_AS, message.get(READ_AS) or best, add_to_output=True)


def _asked(before: Situation) -> str | None:
    """The question on a call or visit that the last answer ended with."""
    return before.last_answer.asks if before.last_answer else None
