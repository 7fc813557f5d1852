"""In short what `make endurance` does."""

from __future__ import annotations

from tests.load.endurance import endure
from tests.load.lone_gateway import lone_gateway

MESSAGES = 1_500
GROWTH = 10  # megabytes, after the first half


async def test_memory_stays_as_it_was_while_customers_come_and_go() -> None:
    with lone_gateway() as gateway:
        report = await endure(gateway, MESSAGES, minutes=4)
    assert set(report.refused) <= {503}
    assert report.messages > MESSAGES / 10
    assert report.erased
    assert report.resident[-1] - report.resident[len(report.resident) // 2] < GROWTH, report.resident
