"""What /metrics tells; numbers only, and nothing about any one customer.

No label is made of what customers bring. That somebody is in danger has no number: the topics of danger are counted as
"other", among the greetings and thanks that are, too, and no hand-off tells how pressing it is.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.content import topic_titles
from bot.danger.kinds import DANGER_KINDS
from bot.handoff.states import Move
from bot.language import Language
from bot.observability import traces
from bot.privacy.masking import PersonalKind
from bot.topics import NOT_UNDERSTOOD, OUT_OF_SCOPE

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
WAITS = (15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0)  # seconds
WITHOUT_TITLE = (*NOT_UNDERSTOOD, OUT_OF_SCOPE)
OTHER = "other"

# Waiting for the earlier turns of its conversation, finding what is personal, keeping what was said, Rasa, the answer.
TurnPart = Literal["queued", "masking", "begin", "assistant", "keep"]


class TimedTurn:
    """The parts of one turn, until its language is known."""

    def __init__(self) -> None:
        self.language: Language | None = None
        self.seconds: dict[TurnPart, float] = {}

    @contextmanager
    def part(self, part: TurnPart) -> Iterator[None]:
        """Also a span, where there are traces."""
        began = time.perf_counter()
        with traces.span(part):
            try:
                yield
            finally:
                self.seconds[part] = self.seconds.get(part, 0.0) + time.perf_counter() - began


class Metrics:
    """One registry per gateway, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.turns = Histogram(
            "breachline_turn_seconds",
            "From a customer's message to its stored answer",
            ["language"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.parts = Histogram(
            "breachline_turn_part_seconds",
            "The parts of that, in their order: queued, masking, begin, assistant, keep",
            ["part", "language"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.topics = Counter(
            "breachline_answers",
            "Messages of the assistant, by topic; clarify, fallback and out_of_scope: it did not understand",
            ["topic", "language"],
            registry=self.registry,
        )
        self.masked = Counter(
            "breachline_masked",
            "Personal items found in what customers wrote, and masked before it was kept",
            ["kind"],
            registry=self.registry,
        )
        self.apologies = Counter(
            "breachline_apologies", "Answers that could only apologise", ["reason"], registry=self.registry
        )
        self.sockets = Gauge("breachline_open_sockets", "Open WebSockets", registry=self.registry)
        self.refusals = Counter(
            "breachline_refusals", "Requests refused, by kind of problem", ["kind"], registry=self.registry
        )
        self.background = Counter(
            "breachline_background_failures",
            "Rounds of background work that failed, by job",
            ["job"],
            registry=self.registry,
        )
        self.breaker = Gauge(
            "breachline_breaker_open",
            "1 while Rasa is not asked, as it keeps everybody waiting; of several, all of them",
            registry=self.registry,
        )
        self.rasas_left_alone = Gauge(
            "breachline_rasa_left_alone",
            "Rasas that are not asked, as they keep everybody waiting",
            registry=self.registry,
        )
        self.outbox = OutboxMetrics(self.registry)
        self.handoffs = HandoffMetrics(self.registry)
        self.state = StateMetrics(self.registry)
        self.conversations = Counter("breachline_conversations", "Conversations begun", registry=self.registry)

    @contextmanager
    def turn(self) -> Iterator[TimedTurn]:
        """Times a turn and its parts; one that fails before its language is known counts as "unknown"."""
        began, turn = time.perf_counter(), TimedTurn()
        try:
            yield turn
        finally:
            language = turn.language or "unknown"
            self.turns.labels(language).observe(time.perf_counter() - began)
            for part, seconds in turn.seconds.items():
                self.parts.labels(part, language).observe(seconds)

    def count_answers(self, topics: Iterable[str | None], language: Language) -> None:
        known = topic_titles().keys() - DANGER_KINDS
        for topic in topics:
            told = topic if topic in known or topic in WITHOUT_TITLE else OTHER
            self.topics.labels(told, language).inc()

    def count_masked(self, kinds: Iterable[PersonalKind]) -> None:
        for kind in kinds:
            self.masked.labels(kind).inc()

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)


class OutboxMetrics:
    """Undelivered entries of the outbox; `Delivery` updates the numbers."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.failures = Counter(
            "breachline_outbox_failures", "Tries to tell the helpdesk that failed, by kind", ["kind"], registry=registry
        )
        self.length = Gauge("breachline_outbox_length", "Things the helpdesk must still be told", registry=registry)
        self.oldest = Gauge("breachline_outbox_oldest_seconds", "Age of the oldest of them", registry=registry)
        self.parked = Gauge(
            "breachline_outbox_parked", "Things the helpdesk did not take, kept aside", registry=registry
        )


class HandoffMetrics:
    """The moves of hand-offs, by whoever; counted within their transaction, so also one that is taken back."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._moves = Counter("breachline_handoff_moves", "Moves of hand-offs", ["move"], registry=registry)
        self._waits = Histogram(
            "breachline_handoff_wait_seconds",
            "How long customers waited whom an agent then took",
            buckets=WAITS,
            registry=registry,
        )
        for move in Move:
            self._moves.labels(move.value)  # so that a move that was never made reads 0

    def moved(self, move: Move, seconds: float | None) -> None:
        """`seconds` is how long the wait took, for a take."""
        self._moves.labels(move.value).inc()
        if move is Move.TAKE and seconds is not None:
            self._waits.observe(max(0.0, seconds))


class StateMetrics:
    """How things stand; looked at every few seconds. Of several gateways, each tells of the one queue."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.part_up = Gauge(
            "breachline_part_up",
            "1 while it answers, 0 while not: store, rasa, actions, and redis where it is set",
            ["part"],
            registry=registry,
        )
        self.waiting = Gauge("breachline_queue_waiting", "Customers who wait for an agent", registry=registry)
        self.longest = Gauge("breachline_queue_longest_wait_seconds", "The longest of their waits", registry=registry)
        self.staffed = Gauge(
            "breachline_desk_staffed", "1 while the desk is open and an agent is there", registry=registry
        )
        self.disk_free = Gauge("breachline_disk_free_bytes", "Free space beside the gateway's files", registry=registry)
        self.disk_size = Gauge("breachline_disk_size_bytes", "Size of that disk", registry=registry)

    def found(self, parts: Iterable[tuple[str, str]]) -> None:
        for part, how in parts:
            self.part_up.labels(part).set(how == "ok")
