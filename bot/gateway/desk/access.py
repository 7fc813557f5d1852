"""Who may do what at the desk: the one place that decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.addresses import client_address
from bot.gateway.conversation_rows import Conversation, found
from bot.gateway.database import Cursor
from bot.gateway.desk.agent_rows import Agent
from bot.gateway.desk.cookie import PATH, token_in
from bot.gateway.desk.problems import NotSignedIn, UnknownConversation
from bot.gateway.desk.sessions import Sessions, SignedIn, hash_of
from bot.gateway.handoff.handoff_rows import Handoff, handoff_of
from bot.gateway.handoff.log_rows import was_handed_off
from bot.gateway.origins import is_own
from bot.gateway.problems import AlreadyTaken, ConversationGone, ForeignOrigin, NotAllowed, WrongState
from bot.gateway.rate_limits import TokenBuckets
from bot.gateway.settings import Network
from bot.handoff.states import State

DeskHandler = Callable[[web.Request, SignedIn], Awaitable[web.StreamResponse]]

HEADER = "X-Breachline-Desk"
_READING = ("GET", "HEAD", "OPTIONS")


@web.middleware
async def refuse_forged_changes(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A change needs a header that no other website can make a browser send without asking us."""
    exists = request.match_info.http_exception is None
    changes = exists and request.path.startswith(PATH) and request.method not in _READING
    if changes and request.headers.get(HEADER) != "1":
        raise ForeignOrigin(f"The header {HEADER}: 1 is needed.")
    return await handler(request)


class Access:
    """Lets requests through to handlers, which get who is signed in."""

    def __init__(self, sessions: Sessions, requests: TokenBuckets, proxies: Sequence[Network]) -> None:
        self._sessions = sessions
        self._requests = requests
        self._proxies = proxies

    def agents(self, handler: DeskHandler) -> Handler:
        """For everybody who is signed in."""

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
        """For agents, from our own page only: browsers ask nobody before a page of anybody opens a WebSocket."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            signed_in = await self._signed_in(request)
            if not is_own(request.headers.get("Origin", ""), request.host):
                raise ForeignOrigin("The desk is opened by its own page only.")
            return await handler(request, signed_in)

        return guarded

    async def _signed_in(self, request: web.Request) -> SignedIn:
        """Raises `NotSignedIn`; guessing is limited, too."""
        self._requests.take(client_address(request, self._proxies))
        token = token_in(request)
        signed_in = await self._sessions.opened(hash_of(token)) if token else None
        if not signed_in:
            raise NotSignedIn
        return signed_in


@dataclass(frozen=True)
class Case:
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


def case(cursor: Cursor, conversation_id: str) -> Case:
    """Raises `UnknownConversation`, also for what no person was ever asked to look at."""
    try:
        conversation = found(cursor, conversation_id)
    except ConversationGone:
        raise UnknownConversation from None
    handoff = handoff_of(cursor, conversation_id)
    if not handoff and not was_handed_off(cursor, conversation_id):
        raise UnknownConversation
    return Case(conversation, handoff)


def case_to_read(cursor: Cursor, conversation_id: str, agent: Agent) -> Case:
    """Raises `UnknownConversation` or `NotAllowed`."""
    looked_at = case(cursor, conversation_id)
    if not looked_at.may_be_read_by(agent):
        raise NotAllowed("This conversation is not yours.")
    return looked_at


def check_may_take(looked_at: Case, agent: Agent, *, over: bool, holder_is_there: bool) -> None:
    """From the queue whoever speaks the language; from a colleague supervisors, or anybody once the colleague is away.

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


def check_may_act(looked_at: Case, agent: Agent) -> None:
    """Only who has a conversation answers in it, hands it on or ends it. Raises `NotAllowed` or `WrongState`."""
    if looked_at.holder_id == agent.id:
        return
    if looked_at.holder_id or not looked_at.may_be_read_by(agent):
        raise NotAllowed("This conversation is not yours.")
    raise WrongState("Take this conversation first.")


def check_may_note(looked_at: Case, agent: Agent) -> None:
    """Supervisors note where they only look on. Raises `NotAllowed` or `WrongState`."""
    if not agent.supervises:
        check_may_act(looked_at, agent)
