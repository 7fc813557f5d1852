"""Notifies the streams of a conversation, and of the desk, of changes, and knows who is typing.

A notification carries no message: it only says that there is something to read in the store. A stream that misses one
reads everything at the next, so only the delay depends on notifications. A relay carries them to other gateways.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

DESK = "desk"  # the key under which the agents' pages listen; no conversation's id is as short
QUEUE = "queue"  # the key of the queue's changes
TYPING_LASTS = 6.0  # seconds without another sign
MAX_TYPING = 10_000  # at once; more are not shown
LOOK_EVERY = 3.0  # seconds between two looks at the store while nothing is heard of other gateways
LOOKS = 300  # of all streams in a second, at most: then each looks more rarely

Side = Literal["customer", "agent"]
Signal = Literal[
    "notify",
    "erased",
    "bot types",
    "bot stopped",
    "customer types",
    "customer stopped",
    "agent types",
    "agent stopped",
]
Listener = Callable[[str, Signal], None]
_TYPING: dict[tuple[Side, bool], Signal] = {
    ("customer", True): "customer types",
    ("customer", False): "customer stopped",
    ("agent", True): "agent types",
    ("agent", False): "agent stopped",
}


class Relay(Protocol):
    """Carries signals, each about a key, to the other gateways, and theirs to `listeners`.

    Each gateway hears only of the keys that it follows. A signal may be lost; `is_up` says that none are now.
    """

    listeners: list[Listener]

    @property
    def is_up(self) -> bool: ...
    def send(self, key: str, signal: Signal) -> None: ...
    def follow(self, key: str) -> None: ...
    def unfollow(self, key: str) -> None: ...


class NoRelay:
    """Where there is no other gateway."""

    is_up = True

    def __init__(self) -> None:
        self.listeners: list[Listener] = []

    def send(self, key: str, signal: Signal) -> None: ...
    def follow(self, key: str) -> None: ...
    def unfollow(self, key: str) -> None: ...


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

    def __init__(self, relay: Relay | None = None) -> None:
        self._relay = relay or NoRelay()
        self._relay.listeners.append(self._heard)
        self._subscriptions: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._callbacks: dict[str, Callable[[], None]] = {}
        self._typing: Counter[str] = Counter()
        self._typing_elsewhere: dict[str, float] = {}  # until when, unless a signal ends it

    @contextmanager
    def subscribe(self, conversation_id: str, subscription: Subscription | None = None) -> Iterator[Subscription]:
        """Subscribe to the conversation, or to `DESK`, while the context lasts."""
        subscription = subscription or Subscription()
        self._subscriptions[conversation_id].add(subscription)
        self._relay.follow(conversation_id)
        try:
            yield subscription
        finally:
            self._subscriptions[conversation_id].discard(subscription)
            if not self._subscriptions[conversation_id]:
                del self._subscriptions[conversation_id]
                self._typing_elsewhere.pop(conversation_id, None)
                if conversation_id not in self._callbacks:
                    self._relay.unfollow(conversation_id)

    def call(self, key: str, callback: Callable[[], None]) -> None:
        """Call `callback` at each notification of `key`, by whatever gateway."""
        self._callbacks[key] = callback
        self._relay.follow(key)

    def notify(self, conversation_id: str) -> None:
        """Tell the subscribers that something changed."""
        self.wake(conversation_id)
        self._relay.send(conversation_id, "notify")

    def wake(self, conversation_id: str) -> None:
        """Tell those of this gateway only."""
        if callback := self._callbacks.get(conversation_id):
            callback()
        for subscription in self._subscriptions.get(conversation_id, ()):
            subscription.notify()

    def erased(self, conversation_id: str) -> None:
        """Tell the subscribers that the conversation is gone."""
        self._wake_erased(conversation_id)
        self._relay.send(conversation_id, "erased")

    def pause(self, seconds: float) -> float:
        """How long a stream may wait that would look again after `seconds`: less while others cannot be heard."""
        return seconds if self._relay.is_up else min(seconds, max(LOOK_EVERY, len(self._subscriptions) / LOOKS))

    @contextmanager
    def typing(self, conversation_id: str) -> Iterator[None]:
        """The assistant is answering while the context lasts."""
        self._typing[conversation_id] += 1
        self.wake(conversation_id)
        self._relay.send(conversation_id, "bot types")
        try:
            yield
        finally:
            self._typing[conversation_id] -= 1
            if not self._typing[conversation_id]:
                del self._typing[conversation_id]
            self.wake(conversation_id)
            self._relay.send(conversation_id, "bot stopped")

    def is_typing(self, conversation_id: str) -> bool:
        elsewhere = self._typing_elsewhere.get(conversation_id, 0.0) > time.monotonic()
        return conversation_id in self._typing or elsewhere

    def _heard(self, key: str, signal: Signal) -> None:
        """A signal of another gateway, which also says that there is something to read."""
        if signal == "erased":
            self._wake_erased(key)
            return
        if signal == "bot types" and key in self._subscriptions:
            self._typing_elsewhere[key] = time.monotonic() + TYPING_LASTS
        elif signal == "bot stopped":
            self._typing_elsewhere.pop(key, None)
        self.wake(key)

    def _wake_erased(self, conversation_id: str) -> None:
        for subscription in self._subscriptions.get(conversation_id, ()):
            subscription.erased = True
            subscription.notify()


class TypingPeople:
    """Who is typing while an agent has a conversation; in memory only, because it is over in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, relay: Relay | None = None) -> None:
        self._clock = clock
        self._relay = relay or NoRelay()
        # Before the notifier's: a stream that the signal wakes looks here.
        self._relay.listeners.insert(0, self._heard)
        self._until: dict[tuple[str, Side], float] = {}

    def set(self, conversation_id: str, side: Side, on: bool) -> bool:
        """Note that somebody types or stopped; whether that changed anything."""
        before = self.is_typing(conversation_id, side)
        self._note(conversation_id, side, on)
        self._relay.send(conversation_id, _TYPING[side, on])
        return before != on

    def is_typing(self, conversation_id: str, side: Side) -> bool:
        until = self._until.get((conversation_id, side))
        if until is None:
            return False
        if until > self._clock():
            return True
        del self._until[conversation_id, side]
        return False

    def _note(self, conversation_id: str, side: Side, on: bool) -> None:
        key = (conversation_id, side)
        if not on:
            self._until.pop(key, None)
            return
        if len(self._until) >= MAX_TYPING:
            self._forget_old()
        if key in self._until or len(self._until) < MAX_TYPING:
            self._until[key] = self._clock() + TYPING_LASTS

    def _heard(self, key: str, signal: Signal) -> None:
        for (side, on), theirs in _TYPING.items():
            if signal == theirs:
                self._note(key, side, on)

    def _forget_old(self) -> None:
        """Drop expired entries of conversations that no stream shows."""
        now = self._clock()
        self._until = {key: until for key, until in self._until.items() if until > now}
