"""How soon a stream at one gateway shows what was said at the other: `make two-gateways` writes it into docs/gateway.md.

Two real gateways on one PostgreSQL and one Redis, with a stand-in for Rasa, so that it is theirs alone.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.conftest import ROOT
from tests.gateway.conftest import running_postgresql
from tests.gateway.customer import Customer, next_messages
from tests.gateway.many import running_redis
from tests.gateway.stand_in_rasa import StandInRasa
from tests.gateway.two_processes import two_processes
from tests.reports import write_between

PAGE = ROOT / "docs" / "gateway.md"
CUSTOMERS = 20
MESSAGES = 25  # of each


async def main() -> None:
    rasa = StandInRasa()
    await rasa.start()
    with running_postgresql() as postgresql, running_redis() as redis, tempfile.TemporaryDirectory() as folder:
        async with (
            two_processes(Path(folder), rasa.port, postgresql, redis.url) as gateways,
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        ):
            here, there = (gateway.address for gateway in gateways)
            same = await _all_delays(session, here, here)
            other = await _all_delays(session, here, there)
    await rasa.stop()
    rows = [
        "| an answer arrives at an open stream, after it was returned to who asked | p50 | p95 | max |",
        "|---|---|---|---|",
    ]
    rows += [_row("at the same gateway", same), _row("at another gateway (goal: p95 200 ms)", other)]
    write_between(PAGE, "<!-- two gateways -->", "<!-- /two gateways -->", "\n".join(rows))


async def _all_delays(session: aiohttp.ClientSession, here: str, there: str) -> list[float]:
    found = await asyncio.gather(*(_delays(session, here, there) for _ in range(CUSTOMERS)))
    return [delay for delays in found for delay in delays]


async def _delays(session: aiohttp.ClientSession, here: str, there: str) -> list[float]:
    """Milliseconds from the answer's return at one gateway to its arrival at a stream of the other; 0 when earlier."""
    speaks = Customer(session, here)
    await speaks.begin(language="fr")
    reads = Customer(session, there, speaks.token, speaks.id)
    found = []
    async with reads.stream() as socket:
        await next_messages(socket, 1)
        for number in range(MESSAGES):
            arriving = asyncio.create_task(_arrival(socket))
            await speaks.say(f"message {number}")
            returned = time.perf_counter()
            found.append(max(0.0, (await arriving - returned) * 1000))
            await asyncio.sleep(0.2)
    return found


async def _arrival(socket: aiohttp.ClientWebSocketResponse) -> float:
    await next_messages(socket, 2)
    return time.perf_counter()


def _row(name: str, delays: list[float]) -> str:
    p95 = statistics.quantiles(delays, n=20)[-1]
    return f"| {name} | {statistics.median(delays):.0f} ms | **{p95:.0f} ms** | {max(delays):.0f} ms |"


if __name__ == "__main__":
    asyncio.run(main())
