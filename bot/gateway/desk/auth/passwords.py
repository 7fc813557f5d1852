"""Passwords of agents: Argon2id, in a thread, only a few at once, as each takes 64 MB and a tenth of a second."""

from __future__ import annotations

import asyncio
import base64
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import argon2

from bot.gateway.desk.roster import folded
from bot.gateway.errors import TooMany

MIN_LENGTH = 12  # characters
MAX_LENGTH = 1_000
AT_ONCE = 2
MAX_WAITING = 50  # further sign-ins are refused for a moment


class Passwords:
    def __init__(self, hasher: argon2.PasswordHasher | None = None) -> None:
        self._hasher = hasher or argon2.PasswordHasher()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        # Nobody's: takes as long to compare with as a real one, and no password fits.
        self._nobodys = _unmatchable_hash(self._hasher)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A slot for hashing, while the context lasts. Raises `TooMany` when the queue is full."""
        if self._waiting >= MAX_WAITING:
            raise TooMany("Too many people are signing in.", 5)
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether this is the password; takes as long when there is no such account."""
        async with self._turn:
            matches = await asyncio.to_thread(self._verify, password, password_hash or self._nobodys)
        return matches and password_hash is not None

    async def hashed(self, password: str) -> str:
        """The hash of a password, to be kept."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, _normal(password))

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with parameters that are not today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def _verify(self, password: str, password_hash: str) -> bool:
        try:
            return self._hasher.verify(password_hash, _normal(password))
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False


def weakness(password: str, name: str) -> str | None:
    """Why this password is too weak for `name`; null when it is not."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters."
    if folded(password) == folded(name):
        return "A password must not be the name itself."
    if len(set(password)) < 4:
        return "A password needs more than three different characters."
    return None


def _normal(password: str) -> bytes:
    """The password's bytes in one normal form, however a keyboard composed its accents."""
    return unicodedata.normalize("NFC", password).encode()


def _unmatchable_hash(hasher: argon2.PasswordHasher) -> str:
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (hasher.salt_len, hasher.hash_len)
    )
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"
