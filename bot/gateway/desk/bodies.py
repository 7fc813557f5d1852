"""The bodies of the desk's requests."""

from __future__ import annotations

from typing import Literal

from pydantic import ConstrainedStr, validator

from bot.gateway.bodies import RequestBody, checked
from bot.gateway.desk.agent_rows import MAX_NAME
from bot.gateway.desk.passwords import MAX_LENGTH
from bot.gateway.typed_text import is_unicode


class _Name(ConstrainedStr):
    strict = True
    min_length = 1
    max_length = MAX_NAME


class _Password(ConstrainedStr):
    strict = True
    min_length = 1
    max_length = MAX_LENGTH


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
