"""Wrong passwords lock out those who try them, not the agent whose name is tried.

After five within fifteen minutes, the browser or address that tried is locked out of that name for fifteen minutes. All
addresses together get fifty tries; then only browsers in which the name has signed in before may try. Unknown names are
counted, too, so that the answer does not tell which exist.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Sequence

import jwt
from aiohttp import web

from bot.gateway.db.database import Cursor
from bot.gateway.desk.auth.sessions import COOKIE_PATH
from bot.gateway.desk.roster import folded
from bot.gateway.errors import LockedOut
from bot.gateway.http.client_address import is_over_https
from bot.gateway.secret import SigningSecrets
from bot.gateway.settings import Network

TRIES = 5  # of one browser or address
TRIES_OF_ALL = 50  # of all who never signed in under this name
WINDOW = 15 * 60.0  # seconds

COOKIE = "breachline_browser"
COOKIE_LIFETIME = 90 * 24 * 60 * 60  # seconds
_MAX_COOKIE = 1_000  # characters
_AUDIENCE = "breachline-browser"


class Browsers:
    """Recognises browsers in which a name has signed in before, by a signed cookie that opens nothing."""

    def __init__(self, signing: SigningSecrets, proxies: Sequence[Network]) -> None:
        self._signing = signing
        self._proxies = proxies

    def known(self, request: web.Request, name: str) -> str | None:
        """The browser's id, if this name has signed in there before."""
        try:
            claims = self._signing.verified(request.cookies.get(COOKIE, "")[:_MAX_COOKIE], _AUDIENCE, ["jti", "sub"])
        except (jwt.InvalidTokenError, UnicodeError):
            return None
        return str(claims["jti"]) if claims["sub"] == _hash(folded(name)) else None

    def remember(self, request: web.Request, response: web.StreamResponse, name: str) -> None:
        """Note in the browser that this name signed in there."""
        claims = {
            "jti": self.known(request, name) or secrets.token_urlsafe(16),
            "sub": _hash(folded(name)),
            "aud": _AUDIENCE,
            "exp": int(time.time()) + COOKIE_LIFETIME,
        }
        response.set_cookie(
            COOKIE,
            self._signing.sign(claims),
            path=COOKIE_PATH,
            httponly=True,
            samesite="Strict",
            secure=is_over_https(request, self._proxies),
            max_age=COOKIE_LIFETIME,
        )


def count_attempt(cursor: Cursor, name: str, address: str, browser: str | None) -> None:
    """Count an attempt before the password is checked, so that parallel ones count, too. Raises `LockedOut`."""
    now = time.time()
    cursor.run("DELETE FROM desk_attempts WHERE last_at < ?", (now - 2 * WINDOW,))
    _count(cursor, _key(name, browser or address), TRIES, now)
    if browser is None:
        _count(cursor, _key(name), TRIES_OF_ALL, now)


def forgive_attempts(cursor: Cursor, name: str, address: str, browser: str | None) -> None:
    """After the right password: forget earlier attempts from there."""
    cursor.run("DELETE FROM desk_attempts WHERE name_hash = ?", (_key(name, browser or address),))


def reset_attempts(cursor: Cursor, name: str) -> None:
    """After a new password, or when the account is gone: forget all attempts on this name."""
    cursor.run("DELETE FROM desk_attempts WHERE name_hash LIKE ?", (f"{_key(name)}%",))


def _count(cursor: Cursor, key: str, tries: int, now: float) -> None:
    # Inserting or touching the row locks it: two tries for one name never see the same count.
    row = cursor.one(
        "INSERT INTO desk_attempts (name_hash, times, last_at) VALUES (?, '[]', ?) "
        "ON CONFLICT (name_hash) DO UPDATE SET last_at = excluded.last_at RETURNING times",
        (key, now),
    )
    assert row
    times: list[float] = json.loads(row[0])[-tries:]
    if len(times) == tries and times[-1] - times[0] <= WINDOW and now < times[-1] + WINDOW:
        raise LockedOut(times[-1] + WINDOW - now)
    cursor.run("UPDATE desk_attempts SET times = ? WHERE name_hash = ?", (json.dumps([*times, now][-tries:]), key))


def _key(name: str, place: str = "") -> str:
    """A hash to count by: names are not stored (people type passwords into that field), and addresses are not."""
    return _hash(folded(name)) + (f":{_hash(f'{folded(name)} {place}')}" if place else "")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
