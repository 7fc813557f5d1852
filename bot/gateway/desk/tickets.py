"""Messages that customers left with a number to call back, as the desk works them off."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.gateway.database import Cursor, Database
from bot.gateway.desk.agent_rows import Agent
from bot.gateway.desk.problems import UnknownTicket
from bot.gateway.desk.sessions import SignedIn
from bot.gateway.handoff.handoffs import DESK
from bot.gateway.handoff.tickets import Ticket, select_tickets, set_done, ticket_of
from bot.gateway.messages import iso
from bot.gateway.wakeups import Wakeups

SHOWN = 200


class Tickets:
    """Every agent sees them all: somebody must call back, in whatever language."""

    def __init__(self, database: Database, wakeups: Wakeups) -> None:
        self._database = database
        self._wakeups = wakeups

    async def list(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        tickets = await self._database.transaction(lambda cursor: select_tickets(cursor, SHOWN))
        return web.json_response({"tickets": [_wire(ticket) for ticket in tickets]})

    async def finish(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        """Done twice is done."""
        ticket_id = request.match_info["id"]
        await self._database.transaction(lambda cursor: _finish(cursor, ticket_id, signed_in.agent))
        self._wakeups.wake(DESK)
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _finish(cursor: Cursor, ticket_id: str, agent: Agent) -> None:
    if not set_done(cursor, ticket_id, agent.display_name) and not ticket_of(cursor, ticket_id):
        raise UnknownTicket


def _wire(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "conversation_id": ticket.conversation_id,
        "language": ticket.language,
        "text": ticket.text,
        "phone": ticket.phone,
        "at": iso(ticket.at),
        "state": "open" if ticket.done_at is None else "done",
        "done_by": ticket.done_by,
    }
