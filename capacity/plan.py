"""From how many customers are written to, to how many processes, connections and gigabytes their peak needs.

Arithmetic on two inputs: `Demand`, what an operator expects, and `Measured`, what a turn costs on a core as
`make capacity` found it. Nothing here is tuned so that a result looks right: docs/capacity.md compares the results with
measurements.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

MEASURED = Path(__file__).with_name("measured.json")

BUSY = 0.6  # share of a core that a process may be busy at the peak; the simulation says what is waited then
SPARE = 1  # of each kind: one may die, or be replaced, at the peak
LEAST = 2
# Of the product: bot/gateway/db/postgresql.py with bot/gateway/encryption/postgresql_keys.py, and the chart's values.
CONNECTIONS_OF_GATEWAY = 16
GATEWAY_MEMORY_MB = 1024
# Of the settings' defaults: BREACHLINE_SOCKETS_ADDRESS at each gateway, BREACHLINE_RATE_ADDRESS and _STARTS of all.
SOCKETS_OF_ADDRESS = 200
REQUESTS_OF_ADDRESS = 1200  # a minute
STARTS_OF_ADDRESS = 300  # a minute
# Of PostgreSQL's own default, without the three it keeps for its superuser.
POSTGRESQL_CONNECTIONS = 97


@dataclass(frozen=True)
class Demand:
    """What an operator expects. All but the first are assumptions until your own day has shown better ones."""

    customers: int  # written to
    comes: float = 0.05  # share of them that opens the chat and asks something
    peak_hour: float = 0.2  # share of those who come that comes in the busiest hour
    rush: float = 2.0  # the busiest minutes of that hour, against its mean
    turns: float = 8.0  # messages of one customer
    think: float = 28.0  # seconds from an answer to the next message
    lingers: float = 120.0  # seconds that a window stays open after the last answer
    vcpu_price: float = 0.05  # of one vCPU for an hour, with its memory, in your currency
    days: float = 3.0  # for which as much is kept running as the peak needs

    def __post_init__(self) -> None:
        if not all(getattr(self, field.name) > 0 for field in fields(self)):
            raise ValueError("each number must be above 0")
        if self.comes > 1 or self.peak_hour > 1:
            raise ValueError("a share is at most 1")

    @property
    def begun_a_second(self) -> float:
        """Conversations, in the busiest minutes."""
        return self.customers * self.comes * self.peak_hour * self.rush / 3600

    @property
    def turns_a_second(self) -> float:
        return self.begun_a_second * self.turns

    @property
    def open_seconds(self) -> float:
        """How long one customer's window is open."""
        return self.turns * self.think + self.lingers

    @property
    def sockets(self) -> float:
        """Open at once: how many come, times how long each stays."""
        return self.begun_a_second * self.open_seconds


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one core for each turn, with its share of all that belongs to a conversation; and memory."""

    rasa_ms: float
    gateway_ms: float
    actions_ms: float
    postgresql_ms: float
    redis_ms: float
    socket_kb: float  # of the gateway, for an open WebSocket
    socket_ms: float  # of the gateway's core in each second, for an open WebSocket on which nothing is said
    rasa_mb: float
    gateway_mb: float
    actions_mb: float

    @classmethod
    def read(cls, file: Path = MEASURED) -> Measured:
        return cls(**json.loads(file.read_text(encoding="utf-8")))

    def most_turns(self, rasas: int, gateways: int, cores: float, beside_ms: float = 0.0) -> float:
        """Turns a second at which everything is busy: of the Rasas, the gateways or the machine's cores, the first.

        `beside_ms` is what each turn costs on the same machine beside us, such as the program that measures.
        """
        all_ms = self.rasa_ms + self.gateway_ms + self.actions_ms + self.postgresql_ms + self.redis_ms + beside_ms
        return 1000 * min(rasas / self.rasa_ms, gateways / self.gateway_ms, cores / all_ms)


@dataclass(frozen=True)
class Limit:
    """Something that can be used up. `customers`: how many could be written to before it is, the rest unchanged."""

    what: str
    limit: str
    customers: float
    remedy: str


@dataclass(frozen=True)
class Plan:
    demand: Demand
    measured: Measured

    @cached_property
    def rasas(self) -> int:
        return _processes(self.demand.turns_a_second * self.measured.rasa_ms / 1000)

    @cached_property
    def gateways(self) -> int:
        by_memory = math.ceil(self.demand.sockets / self.sockets_of_gateway) + SPARE
        return max(_processes(_gateway_cores(self.demand, self.measured)), by_memory)

    @cached_property
    def actions(self) -> int:
        return _processes(self.demand.turns_a_second * self.measured.actions_ms / 1000)

    @property
    def sockets_of_gateway(self) -> int:
        """That fit into the memory which the chart gives a gateway."""
        return int((GATEWAY_MEMORY_MB - self.measured.gateway_mb) * 1024 / self.measured.socket_kb)

    @property
    def postgresql_connections(self) -> int:
        return self.gateways * CONNECTIONS_OF_GATEWAY

    @property
    def postgresql_cores(self) -> int:
        return max(1, math.ceil(self.demand.turns_a_second * self.measured.postgresql_ms / 1000 / BUSY))

    @property
    def vcpus(self) -> int:
        """One for each process, though the actions need less, and one for Redis and the proxy."""
        return self.rasas + self.gateways + self.actions + self.postgresql_cores + 1

    @property
    def memory_mb(self) -> float:
        """Of Rasa, gateways and actions; PostgreSQL has what you give it."""
        measured = self.measured
        processes = (
            self.rasas * measured.rasa_mb + self.gateways * measured.gateway_mb + self.actions * measured.actions_mb
        )
        return processes + self.demand.sockets * measured.socket_kb / 1024

    @property
    def cost_of_100_000(self) -> float:
        """Of the processors, for each 100,000 customers written to."""
        return self.vcpus * self.demand.vcpu_price * 24 * self.demand.days / self.demand.customers * 100_000

    def limits(self) -> list[Limit]:
        """What is used up first, second … as more are written to, beginning with the smallest deployment."""
        two, measured = LEAST, self.measured

        def until(used: Callable[[Demand], float], limit: float) -> float:
            """Customers at which `used`, which grows as they do, reaches `limit`."""
            return self.demand.customers * limit / used(self.demand)

        def gateways(demand: Demand) -> float:
            return max(_gateway_cores(demand, measured) / BUSY, demand.sockets / self.sockets_of_gateway)

        most_gateways = POSTGRESQL_CONNECTIONS // CONNECTIONS_OF_GATEWAY
        found = [
            Limit(
                f"{two} Rasas, busy to {BUSY:.0%}",
                f"{two * BUSY * 1000 / measured.rasa_ms:.0f} turns a second",
                until(lambda demand: demand.turns_a_second * measured.rasa_ms / 1000, two * BUSY),
                "more Rasas: `rasa.replicas`",
            ),
            Limit(
                f"{two} gateways, busy to {BUSY:.0%}",
                f"{two * BUSY * 1000 / measured.gateway_ms:.0f} turns a second with nobody silent",
                until(lambda demand: _gateway_cores(demand, measured), two * BUSY),
                "more gateways: `gateway.replicas`",
            ),
            Limit(
                f"{two} gateways' memory ({GATEWAY_MEMORY_MB} MB each)",
                f"{two * self.sockets_of_gateway:,} open windows",
                until(lambda demand: demand.sockets, two * self.sockets_of_gateway),
                "more gateways, or more memory: `gateway.resources`",
            ),
            Limit(
                "PostgreSQL's connections (its default: 100)",
                f"{most_gateways} gateways, {CONNECTIONS_OF_GATEWAY} each",
                until(gateways, most_gateways - SPARE),
                "`max_connections`, or PgBouncer before it",
            ),
            Limit(
                f"one PostgreSQL of 8 cores, busy to {BUSY:.0%}",
                f"{8 * BUSY * 1000 / measured.postgresql_ms:.0f} turns a second",
                until(lambda demand: demand.turns_a_second * measured.postgresql_ms / 1000, 8 * BUSY),
                "a larger one",
            ),
            Limit(
                f"Redis, one core busy to {BUSY:.0%}",
                f"{BUSY * 1000 / measured.redis_ms:.0f} turns a second",
                until(lambda demand: demand.turns_a_second * measured.redis_ms / 1000, BUSY),
                "nothing yet: send the letters over more days",
            ),
        ]
        return sorted(found, key=lambda limit: limit.customers)

    def customers_of_address(self) -> int:
        """Who can have a window open behind one address, such as a mobile network's, until its limits refuse some."""
        by_requests = REQUESTS_OF_ADDRESS / (60 / self.demand.think)
        by_starts = STARTS_OF_ADDRESS / 60 * self.demand.open_seconds
        return int(min(SOCKETS_OF_ADDRESS * self.gateways, by_requests, by_starts))


def plan(demand: Demand, measured: Measured | None = None) -> Plan:
    return Plan(demand, measured or Measured.read())


def _gateway_cores(demand: Demand, measured: Measured) -> float:
    return (demand.turns_a_second * measured.gateway_ms + demand.sockets * measured.socket_ms) / 1000


def _processes(cores: float) -> int:
    """How many processes of one thread, none busier than `BUSY`, and what is kept to spare."""
    return max(LEAST, math.ceil(cores / BUSY) + SPARE)
