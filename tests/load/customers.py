"""What customers do on the day the letters arrive, for Locust: `make capacity` runs it, with Locust's own Python.

Each begins, keeps a stream open as the widget does, reads, thinks, and writes along a conversation of
data/conversations, each request to another of the gateways; some rate it, some erase it. What was refused is sent again
under the same id, as the widget does. Nothing of the project is imported: Locust lives in an environment of its own.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import gevent
import websocket
from locust import FastHttpUser, constant, events, task

ROOT = Path(__file__).parents[2]
GATEWAYS = os.environ["CAPACITY_GATEWAYS"].split(",")
RESULT = Path(os.environ["CAPACITY_RESULT"])
PACE = float(os.environ.get("CAPACITY_PACE", "1"))  # of thinking; 0: nobody thinks, nor keeps a stream open
AFTER = float(os.environ.get("CAPACITY_AFTER", "0"))  # seconds from the start, before which nothing counts

SPOKEN = {"nl": 0.55, "fr": 0.40, "en": 0.05}  # who writes to a Belgian operator: an assumption
# Words a minute. Reading: 238, English prose in silence, mean of 190 studies (Brysbaert 2019, Journal of Memory and
# Language 109). Typing: 36 on a phone, mean of 37,000 people (Palin et al. 2019, MobileHCI). A typed word is five signs.
READ, TYPED = 238.0, 36.0
PEOPLE_DIFFER = 0.35  # sigma of the logarithm of a person's pace
DECIDE = (1.1, 0.8)  # mu and sigma of the logarithm of the seconds before somebody begins to type: median 3, mean 4
LONGEST = 60.0  # seconds of thinking
BEHIND_ONE = 16  # customers of a mobile network who share an address
PING_EVERY = 10.0  # seconds, as web/shared/pulse.ts
LINGERS = 30.0  # seconds on average that a window stays open
RATES, ERASES = 0.1, 0.03
TRIES = 6
IN_TIME = 10.0  # seconds in which a stream must have shown what was answered

CONVERSATIONS = {
    language: [
        [turn["user"] for turn in json.loads(line)["turns"]]
        for line in (ROOT / "data" / "conversations" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for language in SPOKEN
}

began = time.monotonic()
numbers = itertools.count()
answers: list[float] = []  # seconds from the first try to the answer, of what counts
counted: Counter[str] = Counter()


class Lost(Exception):
    """Tried in vain."""


class Gone(Exception):
    """The conversation is erased."""


class Customer(FastHttpUser):
    host = GATEWAYS[0]
    wait_time = constant(0)
    network_timeout = connection_timeout = 15.0

    @task
    def visit(self) -> None:
        number = next(numbers)
        self.headers = {"X-Forwarded-For": f"10.{number // BEHIND_ONE // 250 % 250}.{number // BEHIND_ONE % 250}.7"}
        self.pace = PACE * random.lognormvariate(0, PEOPLE_DIFFER)
        language = random.choices([*SPOKEN], [*SPOKEN.values()])[0]
        stream, self.may_erase = None, False
        try:
            begun = self.ask("/v1/conversations", {"language": language, "client": "web"})
            self.headers["Authorization"] = f"Bearer {begun['token']}"
            stream = Stream(begun["token"], self.headers["X-Forwarded-For"]) if PACE else None
            read = begun["messages"]
            for place, text in enumerate(random.choice(CONVERSATIONS[language])):
                self.think(read, text)
                read = self.say(text, f"turn-{place}", stream)
                self.may_erase |= any(message.get("topic") == "erase_chat" for message in read)
            self.leave(stream)
        except Gone:
            counted["erased by their own words" if self.may_erase else "lost"] += 1
        except Lost:
            counted["lost"] += 1
        finally:
            if stream:
                stream.close()

    def think(self, read: list[dict[str, Any]], text: str) -> None:
        words = sum(len(message["text"].split()) for message in read)
        seconds = self.pace * (words / READ * 60 + len(text) / 5 / TYPED * 60) + PACE * random.lognormvariate(*DECIDE)
        seconds = min(LONGEST, seconds)
        counted["thoughts"] += 1
        counted["thought_ms"] += int(1000 * seconds)
        gevent.sleep(seconds)

    def say(self, text: str, client_message_id: str, stream: Stream | None) -> list[dict[str, Any]]:
        at = time.monotonic()
        page = self.ask("/v1/messages", {"text": text, "client_message_id": client_message_id})
        messages: list[dict[str, Any]] = page["messages"]
        if time.monotonic() - began >= AFTER:
            counted["answered"] += 1
            answers.append(time.monotonic() - at)
            counted["unanswered"] += not messages and page["state"] != "agent"
        if stream:
            stream.expected.update(message["id"] for message in messages)
        return messages

    def leave(self, stream: Stream | None) -> None:
        if random.random() < RATES:
            self.ask("/v1/rating", {"stars": random.randint(1, 5)})
        if stream:
            until = time.monotonic() + IN_TIME
            while stream.expected - stream.seen and time.monotonic() < until:
                gevent.sleep(0.1)
            counted["not_streamed"] += len(stream.expected - stream.seen)
            gevent.sleep(PACE * random.expovariate(1 / LINGERS))
        if random.random() < ERASES:
            self.ask("/v1/conversation", method="DELETE")

    def ask(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """The answer, of whichever gateway, however often it takes. Raises `Lost`, and `Gone` once all is erased."""
        for number in range(TRIES):
            address = random.choice(GATEWAYS) + path
            with self.client.request(
                method, address, name=path, json=body, headers=self.headers, catch_response=True
            ) as response:
                response.success()  # what is refused is counted here
                status = response.status_code
                if status == 204:
                    return None
                if status in (200, 201):
                    return response.json()
            if status == 410:
                if method == "DELETE":
                    return None
                raise Gone
            counted[f"refused {status}"] += 1
            gevent.sleep(min(5.0, 0.5 * 2**number))
        raise Lost


class Stream:
    """An open WebSocket, opened again whenever it closes; `seen` are the ids of the messages that it showed."""

    def __init__(self, token: str, address: str) -> None:
        self.expected: set[str] = set()
        self.seen: set[str] = set()
        self._token = token
        self._address = address
        self._open = True
        self._socket: Any = None
        self._tasks = [gevent.spawn(self._read), gevent.spawn(self._ping)]

    def close(self) -> None:
        self._open = False
        gevent.killall(self._tasks, block=False)
        if self._socket:
            with contextlib.suppress(Exception):
                self._socket.close(timeout=0)

    def _read(self) -> None:
        while self._open:
            try:
                after = max(self.seen, default="0")
                address = random.choice(GATEWAYS).replace("http", "ws", 1)
                self._socket = websocket.create_connection(
                    f"{address}/v1/stream?after={after}",
                    subprotocols=["breachline.v1", f"bearer.{self._token}"],
                    header=[f"X-Forwarded-For: {self._address}"],
                    timeout=60,
                )
                while text := self._socket.recv():
                    event = json.loads(text)
                    if event["type"] == "message":
                        self.seen.add(event["message"]["id"])
            except Exception as error:  # whatever it is, the widget opens it again
                counted[f"stream {type(error).__name__}"] += self._open
            gevent.sleep(1)

    def _ping(self) -> None:
        while self._open:
            gevent.sleep(PING_EVERY)
            with contextlib.suppress(Exception):
                self._socket.send('{"type":"ping"}')


@events.quitting.add_listener
def write_result(environment: Any, **more: Any) -> None:
    seconds = time.monotonic() - began - AFTER
    RESULT.write_text(json.dumps({"seconds": seconds, "answers": answers, "counted": counted}))
