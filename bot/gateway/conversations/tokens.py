"""The token is all that opens a conversation: signed, expiring, and made only here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache

import jwt
from aiohttp import web

from bot.gateway.errors import Unauthorised
from bot.gateway.secret import SigningSecrets

AUDIENCE = "breachline-conversation"
SCHEME = "bearer"
# Browsers cannot set a header on a WebSocket's handshake, so the token may come as a protocol's name there.
PROTOCOL = "breachline.v1"
PROTOCOL_TOKEN = "bearer."
MAX_LENGTH = 1_000  # characters
REMEMBERED = 10_000  # tokens found valid: verifying is a tenth of what the gateway adds to a turn


@dataclass(frozen=True)
class Opened:
    """What a valid token opens, and until when."""

    conversation_id: str
    expires_at: datetime.datetime


class Tokens:
    def __init__(self, secrets: SigningSecrets, hours: int) -> None:
        self._secrets = secrets
        self._lifetime = datetime.timedelta(hours=hours)
        self._verified = lru_cache(REMEMBERED)(self._verify)

    def make(self, conversation_id: str) -> tuple[str, datetime.datetime]:
        """A token for the conversation, and when it expires."""
        expires_at = datetime.datetime.now(datetime.UTC).replace(microsecond=0) + self._lifetime
        return self._secrets.sign({"sub": conversation_id, "exp": expires_at, "aud": AUDIENCE}), expires_at

    def open(self, request: web.Request, expired_for: datetime.timedelta = datetime.timedelta()) -> Opened:
        """The conversation of the request's token, which expired at most `expired_for` ago. Raises `Unauthorised`."""
        token = _bearer(request)
        if token is None:
            raise Unauthorised("An Authorization header with a Bearer token is needed.")
        opened = self._verified(token[:MAX_LENGTH])
        if opened.expires_at + expired_for <= datetime.datetime.now(datetime.UTC):
            raise Unauthorised("The token has expired. Renew it, or begin a new conversation.")
        return opened

    def _verify(self, token: str) -> Opened:
        try:
            claims = self._secrets.verified(token, AUDIENCE, ["sub"], expired=True)  # `open` looks at it each time
        except (jwt.InvalidTokenError, UnicodeError):
            raise Unauthorised("The token is not valid.") from None
        return Opened(claims["sub"], datetime.datetime.fromtimestamp(claims["exp"], datetime.UTC))


def _bearer(request: web.Request) -> str | None:
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() == SCHEME:
        return token.strip()
    if request.headers.get("Upgrade", "").lower() != "websocket":
        return None
    offered = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    return next((p.strip().removeprefix(PROTOCOL_TOKEN) for p in offered if p.strip().startswith(PROTOCOL_TOKEN)), None)
