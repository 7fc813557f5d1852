"""In short what `make malformed` does: requests that no client of ours sends are refused, and cost nothing for good."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from tests.browser.gateway import Gateway
from tests.load.lone_gateway import NO_LIMITS
from tests.load.malformed import KINDS, LEFT, send_malformed

REQUESTS = 3_000
GROWTH = 10  # megabytes, after the first fifth


async def test_thousands_of_malformed_requests_bring_no_failure_and_no_growth(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, "http://127.0.0.1:9", 9, NO_LIMITS)
    gateway.start()
    try:
        report = await send_malformed(gateway, REQUESTS, minutes=5)
    finally:
        gateway.stop()
    assert not report.failures
    assert report.served_after
    assert report.growth < GROWTH, report.resident
    # That they were reached: the parser's refusals, those of tokens, of forms, and of bodies.
    refused = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND}
    assert min(report.statuses[status] for status in refused) > len(KINDS)
    assert report.statuses[LEFT] < sum(report.statuses.values()) / 2
    assert "Traceback" not in (gateway.folder / "log").read_text()
