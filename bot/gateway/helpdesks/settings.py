"""What an operator sets for the outside helpdesk: each adapter asks for what it needs; what is unsafe is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.gateway.settings import SettingsError

MIN_SECRET_LENGTH = 16  # Chatwoot and Zammad make longer ones

_URL = re.compile(r"^https://[^\s/?#@]+(/[^\s?#]*)?$|^http://(localhost|127\.0\.0\.1)(:\d{1,5})?(/[^\s?#]*)?$")
_NUMBER = re.compile(r"^[1-9][0-9]{0,8}$", re.ASCII)


class HelpdeskSettings:
    """The variables whose names begin with BREACHLINE_HELPDESK_, by the rest of their names.

    Each method raises `SettingsError` with a sentence that names the variable.
    """

    def __init__(self, helpdesk: str, given: Mapping[str, str]) -> None:
        self._helpdesk = helpdesk
        self._given = given

    def text(self, name: str, meaning: str) -> str:
        value = self._given.get(name, "").strip()
        if not value:
            raise SettingsError(f"BREACHLINE_HELPDESK={self._helpdesk} needs BREACHLINE_HELPDESK_{name}: {meaning}.")
        return value

    def url(self) -> str:
        url = self.text("URL", "the address of the helpdesk, such as https://helpdesk.example.be")
        if not _URL.match(url):
            raise SettingsError(
                "BREACHLINE_HELPDESK_URL must be an https:// address without a query; http:// is for localhost only."
            )
        return url

    def secret(self) -> str:
        secret = self.text("SECRET", "the secret that signs webhooks")
        if len(secret) < MIN_SECRET_LENGTH:
            raise SettingsError(
                f"BREACHLINE_HELPDESK_SECRET must have at least {MIN_SECRET_LENGTH} characters: "
                "who guesses it speaks as an agent."
            )
        return secret

    def token(self) -> str:
        token = self.text("TOKEN", "the access token of the user as whom the gateway works there")
        if not token.isascii() or not token.isprintable():
            raise SettingsError("BREACHLINE_HELPDESK_TOKEN holds a character that no token has.")
        return token

    def number(self, name: str, meaning: str) -> int:
        value = self.text(name, meaning)
        if not _NUMBER.match(value):
            raise SettingsError(f"BREACHLINE_HELPDESK_{name} must be a whole number: {meaning}.")
        return int(value)
