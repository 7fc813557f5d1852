"""HTTP on the outside, conversations on the inside: what each address of /v1 reads and answers."""

from __future__ import annotations

import asyncio
import datetime
import re
from http import HTTPStatus
from typing import Any, Literal

from aiohttp import web
from pydantic import ConstrainedInt, ConstrainedStr, StrictBool, root_validator, validator

from bot.content import incident, offered
from bot.gateway.conversations.model import Incoming, Page, message_id
from bot.gateway.conversations.service import Conversations
from bot.gateway.conversations.stream import Stream
from bot.gateway.conversations.tokens import PROTOCOL, Opened, Tokens
from bot.gateway.conversations.transcript import transcript
from bot.gateway.errors import Invalid
from bot.gateway.handoff.service import Handoffs
from bot.gateway.http.client_address import client_address
from bot.gateway.http.phone import dialable
from bot.gateway.http.rate_limits import Limits
from bot.gateway.http.request_bodies import ClientMessageId, MessageText, RequestBody, Text, checked, read_body
from bot.gateway.metrics import Metrics
from bot.gateway.notifier import Notifier, TypingPeople
from bot.gateway.settings import Settings
from bot.handoff.states import State
from bot.language import Language
from bot.observability.request import in_conversation

MAX_COMMENT = 1_000  # characters

_MESSAGE_ID = re.compile(r"^[0-9]{1,12}\Z", re.ASCII)


class _ButtonId(ConstrainedStr):
    strict = True
    regex = r"^[A-Za-z0-9_-]{1,64}\Z"


class _Phone(ConstrainedStr):
    strict = True
    max_length = 60


class _Comment(ConstrainedStr):
    strict = True
    max_length = MAX_COMMENT


class _Stars(ConstrainedInt):
    strict = True
    ge = 1
    le = 5


class NewConversation(RequestBody):
    language: Language | None = None
    client: Literal["web", "app"] = "web"


class NewMessage(RequestBody):
    """Either a typed text or a button."""

    text: MessageText | None = None
    button: _ButtonId | None = None
    client_message_id: ClientMessageId | None = None

    @root_validator(pre=True)
    def _one_of_both(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values.get("text") is None) == (values.get("button") is None):
            raise ValueError('exactly one of "text" and "button" is needed')
        return values

    @validator("text")
    def _readable(cls, text: str | None) -> str | None:
        return None if text is None else checked(text)


class NewTicket(RequestBody):
    """A message with a number to call back."""

    text: Text
    phone: _Phone
    client_message_id: ClientMessageId | None = None

    @validator("text")
    def _readable(cls, text: str) -> str:
        return checked(text)

    @validator("phone")
    def _dialable(cls, phone: str) -> str:
        return dialable(phone)


class NewTyping(RequestBody):
    on: StrictBool


class NewRating(RequestBody):
    stars: _Stars
    comment: _Comment | None = None

    @validator("stars", pre=True)
    def _whole(cls, stars: object) -> object:
        """JSON knows one kind of number: 4.0 is as whole as 4."""
        return int(stars) if isinstance(stars, float) and stars.is_integer() else stars

    @validator("comment")
    def _readable(cls, comment: str | None) -> str | None:
        return None if comment is None else checked(comment)


class CustomerApi:
    def __init__(
        self,
        settings: Settings,
        *,
        conversations: Conversations,
        handoffs: Handoffs,
        typing: TypingPeople,
        tokens: Tokens,
        limits: Limits,
        notifier: Notifier,
        metrics: Metrics,
    ) -> None:
        self._proxies = settings.proxies
        self._conversations = conversations
        self._handoffs = handoffs
        self._typing = typing
        self._tokens = tokens
        self._limits = limits
        self._notifier = notifier
        self._metrics = metrics
        self._streams: set[Stream] = set()

    async def begin(self, request: web.Request) -> web.Response:
        await self._limits.starts.take(client_address(request, self._proxies))
        body = await read_body(request, NewConversation)
        page = await self._conversations.begin(offered(body.language), body.client)
        in_conversation(page.conversation.id)
        return web.json_response({**self._key_to(page), **_page_to_json(page)}, status=HTTPStatus.CREATED)

    async def renew_token(self, request: web.Request) -> web.Response:
        """A new token for the old one, which may have expired: customers must reach what is kept of them.

        This does not prolong retention. Raises `ConversationGone`.
        """
        await self._limits.requests.take(client_address(request, self._proxies))
        kept_at_most = datetime.timedelta(days=incident().retention_days)
        opened = self._tokens.open(request, kept_at_most)
        in_conversation(opened.conversation_id)
        await self._limits.messages.take(opened.conversation_id)
        page = await self._conversations.read(opened.conversation_id, 0, limit=1)
        return web.json_response(self._key_to(page))

    async def say(self, request: web.Request) -> web.Response:
        opened = await self._open(request)
        await self._limits.messages.take(opened.conversation_id)
        body = await read_body(request, NewMessage)
        address = client_address(request, self._proxies)
        self._handoffs.came_from(opened.conversation_id, address)
        incoming = Incoming(body.text, body.button, body.client_message_id, address)
        return web.json_response(
            await self._page_with_place(await self._conversations.say(opened.conversation_id, incoming))
        )

    async def read(self, request: web.Request) -> web.Response:
        opened = await self._open(request)
        page = await self._conversations.read(opened.conversation_id, _after(request))
        return web.json_response({**await self._page_with_place(page), "more": page.more})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        opened = await self._open(request)
        if not web.WebSocketResponse(protocols=(PROTOCOL,)).can_prepare(request):
            raise web.HTTPUpgradeRequired(headers={"Upgrade": "websocket"})
        stream = Stream(
            conversations=self._conversations,
            handoffs=self._handoffs,
            typing=self._typing,
            notifier=self._notifier,
            opened=opened,
            after=_after(request),
        )
        with (
            self._limits.sockets_of_conversation.slot(opened.conversation_id),
            self._limits.sockets_of_address.slot(client_address(request, self._proxies)),
            self._metrics.sockets.track_inprogress(),
        ):
            self._streams.add(stream)
            try:
                return await stream.serve(request)
            finally:
                self._streams.discard(stream)

    async def transcript(self, request: web.Request) -> web.Response:
        opened = await self._open(request)
        page = await self._conversations.whole(opened.conversation_id)
        if "text/plain" in request.headers.get("Accept", ""):
            return web.Response(
                text=transcript(page.conversation.id, page.messages, page.conversation.language),
                headers={"Content-Disposition": 'attachment; filename="conversation.txt"', "Vary": "Accept"},
            )
        return web.json_response(
            {"conversation_id": opened.conversation_id, **_page_to_json(page)},
            headers={"Content-Disposition": 'attachment; filename="conversation.json"', "Vary": "Accept"},
        )

    async def leave_ticket(self, request: web.Request) -> web.Response:
        opened = await self._open(request)
        await self._limits.messages.take(opened.conversation_id)
        body = await read_body(request, NewTicket)
        page = await self._conversations.leave_ticket(
            opened.conversation_id,
            Incoming(body.text, None, body.client_message_id, client_address(request, self._proxies)),
            body.phone,
        )
        return web.json_response(await self._page_with_place(page), status=HTTPStatus.CREATED)

    async def typing(self, request: web.Request) -> web.Response:
        opened = await self._open(request)
        body = await read_body(request, NewTyping)
        if self._typing.set(opened.conversation_id, "customer", body.on):
            self._notifier.notify(
                opened.conversation_id
            )  # desks that look at it listen; the others have nothing to see
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def rate(self, request: web.Request) -> web.Response:
        opened = await self._open(request)
        await self._limits.messages.take(opened.conversation_id)
        body = await read_body(request, NewRating)
        address = client_address(request, self._proxies)
        await self._conversations.rate(opened.conversation_id, body.stars, Incoming(body.comment, address=address))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def erase(self, request: web.Request) -> web.Response:
        await self._conversations.erase((await self._open(request)).conversation_id)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def metrics(self, request: web.Request) -> web.Response:
        return web.Response(body=self._metrics.exposition(), headers={"Content-Type": "text/plain; version=0.0.4"})

    async def close_streams(self, app: web.Application) -> None:
        """A handler for the signal `on_shutdown`."""
        await asyncio.gather(*(stream.close() for stream in self._streams))

    def _key_to(self, page: Page) -> dict[str, object]:
        token, expires_at = self._tokens.make(page.conversation.id)
        return {
            "conversation_id": page.conversation.id,
            "token": token,
            "expires_at": expires_at.isoformat().replace("+00:00", "Z"),
        }

    async def _page_with_place(self, page: Page) -> dict[str, object]:
        """The page, and where in the queue the customer stands."""
        found = _page_to_json(page)
        if page.conversation.state is State.WAITING:
            found |= (await self._handoffs.queue()).standing(page.conversation.id)
        return found

    async def _open(self, request: web.Request) -> Opened:
        """Count the request against its limits, then check its token, so that guessing tokens is limited, too."""
        await self._limits.requests.take(client_address(request, self._proxies))
        opened = self._tokens.open(request)
        in_conversation(opened.conversation_id)
        return opened


def _page_to_json(page: Page) -> dict[str, object]:
    return {
        "messages": [message.to_json() for message in page.messages],
        "state": page.conversation.state.value,
        "language": page.conversation.language,
    }


def _after(request: web.Request) -> int:
    after = request.query.get("after", message_id(0))
    if not _MESSAGE_ID.match(after):
        raise Invalid('"after" must be the id of a message.')
    return int(after)
