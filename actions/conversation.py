"""What an action needs to know of the conversation so far, read off the tracker's events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from bot.content import incident
from bot.danger.kinds import DangerKind
from bot.danger.talk import danger_talked_of
from bot.language import Language, is_language
from bot.people import Availability, is_availability
from bot.phrases import contains_phrase

NOT_ANSWERED = ("clarify", "fallback", "out_of_scope")
COURTESIES = ("affirm", "deny", "thank", "greet", "goodbye", "nlu_fallback")


@dataclass(frozen=True)
class BotMessage:
    """An answer given before: its response's name, its topic, and what it offered."""

    response: str
    topic: str
    offers: str | None
    details: dict[str, Any] = field(default_factory=dict)


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
                yield BotMessage(
                    metadata["utter_action"],
                    metadata.get("topic", ""),
                    metadata.get("offers"),
                    metadata.get("details") or {},
                )


def last_answer(tracker: Tracker) -> BotMessage | None:
    return next(earlier_answers(tracker), None)


def earlier_details(tracker: Tracker, topic: str) -> Iterator[dict[str, Any]]:
    """The details of earlier answers on `topic`, newest first."""
    return (answer.details for answer in earlier_answers(tracker) if answer.topic == topic)


def is_way_out_due(tracker: Tracker) -> bool:
    """Whether the message before was not answered either, for whatever reason: then this one needs a way out.

    Not in a talk about danger: what helps there stands in each of its answers.
    """
    if danger_of(tracker):
        return False
    topic = next((answer.topic for answer in earlier_answers(tracker)), None)
    said_so = contains_phrase(_text_before(tracker), "not_understood")
    return topic in NOT_ANSWERED or (topic == "complain" and said_so)


def danger_of(tracker: Tracker) -> DangerKind | None:
    """The kind of danger that the conversation is about."""
    turns = (event for event in reversed(tracker.events) if event.get("event") == "user")
    return danger_talked_of((event.get("metadata"), event.get("parse_data")) for event in turns)


def earlier_topics(tracker: Tracker) -> Iterator[str]:
    """What the customer meant in earlier turns, newest first, without courtesies and this turn's."""
    turns = [event for event in tracker.events if event.get("event") == "user"]
    for event in reversed(turns[:-1]):
        topic = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        if topic and topic not in COURTESIES:
            yield topic


def _text_before(tracker: Tracker) -> str:
    """What the customer wrote before the newest message."""
    texts = [event.get("text") or "" for event in tracker.events if event.get("event") == "user"]
    return texts[-2] if len(texts) > 1 else ""


def _languages(tracker: Tracker) -> Iterator[Any]:
    yield tracker.latest_message.get("language")
    for event in reversed(tracker.events):
        if event.get("event") == "slot" and event.get("name") == "language":
            yield event.get("value")
        elif event.get("event") == "user":
            yield (event.get("parse_data") or {}).get("language")
            yield (event.get("metadata") or {}).get("language")
