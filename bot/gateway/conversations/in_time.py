"""No customer waits longer than promised, whatever the store does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.gateway.db.database import DatabaseError

PROMISE = 4.8  # seconds from a message's arrival; nobody is to wait five


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """A context that raises `DatabaseError` when its body takes too long. Only the store can; all else ends earlier.

    What the store has begun may still be kept; a client that repeats the request under the same id gets it.
    """
    try:
        async with asyncio.timeout(PROMISE):
            yield
    except TimeoutError:
        raise DatabaseError("no answer in time") from None
