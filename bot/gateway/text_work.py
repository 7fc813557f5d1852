"""Bounds the processor time that texts take: work is done in threads, a little at once, and counted per address.

A text can be made to take a hundred times longer than others of its length, and a long one takes Rasa five times as
long as an ordinary one. So each address has a budget of processor time for its texts; when that is spent it must wait,
however few its messages are.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import ParamSpec, TypeVar

from bot.gateway.errors import TooMany
from bot.gateway.keyed_lock import KeyedLock

LONG_TURNS = 3  # of one address under way at once
TURN_PATIENCE = 2.0  # seconds that one waits for the others of its address
FREE = 0.006  # seconds of processor time for each reading that count as nothing: ordinary texts hardly take more
HARDEST = 0.2  # seconds that a reading counts at most: the first one also loads what all need
BURST = 0.5  # seconds beyond that which an address may spend at once
PER_SECOND = 0.03  # seconds that flow back in each second
ORDINARY = 200  # characters of a text for which Rasa takes no longer than for most
PER_CHARACTER = 0.00004  # seconds that Rasa takes for each character beyond
MAX_ADDRESSES = 100_000

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Budgets:
    """The remaining processor time of each address; full budgets are dropped first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()  # seconds left, and when that was

    def check(self, address: str) -> None:
        """Raises `TooMany` when this address has spent its budget."""
        if (left := self._left(address)) <= 0:
            raise TooMany("The messages from here take too long to read.", -left / PER_SECOND)

    def spend(self, address: str, seconds: float, most: float = HARDEST) -> None:
        """Count the processor time of a text, beyond what is free for every text."""
        self._kept[address] = (self._left(address) - max(0.0, min(seconds, most) - FREE), self._clock())
        self._kept.move_to_end(address)
        if len(self._kept) > MAX_ADDRESSES:
            self._kept.popitem(last=False)

    def _left(self, address: str) -> float:
        now = self._clock()
        left, then = self._kept.get(address, (BURST, now))
        return min(BURST, left + (now - then) * PER_SECOND)


class Lane:
    """A thread for one kind of work, so that one kind does not wait while another loads its models."""

    def __init__(self, name: str, budgets: Budgets) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._budgets = budgets
        self._one_text = KeyedLock()

    async def run(
        self, address: str, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """Run `work` in the thread; addresses take turns, one text each."""

        def counted() -> tuple[Result | Exception, float]:
            began = time.thread_time()
            try:
                result: Result | Exception = work(*args, **kwargs)
            except Exception as error:
                result = error
            return result, time.thread_time() - began

        async with self._one_text.hold(address):
            result, seconds = await asyncio.get_running_loop().run_in_executor(self._thread, counted)
        self._budgets.spend(address, seconds)
        if isinstance(result, Exception):
            raise result
        return result

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


class TextWork:
    """All work on texts. `address` is the sender's; senders without one share a budget."""

    def __init__(self) -> None:
        self.budgets = Budgets()
        self.masking = Lane("masking", self.budgets)
        self.danger = Lane("danger", self.budgets)
        self._long_turns = KeyedLock(LONG_TURNS)

    @asynccontextmanager
    async def turn(self, address: str, text: str | None) -> AsyncIterator[None]:
        """Answer a message of this address in this context; only a few long ones at once. Raises `TooMany`."""
        self.budgets.check(address)
        beyond = max(0, len(text or "") - ORDINARY)
        async with AsyncExitStack() as stack:
            if beyond:
                try:
                    async with asyncio.timeout(TURN_PATIENCE):
                        await stack.enter_async_context(self._long_turns.hold(address))
                except TimeoutError:
                    raise TooMany("Too many long messages at once from here.", TURN_PATIENCE) from None
                self.budgets.check(address)  # those before may have spent it
                self.budgets.spend(address, FREE + PER_CHARACTER * beyond, most=math.inf)
            yield

    def close(self) -> None:
        self.masking.close()
        self.danger.close()
