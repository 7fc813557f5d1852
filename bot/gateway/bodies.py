"""The bodies of requests: exactly what the contract names, nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from typing import Any, Literal, NoReturn, TypeVar

from aiohttp import web
from pydantic import (
    BaseModel,
    ConstrainedInt,
    ConstrainedStr,
    Extra,
    StrictBool,
    ValidationError,
    root_validator,
    validator,
)

from bot.gateway.problems import Invalid, Malformed, NotJson, TooSlow
from bot.gateway.typed_text import is_unicode, without_controls
from bot.language import Language
from bot.text_folding import MAX_CHARACTERS

MAX_BYTES = 16 * 1024
MAX_COMMENT = 1_000  # characters
PATIENCE = 10.0  # seconds for a body to arrive

Body = TypeVar("Body", bound="RequestBody")


class Text(ConstrainedStr):
    strict = True
    min_length = 1
    max_length = MAX_CHARACTERS


class ClientMessageId(ConstrainedStr):
    strict = True
    regex = r"^[A-Za-z0-9._:-]{1,64}\Z"


class _ButtonId(ConstrainedStr):
    strict = True
    regex = r"^[A-Za-z0-9_-]{1,64}\Z"


class _Phone(ConstrainedStr):
    strict = True
    max_length = 40
    regex = r"^[+(]{0,2}[0-9](?:[ ()/.-]{0,2}[0-9]){5,14}\Z"  # 6 to 15 digits, grouped as people write them


class _Comment(ConstrainedStr):
    strict = True
    max_length = MAX_COMMENT


class _Stars(ConstrainedInt):
    strict = True
    ge = 1
    le = 5


class RequestBody(BaseModel):
    """A member that is null counts as left out."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


class NewConversation(RequestBody):
    language: Language | None = None
    client: Literal["web", "app"] = "web"


class NewMessage(RequestBody):
    """Either a typed text or a button."""

    text: Text | None = None
    button: _ButtonId | None = None
    client_message_id: ClientMessageId | None = None

    @root_validator(pre=True)
    def _one_of_both(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values.get("text") is None) == (values.get("button") is None):
            raise ValueError('exactly one of "text" and "button" is needed')
        return values

    @validator("text")
    def _readable(cls, text: str | None) -> str | None:
        return None if text is None else checked(text)


class NewTicket(RequestBody):
    """A message with a number to call back."""

    text: Text
    phone: _Phone
    client_message_id: ClientMessageId | None = None

    @validator("text")
    def _readable(cls, text: str) -> str:
        return checked(text)


class NewTyping(RequestBody):
    on: StrictBool


class NewRating(RequestBody):
    stars: _Stars
    comment: _Comment | None = None

    @validator("stars", pre=True)
    def _whole(cls, stars: object) -> object:
        """JSON knows one kind of number: 4.0 is as whole as 4."""
        return int(stars) if isinstance(stars, float) and stars.is_integer() else stars

    @validator("comment")
    def _readable(cls, comment: str | None) -> str | None:
        return None if comment is None else checked(comment)


async def arrived(body: Awaitable[bytes]) -> bytes:
    """A body, if it comes in time and whole. Raises `TooSlow` or `Malformed`."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await body
    except TimeoutError:
        raise TooSlow("The body did not arrive in time.") from None
    except (web.RequestPayloadError, ConnectionError):
        raise Malformed("The body did not arrive whole.") from None


async def read_body(request: web.Request, kind: type[Body]) -> Body:
    """The request's body. Raises `TooSlow`, `NotJson`, `Malformed` or `Invalid`."""
    raw = await arrived(request.read())
    if request.content_type != "application/json":
        raise NotJson("The Content-Type must be application/json.")
    try:
        parsed = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is not JSON.") from None
    if not isinstance(parsed, dict):
        raise Invalid("The body must be an object.")
    try:
        return kind.parse_obj(parsed)
    except ValidationError as error:
        raise Invalid(_sentence(error)) from None


def checked(text: str) -> str:
    """`text` as it may be kept; for validators, which refuse by ValueError."""
    if not is_unicode(text):
        raise ValueError("is not valid Unicode")
    return without_controls(text)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _sentence(error: ValidationError) -> str:
    """What is wrong, without repeating what was sent: the names of unknown members stay out, too."""
    first = error.errors()[0]
    if first["type"] == "value_error.extra":
        return "The body has a member that is not known here."
    if first["loc"] == ("__root__",):
        return f"The body: {first['msg']}."
    return f'"{first["loc"][0]}": {first["msg"]}.'
