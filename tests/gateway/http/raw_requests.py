"""Requests that no HTTP client would send."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit


async def raw_status(address: str, request: bytes) -> int:
    """The status of the answer to these bytes."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(request)
    async with asyncio.timeout(20):
        line = await reader.readline()
    writer.close()
    return int(line.split()[1])
