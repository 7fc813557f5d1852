"""Wires the gateway together; nothing else happens here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from bot.gateway.access_log import keep_raw_requests_out, log_access
from bot.gateway.assistant import Assistant
from bot.gateway.bodies import MAX_BYTES
from bot.gateway.conversations import Conversations
from bot.gateway.danger import warm_up
from bot.gateway.desk.access import refuse_forged_changes
from bot.gateway.desk.desk import Desk
from bot.gateway.endpoints import Endpoints
from bot.gateway.forgetting import Forgetting
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.handoff.queue_view import OUTSIDE
from bot.gateway.handoff.typing_people import TypingPeople
from bot.gateway.handoff.watch import Watch
from bot.gateway.health import Health
from bot.gateway.helpdesks.connection import Connection
from bot.gateway.metrics import Metrics
from bot.gateway.open_database import open_database
from bot.gateway.origins import add_cors_headers, check_origins
from bot.gateway.pages import Pages
from bot.gateway.problems import translate_problems
from bot.gateway.rate_limits import Limits
from bot.gateway.routes import routes
from bot.gateway.schema import bring_up_to_date
from bot.gateway.secret import token_secret
from bot.gateway.security_headers import security_headers
from bot.gateway.settings import Settings
from bot.gateway.store import Store
from bot.gateway.tokens import Tokens
from bot.gateway.upkeep import keep_up
from bot.gateway.wakeups import Wakeups

CONNECTIONS = 200  # to Rasa at once; more would only wait there


async def create_app(settings: Settings) -> web.Application:
    """The gateway with these settings. Raises `SettingsError` and `NewerDatabase`."""
    keep_raw_requests_out()
    metrics = Metrics()
    wakeups = Wakeups()
    secret = token_secret(settings)
    tokens = Tokens(secret, settings.token_hours)
    database = open_database(settings.store, settings.data_folder)
    await bring_up_to_date(database)
    outbox = OutboxRows(wanted=settings.helpdesk in OUTSIDE)
    store, forgetting = Store(database, outbox), Forgetting(database, outbox)
    handoffs = Handoffs(database, settings.helpdesk, outbox, wakeups, settings.waiting_address)
    watch = Watch(database, handoffs, settings.helpdesk)
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        cookie_jar=aiohttp.DummyCookieJar(),  # neither Rasa nor the actions set any
        timeout=aiohttp.ClientTimeout(),  # none of its own: each request has a deadline already
    )
    assistant = Assistant(session, settings.rasa)
    conversations = Conversations(
        store=store,
        forgetting=forgetting,
        assistant=assistant,
        handoffs=handoffs,
        wakeups=wakeups,
        metrics=metrics,
    )
    limits, typing = Limits(settings), TypingPeople()
    endpoints = Endpoints(
        settings,
        conversations=conversations,
        handoffs=handoffs,
        typing=typing,
        tokens=tokens,
        limits=limits,
        wakeups=wakeups,
        metrics=metrics,
    )
    desk = Desk(
        settings,
        database,
        handoffs=handoffs,
        typing=typing,
        wakeups=wakeups,
        metrics=metrics,
        limits=limits,
        session=session,
        secret=secret,
    )
    helpdesk = Connection(settings, database=database, handoffs=handoffs, wakeups=wakeups, metrics=metrics.outbox)
    health = Health(session, settings.rasa, settings.actions, store)

    app = web.Application(
        middlewares=[log_access, translate_problems(metrics), check_origins(settings.origins), refuse_forged_changes],
        client_max_size=MAX_BYTES,
    )
    app.add_routes(routes(endpoints, desk, helpdesk.receiving, health, Pages(settings.web_folder)))
    app.on_response_prepare.append(security_headers(settings))
    app.on_response_prepare.append(add_cors_headers)
    app.on_shutdown.append(endpoints.close_streams)
    app.on_shutdown.append(desk.streams.close)

    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        works = (warm_up(), keep_up(forgetting, assistant), watch.run(), desk.streams.run(), helpdesk.run())
        running = [asyncio.create_task(work) for work in works]
        yield
        for task in running:
            task.cancel()
        await asyncio.wait(running)
        await helpdesk.close()
        await session.close()
        await database.close()

    app.cleanup_ctx.append(lifetime)
    return app
