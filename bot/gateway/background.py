"""What the gateway does by itself, over and over, under one supervisor.

A job that fails is logged, counted, and tried again, later with each failure in a row. None may end unseen, least of
all the one that keeps the promise to delete.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from prometheus_client import Counter

from bot.observability.log_lines import place_of

logger = logging.getLogger(__name__)

MAX_PAUSE = 10.0  # seconds before a job is tried again, unless it runs more rarely; agents must not seem to have left
MAX_ROUND = 600.0  # seconds for one round; one that hangs has failed, too
FIRST_PAUSE = 1.0  # seconds after the first failure of a job that runs once

Wait = Callable[[float], Awaitable[object]]


@dataclass(frozen=True)
class Job:
    """Background work: `work` is called every `seconds`, or once when that is null. `name` is a label in /metrics.

    `wait`, where given, replaces the pause: it returns after so many seconds, or earlier when there is something to do.
    A round that takes longer than `bound` seconds has failed; null where it may take as long as it likes.
    """

    name: str
    work: Callable[[], Awaitable[object]]
    seconds: float | None
    wait: Wait = asyncio.sleep
    bound: float | None = MAX_ROUND


class Supervisor:
    """Runs jobs side by side until it is stopped."""

    def __init__(self, jobs: Iterable[Job], failures: Counter) -> None:
        self._jobs = list(jobs)
        self._failures = failures
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        for job in self._jobs:
            self._failures.labels(job.name)  # so that a job that never failed reads 0
        self._tasks = [asyncio.create_task(self._run(job), name=job.name) for job in self._jobs]

    async def stop(self) -> None:
        left = set(self._tasks)
        while left:  # again, where a client took a cancellation for the timeout that came at the same moment
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=1)

    async def _run(self, job: Job) -> None:
        failed = 0  # times in a row
        while True:
            try:
                async with asyncio.timeout(job.bound):
                    await job.work()
            except Exception as error:
                pause = pause_after(failed, job.seconds)
                failed += 1
                self._failures.labels(job.name).inc()
                # The kind and the place only: an error's text could quote a customer.
                logger.error(
                    "%s failed: %s at %s; tried again in %.0f s.",
                    job.name,
                    type(error).__name__,
                    place_of(error),
                    pause,
                )
                await asyncio.sleep(pause)
                continue
            if failed:
                logger.info("%s works again, after %d failures.", job.name, failed)
                failed = 0
            if job.seconds is None:
                return
            await job.wait(job.seconds)


def pause_after(failed: int, seconds: float | None) -> float:
    """The pause after another failure when `failed` came before it in a row: doubled each time, up to a bound."""
    usual = FIRST_PAUSE if seconds is None else seconds
    return min(usual * 2.0 ** min(failed, 20), max(usual, MAX_PAUSE))
