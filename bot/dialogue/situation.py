"""What a customer's situation makes of an answer: whether a person can take over, and whether they are in danger."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content import asides_of
from bot.danger.talk import READ_AS
from bot.dialogue.danger_talk import danger_of
from bot.people import is_availability
from bot.phrases import contains_phrase

ASIDE = "aside"  # in the metadata of an answer that is one: the name of the response it stands in


def asides(response: str, tracker: DialogueStateTracker) -> list[str]:
    """The endings of a response's name that fit what the newest message says; see content/asides.yml."""
    table = asides_of(response)
    said = [event.metadata for event in tracker.events if isinstance(event, BotUttered)] if table else []
    comes_again = any(one.get("utter_action") == response for one in said)
    going_on = {ending for ending in table if f"{response}_{ending}" in [one.get(ASIDE) for one in said]}
    fitting = [
        ending
        for ending, told_by in table.items()
        if (comes_again or told_by.get("at_once")) and _fits(told_by, tracker.latest_message)
    ]
    return fitting + [ending for ending in table if table[ending].get("goes_on") and ending in going_on - {*fitting}]


def _fits(told_by: dict[str, Any], message: UserUttered | None) -> bool:
    """Whether the message says what tells that the aside fits, or has its topic."""
    if message is None:
        return False
    text = message.text or ""
    if "unless" in told_by and contains_phrase(text, told_by["unless"]):
        return False
    said = [[told_by[key]] if key == "says" else told_by[key] for key in ("says", "says_both") if key in told_by]
    read_alone = (message.parse_data or {}).get(READ_AS)
    return read_alone in told_by.get("read_as", ()) or any(
        all(contains_phrase(text, phrase) for phrase in phrases) for phrases in said
    )


def situations(tracker: DialogueStateTracker) -> list[str]:
    """The endings of a response's name that fit the newest message, the most fitting first.

    "there_helped", "there", "helped": people are there, and one has answered in this conversation before. None where
    nobody ever takes over, as in `rasa shell`. In a talk about danger those of the danger come before: "crisis_there",
    "crisis", and for either kind "danger_there", "danger".
    """
    newest = next((event for event in reversed(tracker.events) if isinstance(event, UserUttered)), None)
    told = (newest.metadata if newest else None) or {}
    people, helped = told.get("people"), told.get("helped") is True
    fitting: list[str] = [people] if is_availability(people) else []
    kind = danger_of(tracker)
    in_danger = [f"{name}_{one}" for name in (kind, "danger") for one in fitting] if kind else []
    in_danger += [kind, "danger"] if kind else []
    if helped:
        fitting = [*(f"{one}_helped" for one in fitting), *fitting, "helped"]
    return [*in_danger, *fitting]
