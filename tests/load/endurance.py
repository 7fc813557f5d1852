"""`make endurance`: the customers of two hours within ten minutes, and whether the gateway's memory stays as it was.

They begin, listen, speak, read and, every third, erase, each from an address of their own, on a gateway of its own. It
ends after so many messages or so many minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import aiohttp

from tests.browser.gateway import Gateway
from tests.gateway.customer import Customer, Refusal
from tests.load.lone_gateway import lone_gateway, resident_mb

TWO_HOURS = 36_000  # messages, at five a second
AT_ONCE = 20
TURNS = 9  # of a conversation
TEXTS = (
    "Mon IBAN est-il concerné ?",
    "Is mijn adres gelekt?",
    "What happened?",
    "merci",
    "mijn nummer is 0470 12 34 56",
)


@dataclass
class Report:
    """`resident` are megabytes of the gateway after each tenth of the time or of the messages."""

    messages: int = 0
    conversations: int = 0
    erased: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    resident: list[float] = field(default_factory=list)
    seconds: float = 0.0


async def endure(gateway: Gateway, messages: int, minutes: float) -> Report:
    report, began = Report(), time.monotonic()
    until = began + minutes * 60
    tenths = 0

    def progress() -> float:
        return max(report.messages / messages, (time.monotonic() - began) / (minutes * 60))

    async def customers(number: int) -> None:
        nonlocal tenths
        connector = aiohttp.TCPConnector(local_addr=(f"127.0.0.{number + 2}", 0))
        async with aiohttp.ClientSession(connector=connector) as session:
            while report.messages < messages and time.monotonic() < until:
                try:
                    await _conversation(Customer(session, gateway.address), report)
                except (Refusal, aiohttp.WSServerHandshakeError) as refusal:
                    report.refused[refusal.status] += 1  # such as an apology, where the machine does other things, too
                while progress() * 10 >= tenths + 1:
                    tenths += 1
                    report.resident.append(resident_mb(gateway))

    await asyncio.gather(*(customers(number) for number in range(AT_ONCE)))
    report.seconds = time.monotonic() - began
    return report


async def _conversation(customer: Customer, report: Report) -> None:
    await customer.begin(language="fr")
    report.conversations += 1
    leaves = report.conversations % 3 == 0
    async with customer.session.ws_connect(
        f"{customer.address}/v1/stream", protocols=("breachline.v1", f"bearer.{customer.token}")
    ):
        for turn in range(TURNS):
            await customer.say(TEXTS[turn % len(TEXTS)], client_message_id=str(turn))
            report.messages += 1
        await customer.read()
    if leaves:
        await customer.erase()
        report.erased += 1


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=TWO_HOURS)
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    with lone_gateway() as gateway:
        before = resident_mb(gateway)
        report = asyncio.run(endure(gateway, asked.messages, asked.minutes))
    sys.stdout.write(
        f"{report.messages} messages in {report.conversations} conversations, {report.erased} erased, "
        f"in {report.seconds:.0f} s; refused {dict(report.refused) or 'none'}\n"
        f"Resident MB before {before:.1f}, then {' '.join(f'{one:.1f}' for one in report.resident)}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
