"""No customer waits longer than promised, whatever the store does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.gateway.db.database import DatabaseError

PROMISE = 4.8  # seconds from a message's arrival; nobody is to wait five


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """Raises `DatabaseError` when what is done in it takes too long: only the store can, all else ends earlier.

    What the store has begun may still be kept; who asks again under the same id gets it.
    """
    try:
        async with asyncio.timeout(PROMISE):
            yield
    except TimeoutError:
        raise DatabaseError("no answer in time") from None
