"""What /metrics tells of the outbox."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.gateway.database import Cursor


class OutboxMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.failures = Counter(
            "breachline_outbox_failures", "Tries to tell the helpdesk that failed, by kind", ["kind"], registry=registry
        )
        self.length = Gauge("breachline_outbox_length", "Things the helpdesk must still be told", registry=registry)
        self.oldest = Gauge("breachline_outbox_oldest_seconds", "Age of the oldest of them", registry=registry)
        self.parked = Gauge(
            "breachline_outbox_parked", "Things the helpdesk did not take, kept aside", registry=registry
        )

    def look(self, cursor: Cursor, now: float) -> None:
        """Count what is there at `now`, in seconds since 1970."""
        waiting = cursor.one("SELECT COUNT(*), MIN(id) FROM outbox WHERE parked = 0") or (0, None)
        parked = cursor.one("SELECT COUNT(*) FROM outbox WHERE parked = 1") or (0,)
        self.length.set(waiting[0])
        self.oldest.set(max(0.0, now - int(waiting[1].split("-")[0]) / 1e9) if waiting[1] else 0.0)
        self.parked.set(parked[0])
