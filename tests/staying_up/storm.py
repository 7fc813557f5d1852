"""`python -m tests.staying_up.storm`: processes are killed at random while customers talk, and nothing may be lost.

The real Rasa and the real model; 200 kills take a quarter of an hour. A test does the same in short.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from tests.gateway.customer import Customer, Refusal
from tests.staying_up.everything import Everything

PROCESSES = ("gateway", "actions", "rasa")
TRY_AGAIN = 0.3  # seconds, as clients do


@dataclass
class Report:
    """What the customers saw. `longest` is the longest single request that was answered, in seconds."""

    killed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PROCESSES, 0))
    sent: int = 0
    answered: int = 0
    tried_again: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    longest: float = 0.0


async def storm(everything: Everything, kills: int, customers: int, pause: float) -> Report:
    """Kill one process after the other, `pause` seconds apart on average, while the customers talk."""
    report, over = Report(), asyncio.Event()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True)) as session:
        talking = [
            asyncio.create_task(_talk(Customer(session, everything.address), f"c{n}", report, over))
            for n in range(customers)
        ]
        for _ in range(kills):
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
            name = random.choice(PROCESSES)
            report.killed[name] += await asyncio.to_thread(everything.kill, name)
        over.set()
        await asyncio.gather(*talking)
    return report


async def _talk(customer: Customer, name: str, report: Report, over: asyncio.Event) -> None:
    await _until_done(lambda: customer.begin(language="fr"), report)
    texts: list[str] = []
    while not over.is_set():
        texts.append(f"question {name} {len(texts)}")
        report.sent += 1
        said = await _until_done(lambda: customer.say(texts[-1], client_message_id=f"{name}-{len(texts)}"), report)
        report.answered += bool(said)
        await asyncio.sleep(random.uniform(0, 1))
    kept: list[dict[str, Any]] = []
    after = "0"
    while page := await _until_done(partial(customer.read, after), report):
        kept += page
        after = page[-1]["id"]
    for text in texts:
        times = [one["text"] for one in kept if one["from"] == "customer"].count(text)
        if times != 1:
            (report.doubled if times else report.lost).append(text)
    for one, following in zip(kept, [*kept[1:], None], strict=True):
        if one["from"] == "customer" and (following is None or following["from"] == "customer"):
            report.lost.append(f"the answer to {one['text']}")


async def _until_done(ask: Callable[[], Awaitable[Any]], report: Report) -> list[dict[str, Any]]:
    while True:
        began = time.monotonic()
        try:
            done = await ask()
        except (aiohttp.ClientError, Refusal) as error:
            if isinstance(error, Refusal) and error.status != 503:
                raise
            report.tried_again += 1
            await asyncio.sleep(TRY_AGAIN)
        else:
            report.longest = max(report.longest, time.monotonic() - began)
            return done if isinstance(done, list) else []


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        everything = Everything(Path(folder), rasa_stands_in=False)
        everything.start()
        try:
            everything.wait_until_well()
            report = asyncio.run(storm(everything, asked.kills, customers=20, pause=4.0))
            began = time.monotonic()
            everything.wait_until_well()
            sys.stdout.write(f"{report}\nEverything was well {time.monotonic() - began:.1f} s after the last kill.\n")
        finally:
            everything.stop()
    return 1 if report.lost or report.doubled else 0


if __name__ == "__main__":
    raise SystemExit(main())
