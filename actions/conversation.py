"""What an action needs to know of the conversation so far, read off the tracker's events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.content import incident
from bot.language import Language, is_language
from bot.people import Availability, is_availability

UNCLEAR_TOPICS = ("clarify", "fallback")
COURTESIES = ("affirm", "deny", "thank", "greet", "goodbye", "nlu_fallback")


@dataclass(frozen=True)
class BotMessage:
    """An answer given before: its response's name, its topic, and what it offered."""

    response: str
    topic: str
    offers: str | None


def language_of(tracker: Tracker) -> Language:
    """The language that the next answer is in; the same rule as in `bot.dialogue.conversation_language`."""
    return next((found for found in _languages(tracker) if is_language(found)), incident().default_language)


def read_in_context(tracker: Tracker) -> bool:
    """Whether the topic of the newest message was told by the turns before it and not by the message itself."""
    return bool(tracker.latest_message.get("read_as"))


def text_of(tracker: Tracker) -> str:
    """What the customer just wrote; empty when they pressed a button."""
    text = tracker.latest_message.get("text") or ""
    return "" if text.startswith("/") else text


def people_of(tracker: Tracker) -> Availability | None:
    """Whether a person can take over now, as the gateway told; None where nobody ever does."""
    newest = next((event for event in reversed(tracker.events) if event.get("event") == "user"), None)
    people = ((newest or {}).get("metadata") or {}).get("people")
    return people if is_availability(people) else None


def earlier_answers(tracker: Tracker) -> Iterator[BotMessage]:
    """The answers before this turn, newest first."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            metadata = event.get("metadata") or {}
            if metadata.get("utter_action"):
                yield BotMessage(metadata["utter_action"], metadata.get("topic", ""), metadata.get("offers"))


def last_answer(tracker: Tracker) -> BotMessage | None:
    return next(earlier_answers(tracker), None)


def unclear_in_a_row(tracker: Tracker) -> int:
    """How many answers in a row, up to now, were not understood."""
    count = 0
    for answer in earlier_answers(tracker):
        if answer.topic not in UNCLEAR_TOPICS:
            break
        count += 1
    return count


def earlier_topics(tracker: Tracker) -> Iterator[str]:
    """What the customer meant in earlier turns, newest first, without courtesies and this turn's."""
    turns = [event for event in tracker.events if event.get("event") == "user"]
    for event in reversed(turns[:-1]):
        topic = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        if topic and topic not in COURTESIES:
            yield topic


def _languages(tracker: Tracker) -> Iterator[Any]:
    yield tracker.latest_message.get("language")
    for event in reversed(tracker.events):
        if event.get("event") == "slot" and event.get("name") == "language":
            yield event.get("value")
        elif event.get("event") == "user":
            yield (event.get("parse_data") or {}).get("language")
            yield (event.get("metadata") or {}).get("language")
