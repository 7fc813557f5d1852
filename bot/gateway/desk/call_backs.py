"""Messages that customers left with a number to call back: listed for agents, who mark them as done."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.gateway.conversations.model import iso
from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.auth.sessions import SignedIn
from bot.gateway.desk.roster import Agent
from bot.gateway.errors import UnknownTicket
from bot.gateway.handoff.tickets import Ticket, select_tickets, set_done, ticket_of
from bot.gateway.notifier import DESK, Notifier

SHOWN = 200


class CallBacks:
    """Every agent sees them all: somebody must call back, in whatever language."""

    def __init__(self, database: Database, notifier: Notifier) -> None:
        self._database = database
        self._notifier = notifier

    async def list(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        tickets = await self._database.transaction(lambda cursor: select_tickets(cursor, SHOWN))
        return web.json_response({"tickets": [_to_json(ticket) for ticket in tickets]})

    async def finish(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        """Mark it as done; doing so twice is no error."""
        ticket_id = request.match_info["id"]
        await self._database.transaction(lambda cursor: _finish(cursor, ticket_id, signed_in.agent))
        self._notifier.notify(DESK)
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _finish(cursor: Cursor, ticket_id: str, agent: Agent) -> None:
    if not set_done(cursor, ticket_id, agent.display_name) and not ticket_of(cursor, ticket_id):
        raise UnknownTicket


def _to_json(ticket: Ticket) -> dict[str, Any]:
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
