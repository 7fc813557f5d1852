"""After warming up, no customer waits for what loads when it is first needed."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain

from bot.danger import reader
from bot.data_kinds import recogniser
from bot.dialogue.tracker_store import MaskedMemoryTrackerStore
from bot.dialogue.warm_up import warm_up
from bot.features import sentence_encoder
from bot.nlu import language_votes
from tests.agent import load_agent

LOADED_WHEN_NEEDED = (
    language_votes._lingua,
    language_votes._lingua_with_neighbours,
    language_votes._langdetect,
    sentence_encoder.sentence_encoder,
    reader.danger_reader,
    recogniser._matcher,
)


async def test_nothing_is_left_to_load_and_nothing_is_kept(model: Path) -> None:
    agent = load_agent(model, tracker_store=MaskedMemoryTrackerStore(Domain.empty()))
    for load in LOADED_WHEN_NEEDED:
        load.cache_clear()
    await warm_up(agent)
    assert [load.__name__ for load in LOADED_WHEN_NEEDED if not load.cache_info().currsize] == []
    assert list(await agent.tracker_store.keys()) == []
