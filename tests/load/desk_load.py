"""How long a reply takes from an agent to the customer's socket, while fifty customers wait and ten agents answer.

`.venv/bin/python -m tests.load.desk_load [CUSTOMERS [AGENTS [postgresql://…]]]`. The customers, the agents and a stand-in
for Rasa share one process and compete with the gateway for the machine, so the figures are on the pessimistic side.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.gateway.handoff.asked_rasa import AskedRasa
from tests.gateway.handoff.busy_desk import Busy, BusyAgent, WaitingCustomer, begin, help_everybody
from tests.gateway.handoff.hiring import hire_many
from tests.gateway.handoff.mortal_gateway import MortalGateway
from tests.spoken import FR


async def main(customers: int, agents: int, store: str) -> None:
    rasa = AskedRasa()
    await rasa.start()
    with tempfile.TemporaryDirectory() as folder:
        gateway = MortalGateway(Path(folder), rasa.port, store)
        await gateway.start()
        try:
            people = await hire_many(gateway, [(FR,)] * agents)
            busy = Busy()
            waiting = [WaitingCustomer(gateway.customer(), f"c{place}", False, busy) for place in range(customers)]
            await begin(waiting, ("fr",))
            began = time.perf_counter()
            await help_everybody(waiting, [BusyAgent(agent, busy) for agent in people])
            took = time.perf_counter() - began
        finally:
            await gateway.close()
            await rasa.stop()
    milliseconds = [delay * 1000 for delay in busy.delays]
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    sys.stdout.write(
        f"{customers} customers, {agents} agents: everybody helped in {took:.1f} s\n"
        f"from an agent's reply to the customer's socket: p50 {statistics.median(milliseconds):.0f} ms, p95 {p95:.0f} ms, "
        f"longest {max(milliseconds):.0f} ms, of {len(milliseconds)} replies\n"
        f"takes that a colleague was quicker at: {busy.refused}\n"
    )


if __name__ == "__main__":
    customers, agents, store = [*sys.argv[1:], *("50", "10", "")[len(sys.argv) - 1 :]]
    asyncio.run(main(int(customers), int(agents), store))
