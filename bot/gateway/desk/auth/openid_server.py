"""The client of the company's OpenID Connect server (authorization code flow with PKCE).

A sign-in attempt under way is kept in a signed cookie of the browser only, so that strangers cannot fill a table by
beginning attempts. The state, nonce and code verifier are derived from the cookie with our secret: the cookie alone
reveals none of them.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
import jwt

from bot.gateway.secret import SigningSecrets
from bot.gateway.settings import OpenIdSettings

ALGORITHMS = ("RS256", "ES256")
PATIENCE = 5.0  # seconds for each request
MAX_BYTES = 256 * 1024
REMEMBERED = 60 * 60.0  # seconds that the server's description and keys are kept
NEW_KEYS_EVERY = 60.0  # seconds: an unknown key makes us look again no oftener
LEEWAY = 30  # seconds that clocks may differ
MIN_RSA_BITS = 2048

ATTEMPT_LIFETIME = 600  # seconds to sign in there
ATTEMPT_COOKIE = "breachline_desk_openid"
_AUDIENCE = "breachline-desk-openid"
_MAX_COOKIE = 1_000  # characters


@dataclass(frozen=True)
class SignInAttempt:
    """`state` and `nonce` must come back with the answer; `verifier` proves that we asked for the code (PKCE)."""

    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """The S256 hash of the verifier, which the server compares with it (PKCE)."""
        return _text(hashlib.sha256(self.verifier.encode()).digest())


class SignInAttempts:
    def __init__(self, signing: SigningSecrets) -> None:
        self._signing = signing

    def begin(self) -> tuple[SignInAttempt, str]:
        """A new attempt, and the cookie that holds it."""
        seed = secrets.token_urlsafe(32)
        claims = {"jti": seed, "aud": _AUDIENCE, "exp": int(time.time()) + ATTEMPT_LIFETIME}
        return _attempt(seed, self._signing.current), self._signing.sign(claims)

    def find(self, cookie: str, state: str) -> SignInAttempt | None:
        """The attempt in this cookie, if we signed it, it has not expired and its state is `state`; else null."""
        try:
            claims = self._signing.verified(cookie[:_MAX_COOKIE], _AUDIENCE, ["jti"])
        except (jwt.InvalidTokenError, UnicodeError):
            return None
        attempts = (_attempt(claims["jti"], secret) for secret in self._signing.all)
        return next((one for one in attempts if hmac.compare_digest(one.state.encode(), state.encode())), None)


def _attempt(seed: str, secret: str) -> SignInAttempt:
    def made(purpose: str) -> str:
        return _text(hmac.digest(secret.encode(), f"openid {purpose} {seed}".encode(), "sha256"))

    return SignInAttempt(made("state"), made("nonce"), made("verifier"))


class OpenIdAway(Exception):
    """The server is unreachable or answers nonsense; the message says in which step."""


class OpenIdRefused(Exception):
    """What the server says does not prove who this is; the message says why."""


@dataclass(frozen=True)
class Identity:
    """Who the server says it is; `email` only when the server has verified it."""

    subject: str  # with the issuer, because another server's subjects are other people
    email: str | None


class OpenIdServer:
    def __init__(self, session: aiohttp.ClientSession, settings: OpenIdSettings) -> None:
        self._session = session
        self._settings = settings
        self._description: dict[str, str] = {}
        self._described_at = -REMEMBERED
        self._keys: jwt.PyJWKSet | None = None
        self._keys_at = -REMEMBERED
        self._looking = asyncio.Lock()

    async def address_to_sign_in(self, attempt: SignInAttempt, redirect_uri: str) -> str:
        """The address to redirect the browser to. Raises `OpenIdAway`."""
        endpoint = (await self._described())["authorization_endpoint"]
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._settings.client_id,
                "redirect_uri": redirect_uri,
                "scope": "openid email",
                "state": attempt.state,
                "nonce": attempt.nonce,
                "code_challenge": attempt.challenge,
                "code_challenge_method": "S256",
            }
        )
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{query}"

    async def identity(self, attempt: SignInAttempt, code: str, redirect_uri: str) -> Identity:
        """The identity that the server gives for this code. Raises `OpenIdAway` or `OpenIdRefused`."""
        endpoint = (await self._described())["token_endpoint"]
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": attempt.verifier,
        }
        basic = aiohttp.BasicAuth(quote(self._settings.client_id, ""), quote(self._settings.client_secret, ""))
        status, answer = await self._asked("POST", endpoint, data=form, auth=basic)
        if 400 <= status < 500:
            raise OpenIdRefused("code")
        if status != 200 or not isinstance(answer.get("id_token"), str):
            raise OpenIdAway("token")
        return self._identity(await self._checked(answer["id_token"], attempt))

    def _identity(self, claims: dict[str, Any]) -> Identity:
        email = claims.get("email")
        verified = claims.get("email_verified") is True and isinstance(email, str)
        return Identity(f"{self._settings.issuer} {claims['sub']}", email if verified else None)

    async def _checked(self, id_token: str, attempt: SignInAttempt) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(id_token)
            algorithm = header.get("alg")
            if algorithm not in ALGORITHMS:
                raise OpenIdRefused("algorithm")
            key = await self._key(header.get("kid"), algorithm)
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key.key,
                algorithms=[algorithm],
                audience=self._settings.client_id,
                issuer=self._settings.issuer,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except (jwt.InvalidTokenError, UnicodeError, ValueError) as error:
            raise OpenIdRefused(type(error).__name__) from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._settings.client_id) != self._settings.client_id:
            raise OpenIdRefused("azp")
        if not hmac.compare_digest(str(claims["nonce"]).encode(), attempt.nonce.encode()):
            raise OpenIdRefused("nonce")
        return claims

    async def _key(self, key_id: object, algorithm: str) -> jwt.PyJWK:
        """The key that signs with this algorithm. Raises `OpenIdAway` or `OpenIdRefused`."""
        for patience in (REMEMBERED, NEW_KEYS_EVERY):
            for key in (await self._known_keys(patience)).keys:
                if key_id in (None, key.key_id) and key.algorithm_name == algorithm and _may_sign(key):
                    return key
        raise OpenIdRefused("key")

    async def _known_keys(self, no_older: float) -> jwt.PyJWKSet:
        async with self._looking:
            if self._keys is None or time.monotonic() - self._keys_at > no_older:
                _, answer = await self._asked("GET", (await self._described())["jwks_uri"])
                try:
                    self._keys = jwt.PyJWKSet.from_dict(answer)
                except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError):
                    raise OpenIdAway("keys") from None
                self._keys_at = time.monotonic()
            return self._keys

    async def _described(self) -> dict[str, str]:
        if time.monotonic() - self._described_at > REMEMBERED:
            url = f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration"
            status, answer = await self._asked("GET", url)
            if status != 200 or answer.get("issuer") != self._settings.issuer:
                raise OpenIdAway("description")
            endpoints = {
                name: _endpoint(answer.get(name)) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
            }
            self._description, self._described_at = endpoints, time.monotonic()
        return self._description

    async def _asked(self, method: str, url: str, **more: Any) -> tuple[int, dict[str, Any]]:
        """Send a request; returns the status and the JSON object of the answer. Raises `OpenIdAway`."""
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._session.request(method, url, allow_redirects=False, **more) as response,
            ):
                raw = b""
                async for chunk in response.content.iter_chunked(16 * 1024):
                    raw += chunk
                    if len(raw) > MAX_BYTES:
                        raise OpenIdAway("too long an answer")
            answer = json.loads(raw)
        except (TimeoutError, aiohttp.ClientError, ValueError, RecursionError):
            raise OpenIdAway("no answer") from None
        if not isinstance(answer, dict):
            raise OpenIdAway("no object")
        return response.status, answer


def _endpoint(address: object) -> str:
    """`address`, if a code may be sent there: https, or this machine. Raises `OpenIdAway`."""
    if isinstance(address, str):
        parts = urlsplit(address)
        if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")):
            return address
    raise OpenIdAway("description")


def _may_sign(key: jwt.PyJWK) -> bool:
    size = getattr(key.key, "key_size", 0)
    return key.public_key_use in (None, "sig") and (key.key_type != "RSA" or size >= MIN_RSA_BITS)


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
