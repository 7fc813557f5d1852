"""One try to sign in by OpenID Connect, between leaving for the company's server and coming back.

All of it is in a signed cookie of the browser that left, so that strangers who only ask to leave fill no table. What
goes to the server is made from it with our secret: the cookie alone tells neither the nonce nor the proof of the code.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

import jwt

LIFETIME = 600  # seconds to sign in there
COOKIE = "breachline_desk_openid"
_AUDIENCE = "breachline-desk-openid"
_ALGORITHM = "HS256"
_MAX_LENGTH = 1_000  # characters


@dataclass(frozen=True)
class Attempt:
    """`state` and `nonce` come back with the answer; `verifier` proves that the code was asked for by us."""

    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """What the server compares the verifier with (PKCE, S256)."""
        return _text(hashlib.sha256(self.verifier.encode()).digest())


class Attempts:
    def __init__(self, secret: str) -> None:
        self._secret = secret

    def begin(self) -> tuple[Attempt, str]:
        """A new attempt, and the cookie that holds it."""
        seed = secrets.token_urlsafe(32)
        claims = {"jti": seed, "aud": _AUDIENCE, "exp": int(time.time()) + LIFETIME}
        return self._attempt(seed), jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def found(self, cookie: str, state: str) -> Attempt | None:
        """The attempt of this cookie, if it is ours, young enough, and the one this state belongs to."""
        try:
            claims = jwt.decode(
                cookie[:_MAX_LENGTH],
                self._secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["jti", "aud", "exp"]},
            )
        except (jwt.InvalidTokenError, UnicodeError):
            return None
        attempt = self._attempt(claims["jti"])
        return attempt if hmac.compare_digest(attempt.state.encode(), state.encode()) else None

    def _attempt(self, seed: str) -> Attempt:
        return Attempt(*(self._made(seed, purpose) for purpose in ("state", "nonce", "verifier")))

    def _made(self, seed: str, purpose: str) -> str:
        key = self._secret.encode()
        return _text(hmac.digest(key, f"openid {purpose} {seed}".encode(), "sha256"))


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
