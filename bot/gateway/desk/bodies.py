"""The bodies of the desk's requests."""

from __future__ import annotations

from typing import Literal

from pydantic import ConstrainedStr, StrictBool, validator

from bot.gateway.bodies import ClientMessageId, RequestBody, Text, checked
from bot.gateway.desk.agent_rows import MAX_NAME
from bot.gateway.desk.passwords import MAX_LENGTH
from bot.gateway.typed_text import is_unicode

Reason = Literal["solved", "hotline", "bank_or_police", "no_answer", "abuse", "other"]


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


class Credentials(RequestBody):
    name: _Name
    password: _Password

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
    reason: Reason


def _something(text: str) -> str:
    """A text in which there is something to read."""
    readable = checked(text)
    if not readable.strip():
        raise ValueError("is empty")
    return readable
