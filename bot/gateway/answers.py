"""What the assistant answers, told all that it must know; and what is answered where it is silent."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.danger.kinds import DangerKind
from bot.gateway.apology import apology
from bot.gateway.assistant import Assistant, NoAnswer
from bot.gateway.danger import danger_help
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.notices import person_offer
from bot.gateway.messages import Draft
from bot.gateway.metrics import Metrics
from bot.gateway.store import Begun
from bot.handoff.states import State

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    text: str
    heard: DangerKind | None = None  # in this text


class Answers:
    def __init__(self, assistant: Assistant, handoffs: Handoffs, metrics: Metrics) -> None:
        self._assistant = assistant
        self._handoffs = handoffs
        self._metrics = metrics

    async def to(self, begun: Begun, asked: Asked, deadline: float) -> list[Draft]:
        """The answer before `deadline`, a time of the event loop."""
        conversation = begun.conversation
        people = await self._people(begun)
        danger = asked.heard or conversation.danger
        listened = {} if asked.text.startswith("/") else {"danger_now": asked.heard is not None}
        known = {**people, **({"danger": danger} if danger else {}), **listened}
        try:
            return await self._assistant.answer(conversation, asked.text, known, deadline)
        except NoAnswer as silence:
            logger.warning("The assistant gave no answer: %s.", silence.reason)
            self._metrics.apologies.labels(silence.reason).inc()
        if not danger:
            return [apology(conversation.language)]
        offers = (person_offer(conversation.language, "danger"),) if people.get("people") == "there" else ()
        return [danger_help(danger, conversation.language, "bot", offers)]

    async def _people(self, begun: Begun) -> dict[str, object]:
        """What the assistant must know of people before it offers one; nothing where there is no desk."""
        queue = await self._handoffs.queue()
        if not queue.desk:
            return {}
        waits = begun.conversation.state is State.WAITING
        people = "waiting" if waits else "there" if queue.somebody_there else "away"
        return {"people": people, **({"helped": True} if begun.helped else {})}
