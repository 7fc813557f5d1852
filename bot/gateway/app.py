"""Wires the gateway together; nothing else happens here."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from bot.gateway.background import Job, Supervisor
from bot.gateway.conversations.api import CustomerApi
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.conversations.service import Conversations
from bot.gateway.conversations.tokens import Tokens
from bot.gateway.conversations.turns import Turns
from bot.gateway.conversations.warm_up import warm_up
from bot.gateway.coordination.coordination import coordinate
from bot.gateway.coordination.place import Identity, Place
from bot.gateway.data.retention import Retention, rotation_job
from bot.gateway.db.database import DatabaseError
from bot.gateway.db.open_database import open_database
from bot.gateway.db.schema import bring_up_to_date
from bot.gateway.desk.auth.access import refuse_forged_changes
from bot.gateway.desk.desk import Desk
from bot.gateway.handoff.service import Handoffs
from bot.gateway.handoff.watchdog import Watchdog
from bot.gateway.helpdesks.registry import Connection, build_helpdesk
from bot.gateway.http.access_log import keep_raw_requests_out, log_access
from bot.gateway.http.health import Health
from bot.gateway.http.origins import add_cors_headers, check_origins
from bot.gateway.http.pages import Pages
from bot.gateway.http.problems import translate_problems
from bot.gateway.http.rate_limits import Limits
from bot.gateway.http.request_bodies import MAX_BYTES
from bot.gateway.http.security_headers import security_headers
from bot.gateway.measuring import measuring_job
from bot.gateway.memory import INTERVAL, give_back
from bot.gateway.metrics import Metrics
from bot.gateway.notifier import Notifier, TypingPeople
from bot.gateway.outbox import OutboxWriter
from bot.gateway.rasa_client import Assistant
from bot.gateway.routes import routes
from bot.gateway.secret import signing_secrets
from bot.gateway.settings import Settings
from bot.gateway.text_work import TextWork
from bot.observability.metrics_server import serving_metrics
from bot.observability.settings import ObservabilitySettings

CONNECTIONS = 200  # to Rasa at once; more would only wait there

BY_DEFAULT = ObservabilitySettings(process="gateway")


async def create_app(settings: Settings, observability: ObservabilitySettings = BY_DEFAULT) -> web.Application:
    """The gateway with these settings. Raises `SettingsError` and `UnusableDatabase`."""
    keep_raw_requests_out()
    await warm_up()
    helpdesk = build_helpdesk(settings)
    metrics = Metrics()
    secrets = signing_secrets(settings)
    identity = Identity(settings.data_folder)
    coordination = coordinate(settings.redis, identity.id, secrets.current)
    notifier = Notifier(coordination.relay)
    tokens = Tokens(secrets, settings.token_hours)
    database = open_database(settings.store, settings.data_folder, settings.encryption)
    place = Place(database, identity, coordination.shares)
    outbox = OutboxWriter(wanted=settings.is_helpdesk_outside)
    store, retention = ConversationRepository(database, outbox), Retention(database, outbox, settings.keep)
    if await bring_up_to_date(database):  # else jobs do what follows, once the store answers
        await place.take()
        with contextlib.suppress(DatabaseError):
            await retention.replay_erasures()
    handoffs = Handoffs(
        database, settings.helpdesk, outbox, notifier, settings.waiting_address, moved=metrics.handoffs.moved
    )
    watchdog = Watchdog(database, handoffs, settings.helpdesk)
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        cookie_jar=aiohttp.DummyCookieJar(),  # neither Rasa nor the actions set any
        timeout=aiohttp.ClientTimeout(),  # none of its own: each request has a deadline already
    )
    assistant = Assistant(session, settings.rasa)
    metrics.breaker.set_function(lambda: assistant.is_breaker_open)
    metrics.rasas_left_alone.set_function(lambda: assistant.left_alone)
    text_work = TextWork()
    conversations = Conversations(
        store=store,
        retention=retention,
        assistant=assistant,
        handoffs=handoffs,
        notifier=notifier,
        metrics=metrics,
        text_work=text_work,
        turns=Turns(database, notifier, identity.id, coordination.shares),
    )
    limits, typing = Limits(settings, coordination.buckets), TypingPeople(relay=coordination.relay)
    customers = CustomerApi(
        settings,
        conversations=conversations,
        handoffs=handoffs,
        typing=typing,
        tokens=tokens,
        limits=limits,
        notifier=notifier,
        metrics=metrics,
    )
    desk = Desk(
        settings,
        database,
        handoffs=handoffs,
        typing=typing,
        notifier=notifier,
        metrics=metrics,
        limits=limits,
        session=session,
        secrets=secrets,
    )
    connection = Connection(
        helpdesk, settings, database=database, handoffs=handoffs, notifier=notifier, metrics=metrics.outbox
    )
    health = Health(session, settings.rasa, settings.actions, database.ping, lambda: coordination.state)
    supervisor = Supervisor(
        [
            Job("memory", give_back, INTERVAL),
            place.job(),
            place.alone(retention.job()),
            rotation_job(database.vault, settings.encryption.master_days),
            place.alone(watchdog.job()),
            desk.streams.job(),
            measuring_job(metrics.state, health, handoffs.read_queue, settings.data_folder),
            *coordination.jobs(),
            *connection.jobs(),
        ],
        metrics.background,
    )

    app = web.Application(
        middlewares=[log_access, translate_problems(metrics), check_origins(settings.origins), refuse_forged_changes],
        client_max_size=MAX_BYTES,
    )
    app.add_routes(routes(customers, desk, connection.receiving, health, Pages(settings.web_folder)))
    if observability.metrics_port is None:
        app.router.add_get("/metrics", customers.metrics)
    app.on_response_prepare.append(security_headers(settings))
    app.on_response_prepare.append(add_cors_headers)
    app.on_shutdown.append(customers.close_streams)
    app.on_shutdown.append(desk.streams.close)

    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        with serving_metrics(observability, metrics.registry):
            supervisor.start()
            yield
            await supervisor.stop()
        await connection.close()
        text_work.close()
        await session.close()
        await database.close()

    app.cleanup_ctx.extend([coordination.lifetime, lifetime, place.lifetime])  # they end the other way round
    return app
