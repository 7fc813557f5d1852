"""`make storm`: processes are killed at random while customers talk, and nothing may be lost.

The real Rasa and the real model, and PostgreSQL, which is killed as well; 200 kills take a quarter of an hour. A test does
the same in short.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from tests.gateway.customer import Customer, Refusal
from tests.staying_up.everything import Everything
from tests.staying_up.killed_postgresql import killed_postgresql

PROCESSES = ("gateway", "actions", "rasa")
TRY_AGAIN = 0.3  # seconds, as clients do
PROMISED = 5.0  # seconds until a message is answered or apologised for
WELL_AFTER = 30.0  # seconds after the last kill
Kill = Callable[[], bool]


@dataclass
class Report:
    """What the customers saw. `longest` is the longest single request that was answered, in seconds."""

    killed: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    answered: int = 0
    tried_again: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    longest: float = 0.0
    late: int = 0  # requests that took longer than was promised

    def keeps_what_is_promised(self) -> bool:
        return self.sent == self.answered and not (self.lost or self.doubled or self.late)


def killers(everything: Everything) -> dict[str, Kill]:
    return {name: partial(everything.kill, name) for name in PROCESSES}


async def storm(everything: Everything, kill: Mapping[str, Kill], kills: int, customers: int, pause: float) -> Report:
    """Kill one of `kill` after the other, `pause` seconds apart on average, while the customers talk."""
    report, over = Report(), asyncio.Event()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True)) as session:
        talking = [
            asyncio.create_task(_talk(Customer(session, everything.address), f"c{n}", report, over))
            for n in range(customers)
        ]
        for _ in range(kills):
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
            name = random.choice(list(kill))
            report.killed[name] += await asyncio.to_thread(kill[name])
        over.set()
        await asyncio.gather(*talking)
    return report


async def _talk(customer: Customer, name: str, report: Report, over: asyncio.Event) -> None:
    await until_done(lambda: customer.begin(language="fr"), report)
    texts: list[str] = []
    while not over.is_set():
        texts.append(f"question {name} {len(texts)}")
        report.sent += 1
        said = await until_done(lambda: customer.say(texts[-1], client_message_id=f"{name}-{len(texts)}"), report)
        report.answered += bool(said)
        await asyncio.sleep(random.uniform(0, 1))
    kept: list[dict[str, Any]] = []
    after = "0"
    while page := await until_done(partial(customer.read, after), report):
        kept += page
        after = page[-1]["id"]
    for text in texts:
        times = [one["text"] for one in kept if one["from"] == "customer"].count(text)
        if times != 1:
            (report.doubled if times else report.lost).append(text)
    for one, following in zip(kept, [*kept[1:], None], strict=True):
        if one["from"] == "customer" and (following is None or following["from"] == "customer"):
            report.lost.append(f"the answer to {one['text']}")


async def until_done(ask: Callable[[], Awaitable[Any]], report: Report) -> list[dict[str, Any]]:
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
            took = time.monotonic() - began
            report.longest, report.late = max(report.longest, took), report.late + (took > PROMISED)
            return done if isinstance(done, list) else []


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, killed_postgresql() as postgresql:
        everything = Everything(Path(folder), rasa_stands_in=False, BREACHLINE_STORE=postgresql.address)
        everything.start()
        try:
            everything.wait_until_well()
            kill = killers(everything) | {"postgresql": postgresql.kill}
            report = asyncio.run(storm(everything, kill, asked.kills, customers=20, pause=4.0))
            began = time.monotonic()
            everything.wait_until_well()
            well = time.monotonic() - began
        finally:
            everything.stop()
    sys.stdout.write(f"{report}\nEverything was well {well:.1f} s after the last kill and the last answer.\n")
    return 0 if report.keeps_what_is_promised() and well < WELL_AFTER else 1


if __name__ == "__main__":
    raise SystemExit(main())
