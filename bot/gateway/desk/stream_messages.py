"""What the agents' page says on its WebSocket."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConstrainedStr, Field, StrictBool, ValidationError, parse_raw_as

from bot.gateway.bodies import RequestBody


class _Id(ConstrainedStr):
    strict = True
    regex = r"^[A-Za-z0-9_-]{1,64}\Z"


class _MessageId(ConstrainedStr):
    strict = True
    regex = r"^[0-9]{1,12}\Z"


class Watch(RequestBody):
    type: Literal["watch"]
    conversation_id: _Id
    after: _MessageId = _MessageId("0")


class Unwatch(RequestBody):
    type: Literal["unwatch"]
    conversation_id: _Id


class Typing(RequestBody):
    type: Literal["typing"]
    conversation_id: _Id
    on: StrictBool


Said = Watch | Unwatch | Typing


def read_said(text: str) -> Said | None:
    """What was said; null when it is nothing known."""
    try:
        return parse_raw_as(Annotated[Said, Field(discriminator="type")], text)  # type: ignore[arg-type]
    except (ValidationError, ValueError, RecursionError):
        return None
