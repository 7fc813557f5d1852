"""What the gateway tells Rasa together with a customer's message."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import validator

from bot.content import is_offered
from bot.conversation.situation import Situation, UnreadableSituation, read_situation
from bot.conversation.typed import Travelling
from bot.danger.kinds import DangerKind, is_danger_kind
from bot.language import Language, language_of_code
from bot.people import Availability, is_availability

logger = logging.getLogger(__name__)


class Told(Travelling):
    """The metadata of a message in Rasa; a field that cannot be read counts as missing."""

    language: Language | None = None  # the customer's page's, or the conversation's
    people: Availability | None = None  # none where nobody ever takes over
    helped: bool = False  # a person has answered in this conversation before
    danger: DangerKind | None = None  # for as long as the conversation is about danger
    danger_now: bool | None = None  # whether it was heard in this very message; none where nobody listened
    situation: str | None = None  # as `Situation.written`; none where Rasa keeps the conversation itself

    @validator("language", pre=True)
    def _is_language(cls, value: object) -> object:
        language = language_of_code(value)
        return language if is_offered(language) else None

    @validator("people", pre=True)
    def _is_availability(cls, value: object) -> object:
        return value if is_availability(value) else None

    @validator("danger", pre=True)
    def _is_danger(cls, value: object) -> object:
        return value if is_danger_kind(value) else None

    @validator("helped", pre=True)
    def _is_true(cls, value: object) -> bool:
        return value is True

    @validator("danger_now", pre=True)
    def _is_known(cls, value: object) -> object:
        return value if isinstance(value, bool) or value is None else False

    @validator("situation", pre=True)
    def _is_situation(cls, value: object) -> object:
        """An unreadable situation becomes an empty one: the customer is answered as in a new conversation."""
        if value is None:
            return None
        try:
            read_situation(value if isinstance(value, str) else "")
        except UnreadableSituation as error:
            logger.error("%s The conversation goes on without it.", error)
            return Situation().written()
        return value

    @property
    def heard(self) -> DangerKind | None:
        """The danger detected in this very message."""
        return self.danger if self.danger_now else None

    def as_metadata(self) -> dict[str, Any]:
        return self.dict(exclude_defaults=True)
