"""Signatures of webhooks, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import re

FRESH = 300  # seconds that a signed moment may lie in the past or, by another clock, in the future

_MOMENT = re.compile(r"^[0-9]{1,12}\Z", re.ASCII)
_OURS = re.compile(r"^t=([0-9]{1,12}),v1=([0-9a-f]{64})\Z", re.ASCII)


def signed_moment(secret: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 over the moment, a full stop and the body, in hexadecimal."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed_sha1(secret: str, body: bytes) -> str:
    """`sha1=` and HMAC-SHA1 over the body, as WebSub signs."""
    return "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


def is_fresh(moment: str, now: float) -> bool:
    """Whether `moment`, in seconds since 1970, is near enough to now."""
    return bool(_MOMENT.match(moment)) and abs(now - int(moment)) <= FRESH


def is_same(given: str, expected: str) -> bool:
    """In constant time; a header may hold any characters."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())


def breachline_signature(secret: str, now: float, body: bytes) -> str:
    """The header `Breachline-Signature` of our own webhooks."""
    moment = str(int(now))
    return f"t={moment},v1={signed_moment(secret, moment, body)}"


def is_signed_by(secret: str, header: str, body: bytes, now: float) -> bool:
    """Whether `header` is a fresh `Breachline-Signature` of this body."""
    match = _OURS.match(header)
    if match is None:
        return False
    return is_fresh(match[1], now) and is_same(match[2], signed_moment(secret, match[1], body))
