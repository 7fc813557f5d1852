"""How things stand, for /metrics: looked at over and over, so that to ask for it costs nothing."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.gateway.background import Job
from bot.gateway.handoff.queue import QueueView
from bot.gateway.http.health import Health
from bot.gateway.metrics import StateMetrics

INTERVAL = 5.0  # seconds


def measuring_job(
    metrics: StateMetrics, health: Health, queue: Callable[[], Awaitable[QueueView]], folder: Path
) -> Job:
    """`folder` is on the disk that the store or its keys fill."""

    async def round() -> None:
        metrics.found((await health.parts()).items())
        disk = await asyncio.to_thread(shutil.disk_usage, folder)
        metrics.disk_free.set(disk.free)
        metrics.disk_size.set(disk.total)
        view = await queue()
        metrics.waiting.set(len(view.waiting))
        metrics.longest.set(max((time.time() - one.since for one in view.waiting), default=0.0))
        metrics.staffed.set(view.somebody_there)

    return Job("measuring", round, INTERVAL)
