"""The WebSocket that pushes a conversation: what came after a message, and then everything as it comes.

Each socket reads from the store the messages after the last one it sent. So a cut connection neither loses nor repeats
any, and a slow reader costs one page of memory, never a growing queue.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, Literal

from aiohttp import WSCloseCode, web

from bot.gateway.conversations.service import Conversations
from bot.gateway.conversations.tokens import PROTOCOL, Opened
from bot.gateway.errors import ConversationGone
from bot.gateway.handoff.service import Handoffs
from bot.gateway.http.push_socket import HEARTBEAT, PushSocket
from bot.gateway.notifier import TYPING_LASTS, Notifier, Subscription, TypingPeople
from bot.handoff.states import State

PAGE = 50  # messages

# Ours, from the range for applications: clients renew the token after the first and begin anew after the second. After
# others they resume.
TOKEN_EXPIRED = 4401
ERASED = 4410


class Stream:
    """One open socket on one conversation."""

    def __init__(
        self,
        *,
        conversations: Conversations,
        handoffs: Handoffs,
        typing: TypingPeople,
        notifier: Notifier,
        opened: Opened,
        after: int,
    ) -> None:
        self._conversations = conversations
        self._handoffs = handoffs
        self._people_typing = typing
        self._notifier = notifier
        self._id = opened.conversation_id
        self._expires_at = opened.expires_at.timestamp()
        self._last_seq = after
        self._typing: Literal["bot", "agent"] | None = None
        self._told: dict[str, Any] = {}
        self._socket = PushSocket(protocols=(PROTOCOL,))

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Push until either side ends it. Raises `ConversationGone` before the handshake."""
        await self._conversations.read(self._id, self._last_seq, limit=1)
        await self._socket.prepare(request)
        with self._notifier.subscribe(self._id) as subscription:
            pushing = asyncio.create_task(self._socket.push_until_closed(self._push(subscription), request.transport))
            try:
                # Reading is how pongs and goodbyes are noticed; customers speak by POST.
                async for message in self._socket:
                    if not await self._socket.answered_ping(message):
                        await self._socket.close(code=WSCloseCode.UNSUPPORTED_DATA, message=b"speak by POST")
            finally:
                pushing.cancel()
                await asyncio.wait([pushing])
        return self._socket

    async def close(self) -> None:
        """Close because the gateway stops; the client connects again."""
        await self._socket.restart()

    async def _push(self, subscription: Subscription) -> None:
        try:
            while not self._socket.closed:
                if subscription.erased:
                    raise ConversationGone
                await self._send_news()
                # Who stopped typing without saying so, as a gateway does that dies, is looked at again soon.
                pause = self._notifier.pause(TYPING_LASTS if self._typing else HEARTBEAT)
                patience = min(pause, self._expires_at - time.time())
                if patience <= 0:
                    await self._socket.close(code=TOKEN_EXPIRED, message=b"token expired")
                    return
                await subscription.wait(patience)
        except ConversationGone:
            await self._socket.push({"type": "erased"})
            await self._socket.close(code=ERASED, message=b"erased")

    async def _send_news(self) -> None:
        """Messages first, so that "typing" ends after the message it announced."""
        more = True
        while more:
            page = await self._conversations.read(self._id, self._last_seq, PAGE)
            for message in page.messages:
                await self._socket.push({"type": "message", "message": message.to_json()})
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
            await self._socket.push(event)

    async def _send_typing(self, state: State) -> None:
        by_agent = state is State.AGENT and self._people_typing.is_typing(self._id, "agent")
        now: Literal["bot", "agent"] | None = (
            "agent" if by_agent else "bot" if self._notifier.is_typing(self._id) else None
        )
        if now != self._typing:
            before, self._typing = self._typing, now
            if before:
                await self._socket.push({"type": "typing", "from": before, "on": False})
            if now:
                await self._socket.push({"type": "typing", "from": now, "on": True})
