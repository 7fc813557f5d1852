"""What `make capacity` found, as tables and pictures of docs/capacity.md."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from matplotlib import pyplot as plt

from capacity.plan import BUSY, Measured
from capacity.simulation import simulate
from tests.conftest import ROOT
from tests.reports import write_between

PAGE = ROOT / "docs" / "capacity.md"
PICTURES = ROOT / "docs" / "pictures"
START, END = "<!-- measured: by `make capacity` -->", "<!-- /measured -->"
CORES = 2
SIMULATED = ((2, 2), (8, 4), (32, 12), (64, 24))  # Rasas and gateways
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # of the time that a Rasa is busy
PARTS = ("rasa", "gateway", "actions", "postgresql", "redis")


@dataclass(frozen=True)
class Throughput:
    """Turns a second with so many Rasas, and milliseconds of processor time for each, by part; `locust` measures."""

    rasas: int
    turns: float
    ms: dict[str, float]

    @property
    def ours(self) -> Measured:
        """Of this run: nobody thinks, and nobody has a window open."""
        return Measured(**{f"{part}_ms": self.ms[part] for part in PARTS}, **dict.fromkeys(_OTHERS, 0.0))

    def foretold(self, gateways: int = 2, cores: int = CORES) -> float:
        return self.ours.most_turns(self.rasas, gateways, cores, self.ms["locust"])


_OTHERS = ("socket_kb", "socket_ms", "rasa_mb", "gateway_mb", "actions_mb")


@dataclass(frozen=True)
class Report:
    measured: Measured
    throughput: list[Throughput]
    customers: int
    seconds: float
    answers: list[float]
    counted: dict[str, int]
    apologies: float
    gateway_mb: float
    load: tuple[float, float]  # of the machine in the five minutes before it began, and before it ended

    def text(self) -> str:
        measured, one = self.measured, self.throughput[0]
        p50, p95, p99 = (1000 * statistics.quantiles(self.answers, n=100)[place - 1] for place in (50, 95, 99))
        all_ms = sum(getattr(measured, f"{part}_ms") for part in PARTS)
        lost = sum(self.counted.get(what, 0) for what in ("lost", "unanswered", "not_streamed"))
        again = sum(count for what, count in self.counted.items() if what.startswith("refused"))
        rows = [
            f"{CORES} cores, whose load of other programs and ours was {self.load[0]:.1f} in the five minutes before, and "
            f"{self.load[1]:.1f} in the last five.",
            "",
            "| what a turn takes of one core | ms |",
            "|---|---|",
            *(f"| {part} | {getattr(measured, f'{part}_ms'):.1f} |" for part in PARTS),
            f"| all | {all_ms:.1f} |",
            "",
            "| and | measured |",
            "|---|---|",
            f"| an open window on which nobody says anything, of the gateway | {measured.socket_kb:.0f} KB, "
            f"{measured.socket_ms:.2f} ms of a core each second |",
            f"| memory of a Rasa, a gateway without windows, an action server | {measured.rasa_mb:.0f}, "
            f"{measured.gateway_mb:.0f}, {measured.actions_mb:.0f} MB |",
            "",
            "| Rasas | turns a second | against one | the model foretells | busy first, it says |",
            "|---|---|---|---|---|",
            *(
                f"| {each.rasas} | {each.turns:.1f} | {each.turns / one.turns:.2f} | {each.foretold():.1f} | "
                f"{_first(each)} |"
                for each in self.throughput
            ),
            "",
            f"| {self.customers} customers who think | measured |",
            "|---|---|",
            f"| they think for, on average | {self.counted['thought_ms'] / self.counted['thoughts'] / 1000:.0f} s |",
            f"| turns, and turns a second | {len(self.answers):,}, {len(self.answers) / self.seconds:.1f} |",
            f"| from a message to its answer: p50, p95, p99, max | {p50:.0f}, **{p95:.0f}**, {p99:.0f}, "
            f"{1000 * max(self.answers):.0f} ms (goal: p95 1,000) |",
            f"| lost, of answers and on streams | **{lost}** |",
            f"| refused and sent again; apologies | {again}; {self.apologies:.0f} |",
            f"| memory of a gateway at the end | {self.gateway_mb:.0f} MB |",
        ]
        return "\n".join(rows)


def _first(each: Throughput) -> str:
    ours = each.ours
    limits = {
        "Rasa": each.rasas / ours.rasa_ms,
        "gateways": 2 / ours.gateway_ms,
        "the machine's cores": CORES / sum(each.ms.values()),
    }
    return min(limits, key=lambda name: limits[name])


def write(report: Report) -> None:
    """Tables and pictures."""
    write_between(PAGE, START, END, report.text())
    plt.switch_backend("Agg")
    PICTURES.mkdir(parents=True, exist_ok=True)
    _draw_throughput(report.throughput, PICTURES / "capacity-rasas.png")
    _draw_waits(report.measured, PICTURES / "capacity-waits.png")


def _draw_throughput(throughput: list[Throughput], file: Path) -> None:
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    places = range(len(throughput))
    axes.bar([place - 0.2 for place in places], [each.turns for each in throughput], 0.4, label="measured")
    axes.bar([place + 0.2 for place in places], [each.foretold() for each in throughput], 0.4, label="the model")
    axes.set_xticks(places, [str(each.rasas) for each in throughput])
    axes.set_xlabel(f"Rasas, with two gateways and all else on {CORES} cores")
    axes.set_ylabel("turns a second")
    axes.legend()
    figure.savefig(file, dpi=110)
    plt.close(figure)


def _draw_waits(measured: Measured, file: Path) -> None:
    """By simulation: how long a turn is at Rasa as these are busier, up to many of them."""
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    service = measured.rasa_ms / 1000
    for rasas, gateways in SIMULATED:
        p95 = [
            1000 * simulate(share * rasas / service, rasas, gateways, service, turns=30_000).quantile(0.95)
            for share in SHARES
        ]
        axes.plot([100 * share for share in SHARES], p95, marker="o", label=f"{rasas} Rasas, {gateways} gateways")
    axes.axvline(100 * BUSY, color="#999999", linewidth=1, linestyle="--", label="planned for")
    axes.set_xlabel("% of the time that a Rasa is busy")
    axes.set_ylabel("p95 of a turn at Rasa, ms")
    axes.set_ylim(bottom=0)
    axes.legend()
    figure.savefig(file, dpi=110)
    plt.close(figure)
