"""Where Rasa keeps conversations: in memory, masked, bounded, and no longer than promised.

Conversations are kept as objects, not as text: Rasa's own stores write out and read back the whole conversation at
every turn, so that each message costs more than the one before.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content import incident
from bot.privacy.masking import mask

SECONDS_PER_DAY = 24 * 60 * 60
MAX_CONVERSATIONS = 30_000  # a turn takes some 5 kB: at most 2.5 GB, mostly far less
MAX_EVENTS = 120  # of one conversation, some 17 turns: the policies read all that is kept, at every turn


class MaskedMemoryTrackerStore(TrackerStore):
    """Named in endpoints.yml as the `tracker_store`."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)
        self._conversations: OrderedDict[str, tuple[float, DialogueStateTracker]] = OrderedDict()
        self._max_age = incident().retention_days * SECONDS_PER_DAY
        self._max_conversations = int(kwargs.get("max_conversations", MAX_CONVERSATIONS))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation, masked; forget those that are too old or too many."""
        _mask_newest(tracker)
        await self.stream_events(tracker)
        self._conversations[tracker.sender_id] = (time.time(), _shortened(tracker, self.domain))
        self._conversations.move_to_end(tracker.sender_id)
        self._forget_old()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        self._forget_old()
        kept = self._conversations.get(sender_id)
        return kept[1] if kept else None

    async def keys(self) -> Iterable[str]:
        return self._conversations.keys()

    async def delete(self, sender_id: str) -> None:
        """Forget one conversation at once."""
        self._conversations.pop(sender_id, None)

    def _forget_old(self) -> None:
        oldest_allowed = time.time() - self._max_age
        while self._conversations:
            sender_id, (last_used, _) = next(iter(self._conversations.items()))
            if last_used >= oldest_allowed and len(self._conversations) <= self._max_conversations:
                return
            del self._conversations[sender_id]


def masked_store(store: TrackerStore | None) -> MaskedMemoryTrackerStore | None:
    """The store that really keeps the conversations, inside what Rasa wraps around it."""
    while store is not None and not isinstance(store, MaskedMemoryTrackerStore):
        store = getattr(store, "_tracker_store", None)
    return store


def _mask_newest(tracker: DialogueStateTracker) -> None:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            event.text = mask(event.text or "")
            event.parse_data["text"] = event.text
            for of_this_turn_only in ("intent_ranking", "text_tokens"):
                event.parse_data.pop(of_this_turn_only, None)
            for entity in event.entities:
                entity["value"] = mask(str(entity.get("value", "")))
            return


def _shortened(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """The conversation with its newest events only; slots keep their values."""
    if len(tracker.events) <= MAX_EVENTS:
        return tracker
    newest = list(tracker.events)[-MAX_EVENTS // 2 :]
    first_message = next((at for at, event in enumerate(newest) if isinstance(event, UserUttered)), 0)
    slots = tracker.current_slot_values()
    shortened = DialogueStateTracker.from_events(tracker.sender_id, newest[first_message:], domain.slots, domain=domain)
    for name, value in slots.items():
        shortened.slots[name].value = value
    return shortened
