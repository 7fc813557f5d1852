"""Conversations are kept masked, bounded, and no longer than customers are told."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content import incident
from bot.dialogue import tracker_store
from bot.dialogue.tracker_store import MAX_EVENTS, SECONDS_PER_DAY, MaskedMemoryTrackerStore
from tests.gateway.clocks import set_clock

# Rasa warns of slots named like entities for every domain made without a version.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill")


@pytest.fixture
def store() -> MaskedMemoryTrackerStore:
    return MaskedMemoryTrackerStore(Domain.empty(), max_conversations=3)


def conversation(sender: str, *texts: str) -> DialogueStateTracker:
    events = [UserUttered(text, parse_data={"text": text}) for text in texts]
    return DialogueStateTracker.from_events(sender, events)


async def test_what_is_personal_is_masked_before_it_is_kept(store: MaskedMemoryTrackerStore) -> None:
    await store.save(conversation("a", "mijn kaart is 4111 1111 1111 1111"))
    kept = await store.retrieve("a")
    assert kept is not None
    assert "4111" not in str([event.as_dict() for event in kept.events])


async def test_what_only_its_own_turn_needs_is_not_kept(store: MaskedMemoryTrackerStore) -> None:
    parsed = {"text": "bonjour", "intent": {"name": "greet"}, "intent_ranking": [{"name": "greet"}], "language": "fr"}
    await store.save(DialogueStateTracker.from_events("a", [UserUttered("bonjour", parse_data=parsed)]))
    kept = await store.retrieve("a")
    assert kept is not None
    assert kept.latest_message is not None
    assert "intent_ranking" not in kept.latest_message.parse_data
    assert kept.latest_message.parse_data["language"] == "fr"


async def test_a_conversation_is_forgotten_after_the_promised_days(
    store: MaskedMemoryTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    set_clock(monkeypatch, lambda: now, tracker_store)
    await store.save(conversation("a", "bonjour"))
    now += incident().retention_days * SECONDS_PER_DAY - 1
    assert await store.retrieve("a") is not None
    now += 2
    assert await store.retrieve("a") is None


async def test_the_number_of_conversations_is_bounded(store: MaskedMemoryTrackerStore) -> None:
    for sender in "abcde":
        await store.save(conversation(sender, "bonjour"))
    assert set(await store.keys()) == {"c", "d", "e"}


async def test_a_conversation_can_be_forgotten_at_once(store: MaskedMemoryTrackerStore) -> None:
    await store.save(conversation("a", "bonjour"))
    await store.delete("a")
    assert await store.retrieve("a") is None


async def test_of_a_turn_that_passes_nothing_is_kept(store: MaskedMemoryTrackerStore) -> None:
    await store.save(conversation("a", "bonjour"))
    with store.passing() as first, store.passing() as second:
        assert first.sender != second.sender
        begun = await store.retrieve(first.sender)
        assert begun is not None
        assert begun.latest_message.text is None
        begun.update(UserUttered("et encore"))
        await store.save(begun)
        assert first.tracker is begun
        assert second.tracker is None
        assert list(await store.keys()) == ["a"]
    assert await store.retrieve(first.sender) is None


async def test_a_long_conversation_keeps_its_newest_events_and_its_slots(store: MaskedMemoryTrackerStore) -> None:
    domain = Domain.from_dict(
        {"version": "3.1", "slots": {"language": {"type": "text", "mappings": [{"type": "custom"}]}}}
    )
    store.domain = domain
    events = [SlotSet("language", "nl"), *(UserUttered(f"vraag {n}") for n in range(MAX_EVENTS + 50))]
    await store.save(DialogueStateTracker.from_events("a", events, domain.slots))
    kept = await store.retrieve("a")
    assert kept is not None
    assert len(kept.events) <= MAX_EVENTS
    assert kept.latest_message.text == f"vraag {MAX_EVENTS + 49}"
    assert kept.get_slot("language") == "nl"


async def test_a_turn_works_on_a_copy_and_only_what_it_saves_is_kept(store: MaskedMemoryTrackerStore) -> None:
    await store.save(conversation("a", "bonjour"))
    under_way = await store.retrieve("a")
    assert under_way is not None
    under_way.update(UserUttered("ma carte 4111 1111 1111 1111"))
    meanwhile = await store.retrieve("a")
    assert meanwhile is not None
    assert [event.text for event in meanwhile.events] == ["bonjour"]


async def test_what_is_said_after_saving_is_not_kept_unmasked(store: MaskedMemoryTrackerStore) -> None:
    tracker = conversation("a", "bonjour")
    await store.save(tracker)
    tracker.update(UserUttered("ma carte 4111 1111 1111 1111"))
    tracker.update(BotUttered("Le numéro 0470 12 34 56 est privé ; appelez le 0800/55.800."))
    kept = await store.retrieve("a")
    assert kept is not None
    assert len(kept.events) == 1
    await store.save(tracker)
    kept = await store.retrieve("a")
    assert kept is not None
    written = str([event.as_dict() for event in kept.events])
    assert "4111" not in written
    assert "0470" not in written
    assert "0800/55.800" in written
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "ma carte 4111 1111 1111 1111"  # the turn itself goes on with it
