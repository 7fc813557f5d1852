"""Tells when everything that `make run` starts is there, and where; then waits to be stopped with the rest."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
import urllib.request

PATIENCE = 180  # seconds
INTERVAL = 0.5


def main() -> None:
    rasa = f"http://127.0.0.1:{os.environ.get('RASA_PORT', '5005')}"
    actions = f"http://127.0.0.1:{os.environ.get('ACTIONS_PORT', '5055')}"
    started = time.monotonic()
    for name, url in (("the actions", f"{actions}/health"), ("Rasa", f"{rasa}/status")):
        if not _answers(url, started + PATIENCE):
            raise SystemExit(f"{name} did not answer at {url} within {PATIENCE} s; see the messages above.")
        print(f"{name} answered after {time.monotonic() - started:.0f} s", flush=True)
    print(
        f'Ready. Talk to it:  POST {rasa}/webhooks/rest/webhook  {{"sender": "me", "message": "bonjour"}}', flush=True
    )
    print("Ctrl-C stops everything.", flush=True)
    signal.pause()


def _answers(url: str, deadline: float) -> bool:
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(INTERVAL)
    return False


if __name__ == "__main__":
    main()
