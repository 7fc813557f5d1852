"""A WebSocket that is pushed to while its peer may leave, read slowly, or not at all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from aiohttp import WSCloseCode, web

logger = logging.getLogger(__name__)

HEARTBEAT = 25.0  # seconds between pings; a peer that does not answer is gone
SEND_PATIENCE = 10.0  # seconds for a reader to take what was sent
CLOSE_PATIENCE = 2.0  # seconds for a peer to say goodbye
MAX_INCOMING = 1_024  # bytes

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

    async def push(self, event: dict[str, Any]) -> None:
        """Raises TimeoutError when the peer does not read."""
        async with asyncio.timeout(SEND_PATIENCE):
            await self.send_json(event)

    async def while_it_lasts(self, pushing: Awaitable[None], transport: asyncio.Transport | None) -> None:
        """Await `pushing`, and end the socket as becomes what ends it."""
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
        """The gateway stops; the client comes back to the next one."""
        await self.close(code=WSCloseCode.GOING_AWAY, message=b"restarting", drain=False)

    async def _drop(self, transport: asyncio.Transport | None) -> None:
        """Say why, if it can still be heard, and hang up."""
        try:
            async with asyncio.timeout(CLOSE_PATIENCE):
                await self.close(code=TOO_SLOW, message=b"too slow", drain=False)
        except TimeoutError:
            pass
        if transport:
            transport.abort()
