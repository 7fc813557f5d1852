"""Who is typing while a person has a conversation; kept in memory, because it is over in seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

Side = Literal["customer", "agent"]

LASTS = 6.0  # seconds without another sign
MAX_TYPING = 10_000  # at once; more are not shown


class TypingPeople:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[tuple[str, Side], float] = {}

    def set(self, conversation_id: str, side: Side, on: bool) -> bool:
        """Note it; whether that changed anything."""
        before = self.is_typing(conversation_id, side)
        key = (conversation_id, side)
        if not on:
            self._until.pop(key, None)
        else:
            if len(self._until) >= MAX_TYPING:
                self._forget_old()
            if key in self._until or len(self._until) < MAX_TYPING:
                self._until[key] = self._clock() + LASTS
        return before != on

    def is_typing(self, conversation_id: str, side: Side) -> bool:
        until = self._until.get((conversation_id, side))
        if until is None:
            return False
        if until > self._clock():
            return True
        del self._until[conversation_id, side]
        return False

    def _forget_old(self) -> None:
        """Who left without a word, in conversations at which nobody looks."""
        now = self._clock()
        self._until = {key: until for key, until in self._until.items() if until > now}
