"""Prints when everything that `make run` starts is ready, and at which addresses."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request

PATIENCE = 60  # seconds between two complaints about what is missing; each part is started again and again
INTERVAL = 0.5

NAMES = {"store": "the store of conversations", "actions": "the actions", "rasa": "Rasa, with a warm model"}
NOTHING = dict.fromkeys(NAMES, "no answer")


def main() -> None:
    gateway = f"http://127.0.0.1:{os.environ.get('PORT', '8080')}"
    started = time.monotonic()
    complain_at = started + PATIENCE
    told: set[str] = set()
    while len(told) < len(NAMES):
        parts = _parts(f"{gateway}/readyz")
        for part, name in NAMES.items():
            if parts.get(part) == "ok" and part not in told:
                told.add(part)
                print(f"{name}: there after {time.monotonic() - started:.0f} s", flush=True)
        if time.monotonic() > complain_at:
            missing = ", ".join(f"{name} ({parts.get(part)})" for part, name in NAMES.items() if part not in told)
            print(f"Still missing after {time.monotonic() - started:.0f} s: {missing}. See above.", flush=True)
            complain_at += PATIENCE
        time.sleep(INTERVAL)
    print(f"Ready.    Demo site with the widget   {gateway}/", flush=True)
    print(f"          Chat as a page, for apps    {gateway}/chat", flush=True)
    print(f"          Desk, for agents            {gateway}/desk", flush=True)
    print(f"          Description of the API      {gateway}/openapi.json", flush=True)
    print("Ctrl-C stops everything.", flush=True)


def _parts(url: str) -> dict[str, str]:
    """The state of each part, from the gateway's /readyz, which answers 503 while the store is missing."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            parts: dict[str, str] = json.load(response)["parts"]
    except urllib.error.HTTPError as error:
        parts = json.load(error)["parts"]
    except (OSError, ValueError):
        return NOTHING
    return parts


if __name__ == "__main__":
    main()
