"""What was freed is given back to the system, whoever freed it."""

from __future__ import annotations

import ctypes
import platform
import threading
from pathlib import Path

import pytest

from bot.gateway import memory

MEGABYTES = 64
PIECE = 64 * 1024  # bytes, of the kind that the C library keeps


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps so much")
async def test_what_a_thread_freed_goes_back_to_the_system() -> None:
    held: list[ctypes.Array[ctypes.c_char]] = []

    def fill() -> None:
        for _ in range(MEGABYTES * 2**20 // PIECE):
            held.append(ctypes.create_string_buffer(b"x" * (PIECE - 1), PIECE))
        last = held[-1]
        held.clear()
        held.append(last)  # at the end, so that the rest is a gap that only a trim gives back

    thread = threading.Thread(target=fill)
    thread.start()
    thread.join()
    before = _resident_mb()
    await memory.give_back()
    assert _resident_mb() < before - MEGABYTES / 2


async def test_where_the_library_cannot_be_asked_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_trim", lambda: None)
    await memory.give_back()
