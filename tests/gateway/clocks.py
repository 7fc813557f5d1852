"""Another time for some modules, and no other: the event loop, the drivers and the test itself keep theirs."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType, SimpleNamespace

import pytest


def set_clock(monkeypatch: pytest.MonkeyPatch, now: Callable[[], float], *modules: ModuleType) -> None:
    """`time.time` and `time.time_ns` tell `now`, in seconds since 1970, in these modules."""
    clock = SimpleNamespace(**{**vars(time), "time": now, "time_ns": lambda: int(now() * 10**9)})
    for module in modules:
        monkeypatch.setattr(module, "time", clock)
