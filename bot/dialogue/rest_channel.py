"""Rasa's REST channel, with one whole message per answer and no silence.

The gateway speaks to Rasa here. Rasa's own REST channel cuts texts at blank lines, drops what is not text or
buttons (topic, language, details), logs what customers wrote when something fails, and then answers nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content import danger_links, danger_text, incident, technical_problem, technical_problem_links
from bot.danger.kinds import is_danger_kind
from bot.dialogue.action_results import check_schema_once
from bot.dialogue.planned_graph_runner import run_as_planned
from bot.dialogue.tracker_store import masked_store
from bot.dialogue.understanding_threads import understand_in_threads
from bot.dialogue.warm_up import warm_up
from bot.language import is_language

logger = logging.getLogger(__name__)

MAX_SENDER_LENGTH = 200
CUSTOM_KEYS = ("topic", "language", "details", "offers", "handoff", "ticket", "erase", "links")


class WholeMessages(CollectingOutputChannel):
    """Collects each answer as one message: text, buttons, and under `custom` what clients need beside."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        custom = {key: message[key] for key in CUSTOM_KEYS if message.get(key)}
        await self._persist_message(
            self._message(
                recipient_id, text=message.get("text"), buttons=message.get("buttons") or None, custom=custom or None
            )
        )


class RestChannel(InputChannel):
    """`POST /webhooks/rest/webhook {"sender", "message", "metadata"?}` → a list of messages.

    `metadata` may hold `language`, the page's; `people`, a `bot.people.Availability`, absent where nobody ever takes
    over; `helped: true`, when a person has answered in this conversation before; `danger`, a kind of
    `bot.danger.kinds`, for as long as the conversation is about danger; and `danger_now`, whether it was heard in
    this very message; without it the message is listened to here.

    `GET /webhooks/rest/` → 200 when a model is loaded and warm, else 503 and `status` says which.
    `DELETE /webhooks/rest/conversations/SENDER` → 204, and the conversation is forgotten.
    """

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        webhook = Blueprint("breachline_rest", "breachline_rest")

        warm = asyncio.Event()

        @webhook.listener("after_server_start")
        async def start_warming_up(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            async def warm_up_and_tell() -> None:
                if app.ctx.agent and app.ctx.agent.is_ready():
                    check_schema_once()
                    run_as_planned(app.ctx.agent)
                    understand_in_threads(app.ctx.agent)
                    await warm_up(app.ctx.agent)
                warm.set()

            app.add_task(warm_up_and_tell())

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            if not agent or not agent.is_ready():
                return response.json({"status": "no model"}, status=503)
            if not warm.is_set():
                return response.json({"status": "warming up"}, status=503)
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            body = request.json
            problem = _problem(body)
            if problem:
                return response.json({"error": problem}, status=400)
            metadata = body.get("metadata") or {}
            output = WholeMessages()
            try:
                await on_new_message(
                    UserMessage(body["message"], output, body["sender"], input_channel="rest", metadata=metadata)
                )
            except (Exception, asyncio.CancelledError) as error:
                logger.error("A message could not be answered: %s.", type(error).__name__)
            if not output.messages:
                logger.error("A message got no answer. Is a model loaded? `make train` makes one.")
                output.messages.append(_apology(body["sender"], metadata))
            return response.json(output.messages)

        @webhook.route("/conversations/<sender>", methods=["DELETE"])
        async def forget(request: Request, sender: str) -> HTTPResponse:
            """Forget a conversation, after the answer that may be under way in it."""
            agent = request.app.ctx.agent
            store = masked_store(agent.tracker_store)
            if store is None:
                return response.json({"error": "This tracker store cannot forget."}, status=501)
            async with agent.lock_store.lock(sender):
                await store.delete(sender)
            return response.empty()

        return webhook


def _problem(body: Any) -> str | None:
    if not isinstance(body, dict):
        return "The body must be a JSON object."
    sender, metadata = body.get("sender"), body.get("metadata")
    if not isinstance(sender, str) or not 0 < len(sender) <= MAX_SENDER_LENGTH:
        return f'"sender" must be a text of 1 to {MAX_SENDER_LENGTH} characters.'
    if not isinstance(body.get("message"), str):
        return '"message" must be a text.'
    if metadata is not None and not isinstance(metadata, dict):
        return '"metadata" must be an object.'
    return None


def _apology(sender: str, metadata: dict[str, Any]) -> dict[str, Any]:
    hint, danger = metadata.get("language"), metadata.get("danger")
    kind = danger if is_danger_kind(danger) else None
    language = hint if is_language(hint) else incident().default_language
    if kind:
        text, links = danger_text(kind, language), danger_links(kind, language)
    else:
        text, links = technical_problem(language), technical_problem_links(language)
    custom = {"topic": kind or "fallback", "language": language, "links": links}
    return {"recipient_id": sender, "text": text, "custom": custom}
