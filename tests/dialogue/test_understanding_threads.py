"""Nobody waits for another's message to be encoded, and what is understood is the same as one by one."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.dialogue.planned_graph_runner import run_as_planned
from bot.dialogue.understanding_threads import understand_in_threads
from bot.features.sentence_encoder import SentenceEncoder, Vectors, sentence_encoder

PATIENCE = 30
PLAIN = "bonjour"
# Unlike any line that trained, so that the encoder is asked.
TANGLED = "could it be that the thing from before is now somewhere else?"
MIXED = [
    PLAIN,
    TANGLED,
    "is mijn adres gezien?",
    "ze belde mij en ik gaf haar de cijfers",
    "😂",
    "c'est qui le coupable svp",
]


@pytest.fixture(scope="module")
def processor(model: Path) -> MessageProcessor:
    agent = Agent.load(model)
    run_as_planned(agent)
    understand_in_threads(agent)
    assert agent.processor
    return agent.processor


async def test_nobody_waits_for_anothers_encoding(processor: MessageProcessor, monkeypatch: pytest.MonkeyPatch) -> None:
    encode = sentence_encoder().encode
    encoding, plain_is_done = threading.Event(), threading.Event()

    def after_the_plain_one(self: SentenceEncoder, text: str) -> Vectors:
        encoding.set()
        assert plain_is_done.wait(PATIENCE)
        return encode(text)

    monkeypatch.setattr(SentenceEncoder, "encode", after_the_plain_one)
    tangled = asyncio.create_task(processor.parse_message(UserMessage(TANGLED)))
    assert await asyncio.to_thread(encoding.wait, PATIENCE)
    understood = await processor.parse_message(UserMessage(PLAIN))
    assert not tangled.done()
    plain_is_done.set()
    assert understood["intent"]["name"] == "greet"
    assert (await tangled)["text"] == TANGLED


async def test_side_by_side_is_understood_as_one_by_one(processor: MessageProcessor) -> None:
    async def parsed(text: str) -> dict[str, Any]:
        return await processor.parse_message(UserMessage(text))

    one_by_one = [await parsed(text) for text in MIXED]
    for _ in range(5):
        assert await asyncio.gather(*map(parsed, MIXED)) == one_by_one
