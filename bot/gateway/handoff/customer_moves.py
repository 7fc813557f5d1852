"""The moves of a customer who wants a person, within a transaction that holds the conversation's row.

Each returns the messages it told the customer. Raises `WrongMove` where the state does not allow it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.danger.kinds import DangerKind
from bot.gateway.conversation_rows import Conversation, moved, tell
from bot.gateway.database import Cursor
from bot.gateway.handoff import notices
from bot.gateway.handoff.arrivals import Arrivals
from bot.gateway.handoff.danger_moves import DangerMoves
from bot.gateway.handoff.handoff_rows import (
    Handoff,
    delete_handoff,
    handoff_of,
    insert_handoff,
    set_asked,
    set_languages,
    set_limit_told,
)
from bot.gateway.handoff.log_rows import log_move
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.handoff.queue_view import Helpdesk, QueueView, queue_view
from bot.gateway.handoff.tickets import Ticket, insert_ticket, open_tickets
from bot.gateway.message_rows import latest_topic, was_told
from bot.gateway.messages import Draft, Message
from bot.handoff.queue import Priority, higher, place_of_new
from bot.handoff.states import Move, State, after
from bot.language import Language

FRAUD = "report_fraud"
MAX_WAITING = 10_000  # in the queue at once; who comes later is told that nobody can answer


class CustomerMoves:
    def __init__(self, helpdesk: Helpdesk, outbox: OutboxRows, arrivals: Arrivals, danger: DangerMoves) -> None:
        self._helpdesk = helpdesk
        self._danger = danger
        self._outbox = outbox
        self._arrivals = arrivals

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

        Who waits already is moved up when it became more urgent, and told their place. Languages that are given were
        chosen by the customer, who then waits for them even when nobody who speaks them is there.
        """
        if conversation.state is State.AGENT:
            return []
        if conversation.state is State.WAITING:
            return self._request_again(cursor, conversation, priority, topic, languages)
        now = time.time()
        view = self._view(cursor, now)
        crowd = self._arrivals.is_crowd(conversation.id, (one.conversation_id for one in view.waiting))
        if not view.somebody_there or len(view.waiting) >= MAX_WAITING or crowd:
            return self._nobody_there(cursor, conversation, priority)
        own = conversation.language
        if not languages and own not in view.languages:
            return tell(cursor, conversation, notices.other_language(own, view.languages, priority))
        changed = moved(cursor, conversation, Move.REQUEST)
        topic = latest_topic(cursor, conversation.id) or topic
        accepted = tuple(languages) or (own,)
        handoff = Handoff(
            conversation.id, priority, topic, accepted, now, place=0, limit_told=0, danger=conversation.danger
        )
        place = place_of_new(handoff.priority, (one.waiting for one in view.waiting))
        insert_handoff(cursor, replace(handoff, place=place))
        log_move(cursor, conversation.id, Move.REQUEST, now, place=place)
        self._outbox.request(cursor, handoff)
        return tell(cursor, changed, notices.queued(own, place, view.minutes_at(place)))

    def cancel(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The customer waits no longer."""
        return self.cancelled(cursor, self._no_longer_waiting(cursor, conversation, Move.CANCEL))

    def cancelled(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The customer hears that they do not wait, however that came."""
        return tell(cursor, conversation, notices.plain(conversation.language, "cancelled"))

    def keep_waiting(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The customer goes on waiting after having been asked. Raises `WrongMove` unless they wait."""
        after(conversation.state, Move.LIMIT)
        return self._tell_standing(cursor, conversation, notices.still_waiting)

    def standing(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Who waits asked about the wait, or may want to end it; nothing to who waits no longer."""
        if conversation.state is not State.WAITING:
            return []
        return self._tell_standing(cursor, conversation, notices.standing)

    def people_there(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """How long a person would take, once per conversation, to who was just offered one."""
        view = self._view(cursor, time.time())
        place = len(view.waiting) + 1
        minutes = view.minutes_at(place)
        speaks = view.somebody_there and conversation.language in view.languages
        if minutes is None or not speaks or was_told(cursor, conversation.id, "people_there"):
            return []
        return tell(cursor, conversation, notices.people_there(conversation.language, place, minutes))

    def limit(self, cursor: Cursor, conversation: Conversation, times: int) -> list[Message]:
        """The wait passed its limit so many `times`: the customer keeps the place and is asked, once, what to do."""
        changed = moved(cursor, conversation, Move.LIMIT)
        set_limit_told(cursor, conversation.id, times)
        return tell(cursor, changed, notices.limit(changed.language)) + self._danger.instead(cursor, changed)

    def unanswered(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The person has long said nothing: the customer hears of the other ways, once until they write again."""
        if conversation.state is not State.AGENT:
            return []
        told = tell(cursor, conversation, notices.unanswered(conversation.language))
        return told + self._danger.instead(cursor, conversation)

    def nobody_there(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Everybody left while the customer waited."""
        handoff = handoff_of(cursor, conversation.id)
        changed = self._no_longer_waiting(cursor, conversation, Move.NOBODY_THERE)
        told = tell(cursor, changed, notices.nobody_there(changed.language, handoff.asked if handoff else "normal"))
        return told + self._danger.instead(cursor, changed)

    def leave_ticket(
        self,
        cursor: Cursor,
        conversation: Conversation,
        ticket: Ticket,
        client_message_id: str | None,
        heard: DangerKind | None,
    ) -> list[Message]:
        """The customer left a message to be called back about, instead of waiting; nothing when it was left before.

        `heard` is the danger in it: somebody may call back late or never, so that who helps at once is told.
        """
        if not insert_ticket(cursor, ticket, client_message_id):
            return []
        if conversation.state is State.WAITING:
            conversation = self._no_longer_waiting(cursor, conversation, Move.CANCEL)
        self._outbox.add(cursor, conversation.id, "ticket", {"ticket": ticket.id})
        told = tell(cursor, conversation, notices.plain(conversation.language, "ticket_kept"))
        return told + (self._danger.heard(cursor, conversation, heard, tell_help=True) if heard else [])

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
        """`say` where in the queue the customer stands now, and how long it may take from there."""
        view = self._view(cursor, time.time())
        place = view.place_of(conversation.id) or 1
        return tell(cursor, conversation, say(conversation.language, place, view.minutes_at(place)))

    def _nobody_there(self, cursor: Cursor, conversation: Conversation, priority: Priority) -> list[Message]:
        changed = moved(cursor, conversation, Move.NOBODY_THERE)
        log_move(cursor, conversation.id, Move.NOBODY_THERE, time.time())
        told, left = was_told(cursor, conversation.id, "nobody_there"), open_tickets(cursor, conversation.id) > 0
        notice = notices.nobody_there(changed.language, priority, told=told, left=left)
        return tell(cursor, changed, notice) + self._danger.instead(cursor, changed)

    def _no_longer_waiting(self, cursor: Cursor, conversation: Conversation, move: Move) -> Conversation:
        now = time.time()
        handoff = handoff_of(cursor, conversation.id)
        changed = moved(cursor, conversation, move)
        delete_handoff(cursor, conversation.id)
        log_move(cursor, conversation.id, move, now, seconds=now - handoff.since if handoff else None)
        self._outbox.add(cursor, conversation.id, "cancelled")
        return changed
