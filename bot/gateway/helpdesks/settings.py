"""Settings for the outside helpdesk: each adapter has a model of what it needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import Field, validator

from bot.environment import EnvironmentSettings, read
from bot.gateway.settings import HELPDESK_PREFIX

MIN_SECRET_LENGTH = 16  # Chatwoot and Zammad make longer ones

_URL = re.compile(r"^https://[^\s/?#@]+(/[^\s?#]*)?$|^http://(localhost|127\.0\.0\.1)(:\d{1,5})?(/[^\s?#]*)?$")


class HelpdeskSettings(EnvironmentSettings):
    """Settings that every helpdesk needs; an adapter's model adds its own."""

    class Config:
        anystr_strip_whitespace = True

    url: str = Field(
        env=f"{HELPDESK_PREFIX}URL",
        description="the address of the helpdesk, such as https://helpdesk.example.be",
    )
    secret: str = Field(env=f"{HELPDESK_PREFIX}SECRET", repr=False, description="the secret that signs webhooks")

    @validator("url")
    def _is_encrypted(cls, url: str) -> str:
        if not _URL.match(url):
            raise ValueError("is not an https:// address without a query; http:// is for localhost only")
        return url

    @validator("secret")
    def _cannot_be_guessed(cls, secret: str) -> str:
        if len(secret) < MIN_SECRET_LENGTH:
            raise ValueError(
                f"does not have at least {MIN_SECRET_LENGTH} characters: who guesses it speaks as an agent"
            )
        return secret


class ApiSettings(HelpdeskSettings):
    """Settings of a helpdesk whose API we call."""

    token: str = Field(
        env=f"{HELPDESK_PREFIX}TOKEN",
        repr=False,
        description="the access token of the user as whom the gateway works there",
    )

    @validator("token")
    def _fits_into_a_header(cls, token: str) -> str:
        if not token.isascii() or not token.isprintable():
            raise ValueError("holds a character that no token has")
        return token


def number(name: str, meaning: str) -> Any:
    """A field for an id that the helpdesk uses, a number."""
    return Field(ge=1, le=999_999_999, env=HELPDESK_PREFIX + name, description=meaning)


Model = TypeVar("Model", bound=HelpdeskSettings)


def read_access(model: type[Model], helpdesk: str, access: Mapping[str, str]) -> Model:
    """Read a model from `access`, whose names lack the prefix BREACHLINE_HELPDESK_. Raises `SettingsError`."""
    environ = {HELPDESK_PREFIX + name: value for name, value in access.items()}
    return read(model, environ, needed_by=f"BREACHLINE_HELPDESK={helpdesk}")
