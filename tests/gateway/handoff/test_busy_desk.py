"""Fifty customers wait and ten agents answer at the same time: the order is kept, and every word finds its conversation."""

from __future__ import annotations

from bot.language import Language
from tests.gateway.handoff.busy_desk import Busy, BusyAgent, WaitingCustomer, begin, help_everybody
from tests.gateway.handoff.hiring import hire_many
from tests.gateway.handoff.mortal_gateway import MortalGateway
from tests.spoken import EN, FR, NL

CUSTOMERS = 50
SPEAK: tuple[tuple[Language, ...], ...] = ((FR,), (NL,), (FR, NL), (NL, EN), (FR, NL, EN)) * 2
URGENT_EVERY = 7


async def test_fifty_wait_and_ten_answer_in_order_and_nothing_crosses_over(mortal: MortalGateway) -> None:
    agents = await hire_many(mortal, SPEAK)
    busy = Busy()
    customers = [
        WaitingCustomer(mortal.customer(), f"c{place}", place % URGENT_EVERY == 0, busy) for place in range(CUSTOMERS)
    ]
    await begin(customers, ("fr", "nl", "en"))
    queue = await mortal.look.waiting()
    assert len(queue) == CUSTOMERS
    rows = await mortal.look.database.transaction(lambda cursor: cursor.all("SELECT id, language FROM conversations"))
    languages = {row[0]: row[1] for row in rows}

    await help_everybody(customers, [BusyAgent(agent, busy) for agent in agents])

    log = await mortal.look.database.transaction(
        lambda cursor: cursor.all("SELECT conversation_id, person_id FROM handoff_log WHERE move = 'take' ORDER BY at")
    )
    spoken = {agent.id: spoken for agent, spoken in zip(agents, SPEAK, strict=True)}
    left = list(queue)
    for conversation_id, person_id in log:
        first = next(one for one in left if languages[one] in spoken[person_id])
        assert conversation_id == first  # nobody was passed over, and nobody taken twice
        left.remove(conversation_id)
    assert left == []
    assert busy.closed == set(queue)
    for one in customers:
        assert one.places == sorted(one.places, reverse=True)
    held = await mortal.look.database.transaction(lambda cursor: cursor.all("SELECT 1 FROM handoffs"))
    assert held == []
    assert len({person_id for _, person_id in log}) == len(agents)  # everybody had something to do
