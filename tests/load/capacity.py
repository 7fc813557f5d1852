"""`make capacity`: what a turn costs, how much more several Rasas answer, and 500 customers; writes docs/capacity.md.

On a PostgreSQL and a Redis of its own, with two gateways, one action server and 1, 2 and 4 Rasas by turns, so that what
else the machine does meets all of them. `--quick` tries in two minutes whether it works, and writes nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp

from capacity.plan import MEASURED, Measured
from tests.conftest import ROOT
from tests.gateway.customer import Customer
from tests.load.capacity_report import Report, Throughput, write
from tests.load.service import ENDLESS, Server, Service, resident_mb, seconds_of, service, told

LOCUST = ROOT / ".tools" / "locust" / "bin" / "locust"
GATEWAYS = 2
RASAS = (1, 2, 4)
NO_LIMITS = {f"BREACHLINE_RATE_{of}": ENDLESS for of in ("CONVERSATION", "ADDRESS", "STARTS")}
AT_ONCE = 24  # who ask without thinking
MOST_REFUSED = 0.05  # of the turns: beyond, what a turn took is mostly what was in vain


@dataclass(frozen=True)
class Sizes:
    rounds: int
    seconds: int  # of each measurement of throughput
    customers: int  # who think
    minutes: float
    sockets: int
    silent: int  # seconds: a stream looks at the store every 25


WHOLE = Sizes(rounds=1, seconds=12, customers=500, minutes=1.0, sockets=200, silent=50)
QUICK = Sizes(rounds=1, seconds=6, customers=40, minutes=0.6, sockets=100, silent=25)


@dataclass(frozen=True)
class Run:
    """What Locust saw, and the seconds of processor time that each kind of process took meanwhile."""

    seconds: float
    answers: list[float]
    counted: dict[str, int]
    cpu: dict[str, float]
    apologies: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    sizes = QUICK if quick else WHOLE
    before = os.getloadavg()[1]
    with service(max(RASAS)) as whole:
        idle = asyncio.run(_silent_sockets(whole, sizes))
        throughput = _throughput(whole, sizes)
        with whole.gateways(GATEWAYS, 2) as gateways:
            ramp = min(60.0, sizes.customers / 8)
            run = _locust(whole, gateways, sizes.customers, ramp, sizes.minutes * 60)
            gateway_mb = max(resident_mb(gateway.pid) for gateway in gateways)
        per_turn = {part: 1000 * seconds / len(run.answers) for part, seconds in run.cpu.items()}
        assert whole.actions
        measured = Measured(
            rasa_ms=round(per_turn["rasa"], 2),
            gateway_ms=round(per_turn["gateway"], 2),
            actions_ms=round(per_turn["actions"], 2),
            postgresql_ms=round(per_turn["postgresql"], 2),
            redis_ms=round(per_turn["redis"], 2),
            socket_kb=round(idle["kb"], 1),
            socket_ms=round(idle["ms"], 3),
            rasa_mb=round(max(resident_mb(rasa.pid) for rasa in whole.rasas)),
            gateway_mb=round(idle["mb"]),
            actions_mb=round(resident_mb(whole.actions.pid)),
        )
    report = Report(
        measured=measured,
        throughput=throughput,
        customers=sizes.customers,
        seconds=run.seconds,
        answers=run.answers,
        counted=run.counted,
        apologies=run.apologies,
        gateway_mb=gateway_mb,
        load=(before, os.getloadavg()[1]),
    )
    sys.stdout.write(f"{report.text()}\n{json.dumps(asdict(measured), indent=2)}\n")
    refused = sum(count for what, count in run.counted.items() if what.startswith("refused"))
    if refused > MOST_REFUSED * len(run.answers):
        raise SystemExit(f"The machine is too busy: {refused} requests were refused. Nothing is written.")
    if not quick:
        MEASURED.write_text(json.dumps(asdict(measured), indent=2) + "\n", encoding="utf-8")
        write(report)


def _throughput(whole: Service, sizes: Sizes) -> list[Throughput]:
    """With each number of Rasas by turns, there and back."""
    found: defaultdict[int, list[Run]] = defaultdict(list)
    order = [*RASAS, *reversed(RASAS)] if sizes.rounds > 1 else [*RASAS]
    for rasas in order:
        with whole.gateways(GATEWAYS, rasas, **NO_LIMITS) as gateways:
            run = _locust(whole, gateways, AT_ONCE, 5, sizes.seconds, CAPACITY_PACE="0")
            found[rasas].append(run)
            sys.stdout.write(f"{rasas} Rasas: {len(run.answers) / run.seconds:.1f} turns/s {run.counted}\n")
            sys.stdout.flush()
    return [
        Throughput(
            rasas,
            statistics.mean(len(run.answers) / run.seconds for run in runs),
            {
                part: sum(run.cpu[part] for run in runs) * 1000 / sum(len(run.answers) for run in runs)
                for part in runs[0].cpu
            },
        )
        for rasas, runs in sorted(found.items())
    ]


def _locust(
    whole: Service, gateways: Sequence[Server], users: int, ramp: float, seconds: float, **settings: str
) -> Run:
    """So many customers at once; what counts begins once all are there."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        environment = {
            **os.environ,
            "CAPACITY_GATEWAYS": ",".join(gateway.address for gateway in gateways),
            "CAPACITY_RESULT": str(result),
            "CAPACITY_AFTER": str(ramp),
            **settings,
        }
        command = [
            *(str(LOCUST), "--locustfile", str(ROOT / "tests" / "load" / "customers.py"), "--headless"),
            *("--users", str(users), "--spawn-rate", str(max(1.0, users / ramp)), "--stop-timeout", "0"),
            *("--run-time", f"{ramp + seconds:.0f}s", "--only-summary", "--loglevel", "ERROR"),
        ]
        locust = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(ramp + 1)  # Locust's own start
        before, locust_before = whole.cpu(gateways), seconds_of(locust.pid)
        while locust.poll() is None:
            locust_after = seconds_of(locust.pid)
            time.sleep(0.2)
        after = whole.cpu(gateways)
        if not result.exists():
            raise SystemExit(f"Locust failed:\n{locust.stderr.read().decode()[-3000:] if locust.stderr else ''}")
        found: dict[str, Any] = json.loads(result.read_text())
    cpu = {part: after[part] - before[part] for part in before}
    cpu["locust"] = locust_after - locust_before
    return Run(
        found["seconds"],
        found["answers"],
        found["counted"],
        cpu,
        told(gateways, "breachline_apologies_total"),
    )


async def _silent_sockets(whole: Service, sizes: Sizes) -> dict[str, float]:
    """What an open window costs one gateway while nobody says anything: kilobytes, and milliseconds in each second."""
    more = {"BREACHLINE_SOCKETS_ADDRESS": str(sizes.sockets), **NO_LIMITS}
    with whole.gateways(1, 1, **more) as (gateway,):
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            customer = Customer(session, gateway.address)
            await customer.begin(language="fr")
            await customer.say("bonjour")
            before = resident_mb(gateway.pid)
            sockets = []
            for _ in range(sizes.sockets):
                one = Customer(session, gateway.address)
                await one.begin(language="fr")
                sockets.append(await one.stream().__aenter__())
            pinging = [asyncio.create_task(_ping(socket)) for socket in sockets]
            await asyncio.sleep(2)
            cpu, at = whole.cpu([gateway])["gateway"], time.monotonic()
            await asyncio.sleep(sizes.silent)
            took = (whole.cpu([gateway])["gateway"] - cpu) / (time.monotonic() - at)
            after = resident_mb(gateway.pid)
            for task in pinging:
                task.cancel()
            still_open = sum(not socket.closed for socket in sockets)
            await asyncio.gather(*(socket.close() for socket in sockets))
    if still_open < sizes.sockets:
        sys.stdout.write(f"Only {still_open} of {sizes.sockets} windows stayed open: the machine is too busy.\n")
    return {"mb": before, "kb": (after - before) * 1024 / sizes.sockets, "ms": took * 1000 / sizes.sockets}


async def _ping(socket: aiohttp.ClientWebSocketResponse) -> None:
    """As the widget does, and reads what comes."""
    while not socket.closed:
        await socket.send_json({"type": "ping"})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                while not socket.closed:
                    await socket.receive()


if __name__ == "__main__":
    main()
