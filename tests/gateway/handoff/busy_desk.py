"""Many customers wait and several agents answer, all at once, over HTTP and WebSocket, as the pages would do it.

Whatever is said carries the mark of its conversation, so that a word in the wrong place is seen at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.gateway.customer import Customer, Refusal
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.handoff.asked_rasa import FRAUD, PERSON

TAKEN = 409
PATIENCE = 100  # seconds for all of it
ROUNDS = 2  # messages each way before a conversation is closed
TRANSFER_EVERY = 5  # of an agent's conversations one goes on to a colleague
_MARK = re.compile(r"#\w+#")
OTHERS = ("bot", "system")  # who need not carry a mark: the assistant's greeting, and notices


@dataclass
class Busy:
    """What happened."""

    delays: list[float] = field(default_factory=list)  # seconds from an agent's reply to the customer's socket
    refused: int = 0  # takes of a conversation that a colleague had just taken
    closed: set[str] = field(default_factory=set)
    _sent_at: dict[str, float] = field(default_factory=dict)

    def sent(self, text: str) -> None:
        self._sent_at[text] = time.perf_counter()

    def arrived(self, text: str) -> None:
        self.delays.append(time.perf_counter() - self._sent_at.pop(text))


class WaitingCustomer:
    """Asks for a person, and answers each of their messages."""

    def __init__(self, customer: Customer, mark: str, urgent: bool, busy: Busy) -> None:
        self.customer = customer
        self.mark = f"#{mark}#"
        self._wish = FRAUD if urgent else PERSON
        self._busy = busy
        self.places: list[int] = []
        self.closed = False

    async def queue_up(self, language: str) -> None:
        await self.customer.begin(language=language)
        *_, queued = await self.customer.say(f"{self._wish} {self.mark}")
        assert queued["details"]["handoff"] == "queued"

    async def go_on(self) -> None:
        """Until the person closes the conversation."""
        async with self.customer.stream() as socket:
            await self.customer.say(f"encore là {self.mark}")  # to the assistant, or to who was quick
            while not self.closed:
                event = await socket.receive_json(timeout=60)
                if event["type"] == "state" and "place" in event:
                    self.places.append(event["place"])
                if event["type"] == "message":
                    await self._hear(event["message"])

    async def _hear(self, message: dict[str, Any]) -> None:
        marks = set(_MARK.findall(message["text"]))
        assert marks == {self.mark} or (not marks and message["from"] in OTHERS), message
        if message["from"] == "agent":
            self._busy.arrived(message["text"])
            await self.customer.say(f"bien {self.mark}")
        self.closed = message.get("details", {}).get("handoff") == "closed"


class BusyAgent:
    """Takes the first they may take, again and again, until everybody was helped."""

    def __init__(self, agent: DeskAgent, busy: Busy) -> None:
        self._agent = agent
        self._busy = busy
        self._board: dict[str, Any] = {}
        self._answers: Counter[str] = Counter()  # of customers, by conversation
        self._handed_on: set[str] = set()
        self._had = 0
        self._changed = asyncio.Event()

    async def work(self, everybody: int) -> None:
        """At an open desk, until `everybody`, so many, are closed."""
        socket = await self._agent.connect()
        hearing = asyncio.create_task(self._hear(socket))
        try:
            while len(self._busy.closed) < everybody:
                self._changed.clear()
                if handed := self._handed_to_me():
                    await self._serve(handed, socket, to_the_end=True)
                elif taken := await self._take_next():
                    await self._serve(taken, socket, to_the_end=self._had % TRANSFER_EVERY != 0)
                else:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 1)
                if hearing.done():
                    hearing.result()
        finally:
            hearing.cancel()
            await asyncio.wait([hearing])
            await socket.close()

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            event = await socket.receive_json()
            if event["type"] == "board":
                self._board = event["board"]
            elif event["type"] == "conversation":
                said = [message for message in event["messages"] if message["from"] == "customer"]
                self._answers[event["conversation_id"]] += len(said)
            self._changed.set()

    def _handed_to_me(self) -> str | None:
        mine = (str(one["conversation_id"]) for one in self._board.get("held", ()) if one["mine"])
        return next((one for one in mine if one not in self._busy.closed | self._handed_on), None)

    async def _take_next(self) -> str | None:
        """The first on the board that they may take and nobody else just took."""
        for one in self._board.get("waiting", ()):
            if one["speakable"]:
                try:
                    await self._agent.act(one["conversation_id"], "take")
                except Refusal as refusal:
                    if refusal.status != TAKEN:
                        raise
                    self._busy.refused += 1
                    continue
                self._had += 1
                return str(one["conversation_id"])
        return None

    async def _serve(self, conversation_id: str, socket: aiohttp.ClientWebSocketResponse, *, to_the_end: bool) -> None:
        shown = await self._agent.read(conversation_id)
        (mark,) = {mark for message in shown["messages"] for mark in _MARK.findall(message["text"])}
        watch = {"type": "watch", "conversation_id": conversation_id, "after": shown["messages"][-1]["id"]}
        self._answers[conversation_id] = 0
        await socket.send_json(watch)
        for count in range(1, ROUNDS + 1):
            text = f"{self._agent.name} {count} {mark}"
            self._busy.sent(text)
            await self._agent.act(conversation_id, "messages", {"text": text, "client_message_id": uuid.uuid4().hex})
            await self._answered(conversation_id, count)
        await socket.send_json({"type": "unwatch", "conversation_id": conversation_id})
        colleague = None if to_the_end else self._colleague(shown["language"])
        if colleague:
            self._handed_on.add(conversation_id)
            await self._agent.act(conversation_id, "transfer", {"to": colleague})
        else:
            await self._agent.act(conversation_id, "close", {"reason": "solved"})
            self._busy.closed.add(conversation_id)

    async def _answered(self, conversation_id: str, count: int) -> None:
        async with asyncio.timeout(60):
            while self._answers[conversation_id] < count:
                self._changed.clear()
                await self._changed.wait()

    def _colleague(self, language: str) -> str | None:
        others = (one for one in self._board["agents"] if one["id"] != self._agent.id and language in one["languages"])
        return next((str(one["id"]) for one in sorted(others, key=lambda one: int(one["conversations"]))), None)


async def begin(customers: Sequence[WaitingCustomer], languages: Sequence[str]) -> None:
    """Bring everybody into the queue, a few at a time."""
    few = asyncio.Semaphore(10)

    async def queue_up(one: WaitingCustomer, language: str) -> None:
        async with few:
            await one.queue_up(language)

    await asyncio.gather(*(queue_up(one, languages[place % len(languages)]) for place, one in enumerate(customers)))


async def help_everybody(customers: Sequence[WaitingCustomer], agents: Sequence[BusyAgent]) -> None:
    """Everybody at once; whatever fails in one ends it all."""
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        for customer in customers:
            group.create_task(customer.go_on())
        for agent in agents:
            group.create_task(agent.work(len(customers)))
