"""Many agents at once, straight into the store: the command takes a second for each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.gateway.desk.auth.accounts import Accounts
from bot.gateway.desk.auth.passwords import Passwords
from bot.language import Language
from tests.gateway.desk.conftest import QUICK
from tests.gateway.desk.desk_agent import PASSWORD, DeskAgent
from tests.gateway.handoff.mortal_gateway import MortalGateway


async def hire_many(mortal: MortalGateway, speak: Sequence[Sequence[Language]]) -> list[DeskAgent]:
    """An agent for each list of languages, who is there."""
    accounts = Accounts(mortal.look.database, Passwords(QUICK))
    agents = []
    for number, languages in enumerate(speak):
        name = f"agent{number}"
        await accounts.add(name, name, "agent", languages, PASSWORD)
        agents.append(DeskAgent(mortal.address, name))
        await mortal.comes(agents[-1])
    return agents
