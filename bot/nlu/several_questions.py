"""A message that asks several things is answered on each: its questions are read one by one beside the whole.

`QuestionSplitter` appends the questions to the messages, so that each step after it reads them, too;
`QuestionCollector` removes them again, and adds their topics to the message.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contacts.contact import Contact
from bot.content import in_context, incident
from bot.conversation.situation import TOLD_OF, Situation
from bot.conversation.subtopics import topic_of
from bot.conversation.turns import ALSO, ASKED_APART, CONTACT, HEARD, KINDS, LEFT, NEAR, NOTHING_HAPPENED, SUBTOPICS
from bot.danger.kinds import DANGER_KINDS
from bot.data_kinds.recogniser import recognise_kinds
from bot.dialogue.tracker_turns import situation_for
from bot.fraud.pasted import is_plainly_pasted, looks_pasted
from bot.nlu.conversation_context import ANSWERS
from bot.nlu.conversation_reader import is_of_another
from bot.nlu.meant_in_context import DATA_KINDS, OF_A_VICTIM
from bot.nlu.step import PART_OF, Step
from bot.phrases import (
    GREETINGS,
    SENTENCE,
    asks,
    begins_like_a_question,
    begins_with_phrase,
    clauses_of,
    contains_phrase,
    ends_with_phrase,
    restated,
)
from bot.text_folding import plain_words
from bot.topics import ABOUT_ALL, OUT_OF_SCOPE, UNCLEAR, WITHOUT_MATTER

GREETED = "greeted"  # in a part: whether it is all that follows a greeting
RESTATED = "restated"  # in a part: whether it is what the customer says to have asked
GREET = "greet"
BEFORE_A_QUESTION = (GREET, "thank")  # courtesies
# "1) …", "2/ …", "(3) …", "a) …", "Q1: …"
NUMBER = re.compile(r"(?:^|\s+)(?:\(?[1-9a-d][).]|[1-9]/|Q[1-9]\s*:)\s+", re.IGNORECASE)
SENTENCE_END = re.compile(rf"{SENTENCE.pattern}|{NUMBER.pattern}")
AND = re.compile(r"\s*[,;]\s+(?:et|en|and|ook|aussi|also|plus)\s+|\s+(?:et|en|and|&|\+)\s+", re.IGNORECASE)
ITEM = re.compile(r"(?<=[?])\s+|\s*[,;]\s*(?:(?:et|en|and)\s+)?|\s+(?:et|en|and)\s+", re.IGNORECASE)
# "and I must do what", "dus dat is wanneer"
ENDS_ASKING = re.compile(
    r"\b(?:quoi|koi|quand|comment|combien|pourquoi|où|qui|hoe|wat|wie|wanneer|waarom|hoeveel|how|what|when|why|who)$",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"(?:et|en|and|ook|aussi|also|plus|&)\b", re.IGNORECASE)
INVERTED = re.compile(r"\w-(?:t-)?(?:ils?|elles?|on|je)\b", re.IGNORECASE)  # "nos numéros sont-ils concernés"
GREETING = re.compile(rf"^\s*(?:{'|'.join(GREETINGS)})\b[\s,!.]*(?=\w)", re.IGNORECASE)
QUOTED = re.compile(r"[\"«»“”„]")
MAX_LENGTH = 400  # characters; in a longer story the questions are not told from the rest
MAX_QUESTIONS = 3
MIN_WORDS = 3
YES_OR_NO_MAX_WORDS = 5
MIN_WORDS_OF_A_QUESTION = 2  # that begins like one
MIN_WORDS_TOLD = 2  # beside a question
MIN_WORDS_AROUND = 5  # of a message that says once more what was asked
SURE_AGAINST_THE_WHOLE = 0.95  # of each of several questions, where the whole was read as another topic
MAY_BE = 2  # so many topics an unclear question may be about
# What is no question on the incident, or is about all of a message.
NEVER_ONE_OF_SEVERAL = {*ABOUT_ALL, UNCLEAR, *DANGER_KINDS}
NOT_RESTATED = {*DANGER_KINDS, "check_message"}
NOT_BEHIND_A_GREETING = {*WITHOUT_MATTER, UNCLEAR, *DANGER_KINDS}
NOT_A_QUESTION = ("ask_human", "cannot_phone")  # what is wanted, and told by all of a message
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
        # How sure the topic must be of each question of several, and of the only one among what is told.
        return {"sure": 0.65, "sure_of_one": 0.5}

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        whole = [message for message in messages if message.get(PART_OF) is None]
        for message in whole:
            parts = [part for part in messages if part.get(PART_OF) is message]
            is_asked = _topic(message) not in NEVER_ONE_OF_SEVERAL - {UNCLEAR, *BEFORE_A_QUESTION}
            is_restated = len(parts) == 1 and parts[0].get(RESTATED) and _topic(message) not in NOT_RESTATED
            if parts and (is_asked or is_restated) and not (message.get(HEARD) or _is_urgent(message, parts)):
                before = situation_for(message, tracker)
                # Where nothing was told before, a whole that is unclear may be about something else.
                may_be_one = is_restated or not TOLD_OF.isdisjoint(before.spoken_of)
                is_one = len(parts) == 1 and (parts[0].get(GREETED) or may_be_one)
                clear = self._clear(parts, self._config["sure_of_one" if is_one else "sure"], message)
                if is_restated:
                    _answer_what_is_restated(message, clear)
                elif len(parts) == 1 or _is_the_only_question(clear, parts):
                    _answer_the_question(message, clear, before)
                else:
                    _answer_each(message, _without_what_calms(clear))
                left = [_guess(part) for part in parts if _is_left(part, message)] if len(parts) > 1 else []
                message.set(LEFT, left, add_to_output=bool(left))
        return whole

    def _clear(self, parts: list[Message], sure: float, message: Message) -> list[Message]:
        """The questions whose topics are clear; behind a greeting anything that is about something.

        So is the one of several that may be what all of the message surely asks.
        """
        clear = []
        for part in parts:
            if len(parts) > 1 and _topic(part) == UNCLEAR and _read_as(part)[:1] == [_topic(message)]:
                _set_topic(part, _topic(message))
            may_be = NOT_BEHIND_A_GREETING if part.get(GREETED) else NEVER_ONE_OF_SEVERAL
            clear += [part] if _sure(part) >= sure and _topic(part) not in may_be else []
        return clear


def _is_the_only_question(clear: list[Message], parts: list[Message]) -> bool:
    """Whether one of several parts asks something clear, and none of the others is urgent or about something else."""
    # By identity: Rasa's messages compare all that was ever read in them.
    others = {_topic(part) for part in parts if not any(part is one for one in clear)}
    asks_it = len(clear) == 1 and asks(clear[0].get(TEXT))
    return asks_it and others.isdisjoint({*DANGER_KINDS, FIRST, OUT_OF_SCOPE})


def _is_urgent(message: Message, parts: list[Message]) -> bool:
    """Whether a rule on victims says what it means: the network is gone, or all of it asks of one thing."""
    if _topic(message) not in TOLD_OF:
        return False
    text, asked = message.get(TEXT) or "", {*(message.get(SUBTOPICS) or ())}
    if contains_phrase(text, "no_network") or contains_phrase(text, "helpers_at_work"):
        return True
    return not asked.isdisjoint(OF_A_VICTIM) and all(_topic(part) in (*TOLD_OF, UNCLEAR) for part in parts)


def _answer_each(message: Message, parts: list[Message]) -> None:
    """Tell with the message the topics of its questions, where they are about several things."""
    asked = [_topic(part) for part in parts]
    precisely = [one for part in parts for one in part.get(SUBTOPICS) or ()]
    topic = _topic(message)
    if message.get(CONTACT) and "?" not in (message.get(TEXT) or ""):
        return  # it tells one story
    if len({*asked}) < 2 and len({*precisely}) < 2:
        return
    if topic not in asked:
        surely = [part for part in parts if _sure(part) >= SURE_AGAINST_THE_WHOLE]
        if topic != UNCLEAR and (len(surely) < len(parts) or topic in TOLD_OF):
            return
        topic = asked[0]
        _set_topic(message, topic)
    if FIRST in asked and topic != FIRST:
        return
    all_ask = all("?" in part.get(TEXT) or begins_like_a_question(part.get(TEXT)) for part in parts)
    if topic not in (FIRST, *NOT_A_QUESTION, asked[0]) and all_ask:
        topic = asked[0]  # in the order in which they are asked
        _set_topic(message, topic)
    of_kinds = [part.get(TEXT) for part in parts if _topic(part) == DATA_KINDS]
    kinds = [kind for text in of_kinds for kind in recognise_kinds(text, incident().involvement)]
    message.set(KINDS, [*dict.fromkeys(kinds)], add_to_output=True)
    message.set(ALSO, [one for one in dict.fromkeys(asked) if one != topic], add_to_output=True)
    message.set(SUBTOPICS, [*dict.fromkeys(precisely)], add_to_output=True)


def _answer_the_question(message: Message, parts: list[Message], before: Situation) -> None:
    """What a customer asks beside what they tell is what they want to know; a fraud that is news comes before it."""
    is_news = _topic(message) == FIRST and FIRST not in before.spoken_of
    contact = Contact.parse_obj(message.get(CONTACT) or {})
    is_news |= bool(contact.now) or not {*contact.wants} <= {*before.contact.wants}
    # Among what is told, the one question is easily missed; elsewhere it is looked for where nothing was understood.
    may_be_missed = not TOLD_OF.isdisjoint(before.spoken_of) or _topic(message) in (UNCLEAR, *BEFORE_A_QUESTION)
    is_known = message.get(ASKED_APART) or (message.get(ANSWERS) and message.get(SUBTOPICS))
    if not parts or is_news or not may_be_missed or is_known:
        return
    (part,) = parts
    is_greeted = bool(part.get(GREETED))
    if is_greeted and _topic(message) != GREET:
        return
    is_of_the_leak = _topic(message) == DATA_KINDS and _topic(part) in TOLD_OF
    if (_topic(part) in NOT_A_QUESTION and not is_greeted) or is_of_the_leak:
        return
    text, topic = message.get(TEXT) or "", _topic(part)
    if message.get(SUBTOPICS) and ends_with_phrase(part.get(TEXT), "points_back"):
        return  # "is that bad?": what the whole asks precisely is what it points to
    precisely = [one for one in part.get(SUBTOPICS) or () if not is_of_another(one, text)]
    about_it = in_context()[FIRST]["only_if_said"].get(topic)
    if (not precisely and topic == _topic(message)) or (about_it and contains_phrase(text, about_it)):
        return
    _set_topic(message, topic)
    message.set(SUBTOPICS, precisely, add_to_output=True)
    message.set(ASKED_APART, True, add_to_output=True)


def _answer_what_is_restated(message: Message, parts: list[Message]) -> None:
    """Who says once more what they asked wants that answered, whatever else they tell or deny."""
    if not parts:
        return
    (part,) = parts
    _set_topic(message, _topic(part))
    message.set(SUBTOPICS, part.get(SUBTOPICS) or [], add_to_output=True)
    message.set(KINDS, part.get(KINDS) or [], add_to_output=True)
    message.set(ASKED_APART, True, add_to_output=True)
    message.set(NOTHING_HAPPENED, False, add_to_output=True)


def _is_left(part: Message, message: Message) -> bool:
    """Whether a question of several gets no answer."""
    text, read = str(part.get(TEXT) or ""), _read_as(part)
    if not asks(text) or len(text.split()) < MIN_WORDS or (read and read[0] in NEVER_ONE_OF_SEVERAL):
        return False
    if _topic(part) == UNCLEAR and not begins_like_a_question(text):
        return False  # an outcry rather
    answered = {_topic(message), *(message.get(ALSO) or ()), *map(topic_of, message.get(SUBTOPICS) or ())}
    return _topic(message) not in NEVER_ONE_OF_SEVERAL and answered.isdisjoint(read)


def _read_as(part: Message) -> list[str]:
    """The topics that a part may have, the likeliest first; the first of all, where it is clear."""
    ranking = [one[INTENT_NAME_KEY] for one in part.get(INTENT_RANKING_KEY) or () if one[INTENT_NAME_KEY] != UNCLEAR]
    return [_topic(part)] if _topic(part) != UNCLEAR else ranking[:MAY_BE]


def _guess(part: Message) -> str:
    """What it may ask most likely: a subtopic, else a topic."""
    precisely = [*(part.get(SUBTOPICS) or ()), *(part.get(NEAR) or ())]
    return str(next(iter([*precisely, *_read_as(part)]), ""))


def _set_topic(message: Message, topic: str) -> None:
    message.set(INTENT, {INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)


def _without_what_calms(parts: list[Message]) -> list[Message]:
    """Who tells of a fraud does not hear beside it that nothing needs to be done."""
    if FIRST not in map(_topic, parts):
        return parts
    return [part for part in parts if _topic(part) not in in_context()[FIRST]["not_beside"]]


def _sure(message: Message) -> float:
    return float((message.get(INTENT) or {}).get(PREDICTED_CONFIDENCE_KEY, 0.0))


def _topic(message: Message) -> str:
    return str((message.get(INTENT) or {}).get(INTENT_NAME_KEY) or "")


def _parts(message: Message) -> list[Message]:
    text = message.get(TEXT) or ""
    if text.startswith("/") or len(text) > MAX_LENGTH or message.get("other_language"):
        return []
    asked = questions(text)
    again = restated(text) if len(asked) < 2 and len(text.split()) > MIN_WORDS_AROUND else None
    if again:
        others = [one for one in asked if again.removesuffix(" ?") not in plain_words(one)]
        asked, again = [again, *others], None if others else again
    is_list = len(asked) > 1 and all(map(_asks_something, asked)) and not QUOTED.search(text)
    is_pasted = is_plainly_pasted(text) if again or is_list else looks_pasted(text)
    greeted = [] if asked else behind_a_greeting(text)
    if is_pasted or not (asked or greeted):
        return []
    told = {**(message.get("metadata") or {}), "danger_now": False}  # that is heard in the whole
    return [
        Message({TEXT: part, "metadata": told, PART_OF: message, GREETED: bool(greeted), RESTATED: bool(again)})
        for part in asked or greeted
    ]


def behind_a_greeting(text: str) -> list[str]:
    """What follows the greeting that `text` begins with, where that is more than a courtesy."""
    rest = GREETING.sub("", text)
    return [rest] if rest != text and len(rest.split()) >= MIN_WORDS else []


def questions(text: str) -> list[str]:
    """The questions in `text`: two or three of them, or the one that is asked beside something told; else none.

    Sentences and clauses that ask, or the halves of one around an "and".
    """
    text = GREETING.sub("", text)
    listed = _listed(text)
    if 2 <= len(listed) <= MAX_QUESTIONS:
        return listed
    clauses = [one for sentence in SENTENCE_END.split(text) for one in clauses_of(sentence.strip()) if one]
    asking: list[str] = []
    for clause in clauses:
        # What goes on from a question asks as well: "is my IBAN in it? and my address too".
        goes_on = bool(asking) and GOES_ON.match(clause) and len(clause.split()) > MIN_WORDS
        if goes_on or _asks_something(clause):
            asking.append(clause)
    numbered = [one.strip() for one in NUMBER.split(text)[1:] if one.strip()]
    if len(numbered) > len(asking) and _are_usable(numbered):
        return numbered
    if len(asking) < 2:
        halves = [half.strip() for half in AND.split(asking[0] if asking else text) if half.strip()]
        halves = [half for half in halves if not _only_wants_yes_or_no(half)]
        asking = halves if len(halves) >= 2 and _are_usable(halves) else asking
    if len(asking) == 1:
        told = [clause for clause in clauses if clause not in asking and len(clause.split()) >= MIN_WORDS_TOLD]
        return asking if told and _are_usable(asking) else []
    return asking if _are_usable(asking) else []


def _asks_something(clause: str) -> bool:
    return (
        clause.endswith("?")
        or begins_like_a_question(clause)
        or contains_phrase(clause, "was_skipped")
        or any(expression.search(clause) for expression in (INVERTED, ENDS_ASKING))
    )


def _listed(text: str) -> list[str]:
    """What follows "three questions:", item by item."""
    intro, colon, rest = text.partition(":")
    if not colon or not begins_with_phrase(intro, "lists_questions"):
        return []
    items = [item.strip(" .") for item in ITEM.split(rest)]
    return [item for item in items if len(item.split()) >= MIN_WORDS_OF_A_QUESTION]


def _only_wants_yes_or_no(half: str) -> bool:
    return len(half.split()) <= YES_OR_NO_MAX_WORDS and contains_phrase(half, "yes_or_no")


def _are_usable(asking: list[str]) -> bool:
    if not 1 <= len(asking) <= MAX_QUESTIONS:
        return False
    is_one = [
        len(one.split()) >= (MIN_WORDS_OF_A_QUESTION if begins_like_a_question(one) else MIN_WORDS) for one in asking
    ]
    # "When? My password? And why two mails?"
    is_a_list = len(asking) == MAX_QUESTIONS and all(one.endswith("?") for one in asking)
    return any(is_one) if is_a_list else all(is_one)
