"""The open desks of this gateway: who has them is seen as there, and whose session ends is hung up on."""

from __future__ import annotations

import asyncio
import logging
import time

from aiohttp import web

from bot.gateway.database import Cursor, Database, DatabaseError
from bot.gateway.desk.board import Boards
from bot.gateway.desk.presence import see
from bot.gateway.desk.sessions import Sessions, SignedIn
from bot.gateway.desk.stream import DeskStream
from bot.gateway.desk.watched import Watched
from bot.gateway.handoff.handoffs import DESK
from bot.gateway.handoff.typing_people import TypingPeople
from bot.gateway.metrics import Metrics
from bot.gateway.rate_limits import SocketSeats
from bot.gateway.wakeups import Wakeups

logger = logging.getLogger(__name__)

SEATS = 10  # open desks of one agent
LOOK_EVERY = 1.0  # seconds: accounts are closed from outside of this process
SEE_EVERY = 5.0  # seconds


class DeskStreams:
    def __init__(
        self, database: Database, *, sessions: Sessions, typing: TypingPeople, wakeups: Wakeups, metrics: Metrics
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._boards = Boards(database)
        self._typing = typing
        self._wakeups = wakeups
        self._metrics = metrics
        self._seats = SocketSeats(SEATS)
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
            wakeups=self._wakeups,
        )
        with self._seats.seat(signed_in.agent.id), self._metrics.sockets.track_inprogress():
            await self._database.transaction(lambda cursor: see(cursor, signed_in.agent.id, time.time()))
            self._wakeups.wake(DESK)
            self._streams.add(stream)
            try:
                return await stream.serve(request)
            finally:
                self._streams.discard(stream)

    def signed_out(self, signed_in: SignedIn) -> None:
        """Hang up on every desk of this session."""
        for stream in self._streams:
            if stream.signed_in.session == signed_in.session:
                stream.sign_out()

    async def run(self) -> None:
        """Look after the open desks until cancelled; survives a database that is away."""
        while True:
            try:
                await self._look()
            except DatabaseError as error:
                logger.warning("Open desks are not looked at: %s.", error)
            except Exception as error:
                # Whatever it is, the next look must come, or every agent seems to have left.
                logger.error("A look at open desks failed: %s.", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)

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
                stream.know(signed_in)
            else:
                stream.sign_out()

    def _known(self, cursor: Cursor, streams: list[DeskStream], see_them: bool) -> dict[str, SignedIn]:
        """Who is still signed in, by session; noted as there when it is time."""
        sessions = {stream.signed_in.session for stream in streams}
        known = {one.session: one for session in sessions if (one := self._sessions.still_opened(cursor, session))}
        if see_them:
            for agent_id in {one.agent.id for one in known.values()}:
                see(cursor, agent_id, time.time())
        return known
