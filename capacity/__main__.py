"""`python3 -m capacity --customers 1000000` prints what the busiest minutes need."""

from __future__ import annotations

import argparse
import sys
from dataclasses import MISSING, fields

from capacity.plan import Demand, Plan, plan
from capacity.simulation import simulate

HELP = {
    "customers": "written to",
    "comes": "share of them that opens the chat and asks something",
    "peak_hour": "share of those that comes in the busiest hour",
    "rush": "the busiest minutes of that hour, against its mean",
    "turns": "messages of one customer",
    "think": "seconds from an answer to the next message",
    "lingers": "seconds that a window stays open after the last answer",
    "vcpu_price": "of one vCPU for an hour, in your currency",
    "days": "for which as much is kept running",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m capacity", description=__doc__)
    for field in fields(Demand):
        required = field.default is MISSING
        kind = int if field.name == "customers" else float
        said = HELP[field.name] + ("" if required else f" (assumed: {field.default:g})")
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(
            name,
            type=kind,
            required=required,
            default=None if required else field.default,
            help=said.replace("%", "%%"),
        )
    try:
        demand = Demand(**vars(parser.parse_args()))
    except ValueError as error:
        parser.error(str(error))
    sys.stdout.write(table(plan(demand)))


def table(found: Plan) -> str:
    """The plan as Markdown, which reads as it is."""
    demand = found.demand
    whole = _wait(found, found.rasas)
    lines = [
        f"{demand.customers:,} customers written to: {demand.customers * demand.comes:,.0f} come, "
        f"{demand.customers * demand.comes * demand.peak_hour:,.0f} of them in the busiest hour.",
        "",
        "| in the busiest minutes | |",
        "|---|---|",
        f"| conversations begun a second | {demand.begun_a_second:,.1f} |",
        f"| turns a second | {demand.turns_a_second:,.1f} |",
        f"| windows open at once | {demand.sockets:,.0f} |",
        f"| Rasas | {found.rasas} |",
        f"| gateways | {found.gateways} |",
        f"| action servers | {found.actions} |",
        f"| cores for PostgreSQL | {found.postgresql_cores} |",
        f"| connections to PostgreSQL | {found.postgresql_connections} |",
        f"| vCPUs in all | {found.vcpus} |",
        f"| memory without PostgreSQL's | {found.memory_mb / 1024:,.1f} GB |",
        f"| at Rasa, simulated: p50, p95 | {whole[0]:.0f}, {whole[1]:.0f} ms |",
        f"| the same while one Rasa is away, p95 | {_wait(found, found.rasas - 1)[1]:.0f} ms |",
        f"| cost for each 100,000 customers, {demand.days:g} days | {found.cost_of_100_000:,.2f} |",
        f"| windows open behind one address until its limits refuse | {found.customers_of_address():,} |",
        "",
        "| used up first, from the top | limit | when this many are written to | then |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {limit.what} | {limit.limit} | {_rounded(limit.customers):,} | {limit.remedy} |" for limit in found.limits()
    ]
    return "\n".join(lines) + "\n"


def _wait(found: Plan, rasas: int) -> tuple[float, float]:
    """Milliseconds at Rasa, p50 and p95."""
    answered = simulate(found.demand.turns_a_second, rasas, found.gateways, found.measured.rasa_ms / 1000)
    return answered.quantile(0.5) * 1000, answered.quantile(0.95) * 1000


def _rounded(number: float) -> int:
    """To two digits: the assumptions are no better."""
    return int(float(f"{number:.2g}"))


if __name__ == "__main__":
    main()
