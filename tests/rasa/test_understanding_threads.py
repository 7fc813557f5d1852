"""Nobody waits for another's message to be encoded, and what is understood is what Rasa understands one by one."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.features.sentence_encoder import SentenceEncoder, Vectors, sentence_encoder
from bot.rasa import patches
from tests.agent import load_agent

PATIENCE = 30
PLAIN = "bonjour"
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
    """Rasa's own, unpatched."""
    loaded = load_agent(model).processor
    assert loaded
    return loaded


async def test_nobody_waits_for_anothers_encoding(processor: MessageProcessor, monkeypatch: pytest.MonkeyPatch) -> None:
    encode = sentence_encoder().encode
    encoding, plain_is_done = threading.Event(), threading.Event()

    def after_the_plain_one(self: SentenceEncoder, text: str) -> Vectors:
        if text == TANGLED:
            encoding.set()
            assert plain_is_done.wait(PATIENCE)
        return encode(text)

    monkeypatch.setattr(SentenceEncoder, "encode", after_the_plain_one)
    tangled = asyncio.create_task(patches.parse_message(processor, UserMessage(TANGLED)))
    assert await asyncio.to_thread(encoding.wait, PATIENCE)
    understood = await patches.parse_message(processor, UserMessage(PLAIN))
    assert not tangled.done()
    plain_is_done.set()
    assert understood["intent"]["name"] == "greet"
    assert (await tangled)["text"] == TANGLED


async def test_side_by_side_is_understood_as_rasa_understands_one_by_one(processor: MessageProcessor) -> None:
    one_by_one = [await processor.parse_message(UserMessage(text)) for text in MIXED]
    for _ in range(5):
        side_by_side = (patches.parse_message(processor, UserMessage(text)) for text in MIXED)
        assert await asyncio.gather(*side_by_side) == one_by_one


async def test_a_topic_that_the_domain_lacks_is_warned_of_as_by_rasa(
    processor: MessageProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert processor.domain
    monkeypatch.setattr(type(processor.domain), "intents", ["goodbye"])
    for parse in (MessageProcessor.parse_message, patches.parse_message):
        with pytest.warns(UserWarning, match="'greet' which is not defined in the domain"):
            await parse(processor, UserMessage(PLAIN))


def test_each_model_that_is_loaded_from_then_on_is_patched(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name, _ in (*patches.OF_ANSWERS, *patches.OF_LOADING, *patches.OF_TRAINING):
        monkeypatch.setattr(owner, name, owner.__dict__[name])  # put back at the end
    patches.apply()
    agent = Agent.load(model)
    for _ in range(2):
        assert agent.processor
        assert isinstance(agent.processor.graph_runner, patches.PlannedGraphRunner)
        assert MessageProcessor.parse_message is patches.parse_message
        agent.load_model(model)
