"""Two real gateways, each a process of its own, on one PostgreSQL, one Redis and one data folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.browser.gateway import Gateway


@asynccontextmanager
async def two_processes(folder: Path, rasa_port: int, store: str, redis: str) -> AsyncIterator[tuple[Gateway, Gateway]]:
    settings = {"BREACHLINE_STORE": store, "BREACHLINE_REDIS": redis, "BREACHLINE_DATA": str(folder / "data")}
    settings |= {f"BREACHLINE_RATE_{of}": "500000/500000" for of in ("CONVERSATION", "ADDRESS", "STARTS", "SIGN_IN")}
    one, other = (Gateway(folder / name, f"http://127.0.0.1:{rasa_port}", rasa_port, settings) for name in "ab")
    try:
        await asyncio.gather(asyncio.to_thread(one.start), asyncio.to_thread(other.start))
        yield one, other
    finally:
        one.stop()
        other.stop()
