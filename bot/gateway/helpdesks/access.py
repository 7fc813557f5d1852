"""How to reach the helpdesk: read from the environment, checked, and frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from bot.gateway.helpdesks.helpdesk import Name

MIN_SECRET = 16  # characters; Chatwoot and Zammad make longer ones

_URL = re.compile(r"^https://[^\s/?#@]+(/[^\s?#]*)?$|^http://(localhost|127\.0\.0\.1)(:\d{1,5})?(/[^\s?#]*)?$")
_NUMBER = re.compile(r"^[1-9][0-9]{0,8}$", re.ASCII)


class Incomplete(Exception):
    """A setting of the helpdesk is missing or unsafe; the message says which and why."""


@dataclass(frozen=True)
class HelpdeskAccess:
    """`account` and `inbox` are Chatwoot's numbers, `group` is the name of Zammad's."""

    url: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)
    account: int = 0
    inbox: int = 0
    group: str = ""


def load_access(name: str, environ: Mapping[str, str]) -> HelpdeskAccess | None:
    """What this helpdesk needs; nothing when it is none of these. Raises `Incomplete`."""
    if name not in get_args(Name):
        return None
    given = _Given(name, environ)
    url = given.text("URL", "the address of the helpdesk, such as https://helpdesk.example.be")
    if not _URL.match(url):
        raise Incomplete(
            "BREACHLINE_HELPDESK_URL must be an https:// address without a query; http:// is for localhost only."
        )
    secret = given.text("SECRET", "the secret that signs webhooks")
    if len(secret) < MIN_SECRET:
        raise Incomplete(
            f"BREACHLINE_HELPDESK_SECRET must have at least {MIN_SECRET} characters: who guesses it speaks as an agent."
        )
    match name:
        case "chatwoot":
            return HelpdeskAccess(
                url,
                secret,
                token=given.token(),
                account=given.number("ACCOUNT", "the account's number, as in /app/accounts/1"),
                inbox=given.number("INBOX", "the API inbox's number, as in /settings/inboxes/1"),
            )
        case "zammad":
            return HelpdeskAccess(
                url, secret, token=given.token(), group=given.text("GROUP", "the name of the group that gets tickets")
            )
    return HelpdeskAccess(url, secret)


class _Given:
    """The variables whose names begin with BREACHLINE_HELPDESK_."""

    def __init__(self, name: str, environ: Mapping[str, str]) -> None:
        self._name = name
        self._environ = environ

    def text(self, what: str, meaning: str) -> str:
        value = self._environ.get(f"BREACHLINE_HELPDESK_{what}", "").strip()
        if not value:
            raise Incomplete(f"BREACHLINE_HELPDESK={self._name} needs BREACHLINE_HELPDESK_{what}: {meaning}.")
        return value

    def token(self) -> str:
        token = self.text("TOKEN", "the access token of the user as whom the gateway works there")
        if not token.isascii() or not token.isprintable():
            raise Incomplete("BREACHLINE_HELPDESK_TOKEN holds a character that no token has.")
        return token

    def number(self, what: str, meaning: str) -> int:
        value = self.text(what, meaning)
        if not _NUMBER.match(value):
            raise Incomplete(f"BREACHLINE_HELPDESK_{what} must be a whole number: {meaning}.")
        return int(value)
