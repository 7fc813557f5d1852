"""Who may do what at the desk: the one place that decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.conversations.model import Conversation
from bot.gateway.conversations.rows import get_conversation
from bot.gateway.db.database import Cursor
from bot.gateway.desk.auth.sessions import COOKIE_PATH, Sessions, SignedIn, token_hash, token_in
from bot.gateway.desk.roster import Agent
from bot.gateway.errors import (
    AlreadyTaken,
    ConversationGone,
    ForeignOrigin,
    NotAllowed,
    NotSignedIn,
    UnknownConversation,
    WrongState,
)
from bot.gateway.handoff.model import Handoff
from bot.gateway.handoff.rows import handoff_of, was_handed_off
from bot.gateway.http.client_address import client_address
from bot.gateway.http.origins import is_own
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.settings import Network
from bot.handoff.states import State

DeskHandler = Callable[[web.Request, SignedIn], Awaitable[web.StreamResponse]]

HEADER = "X-Breachline-Desk"
_READING = ("GET", "HEAD", "OPTIONS")


@web.middleware
async def refuse_forged_changes(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a change without a header that another website cannot make a browser send unless CORS allows it."""
    exists = request.match_info.http_exception is None
    changes = exists and request.path.startswith(COOKIE_PATH) and request.method not in _READING
    if changes and request.headers.get(HEADER) != "1":
        raise ForeignOrigin(f"The header {HEADER}: 1 is needed.")
    return await handler(request)


class Access:
    """Wraps handlers, which are then called for signed-in agents only and get the agent as an argument."""

    def __init__(self, sessions: Sessions, requests: TokenBuckets, proxies: Sequence[Network]) -> None:
        self._sessions = sessions
        self._requests = requests
        self._proxies = proxies

    def agents(self, handler: DeskHandler) -> Handler:
        """Wrap a handler for every signed-in agent."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            return await handler(request, await self._signed_in(request))

        return guarded

    def supervisors(self, handler: DeskHandler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            signed_in = await self._signed_in(request)
            if not signed_in.agent.supervises:
                raise NotAllowed("This is for supervisors.")
            return await handler(request, signed_in)

        return guarded

    def own_pages(self, handler: DeskHandler) -> Handler:
        """Wrap a handler for agents on our own page only: browsers let any page open a WebSocket to any site."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            signed_in = await self._signed_in(request)
            if not is_own(request.headers.get("Origin", ""), request.host):
                raise ForeignOrigin("The desk is opened by its own page only.")
            return await handler(request, signed_in)

        return guarded

    async def _signed_in(self, request: web.Request) -> SignedIn:
        """Raises `NotSignedIn`; guessing is limited, too."""
        await self._requests.take(client_address(request, self._proxies))
        token = token_in(request)
        signed_in = await self._sessions.opened(token_hash(token)) if token else None
        if not signed_in:
            raise NotSignedIn
        return signed_in


@dataclass(frozen=True)
class HandedOff:
    """A conversation that was handed off at least once, and how it stands; `handoff` is null when it is over."""

    conversation: Conversation
    handoff: Handoff | None

    @property
    def holder_id(self) -> str | None:
        return self.handoff.person.id if self.handoff and self.handoff.person else None

    def may_be_read_by(self, agent: Agent) -> bool:
        """A supervisor reads everything handed off, an agent what they hold and what they could take."""
        return agent.supervises or self.holder_id == agent.id or self.waits_for(agent)

    def waits_for(self, agent: Agent) -> bool:
        """Whether it is in the queue, and the agent speaks a language that the customer accepted."""
        waits = self.conversation.state is State.WAITING and self.handoff is not None
        return waits and self.handoff is not None and self.handoff.waiting.speaks_with(agent.languages)


def handed_off(cursor: Cursor, conversation: Conversation) -> HandedOff:
    """The conversation and its hand-off. Raises `UnknownConversation` if it was never handed off."""
    handoff = handoff_of(cursor, conversation.id)
    if not handoff and not was_handed_off(cursor, conversation.id):
        raise UnknownConversation
    return HandedOff(conversation, handoff)


def find_handed_off(cursor: Cursor, conversation_id: str) -> HandedOff:
    """As `handed_off`, by the conversation's id. Raises `UnknownConversation`."""
    try:
        return handed_off(cursor, get_conversation(cursor, conversation_id))
    except ConversationGone:
        raise UnknownConversation from None


def read_handed_off(cursor: Cursor, conversation_id: str, agent: Agent) -> HandedOff:
    """As `find_handed_off`, for this agent to read. Raises `UnknownConversation` or `NotAllowed`."""
    looked_at = find_handed_off(cursor, conversation_id)
    if not looked_at.may_be_read_by(agent):
        raise NotAllowed("This conversation is not yours.")
    return looked_at


def check_may_take(looked_at: HandedOff, agent: Agent, *, over: bool, holder_is_there: bool) -> None:
    """Check that the agent may take it: from the queue, if they speak the language; from a colleague, as a supervisor
    or once the colleague is away.

    Raises `NotAllowed`, `AlreadyTaken` or `WrongState`.
    """
    if looked_at.handoff is None:
        raise WrongState("Nobody waits for a person here.")
    if looked_at.holder_id == agent.id or looked_at.waits_for(agent):
        return
    if not looked_at.holder_id:
        raise NotAllowed("You do not speak a language of this customer.")
    if not over:
        raise AlreadyTaken("A colleague has this conversation.")
    speaks = looked_at.handoff.waiting.speaks_with(agent.languages)
    if not agent.supervises and (holder_is_there or not speaks):
        raise NotAllowed("Only a supervisor takes a conversation from a colleague who is there.")


def check_may_act(looked_at: HandedOff, agent: Agent) -> None:
    """Only the agent who has a conversation answers, hands it on or ends it. Raises `NotAllowed` or `WrongState`."""
    if looked_at.holder_id == agent.id:
        return
    if looked_at.holder_id or not looked_at.may_be_read_by(agent):
        raise NotAllowed("This conversation is not yours.")
    raise WrongState("Take this conversation first.")


def check_may_note(looked_at: HandedOff, agent: Agent) -> None:
    """The agent who has it, or any supervisor, may add a note. Raises `NotAllowed` or `WrongState`."""
    if not agent.supervises:
        check_may_act(looked_at, agent)
