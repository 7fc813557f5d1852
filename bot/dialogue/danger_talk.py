"""Whether a conversation is about danger, read off Rasa's tracker."""

from __future__ import annotations

from collections.abc import Iterator

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.danger.kinds import DangerKind
from bot.danger.talk import READ_AS, Turn, danger_heard, danger_talked_of

BESIDE = "beside"  # in the parse data of a message about danger: what else was read in it


def heard_now(tracker: DialogueStateTracker) -> DangerKind | None:
    """The kind of danger heard in the newest message."""
    newest = next(_turns(tracker), None)
    return danger_heard(newest) if newest else None


def danger_of(tracker: DialogueStateTracker, newest: Turn | None = None) -> DangerKind | None:
    """The kind of danger that the conversation is about; `newest` is a message that the tracker does not hold yet."""
    return danger_talked_of([*([newest] if newest else ()), *_turns(tracker)])


def was_spoken_of(topic: str, tracker: DialogueStateTracker) -> bool:
    """Whether the customer meant `topic` at any time, also beside something else."""
    read = (event.parse_data or {} for event in tracker.events if isinstance(event, UserUttered))
    return any(topic in ((one.get("intent") or {}).get("name"), one.get(READ_AS), one.get(BESIDE)) for one in read)


def _turns(tracker: DialogueStateTracker) -> Iterator[Turn]:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            yield event.metadata, event.parse_data
