"""Helpdesks of ours on real sockets, and the gateway's side of each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.gateway.helpdesks.access import HelpdeskAccess
from bot.gateway.helpdesks.calls import Calls, open_session
from bot.gateway.helpdesks.chatwoot import Chatwoot
from bot.gateway.helpdesks.zammad import Zammad
from tests.gateway.conftest import StartGateway
from tests.gateway.helpdesks import chatwoot_server, signed_server, zammad_server
from tests.gateway.helpdesks.chatwoot_server import ChatwootServer
from tests.gateway.helpdesks.connected import Connected, connected
from tests.gateway.helpdesks.signed_server import SignedServer
from tests.gateway.helpdesks.zammad_server import ZammadServer
from tests.gateway.stand_in_rasa import StandInRasa


@pytest.fixture
async def calling() -> AsyncIterator[aiohttp.ClientSession]:
    session = open_session()
    yield session
    await session.close()


@pytest.fixture
async def chatwoot_there() -> AsyncIterator[ChatwootServer]:
    """Fails the test when it was asked for what is not described."""
    server = ChatwootServer()
    await server.start()
    yield server
    await server.stop()
    assert server.refused == []


@pytest.fixture
async def zammad_there() -> AsyncIterator[ZammadServer]:
    server = ZammadServer()
    await server.start()
    yield server
    await server.stop()
    assert server.refused == []


@pytest.fixture
def chatwoot(calling: aiohttp.ClientSession, chatwoot_there: ChatwootServer) -> Chatwoot:
    calls = Calls(calling, chatwoot_there.url, {"api_access_token": chatwoot_server.TOKEN})
    return Chatwoot(calls, chatwoot_server.ACCOUNT, chatwoot_server.INBOX, chatwoot_server.SECRET)


@pytest.fixture
def zammad(calling: aiohttp.ClientSession, zammad_there: ZammadServer) -> Zammad:
    calls = Calls(calling, zammad_there.url, {"Authorization": f"Token token={zammad_server.TOKEN}"})
    return Zammad(calls, zammad_server.GROUP, zammad_server.SECRET)


@pytest.fixture
async def signed_there() -> AsyncIterator[SignedServer]:
    server = SignedServer()
    await server.start()
    yield server
    await server.stop()
    assert server.refused == []


@pytest.fixture
async def at_chatwoot(
    start_gateway: StartGateway, rasa: StandInRasa, chatwoot_there: ChatwootServer, store_url: str
) -> Connected:
    access = HelpdeskAccess(
        chatwoot_there.url,
        chatwoot_server.SECRET,
        token=chatwoot_server.TOKEN,
        account=chatwoot_server.ACCOUNT,
        inbox=chatwoot_server.INBOX,
    )
    return await connected(start_gateway, rasa, "chatwoot", access, store_url)


@pytest.fixture
async def at_zammad(
    start_gateway: StartGateway, rasa: StandInRasa, zammad_there: ZammadServer, store_url: str
) -> Connected:
    access = HelpdeskAccess(
        zammad_there.url, zammad_server.SECRET, token=zammad_server.TOKEN, group=zammad_server.GROUP
    )
    return await connected(start_gateway, rasa, "zammad", access, store_url)


@pytest.fixture
async def at_webhook(start_gateway: StartGateway, rasa: StandInRasa, signed_there: SignedServer) -> Connected:
    access = HelpdeskAccess(signed_there.url, signed_server.SECRET)
    return await connected(start_gateway, rasa, "webhook", access, "")
