"""The real gateway in a process of its own, with a stand-in for Rasa in another: what is measured is the gateway alone.

It listens on 127.0.0.1, on a port of its own, and keeps what it keeps in a folder that goes with it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.gateway import Gateway
from tests.conftest import ROOT, find_free_port
from tests.staying_up.everything import STAND_IN

ENDLESS = "500000/500000"
# Everybody comes from one address, and a limit would keep out what is to be tried.
NO_LIMITS = {f"BREACHLINE_RATE_{of}": ENDLESS for of in ("CONVERSATION", "ADDRESS", "STARTS", "SIGN_IN")}


@contextmanager
def lone_gateway(**settings: str) -> Iterator[Gateway]:
    """Without limits, unless `settings` say otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        rasa_port = find_free_port()
        rasa = subprocess.Popen([sys.executable, "-c", STAND_IN, str(rasa_port)], cwd=ROOT)
        gateway = Gateway(Path(folder), f"http://127.0.0.1:{rasa_port}", rasa_port, NO_LIMITS | settings)
        try:
            gateway.start()
            yield gateway
        finally:
            gateway.stop()
            rasa.kill()
            rasa.wait()


def resident_mb(gateway: Gateway) -> float:
    match = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{gateway.pid}/status").read_text())
    assert match
    return int(match[1]) / 1024
