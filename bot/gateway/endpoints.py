"""HTTP on the outside, conversations on the inside: what each address of /v1 reads and answers."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus

from aiohttp import web

from bot.content import incident
from bot.gateway.addresses import client_address
from bot.gateway.bodies import NewConversation, NewMessage, NewRating, NewTicket, NewTyping, read_body
from bot.gateway.conversation_rows import Page
from bot.gateway.conversations import Conversations
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.typing_people import TypingPeople
from bot.gateway.messages import message_id
from bot.gateway.metrics import Metrics
from bot.gateway.problems import Invalid
from bot.gateway.rate_limits import Limits
from bot.gateway.settings import Settings
from bot.gateway.stream import Stream
from bot.gateway.tokens import PROTOCOL, Opened, Tokens
from bot.gateway.transcript import transcript
from bot.gateway.wakeups import Wakeups
from bot.handoff.states import State

_MESSAGE_ID = re.compile(r"^[0-9]{1,12}\Z", re.ASCII)


class Endpoints:
    def __init__(
        self,
        settings: Settings,
        *,
        conversations: Conversations,
        handoffs: Handoffs,
        typing: TypingPeople,
        tokens: Tokens,
        limits: Limits,
        wakeups: Wakeups,
        metrics: Metrics,
    ) -> None:
        self._proxies = settings.proxies
        self._conversations = conversations
        self._handoffs = handoffs
        self._typing = typing
        self._tokens = tokens
        self._limits = limits
        self._wakeups = wakeups
        self._metrics = metrics
        self._streams: set[Stream] = set()

    async def begin(self, request: web.Request) -> web.Response:
        self._limits.starts.take(client_address(request, self._proxies))
        body = await read_body(request, NewConversation)
        page = await self._conversations.begin(body.language or incident().default_language, body.client)
        token, expires_at = self._tokens.make(page.conversation.id)
        return web.json_response(
            {
                "conversation_id": page.conversation.id,
                "token": token,
                "expires_at": expires_at.isoformat().replace("+00:00", "Z"),
                **_wire(page),
            },
            status=HTTPStatus.CREATED,
        )

    async def say(self, request: web.Request) -> web.Response:
        opened = self._open(request)
        self._limits.messages.take(opened.conversation_id)
        body = await read_body(request, NewMessage)
        self._handoffs.arrivals.note(opened.conversation_id, client_address(request, self._proxies))
        return web.json_response(await self._wire(await self._conversations.say(opened.conversation_id, body)))

    async def read(self, request: web.Request) -> web.Response:
        opened = self._open(request)
        page = await self._conversations.read(opened.conversation_id, _after(request))
        return web.json_response({**await self._wire(page), "more": page.more})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        opened = self._open(request)
        if not web.WebSocketResponse(protocols=(PROTOCOL,)).can_prepare(request):
            raise web.HTTPUpgradeRequired(headers={"Upgrade": "websocket"})
        stream = Stream(
            conversations=self._conversations,
            handoffs=self._handoffs,
            typing=self._typing,
            wakeups=self._wakeups,
            opened=opened,
            after=_after(request),
        )
        with (
            self._limits.sockets_of_conversation.seat(opened.conversation_id),
            self._limits.sockets_of_address.seat(client_address(request, self._proxies)),
            self._metrics.sockets.track_inprogress(),
        ):
            self._streams.add(stream)
            try:
                return await stream.serve(request)
            finally:
                self._streams.discard(stream)

    async def transcript(self, request: web.Request) -> web.Response:
        opened = self._open(request)
        page = await self._conversations.whole(opened.conversation_id)
        if "text/plain" in request.headers.get("Accept", ""):
            return web.Response(
                text=transcript(page.messages, page.conversation.language),
                headers={"Content-Disposition": 'attachment; filename="conversation.txt"', "Vary": "Accept"},
            )
        return web.json_response(
            {"conversation_id": opened.conversation_id, **_wire(page)},
            headers={"Content-Disposition": 'attachment; filename="conversation.json"', "Vary": "Accept"},
        )

    async def leave_ticket(self, request: web.Request) -> web.Response:
        opened = self._open(request)
        self._limits.messages.take(opened.conversation_id)
        page = await self._conversations.leave_ticket(opened.conversation_id, await read_body(request, NewTicket))
        return web.json_response(await self._wire(page), status=HTTPStatus.CREATED)

    async def typing(self, request: web.Request) -> web.Response:
        opened = self._open(request)
        body = await read_body(request, NewTyping)
        if self._typing.set(opened.conversation_id, "customer", body.on):
            self._wakeups.wake(opened.conversation_id)  # desks that look at it listen; the others have nothing to see
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def rate(self, request: web.Request) -> web.Response:
        opened = self._open(request)
        self._limits.messages.take(opened.conversation_id)
        await self._conversations.rate(opened.conversation_id, await read_body(request, NewRating))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def erase(self, request: web.Request) -> web.Response:
        await self._conversations.erase(self._open(request).conversation_id)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def metrics(self, request: web.Request) -> web.Response:
        return web.Response(body=self._metrics.exposition(), headers={"Content-Type": "text/plain; version=0.0.4"})

    async def close_streams(self, app: web.Application) -> None:
        """A handler for the signal `on_shutdown`."""
        await asyncio.gather(*(stream.close() for stream in self._streams))

    async def _wire(self, page: Page) -> dict[str, object]:
        """The page, and where in the queue the customer stands."""
        wire = _wire(page)
        if page.conversation.state is State.WAITING:
            wire |= (await self._handoffs.queue()).standing(page.conversation.id)
        return wire

    def _open(self, request: web.Request) -> Opened:
        """Count the request, then look at its token: guessing is limited, too."""
        self._limits.requests.take(client_address(request, self._proxies))
        return self._tokens.open(request)


def _wire(page: Page) -> dict[str, object]:
    return {
        "messages": [message.wire() for message in page.messages],
        "state": page.conversation.state.value,
        "language": page.conversation.language,
    }


def _after(request: web.Request) -> int:
    after = request.query.get("after", message_id(0))
    if not _MESSAGE_ID.match(after):
        raise Invalid('"after" must be the id of a message.')
    return int(after)
