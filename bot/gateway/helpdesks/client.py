"""Calls to a helpdesk's HTTP interface: bounded in time and size, to one address, and never redirected."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.gateway.helpdesks.helpdesk import PermanentFailure, TemporaryFailure, TicketGone

PATIENCE = 10.0  # seconds for one call
MAX_BYTES = 1024 * 1024
MAX_WAIT = 300.0  # seconds; a helpdesk that asks for more is asked again anyway

# These are about us or the moment, not about the entry, which waits: the operator can mend them.
_NOT_NOW = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.PAYMENT_REQUIRED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
)


class HelpdeskClient:
    """Connects when it is first used."""

    def __init__(self, base: str, headers: Mapping[str, str]) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._base = base
        self._headers = dict(headers)

    async def ask(self, method: str, path: str, body: Any = None, query: Mapping[str, str] | None = None) -> Any:
        """One call with JSON both ways. Raises `TemporaryFailure` and `PermanentFailure`."""
        data = None if body is None else json.dumps(body).encode()
        raw = await self.send(method, path, data, {"Content-Type": "application/json"} if data else {}, query)
        try:
            return json.loads(raw) if raw.strip() else None
        except (ValueError, RecursionError):
            raise TemporaryFailure("not JSON") from None

    async def send(
        self,
        method: str,
        path: str,
        data: bytes | None,
        headers: Mapping[str, str],
        query: Mapping[str, str] | None = None,
    ) -> bytes:
        """One call; the answer's body. Raises `TemporaryFailure` and `PermanentFailure`."""
        self._session = self._session or _open_session()
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._session.request(
                    method,
                    self._base + path,
                    data=data,
                    params=query,
                    headers={"Accept": "application/json", **self._headers, **headers},
                    allow_redirects=False,
                ) as response,
            ):
                _check(response)
                return await _bounded(response.content)
        except TimeoutError:
            raise TemporaryFailure("late") from None
        except (aiohttp.ClientError, OSError):
            raise TemporaryFailure("no connection") from None

    async def close(self) -> None:
        if self._session:
            await self._session.close()


def _open_session() -> aiohttp.ClientSession:
    """For helpdesks only: no cookies, no proxy from the environment, few connections."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=20),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(),  # none of its own: each call has one
        trust_env=False,
        read_bufsize=2**16,
    )


def is_forbidden(away: TemporaryFailure) -> bool:
    """Whether our token may not do this; Chatwoot answers 401 to that, too."""
    return away.kind in ("status 401", "status 403")


def _check(response: aiohttp.ClientResponse) -> None:
    status = response.status
    if status < HTTPStatus.OK or HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise TemporaryFailure(f"status {status}")  # a login page, or an address that moved: the setting must be mended
    if status in _NOT_NOW or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TemporaryFailure(f"status {status}", _asked_wait(response.headers.get("Retry-After", "")))
    # In JSON, as helpdesks answer: a page that says so is a proxy's, or another server's.
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) and response.content_type == "application/json":
        raise TicketGone(f"status {status}")
    if status >= HTTPStatus.BAD_REQUEST:
        raise PermanentFailure(f"status {status}")


def _asked_wait(header: str) -> float:
    return min(float(header), MAX_WAIT) if header.isascii() and header.isdigit() else 0.0


async def _bounded(content: aiohttp.StreamReader) -> bytes:
    raw = b""
    while chunk := await content.read(2**16):
        raw += chunk
        if len(raw) > MAX_BYTES:
            raise TemporaryFailure("too long")
    return raw
