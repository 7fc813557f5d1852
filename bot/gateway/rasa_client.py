"""The client of Rasa: a message in, checked answers out, or an error that says why there are none."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Literal

import aiohttp

from bot.content import offered
from bot.conversation.answer import Answer
from bot.conversation.told import Told
from bot.gateway.conversations.model import Draft, Offer
from bot.gateway.rasa_servers import RasaServers
from bot.language import Language
from bot.observability import traces
from bot.observability.request import outgoing_headers

MAX_ANSWERS = 20  # to one message; more is a loop
MAX_BYTES = 1024 * 1024
FAIR_PATIENCE = 2.0  # seconds in which Rasa answers anything, when it is well
SilenceReason = Literal["down", "late", "garbled"]


class NoAnswer(Exception):
    """Rasa gave no answer that can be shown; `reason` is one of three words for logs and metrics."""

    def __init__(self, reason: SilenceReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Reply:
    """What the assistant answers, and the situation to remember after it; null leaves the old one."""

    drafts: list[Draft]
    situation: str | None = None


class Assistant:
    """Rasa at `addresses`, separated by commas, reached through `session`."""

    def __init__(self, session: aiohttp.ClientSession, addresses: str) -> None:
        self._session = session
        self._servers = RasaServers(addresses.split(","))

    @property
    def is_breaker_open(self) -> bool:
        """Whether Rasa, all of them, keeps everybody waiting, so that nobody waits for it any more."""
        return self._servers.are_all_left_alone

    @property
    def left_alone(self) -> int:
        """How many Rasas keep everybody waiting, so that nobody waits for them any more."""
        return self._servers.left_alone

    async def answer(self, conversation_id: str, text: str, told: Told, deadline: float) -> Reply:
        """Rasa's answer to `text` before `deadline`, a time of the event loop. Raises `NoAnswer`.

        A server that does not answer is passed on from, as long as there is time and another one. Raises at once, as
        "down", while all circuit breakers are open.
        """
        silence = NoAnswer("down")
        servers = await self._servers.by_turns()
        for place, server in enumerate(servers, 1):
            given = deadline - asyncio.get_running_loop().time()
            if given <= 0:
                raise NoAnswer("late")
            if not server.breaker.may_try():
                continue
            # A second one can be asked only while there is time for it.
            until = deadline if place == len(servers) or given < 2 * FAIR_PATIENCE else deadline - given + FAIR_PATIENCE
            try:
                with server.turn(), traces.span("POST /webhooks/rest/webhook", "client"):
                    reply = await self._asked(server.address, conversation_id, text, told, until)
            except NoAnswer as silent:
                silence = silent
                # Only waiting costs; and a message that came here late, behind another, says nothing about Rasa.
                if silent.reason == "late" and given >= FAIR_PATIENCE:
                    server.breaker.failed()
                continue
            server.breaker.succeeded()
            return reply
        raise silence

    async def _asked(self, address: str, conversation_id: str, text: str, told: Told, deadline: float) -> Reply:
        body = {"sender": conversation_id, "message": text, "metadata": told.as_metadata()}
        try:
            async with (
                asyncio.timeout_at(deadline),
                self._session.post(
                    f"{address}/webhooks/rest/webhook", json=body, headers=outgoing_headers()
                ) as response,
            ):
                if response.status != 200:
                    raise NoAnswer("garbled")
                raw = await response.content.read(MAX_BYTES)
                while not response.content.at_eof() and len(raw) < MAX_BYTES:
                    raw += await response.content.read(MAX_BYTES - len(raw))
        except TimeoutError:
            raise NoAnswer("late") from None
        except aiohttp.ClientError:
            raise NoAnswer("down") from None
        try:
            sent = json.loads(raw)
            if isinstance(sent, list) and 0 < len(sent) <= MAX_ANSWERS:
                answers = [Answer.from_wire(one) for one in sent]
                drafts = [_draft(answer, offered(told.language)) for answer in answers]
                return Reply(drafts, answers[-1].situation)
        except (ValueError, TypeError, AttributeError, RecursionError):
            pass
        raise NoAnswer("garbled")


def _draft(answer: Answer, language: Language) -> Draft:
    """One answer as a message."""
    details = answer.details
    if answer.ticket:
        details = {**(details or {}), "ticket": True}
    if answer.erase:
        details = {**(details or {}), "erased": True}
    return Draft(
        sender="bot",
        text=answer.text,
        language=answer.language or language,
        topic=answer.topic,
        details=details,
        links=tuple(link.dict() for link in answer.links),
        offers=tuple(Offer(button.title, button.payload) for button in answer.buttons),
        stated=answer.stated,
    )
