"""What an agent does with one conversation: read it, take it, answer, note, hand it on, end it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeVar

from aiohttp import web

from bot.gateway.bodies import read_body
from bot.gateway.database import Cursor, Database
from bot.gateway.desk.access import Case, case, case_to_read, check_may_act, check_may_note, check_may_take
from bot.gateway.desk.agent_rows import Agent, agent_with
from bot.gateway.desk.bodies import NewClose, NewNote, NewReply, NewTake, NewTransfer
from bot.gateway.desk.conversation_view import conversation_view
from bot.gateway.desk.help_at_hand import agents_language
from bot.gateway.desk.note_rows import Note, insert_note
from bot.gateway.desk.presence import Presence, presences
from bot.gateway.desk.problems import AgentUnavailable, UnknownAgent, UnknownConversation
from bot.gateway.desk.sessions import SignedIn
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.people import Person
from bot.gateway.problems import ConversationGone

Result = TypeVar("Result")
Check = Callable[[Cursor, Case], None]


class ConversationDesk:
    def __init__(self, database: Database, handoffs: Handoffs) -> None:
        self._database = database
        self._handoffs = handoffs

    async def read(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        agent = signed_in.agent
        language = agents_language(request)
        view = await self._database.transaction(
            lambda cursor: conversation_view(cursor, case_to_read(cursor, _id(request), agent), language)
        )
        return web.json_response(view)

    async def take(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        over = (await read_body(request, NewTake)).over
        holder_id: str | None = None

        def check(cursor: Cursor, looked_at: Case) -> None:
            nonlocal holder_id
            holder_id = looked_at.holder_id
            there = holder_id in presences(cursor, time.time())
            check_may_take(looked_at, signed_in.agent, over=over, holder_is_there=there)

        await self._look(request, check)
        await _known(self._handoffs.take(_id(request), _person(signed_in.agent), over, holder_id))
        return await self.read(request, signed_in)

    async def reply(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        body = await read_body(request, NewReply)
        await self._look(request, lambda cursor, looked_at: check_may_act(looked_at, signed_in.agent))
        person = _person(signed_in.agent)
        message = await _known(self._handoffs.reply(_id(request), person, body.text, body.client_message_id))
        return web.json_response({"message": message.wire()}, status=HTTPStatus.CREATED)

    async def note(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        text = (await read_body(request, NewNote)).text

        def work(cursor: Cursor) -> Note:
            check_may_note(case(cursor, _id(request)), signed_in.agent)
            return insert_note(cursor, _id(request), _person(signed_in.agent), text)

        note = await self._database.transaction(work)
        self._handoffs.said(_id(request))
        return web.json_response({"note": note.wire()}, status=HTTPStatus.CREATED)

    async def transfer(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        body = await read_body(request, NewTransfer)
        person = _person(signed_in.agent)
        to: Person | None = None

        def check(cursor: Cursor, looked_at: Case) -> None:
            nonlocal to
            check_may_act(looked_at, signed_in.agent)
            to = _person(_available(cursor, looked_at, body.to, signed_in.agent)) if body.to else None

        def along(cursor: Cursor) -> None:
            if body.note:
                insert_note(cursor, _id(request), person, body.note)

        await self._look(request, check)
        await _known(self._handoffs.transfer(_id(request), person, to, along))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def give_back(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        await self._look(request, lambda cursor, looked_at: check_may_act(looked_at, signed_in.agent))
        await _known(self._handoffs.give_back(_id(request), _person(signed_in.agent)))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def close(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        reason = (await read_body(request, NewClose)).reason
        await self._look(request, lambda cursor, looked_at: check_may_act(looked_at, signed_in.agent))
        await _known(self._handoffs.close(_id(request), _person(signed_in.agent), reason))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def _look(self, request: web.Request, check: Check) -> None:
        """Whether it may be done; `Handoffs` looks again when it does it, should somebody be quicker."""
        await self._database.transaction(lambda cursor: check(cursor, case(cursor, _id(request))))


def _available(cursor: Cursor, looked_at: Case, agent_id: str, sender: Agent) -> Agent:
    """The colleague, who is there and speaks with the customer. Raises `UnknownAgent` or `AgentUnavailable`."""
    agent = agent_with(cursor, agent_id)
    if not agent or agent.disabled:
        raise UnknownAgent
    if agent.id == sender.id:
        raise AgentUnavailable("You have this conversation already.")
    if presences(cursor, time.time()).get(agent.id) is not Presence.ONLINE:
        raise AgentUnavailable("This colleague is not there.")
    if looked_at.handoff and not looked_at.handoff.waiting.speaks_with(agent.languages):
        raise AgentUnavailable("This colleague does not speak a language of the customer.")
    return agent


async def _known(doing: Awaitable[Result]) -> Result:
    """To the desk, a conversation that was erased just now is one it does not know."""
    try:
        return await doing
    except ConversationGone:
        raise UnknownConversation from None


def _id(request: web.Request) -> str:
    return request.match_info["id"]


def _person(agent: Agent) -> Person:
    return Person(agent.id, agent.display_name)
