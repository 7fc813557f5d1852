"""The WebSocket that pushes a conversation: what came after a message, and then everything as it comes.

Each socket reads from the store what comes after the last message it sent, so cut connections lose and double nothing,
and a slow reader costs one page of messages, never a growing queue.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Literal

from aiohttp import WSCloseCode, web

from bot.gateway.conversations import Conversations
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.typing_people import LASTS, TypingPeople
from bot.gateway.problems import ConversationGone
from bot.gateway.tokens import PROTOCOL, Opened
from bot.gateway.wakeups import Listener, Wakeups
from bot.handoff.states import State

logger = logging.getLogger(__name__)

HEARTBEAT = 25.0  # seconds between pings; a peer that does not answer is gone
SEND_PATIENCE = 10.0  # seconds for a reader to take what was sent
CLOSE_PATIENCE = 2.0  # seconds for a peer to say goodbye
PAGE = 50  # messages
MAX_INCOMING = 1_024  # bytes; nothing is expected

# Ours, from the range for applications. Clients begin anew after 4401 and 4410, and resume after the others.
TOKEN_EXPIRED = 4401
TOO_SLOW = 4408
ERASED = 4410


class Stream:
    """One open socket on one conversation."""

    def __init__(
        self,
        *,
        conversations: Conversations,
        handoffs: Handoffs,
        typing: TypingPeople,
        wakeups: Wakeups,
        opened: Opened,
        after: int,
    ) -> None:
        self._conversations = conversations
        self._handoffs = handoffs
        self._people_typing = typing
        self._wakeups = wakeups
        self._id = opened.conversation_id
        self._expires_at = opened.expires_at.timestamp()
        self._last_seq = after
        self._typing: Literal["bot", "agent"] | None = None
        self._told: dict[str, Any] = {}
        self._transport: asyncio.Transport | None = None
        self._socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT,
            timeout=CLOSE_PATIENCE,
            protocols=(PROTOCOL,),
            max_msg_size=MAX_INCOMING,
            compress=False,  # a compressor per socket would cost more memory than all else of it
        )

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Push until the peer leaves, or must leave. Raises `ConversationGone` before the handshake."""
        await self._conversations.read(self._id, self._last_seq, limit=1)
        await self._socket.prepare(request)
        self._transport = request.transport
        with self._wakeups.listen(self._id) as listener:
            pushing = asyncio.create_task(self._push(listener))
            try:
                # Reading is how pongs and goodbyes are noticed; customers speak by POST.
                async for _ in self._socket:
                    await self._socket.close(code=WSCloseCode.UNSUPPORTED_DATA, message=b"speak by POST")
            finally:
                pushing.cancel()
                await asyncio.wait([pushing])
        return self._socket

    async def close(self) -> None:
        """The gateway stops; the client comes back to the next one."""
        await self._socket.close(code=WSCloseCode.GOING_AWAY, message=b"restarting", drain=False)

    async def _push(self, listener: Listener) -> None:
        try:
            while not self._socket.closed:
                if listener.erased:
                    raise ConversationGone
                await self._send_news()
                # Somebody who stopped typing without saying so is looked at again soon.
                pause = LASTS if self._typing == "agent" else HEARTBEAT
                patience = min(pause, self._expires_at - time.time())
                if patience <= 0:
                    await self._socket.close(code=TOKEN_EXPIRED, message=b"token expired")
                    return
                await listener.wait(patience)
        except ConversationGone:
            await self._send({"type": "erased"})
            await self._socket.close(code=ERASED, message=b"erased")
        except TimeoutError:
            await self._drop()
        except ConnectionError:
            pass  # the peer left in the middle; the reading side ends by itself
        except Exception as error:
            # Whatever it is, a socket that stays open and pushes nothing is the worst.
            logger.error("A stream failed: %s.", type(error).__name__)
            await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"try again later")

    async def _send_news(self) -> None:
        """Messages first, so that "typing" ends after the message it announced."""
        more = True
        while more:
            page = await self._conversations.read(self._id, self._last_seq, PAGE)
            for message in page.messages:
                await self._send({"type": "message", "message": message.wire()})
                self._last_seq = message.seq
            more = page.more
        await self._send_state(page.conversation.state)
        await self._send_typing(page.conversation.state)

    async def _send_state(self, state: State) -> None:
        event: dict[str, Any] = {"type": "state", "state": state.value}
        if state is State.WAITING:
            event |= (await self._handoffs.queue()).standing(self._id)
        if event != self._told:
            self._told = event
            await self._send(event)

    async def _send_typing(self, state: State) -> None:
        by_agent = state is State.AGENT and self._people_typing.is_typing(self._id, "agent")
        now: Literal["bot", "agent"] | None = (
            "agent" if by_agent else "bot" if self._wakeups.is_typing(self._id) else None
        )
        if now != self._typing:
            before, self._typing = self._typing, now
            if before:
                await self._send({"type": "typing", "from": before, "on": False})
            if now:
                await self._send({"type": "typing", "from": now, "on": True})

    async def _send(self, event: dict[str, Any]) -> None:
        """Raises TimeoutError when the peer does not read."""
        async with asyncio.timeout(SEND_PATIENCE):
            await self._socket.send_json(event)

    async def _drop(self) -> None:
        """Say why, if it can still be heard, and hang up."""
        try:
            async with asyncio.timeout(CLOSE_PATIENCE):
                await self._socket.close(code=TOO_SLOW, message=b"too slow", drain=False)
        except TimeoutError:
            pass
        if self._transport:
            self._transport.abort()
