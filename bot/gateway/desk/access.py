"""Who may do what at the desk: the one place that decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.addresses import client_address
from bot.gateway.desk.cookie import PATH, token_in
from bot.gateway.desk.problems import NotSignedIn
from bot.gateway.desk.sessions import Sessions, SignedIn, hash_of
from bot.gateway.problems import ForeignOrigin, NotAllowed
from bot.gateway.rate_limits import TokenBuckets
from bot.gateway.settings import Network

DeskHandler = Callable[[web.Request, SignedIn], Awaitable[web.StreamResponse]]

HEADER = "X-Breachline-Desk"
_READING = ("GET", "HEAD", "OPTIONS")


@web.middleware
async def refuse_forged_changes(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A change needs a header that no other website can make a browser send without asking us."""
    if request.path.startswith(PATH) and request.method not in _READING and request.headers.get(HEADER) != "1":
        raise ForeignOrigin(f"The header {HEADER}: 1 is needed.")
    return await handler(request)


class Access:
    def __init__(self, sessions: Sessions, requests: TokenBuckets, proxies: Sequence[Network]) -> None:
        self._sessions = sessions
        self._requests = requests
        self._proxies = proxies

    def agents(self, handler: DeskHandler) -> Handler:
        """For everybody who is signed in."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            return await handler(request, await self.signed_in(request))

        return guarded

    def supervisors(self, handler: DeskHandler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            signed_in = await self.signed_in(request)
            if not signed_in.agent.supervises:
                raise NotAllowed("This is for supervisors.")
            return await handler(request, signed_in)

        return guarded

    async def signed_in(self, request: web.Request) -> SignedIn:
        """Raises `NotSignedIn`; guessing is limited, too."""
        self._requests.take(client_address(request, self._proxies))
        token = token_in(request)
        signed_in = await self._sessions.opened(hash_of(token)) if token else None
        if not signed_in:
            raise NotSignedIn
        return signed_in
