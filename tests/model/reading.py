"""How the trained model reads the held-out messages: the raw material of quality tables and of the floors in tests."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.data_type import ActionDataType
from tests.agent import load_agent
from tests.utterances import SOURCES, Source, Utterance, held_out

UNCLEAR = "nlu_fallback"


@dataclass(frozen=True)
class Reading:
    """One held-out message and what the model made of it."""

    utterance: Utterance
    topic: str | None  # after the fallback
    best: str | None  # before it
    confidence: float
    language: str  # read alone
    hinted_language: str  # with the language of the customer's page as a hint
    data_type_answers: tuple[str, ...]  # of the action, had it been asked

    @property
    def is_in_scope(self) -> bool:
        return self.utterance.topic != "out_of_scope"

    @property
    def is_turned_away(self) -> bool:
        return self.topic in (UNCLEAR, "out_of_scope", None)


def read_all() -> dict[Source, list[Reading]]:
    """Let the model read each held-out message by itself; and once more with the page's language as a hint."""
    return asyncio.run(_read_all(SOURCES))


def read_everyday() -> list[Reading]:
    """The same of messages on everyday subjects."""
    return asyncio.run(_read_all(("everyday",)))["everyday"]


async def _read_all(sources: tuple[Source, ...]) -> dict[Source, list[Reading]]:
    agent = load_agent()
    return {source: [await _read(agent, utterance) for utterance in held_out(source)] for source in sources}


async def _read(agent: Agent, utterance: Utterance) -> Reading:
    alone = await parse(agent, utterance.text, {})
    return _reading(utterance, alone, await parse(agent, utterance.text, {"language": utterance.language}))


async def parse(agent: Agent, text: str, metadata: dict[str, str]) -> dict[str, Any]:
    return await agent.processor.parse_message(UserMessage(text, metadata=metadata))


def _reading(utterance: Utterance, parsed: dict[str, Any], hinted: dict[str, Any]) -> Reading:
    ranking = [entry for entry in parsed.get("intent_ranking", []) if entry["name"] != UNCLEAR]
    best: dict[str, Any] = ranking[0] if ranking else {"name": None, "confidence": 0.0}
    return Reading(
        utterance=utterance,
        topic=parsed["intent"]["name"],
        best=best["name"],
        confidence=best["confidence"],
        language=parsed["language"],
        hinted_language=hinted["language"],
        data_type_answers=_data_type_answers(utterance) if utterance.data_type_answer else (),
    )


def _data_type_answers(utterance: Utterance) -> tuple[str, ...]:
    """What the real action answers on the kinds named, in the order of its messages."""
    dispatcher = CollectingDispatcher()
    latest = {"text": utterance.text, "language": utterance.language}
    ActionDataType().run(dispatcher, Tracker("held-out", {}, latest, [], False, None, {}, None), {})
    return tuple(message["details"]["involved"] for message in dispatcher.messages if "details" in message)
