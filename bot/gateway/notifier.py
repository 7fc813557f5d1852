"""Notifies the streams of a conversation, and of the desk, of changes, and knows who is typing; within one process.

A notification carries no message: it only says that there is something to read in the store. A stream that misses one
reads everything at the next, so only the delay depends on notifications.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

DESK = "desk"  # the key under which the agents' pages listen; no conversation's id is as short
TYPING_LASTS = 6.0  # seconds without another sign
MAX_TYPING = 10_000  # at once; more are not shown

Side = Literal["customer", "agent"]


class Subscription:
    """What one stream waits on; it may be subscribed to several conversations."""

    def __init__(self) -> None:
        self._notified = asyncio.Event()
        self.erased = False

    @property
    def notified(self) -> bool:
        return self._notified.is_set()

    def notify(self) -> None:
        self._notified.set()

    async def wait(self, seconds: float) -> None:
        """Wait until notified, at most `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._notified.wait()
        except TimeoutError:
            pass
        self._notified.clear()


class Notifier:
    """Who is subscribed to what, and in which conversations the assistant is answering."""

    def __init__(self) -> None:
        self._subscriptions: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._typing: Counter[str] = Counter()

    @contextmanager
    def subscribe(self, conversation_id: str, subscription: Subscription | None = None) -> Iterator[Subscription]:
        """Subscribe to the conversation, or to `DESK`, while the context lasts."""
        subscription = subscription or Subscription()
        self._subscriptions[conversation_id].add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions[conversation_id].discard(subscription)
            if not self._subscriptions[conversation_id]:
                del self._subscriptions[conversation_id]

    def notify(self, conversation_id: str) -> None:
        """Tell the subscribers that something changed."""
        for subscription in self._subscriptions.get(conversation_id, ()):
            subscription.notify()

    def erased(self, conversation_id: str) -> None:
        """Tell the subscribers that the conversation is gone."""
        for subscription in self._subscriptions.get(conversation_id, ()):
            subscription.erased = True
            subscription.notify()

    @contextmanager
    def typing(self, conversation_id: str) -> Iterator[None]:
        """The assistant is answering while the context lasts."""
        self._typing[conversation_id] += 1
        self.notify(conversation_id)
        try:
            yield
        finally:
            self._typing[conversation_id] -= 1
            if not self._typing[conversation_id]:
                del self._typing[conversation_id]
            self.notify(conversation_id)

    def is_typing(self, conversation_id: str) -> bool:
        return conversation_id in self._typing


class TypingPeople:
    """Who is typing while an agent has a conversation; in memory only, because it is over in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[tuple[str, Side], float] = {}

    def set(self, conversation_id: str, side: Side, on: bool) -> bool:
        """Note that somebody types or stopped; whether that changed anything."""
        before = self.is_typing(conversation_id, side)
        key = (conversation_id, side)
        if not on:
            self._until.pop(key, None)
        else:
            if len(self._until) >= MAX_TYPING:
                self._forget_old()
            if key in self._until or len(self._until) < MAX_TYPING:
                self._until[key] = self._clock() + TYPING_LASTS
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
        """Drop expired entries of conversations that no stream shows."""
        now = self._clock()
        self._until = {key: until for key, until in self._until.items() if until > now}
