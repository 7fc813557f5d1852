"""Which request is under way, in which conversation: what log lines of all processes share.

Both travel from gateway to Rasa to actions in the headers that the W3C defines for it, `traceparent` and `baggage`. The
request's reference is the id of its trace, with traces or without. The conversation's is a hash of its id: with the id
and a signing secret, somebody could open it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from bot.observability import traces

HASH_LENGTH = 16  # hexadecimal digits
BAGGAGE = "conversation"

_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z", re.ASCII)
_BAGGAGE = re.compile(rf"(?:^|,)\s*{BAGGAGE}=([0-9a-f]{{{HASH_LENGTH}}})\s*(?:[;,]|\Z)", re.ASCII)


@dataclass
class Request:
    """The request under way; its conversation is known once the token has been read."""

    id: str
    conversation: str | None = None


_current: ContextVar[Request | None] = ContextVar("request", default=None)


def conversation_hash(conversation_id: str) -> str:
    """The name of a conversation in logs: with its id one finds its lines, and from the hash nobody can tell the id."""
    return hashlib.sha256(conversation_id.encode()).hexdigest()[:HASH_LENGTH]


def current() -> Request | None:
    return _current.get()


def in_conversation(conversation_id: str) -> None:
    """Note that the request under way, if there is one, is about this conversation."""
    if request := _current.get():
        request.conversation = conversation_hash(conversation_id)


@contextmanager
def serving(name: str | None, headers: Mapping[str, str]) -> Iterator[Request]:
    """The context of a request that comes in, from another process of ours or from outside, whose headers do not count.

    `name` is its span's; with none, such as for a socket that stays open, it has no span.
    """
    with traces.server_span(name, headers) as trace:
        request = Request(trace or _matched(_TRACEPARENT, headers, "traceparent") or secrets.token_hex(16))
        request.conversation = _matched(_BAGGAGE, headers, "baggage")
        token = _current.set(request)
        try:
            yield request
        finally:
            _current.reset(token)


def outgoing_headers() -> dict[str, str]:
    """The headers that tell the next process which request this is; none outside of a request."""
    request = _current.get()
    if request is None:
        return {}
    headers = traces.propagated() or {"traceparent": f"00-{request.id}-{secrets.token_hex(8)}-00"}
    return headers | ({"baggage": f"{BAGGAGE}={request.conversation}"} if request.conversation else {})


def _matched(pattern: re.Pattern[str], headers: Mapping[str, str], name: str) -> str | None:
    found = pattern.search(headers.get(name, ""))
    return found[1] if found else None
