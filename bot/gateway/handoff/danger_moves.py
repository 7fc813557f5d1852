"""What is done about danger to a customer's life or safety, within a transaction that holds the conversation's row.

Each gives the messages it told the customer.
"""

from __future__ import annotations

import time
from dataclasses import replace

from bot.danger.kinds import DangerKind
from bot.gateway.conversation_rows import Conversation, marked, tell
from bot.gateway.danger import danger_help
from bot.gateway.database import Cursor
from bot.gateway.handoff.handoff_rows import handoff_of
from bot.gateway.handoff.notices import person_offer
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.handoff.queue_view import Helpdesk, queue_view
from bot.gateway.message_rows import was_helped_with
from bot.gateway.messages import Message, Offer
from bot.handoff.states import State


class DangerMoves:
    def __init__(self, helpdesk: Helpdesk, outbox: OutboxRows) -> None:
        self._helpdesk = helpdesk
        self._outbox = outbox

    def heard(self, cursor: Cursor, conversation: Conversation, kind: DangerKind, *, tell_help: bool) -> list[Message]:
        """It was heard in what the customer wrote: who waits comes first from now on.

        With `tell_help` the customer reads who helps at once, where a person may be slow to answer or nobody does; once
        per kind.
        """
        before = handoff_of(cursor, conversation.id) if conversation.state is State.WAITING else None
        changed = marked(cursor, conversation, kind)
        if before and before.priority == "normal":
            self._outbox.request(cursor, replace(before, danger=changed.danger))
        if not tell_help or was_helped_with(cursor, conversation.id, kind):
            return []
        language = conversation.language
        offers: tuple[Offer, ...] = ()
        alone = conversation.state in (State.BOT, State.CLOSED)
        if alone and queue_view(cursor, self._helpdesk, time.time()).somebody_there:
            offers = (person_offer(language, "danger"),)
        return tell(cursor, changed, danger_help(kind, language, "system", offers))

    def instead(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Who helps somebody in danger to whom no person comes, or not yet: a form to fill in is no help to them."""
        if not conversation.danger:
            return []
        return tell(cursor, conversation, danger_help(conversation.danger, conversation.language, "system"))
