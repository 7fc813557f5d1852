"""`make fairness`: what customers wait while one address sends the hardest texts as fast as it may.

The real Rasa and model, the limits as they are. Seconds of attack and of calm take turns, so that both see the same
machine; what counts is the ratio of the others' waits.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.gateway.customer import Customer, Refusal
from tests.load.gateway_load import MESSAGES
from tests.privacy.hostile import texts
from tests.staying_up.everything import Everything

CUSTOMERS = 8
CONVERSATIONS = 20  # of the attacker, each with a limit of its own
PAUSE = 1.0  # seconds between two messages of a customer
PER_SECOND = 20  # messages of the attacker: what an address may send
SETTLING = 2.0  # seconds after an attack that count for neither
GOAL = 2.0
LENGTHS = (2_000, 10_000)


@dataclass
class Report:
    """Seconds that the customers waited, and what came back to the attacker."""

    calm: list[float] = field(default_factory=list)
    attacked: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refused: int = 0  # of the customers' messages

    def p95(self) -> tuple[float, float]:
        calm, attacked = (statistics.quantiles(waits, n=20)[-1] for waits in (self.calm, self.attacked))
        return calm, attacked


async def attack(everything: Everything, phases: int, seconds: float) -> Report:
    report, under_attack, over = Report(), asyncio.Event(), asyncio.Event()
    settled = 0.0

    async def customer(number: int) -> None:
        async with _session(number + 2) as session:
            one = Customer(session, everything.address)
            await one.begin(language="nl")
            for turn in itertools.count():
                if over.is_set():
                    return
                began, kind = time.monotonic(), report.attacked if under_attack.is_set() else report.calm
                try:
                    await one.say(MESSAGES[turn % len(MESSAGES)], client_message_id=str(turn))
                except Refusal:
                    report.refused += 1
                if began > settled:
                    kind.append(time.monotonic() - began)
                await asyncio.sleep(PAUSE)

    async def attacker() -> None:
        hard = [text for length in LENGTHS for text in texts(length).values()]
        async with _session(200) as session, asyncio.TaskGroup() as sent:
            many = [Customer(session, everything.address) for _ in range(CONVERSATIONS)]
            for one in many:
                await one.begin(language="nl")
            for one, text in zip(itertools.cycle(many), itertools.cycle(hard), strict=False):
                if over.is_set():
                    return
                if under_attack.is_set():
                    sent.create_task(_send(one, text, report))
                await asyncio.sleep(1 / PER_SECOND)

    tasks = [asyncio.create_task(customer(number)) for number in range(CUSTOMERS)]
    tasks.append(asyncio.create_task(attacker()))
    for phase in range(phases):
        is_attack = phase % 2 == 1
        (under_attack.set if is_attack else under_attack.clear)()
        settled = time.monotonic() + SETTLING * (not is_attack)
        await asyncio.sleep(seconds + SETTLING * (not is_attack))
    over.set()
    await asyncio.gather(*tasks)
    return report


@asynccontextmanager
async def _session(number: int) -> AsyncIterator[aiohttp.ClientSession]:
    """Of a client with an address of its own."""
    connector = aiohttp.TCPConnector(local_addr=(f"127.0.0.{number}", 0), limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


async def _send(one: Customer, text: str, report: Report) -> None:
    try:
        await one.say(text)
        report.statuses[200] += 1
    except Refusal as refusal:
        report.statuses[refusal.status] += 1
    except aiohttp.ClientError:
        report.statuses[0] += 1


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--phases", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        everything = Everything(Path(folder), rasa_stands_in=False, limits=True)
        everything.start()
        stack.callback(everything.stop)
        everything.wait_until_well()
        report = asyncio.run(attack(everything, asked.phases, asked.seconds))
    calm, attacked = report.p95()
    sys.stdout.write(
        f"Customers: {len(report.calm)} messages in calm, {len(report.attacked)} under attack, {report.refused} refused\n"
        f"p50 {statistics.median(report.calm) * 1000:.0f} -> {statistics.median(report.attacked) * 1000:.0f} ms, "
        f"p95 {calm * 1000:.0f} -> {attacked * 1000:.0f} ms: x{attacked / calm:.2f} (goal below {GOAL:.0f})\n"
        f"The attacker got {dict(sorted(report.statuses.items()))}\n"
    )
    return 0 if attacked < GOAL * calm else 1


if __name__ == "__main__":
    raise SystemExit(main())
