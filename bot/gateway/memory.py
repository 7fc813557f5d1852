"""Gives memory that was freed back to the system.

The C library keeps what threads freed for themselves, and fragments grow for hours although nothing more is held. Where
it cannot be asked (musl, macOS) nothing is done.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable
from functools import cache

INTERVAL = 30.0  # seconds


async def give_back() -> None:
    """Off the event loop: the lock of the allocator is held for some milliseconds."""
    if trim := _trim():
        await asyncio.to_thread(trim, 0)


@cache
def _trim() -> Callable[[int], int] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
