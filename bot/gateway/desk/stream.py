"""One open desk: the board and what comes in watched conversations, pushed as it changes.

Like a customer's stream it reads from the store when it is woken, at most five times a second, so that a slow reader
or a busy queue costs little and nothing is lost.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.gateway.desk.board import Boards, board
from bot.gateway.desk.sessions import Sessions, SignedIn
from bot.gateway.desk.stream_messages import Typing, Unwatch, Watch, read_said
from bot.gateway.desk.watched import Watched
from bot.gateway.handoff.handoffs import DESK
from bot.gateway.handoff.typing_people import TypingPeople
from bot.gateway.problems import TooMany
from bot.gateway.push_socket import PushSocket
from bot.gateway.rate_limits import TokenBuckets
from bot.gateway.settings import Rate
from bot.gateway.wakeups import Listener, Wakeups

PAUSE = 0.2  # seconds between two looks
REFRESH = 5.0  # seconds; other gateways, and agents who left, change the board without waking anybody here
TYPING_REFRESH = 1.0  # seconds
INCOMING = Rate(60, 300)
TOUCH_EVERY = 30.0  # seconds

SIGNED_OUT = 4401


class DeskStream:
    def __init__(
        self,
        signed_in: SignedIn,
        *,
        sessions: Sessions,
        boards: Boards,
        watched: Watched,
        typing: TypingPeople,
        wakeups: Wakeups,
    ) -> None:
        self.signed_in = signed_in
        self._sessions = sessions
        self._boards = boards
        self._watched = watched
        self._typing = typing
        self._wakeups = wakeups
        self._listener = Listener()
        self._ears: dict[str, ExitStack] = {}
        self._incoming = TokenBuckets(INCOMING)
        self._touched_at = time.monotonic()
        self._board: dict[str, Any] = {}
        self._typists: set[str] = set()
        self._signed_out = False
        self._socket = PushSocket()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Push until the peer leaves or must leave."""
        await self._socket.prepare(request)
        with self._wakeups.listen(DESK, self._listener):
            pushing = asyncio.create_task(self._socket.while_it_lasts(self._push(), request.transport))
            try:
                async for message in self._socket:
                    await self._hear(message.data if message.type is WSMsgType.TEXT else "")
            finally:
                pushing.cancel()
                for ear in self._ears.values():
                    ear.close()
                await asyncio.wait([pushing])
        return self._socket

    def sign_out(self) -> None:
        """The session is over: say so and hang up."""
        self._signed_out = True
        self._listener.call()

    def know(self, signed_in: SignedIn) -> None:
        """The agent as the store has them now."""
        self.signed_in = signed_in

    async def close(self) -> None:
        """The gateway stops; the page comes back to the next one."""
        await self._socket.restart()

    async def _hear(self, text: str) -> None:
        said = read_said(text)
        try:
            self._incoming.take("")
        except TooMany:
            said = None
        match said:
            case Watch():
                await self._watch(said)
            case Unwatch():
                self._watched.end(said.conversation_id)
            case Typing():
                await self._type(said)
            case None:
                await self._socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"not understood, or too much")

    async def _watch(self, said: Watch) -> None:
        if not self._watched.begin(said.conversation_id, int(said.after)):
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"too many conversations")
            return
        if said.conversation_id not in self._ears:
            ear = self._ears[said.conversation_id] = ExitStack()
            ear.enter_context(self._wakeups.listen(said.conversation_id, self._listener))
        self._listener.call()

    async def _type(self, said: Typing) -> None:
        """The customer sees only the person typing who has the conversation."""
        mine = {held["conversation_id"] for held in self._board.get("held", ()) if held["mine"]}
        if said.conversation_id in mine and self._typing.set(said.conversation_id, "agent", said.on):
            self._wakeups.wake(said.conversation_id)
        if time.monotonic() - self._touched_at > TOUCH_EVERY:
            self._touched_at = time.monotonic()
            await self._sessions.opened(self.signed_in.session)

    async def _push(self) -> None:
        while not self._socket.closed:
            if self._signed_out:
                await self._socket.close(code=SIGNED_OUT, message=b"signed out")
                return
            await self._send_news()
            await asyncio.sleep(PAUSE)
            # Somebody who stopped typing without saying so is looked at again soon.
            await self._listener.wait(TYPING_REFRESH if self._typists else REFRESH)

    async def _send_news(self) -> None:
        agent = self.signed_in.agent
        while news := await self._watched.news(agent):
            for event in news:
                await self._socket.push(event)
        watched = self._watched.conversations
        for conversation_id in set(self._ears) - set(watched):
            self._ears.pop(conversation_id).close()
        typists = {one for one in watched if self._typing.is_typing(one, "customer")}
        for conversation_id in typists ^ self._typists:
            on = conversation_id in typists
            await self._socket.push({"type": "typing", "conversation_id": conversation_id, "on": on})
        self._typists = typists
        now = board(await self._boards.picture(), agent)
        if now != self._board:
            self._board = now
            await self._socket.push({"type": "board", "board": now})
