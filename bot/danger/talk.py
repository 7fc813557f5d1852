"""Whether a conversation is about danger: once it is, it stays so, and nothing in it is answered as if it were not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.danger.kinds import DangerKind, is_danger_kind

# In a message's parse data: the kind that Rasa itself heard in it, where nobody listened before.
HEARD = "danger"
# In a message's parse data: its topic when read alone, where the conversation made it another.
READ_AS = "read_as"
# Without a word from outside, a topic that was read as danger counts for so many messages.
FRESH_FOR = 8

# What came with a message (its metadata), and what was read in it (its parse data).
Turn = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


def danger_heard(turn: Turn) -> DangerKind | None:
    """The kind of danger that was heard in this very message."""
    told, read = turn
    said = (told or {}).get("danger") if (told or {}).get("danger_now") is True else (read or {}).get(HEARD)
    return said if is_danger_kind(said) else None


def danger_talked_of(turns: Iterable[Turn]) -> DangerKind | None:
    """The kind of danger that the conversation is about; `turns` are the customer's messages, newest first.

    Who keeps the conversation tells the kind with each message. Where nobody does, what was read in the last messages
    counts, each by itself: a word of thanks after danger does not make the danger newer.
    """
    for number, (told, read) in enumerate(turns):
        topic = _read_alone(read or {}) if number < FRESH_FOR else None
        for said in ((told or {}).get("danger"), (read or {}).get(HEARD), topic):
            if is_danger_kind(said):
                return said
    return None


def _read_alone(read: Mapping[str, Any]) -> object:
    """The topic of a message as it was read by itself."""
    return read.get(READ_AS) or (read.get("intent") or {}).get("name")
