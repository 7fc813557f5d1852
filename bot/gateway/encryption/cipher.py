"""AES-256-GCM: seals the values of a conversation, each bound to its place, and wraps the conversations' keys."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12  # random; NIST allows 2**32 values under one key, and a conversation has thousands at most
VERSION = "1."  # before every sealed value, should another cipher follow
SEPARATOR = "\x1f"  # in no table's, column's or row's name


class Unreadable(Exception):
    """The value was sealed with another key or for another place, or was changed since."""


class ConversationCipher:
    """Seals and opens the values of one conversation.

    A value is bound to its table, column, conversation and row, so that one cannot be put in another's place.
    """

    def __init__(self, conversation_id: str, key: bytes) -> None:
        self._id = conversation_id
        self._aead = AESGCM(key)
        self._digest_key = hmac.digest(key, b"digests", "sha256")  # no key for two purposes

    @overload
    def seal(self, column: str, row: object, value: str) -> str: ...
    @overload
    def seal(self, column: str, row: object, value: str | None) -> str | None: ...
    def seal(self, column: str, row: object, value: str | None) -> str | None:
        """Encrypt a value for this row of `column` ("table.column"); null stays null."""
        if value is None:
            return None
        sealed = _encrypt(self._aead, value.encode(), self._place(column, row))
        return VERSION + base64.b64encode(sealed).decode()

    @overload
    def open(self, column: str, row: object, sealed: str) -> str: ...
    @overload
    def open(self, column: str, row: object, sealed: str | None) -> str | None: ...
    def open(self, column: str, row: object, sealed: str | None) -> str | None:
        """The value that was sealed for this place. Raises `Unreadable`."""
        if sealed is None:
            return None
        if not sealed.startswith(VERSION):
            raise Unreadable
        try:
            raw = base64.b64decode(sealed[len(VERSION) :], validate=True)
        except ValueError:
            raise Unreadable from None
        return _decrypt(self._aead, raw, self._place(column, row)).decode()

    @overload
    def digest(self, column: str, value: str) -> str: ...
    @overload
    def digest(self, column: str, value: str | None) -> str | None: ...
    def digest(self, column: str, value: str | None) -> str | None:
        """A keyed digest in place of a value that is only looked up, never read."""
        if value is None:
            return None
        found = hmac.digest(self._digest_key, SEPARATOR.join((column, value)).encode(), "sha256")
        return VERSION + base64.b64encode(found).decode()

    def _place(self, column: str, row: object) -> bytes:
        return SEPARATOR.join((column, self._id, str(row))).encode()


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def wrap(master: bytes, key: bytes, conversation_id: str) -> bytes:
    """The conversation's key, encrypted with a master key, to be stored."""
    return _encrypt(AESGCM(master), key, conversation_id.encode())


def unwrap(master: bytes, wrapped: bytes, conversation_id: str) -> bytes:
    """The conversation's key, decrypted with a master key. Raises `Unreadable`."""
    return _decrypt(AESGCM(master), wrapped, conversation_id.encode())


def _encrypt(aead: AESGCM, value: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + aead.encrypt(nonce, value, place)


def _decrypt(aead: AESGCM, sealed: bytes, place: bytes) -> bytes:
    try:
        return aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise Unreadable from None
