"""The open desks of this gateway: each is pushed the board, and what comes in the conversations that it watches.

Like a customer's stream it reads from the store when it is notified, at most five times a second, so that a slow reader
or a busy queue costs little and nothing is lost. An agent with an open desk counts as there; when a session ends, its
desks are closed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.gateway.background import Job
from bot.gateway.conversations.rows import select_messages
from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.auth.access import read_handed_off
from bot.gateway.desk.auth.sessions import Sessions, SignedIn
from bot.gateway.desk.board import QueueSnapshots, board
from bot.gateway.desk.bodies import Typing, Unwatch, Watch, parse_message
from bot.gateway.desk.conversation_view import notes_of
from bot.gateway.desk.roster import Agent, mark_seen
from bot.gateway.errors import Problem, TooMany
from bot.gateway.http.push_socket import PushSocket
from bot.gateway.http.rate_limits import ConnectionLimiter, TokenBuckets
from bot.gateway.metrics import Metrics
from bot.gateway.notifier import DESK, Notifier, Subscription, TypingPeople
from bot.gateway.settings import Rate

logger = logging.getLogger(__name__)

MAX_OPEN_DESKS = 10  # open desks of one agent
LOOK_EVERY = 1.0  # seconds: accounts are closed from outside of this process
SEE_EVERY = 5.0  # seconds

PAUSE = 0.2  # seconds between two looks
REFRESH = 5.0  # seconds; agents who left change the board without waking anybody
TYPING_REFRESH = 1.0  # seconds
INCOMING = Rate(60, 300)
TOUCH_EVERY = 30.0  # seconds

SIGNED_OUT = 4401

MAX_WATCHED = 50  # conversations
WATCHED_PAGE = 100  # messages


class DeskStreams:
    def __init__(
        self, database: Database, *, sessions: Sessions, typing: TypingPeople, notifier: Notifier, metrics: Metrics
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._boards = QueueSnapshots(database)
        self._typing = typing
        self._notifier = notifier
        self._metrics = metrics
        self._slots = ConnectionLimiter(MAX_OPEN_DESKS)
        self._streams: set[DeskStream] = set()
        self._seen_at = -SEE_EVERY

    async def open(self, request: web.Request, signed_in: SignedIn) -> web.StreamResponse:
        if not web.WebSocketResponse().can_prepare(request):
            raise web.HTTPUpgradeRequired(headers={"Upgrade": "websocket"})
        stream = DeskStream(
            signed_in,
            sessions=self._sessions,
            boards=self._boards,
            watched=Watched(self._database),
            typing=self._typing,
            notifier=self._notifier,
        )
        with self._slots.slot(signed_in.agent.id), self._metrics.sockets.track_inprogress():
            await self._database.transaction(lambda cursor: mark_seen(cursor, signed_in.agent.id, time.time()))
            self._notifier.notify(DESK)
            self._streams.add(stream)
            try:
                return await stream.serve(request)
            finally:
                self._streams.discard(stream)

    def close_session(self, signed_in: SignedIn) -> None:
        """Close every open desk of this session."""
        for stream in self._streams:
            if stream.signed_in.session == signed_in.session:
                stream.sign_out()

    def job(self) -> Job:
        return Job("open_desks", self._look, LOOK_EVERY)

    async def close(self, app: web.Application) -> None:
        """A handler for the signal `on_shutdown`."""
        await asyncio.gather(*(stream.close() for stream in self._streams))

    async def _look(self) -> None:
        streams = list(self._streams)
        if not streams:
            return
        due = time.monotonic() - self._seen_at >= SEE_EVERY
        known = await self._database.transaction(lambda cursor: self._known(cursor, streams, due))
        if due:
            self._seen_at = time.monotonic()
        for stream in streams:
            signed_in = known.get(stream.signed_in.session)
            if signed_in:
                stream.refresh(signed_in)
            else:
                stream.sign_out()

    def _known(self, cursor: Cursor, streams: list[DeskStream], see_them: bool) -> dict[str, SignedIn]:
        """The agents who are still signed in, by session; with `see_them`, marks them as seen."""
        sessions = {stream.signed_in.session for stream in streams}
        known = {one.session: one for session in sessions if (one := self._sessions.find_session(cursor, session))}
        if see_them:
            for agent_id in {one.agent.id for one in known.values()}:
                mark_seen(cursor, agent_id, time.time())
        return known


class DeskStream:
    def __init__(
        self,
        signed_in: SignedIn,
        *,
        sessions: Sessions,
        boards: QueueSnapshots,
        watched: Watched,
        typing: TypingPeople,
        notifier: Notifier,
    ) -> None:
        self.signed_in = signed_in
        self._sessions = sessions
        self._boards = boards
        self._watched = watched
        self._typing = typing
        self._notifier = notifier
        self._subscription = Subscription()
        self._subscriptions: dict[str, ExitStack] = {}
        self._incoming = TokenBuckets(INCOMING)
        self._touched_at = time.monotonic()
        self._board: dict[str, Any] = {}
        self._typists: set[str] = set()
        self._signed_out = False
        self._socket = PushSocket()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Push until either side ends it."""
        await self._socket.prepare(request)
        with self._notifier.subscribe(DESK, self._subscription):
            pushing = asyncio.create_task(self._socket.push_until_closed(self._push(), request.transport))
            try:
                async for message in self._socket:
                    if await self._socket.answered_ping(message):
                        continue
                    await self._hear(message.data if message.type is WSMsgType.TEXT else "")
            finally:
                pushing.cancel()
                for subscription in self._subscriptions.values():
                    subscription.close()
                await asyncio.wait([pushing])
        return self._socket

    def sign_out(self) -> None:
        """Close because the session is over."""
        self._signed_out = True
        self._subscription.notify()

    def refresh(self, signed_in: SignedIn) -> None:
        """Use the agent's account as it now is in the store."""
        self.signed_in = signed_in

    async def close(self) -> None:
        """Close because the gateway stops; the page connects again."""
        await self._socket.restart()

    async def _hear(self, text: str) -> None:
        said = parse_message(text)
        try:
            await self._incoming.take("")
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
        if said.conversation_id not in self._subscriptions:
            subscription = self._subscriptions[said.conversation_id] = ExitStack()
            subscription.enter_context(self._notifier.subscribe(said.conversation_id, self._subscription))
        self._subscription.notify()

    async def _type(self, said: Typing) -> None:
        """Only typing by the agent who has the conversation is shown to the customer."""
        mine = {held["conversation_id"] for held in self._board.get("held", ()) if held["mine"]}
        if said.conversation_id in mine and self._typing.set(said.conversation_id, "agent", said.on):
            self._notifier.notify(said.conversation_id)
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
            await self._subscription.wait(TYPING_REFRESH if self._typists else self._notifier.pause(REFRESH))

    async def _send_news(self) -> None:
        agent = self.signed_in.agent
        while news := await self._watched.news(agent):
            for event in news:
                await self._socket.push(event)
        watched = self._watched.conversations
        for conversation_id in set(self._subscriptions) - set(watched):
            self._subscriptions.pop(conversation_id).close()
        typists = {one for one in watched if self._typing.is_typing(one, "customer")}
        for conversation_id in typists ^ self._typists:
            on = conversation_id in typists
            await self._socket.push({"type": "typing", "conversation_id": conversation_id, "on": on})
        self._typists = typists
        now = board(await self._boards.snapshot(), agent)
        if now != self._board:
            self._board = now
            await self._socket.push({"type": "board", "board": now})


@dataclass
class _WatchedConversation:
    last_seq: int
    state: str = ""
    notes: set[str] = field(default_factory=set)


class Watched:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._watches: dict[str, _WatchedConversation] = {}

    @property
    def conversations(self) -> list[str]:
        return list(self._watches)

    def begin(self, conversation_id: str, after: int) -> bool:
        """Watch a conversation from message `after` on; false at the limit."""
        if conversation_id not in self._watches and len(self._watches) >= MAX_WATCHED:
            return False
        self._watches[conversation_id] = _WatchedConversation(after)
        return True

    def end(self, conversation_id: str) -> None:
        self._watches.pop(conversation_id, None)

    async def news(self, agent: Agent) -> list[dict[str, Any]]:
        """An event for each watched conversation with news. One that the agent may not read any more is dropped."""
        if not self._watches:
            return []
        return await self._database.transaction(lambda cursor: self._news(cursor, agent))

    def _news(self, cursor: Cursor, agent: Agent) -> list[dict[str, Any]]:
        found = []
        for conversation_id, watch in list(self._watches.items()):
            try:
                event = _watched_event(cursor, conversation_id, watch, agent)
            except Problem:
                self._watches.pop(conversation_id, None)
                continue
            if event:
                found.append(event)
        return found


def _watched_event(
    cursor: Cursor, conversation_id: str, watch: _WatchedConversation, agent: Agent
) -> dict[str, Any] | None:
    """Raises `UnknownConversation` or `NotAllowed`."""
    state = read_handed_off(cursor, conversation_id, agent).conversation.state.value
    messages = select_messages(cursor, conversation_id, watch.last_seq, limit=WATCHED_PAGE)
    notes = [note for note in notes_of(cursor, conversation_id) if note.id not in watch.notes]
    if not messages and not notes and state == watch.state:
        return None
    watch.last_seq = messages[-1].seq if messages else watch.last_seq
    watch.state = state
    watch.notes |= {note.id for note in notes}
    return {
        "type": "conversation",
        "conversation_id": conversation_id,
        "state": state,
        "messages": [message.to_json() for message in messages],
        "notes": [note.to_json() for note in notes],
    }
