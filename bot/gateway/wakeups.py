"""Tells the open streams of a conversation to look into the store; carries no message itself.

A stream that misses a wake-up reads the same messages at the next, so nothing depends on this but the delay.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Listener:
    """One stream's ear."""

    def __init__(self) -> None:
        self._called = asyncio.Event()
        self.erased = False

    @property
    def called(self) -> bool:
        return self._called.is_set()

    def call(self) -> None:
        self._called.set()

    async def wait(self, seconds: float) -> None:
        """Until called, or until `seconds` have passed."""
        try:
            async with asyncio.timeout(seconds):
                await self._called.wait()
        except TimeoutError:
            pass
        self._called.clear()


class Wakeups:
    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._typing: Counter[str] = Counter()

    @contextmanager
    def listen(self, conversation_id: str, listener: Listener | None = None) -> Iterator[Listener]:
        """An ear for the conversation while the context lasts; the same one may listen to several."""
        listener = listener or Listener()
        self._listeners[conversation_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    def wake(self, conversation_id: str) -> None:
        """Something changed."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.call()

    def erased(self, conversation_id: str) -> None:
        """The conversation is gone."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.erased = True
            listener.call()

    @contextmanager
    def typing(self, conversation_id: str) -> Iterator[None]:
        """The assistant is answering while the context lasts."""
        self._typing[conversation_id] += 1
        self.wake(conversation_id)
        try:
            yield
        finally:
            self._typing[conversation_id] -= 1
            if not self._typing[conversation_id]:
                del self._typing[conversation_id]
            self.wake(conversation_id)

    def is_typing(self, conversation_id: str) -> bool:
        return conversation_id in self._typing
