"""One message of the assistant, as Rasa answers it and the gateway reads it: on the wire, Rasa's own REST format."""

from __future__ import annotations

from typing import Any

from pydantic import StrictBool, validator

from bot.conversation.situation import Offered, read_situation
from bot.conversation.typed import Travelling
from bot.language import Language


def shown(value: object) -> str:
    """`text`, checked to be one that can be shown and stored. Raises ValueError."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    value.encode()  # raises UnicodeEncodeError, a ValueError, on half a surrogate pair
    return value.replace("\x00", "")


class Button(Travelling):
    title: str
    payload: str

    _are_texts = validator("title", "payload", pre=True, allow_reuse=True)(shown)


class LinkTo(Travelling):
    title: str
    url: str

    _are_texts = validator("title", "url", pre=True, allow_reuse=True)(shown)


class HandOff(Travelling):
    """What an answer asks of a hand-off: a person, with a `Priority`; or "standing", to tell the place in the queue."""

    priority: str

    _is_text = validator("priority", pre=True, allow_reuse=True)(shown)


class Stated(Travelling):
    """What a response may state in its metadata in domain/, and what follows from it.

    This is its only list: the answer in Rasa, its way to the gateway and the gateway's draft all carry this model.
    """

    offers: Offered | None = None  # what a later "yes" would accept
    handoff: HandOff | None = None
    ticket: StrictBool = False  # a message with a number may be left
    erase: StrictBool = False  # it says that the conversation is erased, which is to be done


class Answer(Stated):
    text: str
    topic: str | None = None
    language: Language | None = None
    details: dict[str, Any] | None = None
    buttons: tuple[Button, ...] = ()
    links: tuple[LinkTo, ...] = ()
    situation: str | None = None  # in the last message of an answer: what is to be remembered, see `situation.py`

    @validator("text", "topic", pre=True)
    def _is_text(cls, value: object) -> object:
        return None if value is None else shown(value)

    @validator("situation")
    def _is_situation(cls, value: str | None) -> str | None:
        if value is not None:
            read_situation(value)
        return value

    @property
    def stated(self) -> Stated:
        """The fields that its response in domain/ states."""
        return Stated.parse_obj(self.dict(include=set(Stated.__fields__)))

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Answer:
        """Read one message of Rasa's REST format. Raises ValueError (pydantic's ValidationError is one)."""
        custom = wire.get("custom") or {}
        if not isinstance(custom, dict):
            raise ValueError("custom must be an object")
        return cls.parse_obj({**custom, "text": wire.get("text"), "buttons": wire.get("buttons") or ()})

    def wire(self, recipient: str) -> dict[str, Any]:
        """The message in Rasa's REST format; empty fields are left out."""
        custom = self.dict(exclude={"text", "buttons"}, exclude_defaults=True)
        buttons = [button.dict() for button in self.buttons]
        beside = {"buttons": buttons, "custom": custom}
        return {"recipient_id": recipient, "text": self.text, **{name: part for name, part in beside.items() if part}}
