"""What the agents' page sends: the bodies of its requests, and its messages on the WebSocket."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConstrainedStr, Field, StrictBool, ValidationError, parse_raw_as, validator

from bot.gateway.desk.auth.passwords import MAX_LENGTH
from bot.gateway.desk.roster import MAX_NAME
from bot.gateway.handoff.model import ClosingReason
from bot.gateway.http.request_bodies import ClientMessageId, RequestBody, Text, checked
from bot.gateway.typed_text import is_unicode


class _Name(ConstrainedStr):
    strict = True
    min_length = 1
    max_length = MAX_NAME


class _Password(ConstrainedStr):
    strict = True
    min_length = 1
    max_length = MAX_LENGTH


class _AgentId(ConstrainedStr):
    strict = True
    regex = r"^[A-Za-z0-9_-]{1,64}\Z"


class _Code(ConstrainedStr):
    strict = True
    regex = r"^[0-9]{6}\Z"


class Credentials(RequestBody):
    name: _Name
    password: _Password
    code: _Code | None = None  # of an authenticator app

    @validator("name")
    def _readable(cls, name: str) -> str:
        return checked(name)

    @validator("password")
    def _whole(cls, password: str) -> str:
        """Every character of a password counts, controls included."""
        if not is_unicode(password):
            raise ValueError("is not valid Unicode")
        return password


class NewPresence(RequestBody):
    presence: Literal["online", "away"]


class NewTake(RequestBody):
    over: StrictBool = False


class NewReply(RequestBody):
    text: Text
    client_message_id: ClientMessageId

    @validator("text")
    def _readable(cls, text: str) -> str:
        return _something(text)


class NewNote(RequestBody):
    text: Text

    @validator("text")
    def _readable(cls, text: str) -> str:
        return _something(text)


class NewTransfer(RequestBody):
    """To a colleague, or to the queue when `to` is null."""

    to: _AgentId | None = None
    note: Text | None = None

    @validator("note")
    def _readable(cls, note: str | None) -> str | None:
        return None if note is None else _something(note)


class NewClose(RequestBody):
    reason: ClosingReason


def _something(text: str) -> str:
    """`text`, if it is valid and not blank. For validators: raises ValueError."""
    readable = checked(text)
    if not readable.strip():
        raise ValueError("is empty")
    return readable


class _ConversationId(ConstrainedStr):
    strict = True
    regex = r"^[A-Za-z0-9_-]{1,64}\Z"


class _MessageId(ConstrainedStr):
    strict = True
    regex = r"^[0-9]{1,12}\Z"


class Watch(RequestBody):
    type: Literal["watch"]
    conversation_id: _ConversationId
    after: _MessageId = _MessageId("0")


class Unwatch(RequestBody):
    type: Literal["unwatch"]
    conversation_id: _ConversationId


class Typing(RequestBody):
    type: Literal["typing"]
    conversation_id: _ConversationId
    on: StrictBool


Said = Watch | Unwatch | Typing


def parse_message(text: str) -> Said | None:
    """A WebSocket message of the agents' page; null when it is of no known kind."""
    try:
        return parse_raw_as(Annotated[Said, Field(discriminator="type")], text)  # type: ignore[arg-type]
    except (ValidationError, ValueError, RecursionError):
        return None
