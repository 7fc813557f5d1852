"""Rasa's REST channel, with one whole message per answer and no silence.

The gateway speaks to Rasa here. Rasa's own REST channel cuts texts at blank lines, drops what is not text or
buttons (topic, language, details), logs what customers wrote when something fails, and then answers nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import cache
from typing import Any

from prometheus_client import Counter, Histogram
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content import danger_links, danger_text, offered, technical_problem, technical_problem_links
from bot.conversation.answer import Answer, LinkTo
from bot.conversation.told import Told
from bot.conversation.turns import situation_after
from bot.dialogue import closed_api
from bot.dialogue.tracker_store import Passing, masked_store
from bot.dialogue.tracker_turns import turns_in
from bot.dialogue.warm_up import warm_up
from bot.observability.request import serving

logger = logging.getLogger(__name__)

MAX_SENDER_LENGTH = 200


class WholeMessages(CollectingOutputChannel):
    """Collects each answer as one message."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Answer] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.answers.append(Answer.parse_obj({name: part for name, part in message.items() if part is not None}))


class RestChannel(InputChannel):
    """`POST /webhooks/rest/webhook {"sender", "message", "metadata"?}` → a list of messages.

    `metadata` is what `bot.conversation.told.Told` says; without `danger_now` the message is listened to here. The
    messages are as `bot.conversation.answer.Answer` writes them. With a `situation` nothing of the conversation stays
    here, and the last message has the new one; without, the conversation is kept in memory.

    `GET /webhooks/rest/` → 200 when a model is loaded and warm, else 503 and `status` says which.
    """

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        webhook = Blueprint("breachline_rest", "breachline_rest")

        warm = asyncio.Event()
        apologies()  # so that it reads 0 while there was none

        @webhook.listener("before_server_start")
        async def close_the_rest(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            closed_api.close(app)

        @webhook.listener("after_server_start")
        async def start_warming_up(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            async def warm_up_and_tell() -> None:
                if app.ctx.agent and app.ctx.agent.is_ready():
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
            with serving("POST /webhooks/rest/webhook", request.headers), messages().time():
                return await answered(request)

        async def answered(request: Request) -> HTTPResponse:
            body = request.json
            problem = _problem(body)
            if problem:
                return response.json({"error": problem}, status=400)
            told = Told.parse_obj(body.get("metadata") or {})
            output = WholeMessages()
            answers = output.answers
            store = masked_store(request.app.ctx.agent.tracker_store) if told.situation is not None else None
            try:
                with store.passing() if store else nullcontext(Passing(body["sender"])) as turn:
                    await on_new_message(
                        UserMessage(
                            body["message"], output, turn.sender, input_channel="rest", metadata=told.as_metadata()
                        )
                    )
            except (Exception, asyncio.CancelledError) as error:
                if _is_cancelled():
                    raise  # nobody waits for the answer any more
                logger.error("A message could not be answered: %s.", type(error).__name__)
            if not answers:
                logger.error("A message got no answer. Is a model loaded? `make train` makes one.")
                apologies().inc()
                answers = [_apology(told)]
            elif turn.tracker:
                situation = situation_after(turns_in(turn.tracker)).written()
                answers[-1] = answers[-1].copy(update={"situation": situation})
            return response.json([answer.wire(body["sender"]) for answer in answers])

        return webhook


@cache
def messages() -> Histogram:
    return Histogram("breachline_rasa_message_seconds", "Answering a message, the actions' part included")


@cache
def apologies() -> Counter:
    return Counter("breachline_rasa_apologies", "Messages to which Rasa had no answer")


def _is_cancelled() -> bool:
    """Whether this very request is cancelled, and not only something within it."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


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


def _apology(told: Told) -> Answer:
    language = offered(told.language)
    if told.danger:
        text, links = danger_text(told.danger, language), danger_links(told.danger, language)
    else:
        text, links = technical_problem(language), technical_problem_links(language)
    return Answer(
        text=text, topic=told.danger or "fallback", language=language, links=tuple(LinkTo(**link) for link in links)
    )
