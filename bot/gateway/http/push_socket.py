"""A WebSocket for pushing, whose peer may leave, read slowly, or not read at all."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMessage, web

logger = logging.getLogger(__name__)
HEARTBEAT = 25.0  # seconds between pings; a peer that does not answer is gone
SEND_PATIENCE = 10.0  # seconds for a reader to take what was sent
CLOSE_PATIENCE = 2.0  # seconds for a peer to say goodbye
MAX_INCOMING = 1_024  # bytes
PING = {"type": "ping"}  # the peer asks whether we are there: browsers hide the protocol's own pings
PONG = {"type": "pong"}
PINGS_APART = 1.0  # seconds; a client that asks more often means no good

TOO_SLOW = 4408  # ours, from the range for applications


class PushSocket(web.WebSocketResponse):
    def __init__(self, protocols: tuple[str, ...] = ()) -> None:
        super().__init__(
            heartbeat=HEARTBEAT,
            timeout=CLOSE_PATIENCE,
            protocols=protocols,
            max_msg_size=MAX_INCOMING,
            compress=False,  # a compressor per socket would cost more memory than all else of it
        )
        self._pinged_at = -PINGS_APART

    async def answered_ping(self, message: WSMessage) -> bool:
        """Answer a client's ping, at most once a second; returns whether the message was one."""
        if not _is_ping(message.data) or (now := time.monotonic()) - self._pinged_at < PINGS_APART:
            return False
        self._pinged_at = now
        with suppress(TimeoutError, ConnectionError):  # who pushes ends the socket
            await self.push(PONG)
        return True

    async def push(self, event: dict[str, Any]) -> None:
        """Send an event. Raises TimeoutError when the peer does not read."""
        async with asyncio.timeout(SEND_PATIENCE):
            await self.send_json(event)

    async def push_until_closed(self, pushing: Awaitable[None], transport: asyncio.Transport | None) -> None:
        """Wait for `pushing`, and close the socket with the code that says why it ended."""
        try:
            await pushing
        except TimeoutError:
            await self._drop(transport)
        except ConnectionError:
            pass  # the peer left in the middle; the reading side ends by itself
        except Exception as error:
            # Whatever it is, a socket that stays open and pushes nothing is the worst.
            logger.error("A stream failed: %s.", type(error).__name__)
            await self.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"try again later")

    async def restart(self) -> None:
        """Close because the gateway stops; the client connects again."""
        await self.close(code=WSCloseCode.GOING_AWAY, message=b"restarting", drain=False)

    async def _drop(self, transport: asyncio.Transport | None) -> None:
        """Close with the reason, if the peer still reads; then abort the connection."""
        try:
            async with asyncio.timeout(CLOSE_PATIENCE):
                await self.close(code=TOO_SLOW, message=b"too slow", drain=False)
        except TimeoutError:
            pass
        if transport:
            transport.abort()


def _is_ping(text: object) -> bool:
    try:
        return isinstance(text, str) and json.loads(text) == PING
    except (ValueError, RecursionError):
        return False
