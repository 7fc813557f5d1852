"""The bodies of requests: exactly what the contract names, nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from typing import NoReturn, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConstrainedStr, Extra, ValidationError

from bot.gateway.errors import Invalid, Malformed, NotJson, TooSlow
from bot.gateway.typed_text import is_unicode, without_controls
from bot.text_folding import MAX_CHARACTERS

MAX_BYTES = 64 * 1024
MAX_MESSAGE = 10_000  # characters; a pasted mail is longer than what anybody types
PATIENCE = 10.0  # seconds for a body to arrive
Body = TypeVar("Body", bound="RequestBody")


class Text(ConstrainedStr):
    strict = True
    min_length = 1
    max_length = MAX_CHARACTERS


class MessageText(Text):
    max_length = MAX_MESSAGE


class ClientMessageId(ConstrainedStr):
    strict = True
    regex = r"^[A-Za-z0-9._:-]{1,64}\Z"


class RequestBody(BaseModel):
    """The base of request bodies. A null member counts as missing."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


async def arrived(body: Awaitable[bytes]) -> bytes:
    """Read a body from the network. Raises `TooSlow` when it is late, `Malformed` when it is incomplete."""
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
    """`text` without control characters. For validators: raises `ValueError` when it is no valid Unicode."""
    if not is_unicode(text):
        raise ValueError("is not valid Unicode")
    return without_controls(text)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _sentence(error: ValidationError) -> str:
    """What is wrong with a body, without repeating what was sent, not even the names of unknown members."""
    first = error.errors()[0]
    if first["type"] == "value_error.extra":
        return "The body has a member that is not known here."
    if first["loc"] == ("__root__",):
        return f"The body: {first['msg']}."
    return f'"{first["loc"][0]}": {first["msg"]}.'
