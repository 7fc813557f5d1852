"""The moves of a customer who wants a person, within a transaction that holds the conversation's row.

Each returns the messages it told the customer. Raises `WrongMove` where the state does not allow it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.content import is_offered
from bot.danger.kinds import DangerKind
from bot.gateway.conversations.danger import danger_help
from bot.gateway.conversations.model import Conversation, Draft, Message, Offer
from bot.gateway.conversations.rows import (
    append_message,
    apply_move,
    latest_topic,
    mark_danger,
    was_helped_with,
    was_told,
)
from bot.gateway.db.database import Cursor
from bot.gateway.handoff import notices
from bot.gateway.handoff.model import Handoff
from bot.gateway.handoff.notices import CANCEL, KEEP, person_offer
from bot.gateway.handoff.queue import QueueView, WaitingLimit, queue_view
from bot.gateway.handoff.rows import (
    MoveLog,
    delete_handoff,
    handoff_of,
    insert_handoff,
    set_asked,
    set_languages,
    set_limit_told,
)
from bot.gateway.handoff.tickets import Ticket, insert_ticket, open_tickets
from bot.gateway.outbox import OutboxWriter
from bot.handoff.queue import Priority, higher, is_priority, place_of_new
from bot.handoff.states import Move, State, next_state
from bot.language import Language

FRAUD = "report_fraud"
MAX_WAITING = 10_000  # in the queue at once; later customers are told that nobody can answer

STANDING = "standing"  # the assistant asks that a waiting customer be told their place, with a way to stop

_BUTTON_PREFIX = "handoff/"
ASK_HUMAN = "ask_human"


class CustomerMoves:
    def __init__(
        self, helpdesk: str, outbox: OutboxWriter, waiting_limit: WaitingLimit, danger: DangerMoves, log: MoveLog
    ) -> None:
        self._log = log
        self._helpdesk = helpdesk
        self._danger = danger
        self._outbox = outbox
        self._waiting_limit = waiting_limit

    def request(
        self,
        cursor: Cursor,
        conversation: Conversation,
        *,
        priority: Priority,
        topic: str | None,
        languages: Sequence[Language] = (),
    ) -> list[Message]:
        """The customer wants a person who answers in one of `languages`; without any, in their own.

        A customer who waits already is moved up if it became more urgent, and told their place. `languages` are the
        customer's own choice: they then wait for them even if nobody who speaks them is there.
        """
        if conversation.state is State.AGENT:
            return []
        if conversation.state is State.WAITING:
            return self._request_again(cursor, conversation, priority, topic, languages)
        now = time.time()
        view = self._view(cursor, now)
        crowd = self._waiting_limit.is_reached(conversation.id, (one.conversation_id for one in view.waiting))
        if not view.somebody_there or len(view.waiting) >= MAX_WAITING or crowd:
            return self._nobody_there(cursor, conversation, priority)
        own = conversation.language
        if not languages and own not in view.languages:
            return append_message(cursor, conversation, notices.other_language(own, view.languages, priority))
        changed = apply_move(cursor, conversation, Move.REQUEST)
        topic = latest_topic(cursor, conversation.id) or topic
        accepted = tuple(languages) or (own,)
        handoff = Handoff(
            conversation.id, priority, topic, accepted, now, place=0, limit_told=0, danger=conversation.danger
        )
        place = place_of_new(handoff.priority, (one.waiting for one in view.waiting))
        insert_handoff(cursor, replace(handoff, place=place))
        self._log.add(cursor, conversation.id, Move.REQUEST, now, place=place)
        self._outbox.request(cursor, handoff)
        return append_message(cursor, changed, notices.queued(own, place, view.minutes_at(place)))

    def follow(self, cursor: Cursor, conversation: Conversation, answer: Sequence[Draft]) -> list[Message]:
        """Do what the assistant's answer asks of a hand-off, in the answer's transaction; returns the notices."""
        wanted = next((draft for draft in answer if draft.stated.handoff), None)
        if wanted and wanted.stated.handoff:
            if conversation.state is State.CLOSED:  # by an agent, while the assistant answered
                conversation = apply_move(cursor, conversation, Move.REOPEN)
            asked = wanted.stated.handoff.priority
            priority: Priority = asked if is_priority(asked) else "normal"
            if (conversation.state is State.WAITING and priority == "normal") or asked == STANDING:
                return self.standing(cursor, conversation)
            return self.request(cursor, conversation, priority=priority, topic=wanted.topic)
        if any(draft.stated.offers == "human" for draft in answer) and conversation.state is State.BOT:
            return self.people_there(cursor, conversation)
        return []

    def press(self, cursor: Cursor, conversation: Conversation, payload: str) -> list[Message]:
        """Do what a notice's button says; returns the notices. A button pressed too late shows how things stand now."""
        priority, languages = _requested(payload)
        if payload in (CANCEL, KEEP):
            if conversation.state is State.WAITING:
                move = self.cancel if payload == CANCEL else self.keep_waiting
                return move(cursor, conversation)
            if conversation.state is not State.BOT:
                return []  # an agent has it, and reads what was pressed
            if payload == CANCEL:
                return self.cancelled(cursor, conversation)
            priority, languages = "normal", ()  # the wait is over: wait anew
        return self.request(cursor, conversation, priority=priority, topic=ASK_HUMAN, languages=languages)

    def cancel(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The customer waits no longer."""
        return self.cancelled(cursor, self._no_longer_waiting(cursor, conversation, Move.CANCEL))

    def cancelled(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Tell the customer that they do not wait, whatever ended the wait."""
        return append_message(cursor, conversation, notices.plain(conversation.language, "cancelled"))

    def keep_waiting(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The customer goes on waiting after having been asked. Raises `WrongMove` unless they wait."""
        next_state(conversation.state, Move.LIMIT)
        return self._tell_standing(cursor, conversation, notices.still_waiting)

    def standing(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Tell a waiting customer their place and a way to stop; nothing to one who waits no longer."""
        if conversation.state is not State.WAITING:
            return []
        return self._tell_standing(cursor, conversation, notices.standing)

    def people_there(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Tell a customer who was just offered a person how long it would take; once per conversation."""
        view = self._view(cursor, time.time())
        place = len(view.waiting) + 1
        minutes = view.minutes_at(place)
        speaks = view.somebody_there and conversation.language in view.languages
        if minutes is None or not speaks or was_told(cursor, conversation.id, "people_there"):
            return []
        return append_message(cursor, conversation, notices.people_there(conversation.language, place, minutes))

    def limit(self, cursor: Cursor, conversation: Conversation, times: int) -> list[Message]:
        """The wait passed its limit for the `times`-th time: ask the customer what to do; they keep their place."""
        changed = apply_move(cursor, conversation, Move.LIMIT)
        set_limit_told(cursor, conversation.id, times)
        return append_message(cursor, changed, notices.limit(changed.language)) + self._danger.instead(cursor, changed)

    def unanswered(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The agent has not answered for long: tell the customer of other ways, once per unanswered message."""
        if conversation.state is not State.AGENT:
            return []
        told = append_message(cursor, conversation, notices.unanswered(conversation.language))
        return told + self._danger.instead(cursor, conversation)

    def nobody_there(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Everybody left while the customer waited."""
        handoff = handoff_of(cursor, conversation.id)
        changed = self._no_longer_waiting(cursor, conversation, Move.NOBODY_THERE)
        told = append_message(
            cursor, changed, notices.nobody_there(changed.language, handoff.asked if handoff else "normal")
        )
        return told + self._danger.instead(cursor, changed)

    def leave_ticket(
        self,
        cursor: Cursor,
        conversation: Conversation,
        ticket: Ticket,
        client_message_id: str | None,
        heard: DangerKind | None,
    ) -> list[Message]:
        """The customer leaves a message to be called back about instead of waiting; a repeat tells them nothing.

        `heard` is the danger in it: a call back may come late or never, so the customer is told who helps at once.
        """
        if not insert_ticket(cursor, ticket, client_message_id):
            return []
        if conversation.state is State.WAITING:
            conversation = self._no_longer_waiting(cursor, conversation, Move.CANCEL)
        self._outbox.add(cursor, conversation.id, "ticket", {"ticket": ticket.id})
        told = append_message(cursor, conversation, notices.plain(conversation.language, "ticket_kept"))
        return told + (self._danger.keep_danger(cursor, conversation, heard, tell_help=True) if heard else [])

    def _view(self, cursor: Cursor, now: float) -> QueueView:
        return queue_view(cursor, self._helpdesk, now)

    def _request_again(
        self,
        cursor: Cursor,
        conversation: Conversation,
        priority: Priority,
        topic: str | None,
        languages: Iterable[Language],
    ) -> list[Message]:
        handoff = handoff_of(cursor, conversation.id)
        widened = False
        if handoff:
            wider = tuple(dict.fromkeys((*handoff.languages, *languages)))
            widened = wider != handoff.languages
            if widened:
                set_languages(cursor, conversation.id, wider)
            raised = replace(handoff, asked=higher(priority, handoff.asked))
            if priority == "urgent" and handoff.asked != "normal" and topic == FRAUD:
                return []  # more of the advice; they know their place
            if raised != handoff:
                set_asked(cursor, conversation.id, raised.asked)
                self._outbox.request(cursor, raised)
        return self._tell_standing(cursor, conversation, notices.still_waiting if widened else notices.standing)

    def _tell_standing(
        self, cursor: Cursor, conversation: Conversation, say: Callable[[Language, int, int | None], Draft]
    ) -> list[Message]:
        """Tell the customer, in the words of `say`, their place in the queue and the expected wait."""
        view = self._view(cursor, time.time())
        place = view.place_of(conversation.id) or 1
        return append_message(cursor, conversation, say(conversation.language, place, view.minutes_at(place)))

    def _nobody_there(self, cursor: Cursor, conversation: Conversation, priority: Priority) -> list[Message]:
        changed = apply_move(cursor, conversation, Move.NOBODY_THERE)
        self._log.add(cursor, conversation.id, Move.NOBODY_THERE, time.time())
        told, left = was_told(cursor, conversation.id, "nobody_there"), open_tickets(cursor, conversation.id) > 0
        notice = notices.nobody_there(changed.language, priority, told=told, left=left)
        return append_message(cursor, changed, notice) + self._danger.instead(cursor, changed)

    def _no_longer_waiting(self, cursor: Cursor, conversation: Conversation, move: Move) -> Conversation:
        now = time.time()
        handoff = handoff_of(cursor, conversation.id)
        changed = apply_move(cursor, conversation, move)
        delete_handoff(cursor, conversation.id)
        self._log.add(cursor, conversation.id, move, now, seconds=now - handoff.since if handoff else None)
        self._outbox.add(cursor, conversation.id, "cancelled")
        return changed


def is_press(payload: str) -> bool:
    """Whether a button belongs to a hand-off."""
    return payload.startswith(_BUTTON_PREFIX)


def _requested(payload: str) -> tuple[Priority, tuple[Language, ...]]:
    """The priority and languages in a payload of `notices.request_payload`."""
    priority, _, listed = payload.removeprefix(f"{_BUTTON_PREFIX}request/").partition("/")
    languages = tuple(one for one in listed.split(",") if is_offered(one))
    return priority if is_priority(priority) else "normal", languages


class DangerMoves:
    def __init__(self, helpdesk: str, outbox: OutboxWriter) -> None:
        self._helpdesk = helpdesk
        self._outbox = outbox

    def keep_danger(
        self, cursor: Cursor, conversation: Conversation, kind: DangerKind, *, tell_help: bool
    ) -> list[Message]:
        """Keep the danger that was heard in the customer's words; if they wait, they come first from now on.

        With `tell_help` the customer is told who helps at once, once per kind of danger.
        """
        before = handoff_of(cursor, conversation.id) if conversation.state is State.WAITING else None
        changed = mark_danger(cursor, conversation, kind)
        if before and before.priority == "normal":
            self._outbox.request(cursor, replace(before, danger=changed.danger))
        if not tell_help or was_helped_with(cursor, conversation.id, kind):
            return []
        language = conversation.language
        offers: tuple[Offer, ...] = ()
        alone = conversation.state in (State.BOT, State.CLOSED)
        if alone and queue_view(cursor, self._helpdesk, time.time()).somebody_there:
            offers = (person_offer(language, "danger"),)
        return append_message(cursor, changed, danger_help(kind, language, "system", offers))

    def instead(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """For a customer in danger who gets no person, or not yet: say who helps at once, and offer no form."""
        if not conversation.danger:
            return []
        return append_message(cursor, conversation, danger_help(conversation.danger, conversation.language, "system"))
