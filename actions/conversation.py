"""What an action needs to know of the conversation so far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from bot.content import is_offered, offered
from bot.conversation.situation import Situation
from bot.conversation.turns import READ_AS, Turn, danger_in, situation_before, turns_of
from bot.danger.kinds import DangerKind
from bot.language import Language
from bot.people import Availability
from bot.topics import NOT_UNDERSTOOD, OUT_OF_SCOPE, UNCLEAR, WITHOUT_MATTER

NOT_ANSWERED = (*NOT_UNDERSTOOD, OUT_OF_SCOPE)
NO_TOPIC = (*WITHOUT_MATTER, UNCLEAR)


@dataclass(frozen=True)
class Conversation:
    """The newest message, and what was remembered when it came."""

    tracker: Tracker

    @cached_property
    def turns(self) -> list[Turn]:
        return turns_of(self.tracker.events) or [Turn({})]

    @cached_property
    def before(self) -> Situation:
        return situation_before(self.turns)

    @property
    def read(self) -> dict[str, Any]:
        """What was read in the newest message."""
        read: dict[str, Any] = self.tracker.latest_message
        return read

    @property
    def text(self) -> str:
        """What the customer just wrote; empty when they pressed a button."""
        text = self.read.get("text") or ""
        return "" if text.startswith("/") else str(text)

    @property
    def language(self) -> Language:
        """The language that the next answer is in."""
        spoken = self.read.get("language")
        language = spoken if is_offered(spoken) else self.turns[-1].language
        return offered(language or self.before.language)

    @property
    def people(self) -> Availability | None:
        """Whether a person can take over now; None where nobody ever does."""
        return self.turns[-1].told.people

    @property
    def is_read_in_context(self) -> bool:
        """Whether the newest message got its topic from the turns before it and not from its own words."""
        return bool(self.read.get(READ_AS))

    @property
    def danger(self) -> DangerKind | None:
        """The kind of danger that the conversation is about."""
        return danger_in(self.turns)

    @property
    def topic_before(self) -> str | None:
        """What the customer last meant before this message, courtesies and the like aside."""
        return next((topic for topic in self.before.topics if topic and topic not in NO_TOPIC), None)

    @property
    def is_way_out_due(self) -> bool:
        """Whether the previous message was not answered either, for whatever reason: then this one needs a way out.

        Never in a conversation about danger: there, each answer already names who helps.
        """
        answer = self.before.last_answer
        if self.danger or answer is None:
            return False
        said_so = self.before.turns[-1].meant.about_us
        return answer.topic in NOT_ANSWERED or (answer.topic == "complain" and said_so)
