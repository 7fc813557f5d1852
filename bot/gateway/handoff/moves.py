"""Every move of a hand-off, within a transaction that holds the conversation's row: checked, written down, and told.

Each returns the messages it told the customer. Raises `WrongMove` where the state does not allow it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.gateway.conversation_rows import Conversation
from bot.gateway.database import Cursor
from bot.gateway.handoff import notices
from bot.gateway.handoff.handoff_rows import (
    Handoff,
    delete_handoff,
    handoff_of,
    insert_handoff,
    set_languages,
    set_limit_told,
    set_person,
    set_urgent,
)
from bot.gateway.handoff.log_rows import log_move
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.handoff.people import Person
from bot.gateway.handoff.queue_view import Helpdesk, QueueView, queue_view
from bot.gateway.message_rows import insert_messages
from bot.gateway.messages import Draft, Message
from bot.handoff.states import Move, State, after
from bot.language import Language

MAX_WAITING = 10_000  # in the queue at once; who comes later is told that nobody can answer


class Moves:
    def __init__(self, helpdesk: Helpdesk, outbox: OutboxRows) -> None:
        self._helpdesk = helpdesk
        self._outbox = outbox

    def request(
        self,
        cursor: Cursor,
        conversation: Conversation,
        *,
        urgent: bool,
        topic: str | None,
        languages: Sequence[Language] = (),
    ) -> list[Message]:
        """The customer wants a person who answers in one of `languages`; without any, in their own.

        Who waits already is moved up when it became urgent, and told their place. Languages that are given were chosen
        by the customer, who then waits for them even when nobody who speaks them is there.
        """
        if conversation.state is State.AGENT:
            return []
        now = time.time()
        view = self.view(cursor, now)
        if conversation.state is State.WAITING:
            return self._request_again(cursor, conversation, urgent, languages, view)
        if not view.somebody_there or len(view.waiting) >= MAX_WAITING:
            return self._nobody_there(cursor, conversation, urgent)
        own = conversation.language
        if not languages and own not in view.languages:
            return self._tell(cursor, conversation, notices.other_language(own, view.languages, urgent))
        moved = self._moved(cursor, conversation, Move.REQUEST)
        handoff = Handoff(conversation.id, urgent, topic, tuple(languages) or (own,), now, place=0, limit_told=0)
        place = _place_among(handoff, view)
        insert_handoff(cursor, replace(handoff, place=place))
        log_move(cursor, conversation.id, Move.REQUEST, now, place=place)
        self._outbox.add(cursor, conversation.id, "requested", {"urgent": urgent, "topic": topic})
        return self._tell(cursor, moved, notices.queued(own, place, view.minutes_at(place)))

    def cancel(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The customer waits no longer."""
        moved = self._no_longer_waiting(cursor, conversation, Move.CANCEL)
        return self._tell(cursor, moved, notices.plain(moved.language, "cancelled"))

    def keep_waiting(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The customer goes on waiting after having been asked. Raises `WrongMove` unless they wait."""
        after(conversation.state, Move.LIMIT)
        view = self.view(cursor, time.time())
        place = view.place_of(conversation.id) or 1
        return self._tell(
            cursor, conversation, notices.still_waiting(conversation.language, place, view.minutes_at(place))
        )

    def limit(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The wait is longer than it should be: the customer keeps the place and is asked what to do."""
        moved = self._moved(cursor, conversation, Move.LIMIT)
        handoff = handoff_of(cursor, conversation.id)
        set_limit_told(cursor, conversation.id, handoff.limit_told + 1 if handoff else 1)
        return self._tell(cursor, moved, notices.limit(moved.language))

    def nobody_there(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Everybody left while the customer waited."""
        handoff = handoff_of(cursor, conversation.id)
        moved = self._no_longer_waiting(cursor, conversation, Move.NOBODY_THERE)
        return self._tell(cursor, moved, notices.nobody_there(moved.language, bool(handoff and handoff.urgent)))

    def leave_queue_silently(self, cursor: Cursor, conversation: Conversation) -> None:
        """The customer chose another way, of which they are told otherwise."""
        if conversation.state is State.WAITING:
            self._no_longer_waiting(cursor, conversation, Move.CANCEL)

    def take(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """`person` answers from now on."""
        now = time.time()
        handoff = handoff_of(cursor, conversation.id)
        moved = self._moved(cursor, conversation, Move.TAKE)
        set_person(cursor, conversation.id, person, now)
        if handoff:
            waited = now - handoff.since
            log_move(cursor, conversation.id, Move.TAKE, now, person_id=person.id, seconds=waited, place=handoff.place)
        return self._tell(cursor, moved, notices.with_person(moved.language, "taken", person.display_name))

    def join(self, cursor: Cursor, conversation: Conversation, person: Person, topic: str | None) -> list[Message]:
        """Somebody in an outside helpdesk answers whom nobody handed over, or whom they had closed."""
        now = time.time()
        moved = self._moved(cursor, conversation, Move.JOIN)
        insert_handoff(
            cursor,
            Handoff(conversation.id, False, topic, (conversation.language,), now, 1, 0, person=person, taken_at=now),
        )
        log_move(cursor, conversation.id, Move.JOIN, now, person_id=person.id)
        return self._tell(cursor, moved, notices.with_person(moved.language, "taken", person.display_name))

    def take_over(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """`person` answers instead of who did."""
        return self._to_person(cursor, conversation, Move.TAKE_OVER, "taken_over", person)

    def transfer(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """Who has it hands it to `person`."""
        return self._to_person(cursor, conversation, Move.TRANSFER, "transferred", person)

    def to_queue(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Who has it puts it back; the customer's first wait counts."""
        return self._back_to_queue(cursor, conversation, Move.QUEUE, "transferred_queue")

    def agent_left(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Who has it has left the desk."""
        return self._back_to_queue(cursor, conversation, Move.AGENT_LEFT, "agent_left")

    def give_back(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The assistant answers again."""
        moved = self._ended(cursor, conversation, Move.GIVE_BACK, None)
        return self._tell(cursor, moved, notices.plain(moved.language, "returned"))

    def close(self, cursor: Cursor, conversation: Conversation, reason: str) -> list[Message]:
        """The person is done."""
        moved = self._ended(cursor, conversation, Move.CLOSE, reason)
        return self._tell(cursor, moved, notices.closed(moved.language))

    def view(self, cursor: Cursor, now: float) -> QueueView:
        return queue_view(cursor, self._helpdesk, now)

    def _request_again(
        self,
        cursor: Cursor,
        conversation: Conversation,
        urgent: bool,
        languages: Iterable[Language],
        view: QueueView,
    ) -> list[Message]:
        handoff = handoff_of(cursor, conversation.id)
        if handoff:
            wider = tuple(dict.fromkeys((*handoff.languages, *languages)))
            if wider != handoff.languages:
                set_languages(cursor, conversation.id, wider)
            if urgent and not handoff.urgent:
                set_urgent(cursor, conversation.id)
                self._outbox.add(cursor, conversation.id, "requested", {"urgent": True, "topic": handoff.topic})
                view = self.view(cursor, time.time())
        place = view.place_of(conversation.id) or 1
        notice = notices.still_waiting(conversation.language, place, view.minutes_at(place))
        return self._tell(cursor, conversation, notice)

    def _nobody_there(self, cursor: Cursor, conversation: Conversation, urgent: bool) -> list[Message]:
        moved = self._moved(cursor, conversation, Move.NOBODY_THERE)
        log_move(cursor, conversation.id, Move.NOBODY_THERE, time.time())
        return self._tell(cursor, moved, notices.nobody_there(moved.language, urgent))

    def _to_person(
        self, cursor: Cursor, conversation: Conversation, move: Move, what: str, person: Person
    ) -> list[Message]:
        now = time.time()
        moved = self._moved(cursor, conversation, move)
        set_person(cursor, conversation.id, person, now)
        log_move(cursor, conversation.id, move, now, person_id=person.id)
        return self._tell(cursor, moved, notices.with_person(moved.language, what, person.display_name))

    def _back_to_queue(self, cursor: Cursor, conversation: Conversation, move: Move, what: str) -> list[Message]:
        handoff = handoff_of(cursor, conversation.id)
        moved = self._moved(cursor, conversation, move)
        set_person(cursor, conversation.id, None, None)
        person = handoff.person if handoff else None
        log_move(cursor, conversation.id, move, time.time(), person_id=person.id if person else None)
        return self._tell(cursor, moved, notices.waits_again(moved.language, what))

    def _no_longer_waiting(self, cursor: Cursor, conversation: Conversation, move: Move) -> Conversation:
        now = time.time()
        handoff = handoff_of(cursor, conversation.id)
        moved = self._moved(cursor, conversation, move)
        delete_handoff(cursor, conversation.id)
        log_move(cursor, conversation.id, move, now, seconds=now - handoff.since if handoff else None)
        self._outbox.add(cursor, conversation.id, "cancelled")
        return moved

    def _ended(self, cursor: Cursor, conversation: Conversation, move: Move, reason: str | None) -> Conversation:
        now = time.time()
        handoff = handoff_of(cursor, conversation.id)
        moved = self._moved(cursor, conversation, move)
        delete_handoff(cursor, conversation.id)
        log_move(
            cursor,
            conversation.id,
            move,
            now,
            person_id=handoff.person.id if handoff and handoff.person else None,
            seconds=now - handoff.taken_at if handoff and handoff.taken_at else None,
            reason=reason,
        )
        self._outbox.add(cursor, conversation.id, "ended", {"move": move.value})
        return moved

    def _moved(self, cursor: Cursor, conversation: Conversation, move: Move) -> Conversation:
        state = after(conversation.state, move)
        cursor.run("UPDATE conversations SET state = ? WHERE id = ?", (state.value, conversation.id))
        return Conversation(conversation.id, conversation.language, state)

    def _tell(self, cursor: Cursor, conversation: Conversation, draft: Draft) -> list[Message]:
        return insert_messages(cursor, conversation.id, [draft])


def _place_among(handoff: Handoff, view: QueueView) -> int:
    return 1 + sum(one.urgent or not handoff.urgent for one in view.waiting)
