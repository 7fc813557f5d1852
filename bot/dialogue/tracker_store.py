"""Where Rasa keeps conversations that nobody else keeps: in memory, masked, bounded, and no longer than promised.

A turn that brings its situation along (see `bot.conversation.situation`) leaves nothing behind.

Conversations are kept as objects, not as text: Rasa's own stores write out and read back the whole conversation at
every turn, so that each message costs more than the one before. A turn works on a copy, and what it saves is copied
masked: what a customer wrote stays in memory while the turn lasts, and nothing of it is kept when the turn is cut off.
"""

from __future__ import annotations

import copy
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content import incident
from bot.privacy.masking import mask, mask_repeated

SECONDS_PER_DAY = 24 * 60 * 60
MAX_CONVERSATIONS = 30_000  # a turn takes some 5 kB: at most 2.5 GB, mostly far less
OF_THIS_TURN_ONLY = ("intent_ranking", "text_tokens")
MAX_EVENTS = 120  # of one conversation, some 17 turns: the policies read all that is kept, at every turn


@dataclass
class Passing:
    """A turn that leaves nothing behind: `sender` is made up for it, and `tracker` is what it ended with."""

    sender: str
    tracker: DialogueStateTracker | None = None


class MaskedMemoryTrackerStore(TrackerStore):
    """Named in endpoints.yml as the `tracker_store`."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)
        self._conversations: OrderedDict[str, tuple[float, DialogueStateTracker]] = OrderedDict()
        self._max_age = incident().retention_days * SECONDS_PER_DAY
        self._max_conversations = int(kwargs.get("max_conversations", MAX_CONVERSATIONS))
        self._passing: dict[str, Passing] = {}

    @contextmanager
    def passing(self) -> Iterator[Passing]:
        """Begin a turn with an empty tracker; nothing of it is kept."""
        turn = Passing(secrets.token_hex(16))
        self._passing[turn.sender] = turn
        try:
            yield turn
        finally:
            del self._passing[turn.sender]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation, masked; forget those that are too old or too many."""
        if passing := self._passing.get(tracker.sender_id):
            passing.tracker = tracker
            return
        before = self._conversations.get(tracker.sender_id)
        kept = _masked(_newest(tracker), {id(event) for event in before[1].events} if before else set())
        await self.stream_events(kept)
        self._conversations[tracker.sender_id] = (time.time(), kept)
        self._conversations.move_to_end(tracker.sender_id)
        self._forget_old()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        if sender_id in self._passing:
            return _begun(sender_id, self.domain)
        self._forget_old()
        kept = self._conversations.get(sender_id)
        return _with_events(kept[1], kept[1].events) if kept else None

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


def _begun(sender_id: str, domain: Domain) -> DialogueStateTracker:
    """A new conversation that already listens; letting Rasa begin it would cost a millisecond."""
    events = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)]
    return DialogueStateTracker.from_events(sender_id, events, domain.slots, domain=domain)


def masked_store(store: TrackerStore | None) -> MaskedMemoryTrackerStore | None:
    """The store that really keeps the conversations, inside what Rasa wraps around it."""
    while store is not None and not isinstance(store, MaskedMemoryTrackerStore):
        store = getattr(store, "_tracker_store", None)
    return store


def _newest(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The conversation with its newest events only; slots keep their values."""
    if len(tracker.events) <= MAX_EVENTS:
        return tracker
    newest = list(tracker.events)[-MAX_EVENTS // 2 :]
    first_message = next((at for at, event in enumerate(newest) if isinstance(event, UserUttered)), 0)
    return _with_events(tracker, newest[first_message:])


def _masked(tracker: DialogueStateTracker, kept_before: set[int]) -> DialogueStateTracker:
    """A copy with masked texts; `kept_before` are the ids of events that are masked already."""
    return _with_events(
        tracker, (event if id(event) in kept_before else _masked_event(event) for event in tracker.events)
    )


def _masked_event(event: Event) -> Event:
    masked = copy.copy(event)
    if isinstance(masked, UserUttered):
        masked.text = mask(masked.text or "")
        masked.entities = [{**entity, "value": mask(str(entity.get("value", "")))} for entity in masked.entities]
        parse_data = {name: part for name, part in masked.parse_data.items() if name not in OF_THIS_TURN_ONLY}
        masked.parse_data = {**parse_data, "text": masked.text, "entities": masked.entities}
    elif isinstance(masked, BotUttered):
        masked.text = mask_repeated(masked.text) if masked.text else masked.text
    return masked


def _with_events(tracker: DialogueStateTracker, events: Iterable[Event]) -> DialogueStateTracker:
    """A copy of the conversation, with these events; slots keep their values."""
    copied = tracker.init_copy()
    for event in events:
        copied.update(event)
    for name, value in tracker.current_slot_values().items():
        copied.slots[name].value = value
    return copied
