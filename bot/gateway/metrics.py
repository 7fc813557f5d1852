"""What /metrics tells; numbers only, and nothing about any one customer."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Metrics:
    """One registry per gateway, so that several can live in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.turns = Histogram(
            "breachline_turn_seconds",
            "From a customer's message to its stored answer",
            buckets=SECONDS,
            registry=self._registry,
        )
        self.apologies = Counter(
            "breachline_apologies", "Answers that could only apologise", ["reason"], registry=self._registry
        )
        self.sockets = Gauge("breachline_open_sockets", "Open WebSockets", registry=self._registry)
        self.refusals = Counter(
            "breachline_refusals", "Requests refused, by kind of problem", ["kind"], registry=self._registry
        )
        self.background = Counter(
            "breachline_background_failures",
            "Rounds of background work that failed, by job",
            ["job"],
            registry=self._registry,
        )
        self.outbox = OutboxMetrics(self._registry)
        self.conversations = Counter("breachline_conversations", "Conversations begun", registry=self._registry)

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self._registry)


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
