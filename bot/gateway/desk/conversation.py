"""What an agent does with one conversation: read it, take it, answer, note, hand it on, end it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeVar

from aiohttp import web

from bot.gateway.conversations.model import Conversation
from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.auth.access import (
    HandedOff,
    check_may_act,
    check_may_note,
    check_may_take,
    find_handed_off,
    handed_off,
    read_handed_off,
)
from bot.gateway.desk.auth.sessions import SignedIn
from bot.gateway.desk.bodies import NewClose, NewNote, NewReply, NewTake, NewTransfer
from bot.gateway.desk.conversation_view import Note, conversation_view, insert_note
from bot.gateway.desk.roster import Agent, Presence, agent_with, presences
from bot.gateway.errors import AgentUnavailable, ConversationGone, UnknownAgent, UnknownConversation
from bot.gateway.handoff.model import Person
from bot.gateway.handoff.service import Handoffs
from bot.gateway.http.reader_language import reader_language
from bot.gateway.http.request_bodies import read_body

Result = TypeVar("Result")


class ConversationDesk:
    """An agent's actions. Permission is checked in the same transaction as the action, so that there is no race."""

    def __init__(self, database: Database, handoffs: Handoffs) -> None:
        self._database = database
        self._handoffs = handoffs

    async def read(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        agent = signed_in.agent
        language = reader_language(request)
        view = await self._database.transaction(
            lambda cursor: conversation_view(cursor, read_handed_off(cursor, _id(request), agent), language)
        )
        return web.json_response(view)

    async def take(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        over = (await read_body(request, NewTake)).over

        def may_take(cursor: Cursor, conversation: Conversation) -> None:
            looked_at = handed_off(cursor, conversation)
            there = looked_at.holder_id in presences(cursor, time.time())
            check_may_take(looked_at, signed_in.agent, over=over, holder_is_there=there)

        await _known(self._handoffs.take(_id(request), _person(signed_in.agent), over, may_take))
        return await self.read(request, signed_in)

    async def reply(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        body = await read_body(request, NewReply)
        person, may_act = _person(signed_in.agent), _may_act(signed_in.agent)
        message = await _known(self._handoffs.reply(_id(request), person, body.text, body.client_message_id, may_act))
        return web.json_response({"message": message.to_json()}, status=HTTPStatus.CREATED)

    async def note(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        text = (await read_body(request, NewNote)).text

        def work(cursor: Cursor) -> Note:
            check_may_note(find_handed_off(cursor, _id(request)), signed_in.agent)
            return insert_note(cursor, _id(request), _person(signed_in.agent), text)

        note = await self._database.transaction(work)
        self._handoffs.said(_id(request))
        return web.json_response({"note": note.to_json()}, status=HTTPStatus.CREATED)

    async def transfer(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        body = await read_body(request, NewTransfer)
        agent = signed_in.agent

        def to(cursor: Cursor, conversation: Conversation) -> Person | None:
            looked_at = _may_act(agent)(cursor, conversation)
            receiver = _available(cursor, looked_at, body.to, agent) if body.to else None
            if body.note:
                insert_note(cursor, conversation.id, _person(agent), body.note)
            return _person(receiver) if receiver else None

        await _known(self._handoffs.transfer(_id(request), _person(agent), to))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def give_back(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        agent = signed_in.agent
        await _known(self._handoffs.give_back(_id(request), _person(agent), _may_act(agent)))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def close(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        reason = (await read_body(request, NewClose)).reason
        agent = signed_in.agent
        await _known(self._handoffs.close(_id(request), _person(agent), reason, _may_act(agent)))
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _may_act(agent: Agent) -> Callable[[Cursor, Conversation], HandedOff]:
    """Check that the conversation is this agent's; returns it with its hand-off."""

    def check(cursor: Cursor, conversation: Conversation) -> HandedOff:
        looked_at = handed_off(cursor, conversation)
        check_may_act(looked_at, agent)
        return looked_at

    return check


def _available(cursor: Cursor, looked_at: HandedOff, agent_id: str, sender: Agent) -> Agent:
    """The colleague, if they are there and speak with the customer. Raises `UnknownAgent` or `AgentUnavailable`."""
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
    """Raise `UnknownConversation` for an erased conversation, as for one that never existed."""
    try:
        return await doing
    except ConversationGone:
        raise UnknownConversation from None


def _id(request: web.Request) -> str:
    return request.match_info["id"]


def _person(agent: Agent) -> Person:
    return Person(agent.id, agent.display_name)
