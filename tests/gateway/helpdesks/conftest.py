"""Helpdesks of ours on real sockets, and the gateway's side of each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.gateway.helpdesks.chatwoot.adapter import Chatwoot
from bot.gateway.helpdesks.client import HelpdeskClient
from bot.gateway.helpdesks.zammad.adapter import Zammad
from tests.gateway.conftest import StartGateway
from tests.gateway.helpdesks import chatwoot_server, signed_server, zammad_server
from tests.gateway.helpdesks.chatwoot_server import ChatwootServer
from tests.gateway.helpdesks.connected import Connected, connected
from tests.gateway.helpdesks.signed_server import SignedServer
from tests.gateway.helpdesks.zammad_server import ZammadServer
from tests.gateway.stand_in_rasa import StandInRasa


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
async def chatwoot(chatwoot_there: ChatwootServer) -> AsyncIterator[Chatwoot]:
    client = HelpdeskClient(chatwoot_there.url, {"api_access_token": chatwoot_server.TOKEN})
    chatwoot = Chatwoot(client, chatwoot_server.ACCOUNT, chatwoot_server.INBOX, chatwoot_server.SECRET)
    yield chatwoot
    await chatwoot.close()


@pytest.fixture
async def zammad(zammad_there: ZammadServer) -> AsyncIterator[Zammad]:
    client = HelpdeskClient(zammad_there.url, {"Authorization": f"Token token={zammad_server.TOKEN}"})
    zammad = Zammad(client, zammad_server.GROUP, zammad_server.SECRET)
    yield zammad
    await zammad.close()


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
    access = {
        "URL": chatwoot_there.url,
        "SECRET": chatwoot_server.SECRET,
        "TOKEN": chatwoot_server.TOKEN,
        "ACCOUNT": str(chatwoot_server.ACCOUNT),
        "INBOX": str(chatwoot_server.INBOX),
    }
    return await connected(start_gateway, rasa, "chatwoot", access, store_url)


@pytest.fixture
async def at_zammad(
    start_gateway: StartGateway, rasa: StandInRasa, zammad_there: ZammadServer, store_url: str
) -> Connected:
    access = {
        "URL": zammad_there.url,
        "SECRET": zammad_server.SECRET,
        "TOKEN": zammad_server.TOKEN,
        "GROUP": zammad_server.GROUP,
    }
    return await connected(start_gateway, rasa, "zammad", access, store_url)


@pytest.fixture
async def at_webhook(start_gateway: StartGateway, rasa: StandInRasa, signed_there: SignedServer) -> Connected:
    access = {"URL": signed_there.url, "SECRET": signed_server.SECRET}
    return await connected(start_gateway, rasa, "webhook", access, "")
