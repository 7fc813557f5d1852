"""What customers do with a conversation: begin it, say something, read it, rate it, erase it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace

from bot.danger.kinds import DangerKind
from bot.gateway.answers import Answers, Asked
from bot.gateway.assistant import Assistant
from bot.gateway.bodies import NewMessage, NewRating, NewTicket
from bot.gateway.conversation_rows import Conversation, Page, outranks
from bot.gateway.danger import hear
from bot.gateway.database import DatabaseError
from bot.gateway.forgetting import Forgetting
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.presses import is_press
from bot.gateway.in_order import InOrder
from bot.gateway.messages import Draft, unkept
from bot.gateway.metrics import Metrics
from bot.gateway.problems import ButtonExpired, UnknownButton
from bot.gateway.store import Begun, Store
from bot.gateway.typed_text import never_a_command
from bot.gateway.upkeep import RASA_PATIENCE, forget_in_rasa
from bot.gateway.wakeups import Wakeups
from bot.handoff.states import State
from bot.language import Language
from bot.privacy.masking import mask

logger = logging.getLogger(__name__)

ANSWER_PATIENCE = 4.5  # seconds from a message's arrival to its answer; half a second is left for the way
GREETING = "/greet"
PAGE = 200  # messages
SHORT = 300  # characters; masking takes at most a few milliseconds


@dataclass(frozen=True)
class _Said:
    shown: str  # what is kept and shown as the customer's message, masked
    sent: str  # what Rasa gets


class Conversations:
    def __init__(
        self,
        *,
        store: Store,
        forgetting: Forgetting,
        assistant: Assistant,
        handoffs: Handoffs,
        wakeups: Wakeups,
        metrics: Metrics,
    ) -> None:
        self._store = store
        self._forgetting = forgetting
        self._assistant = assistant
        self._handoffs = handoffs
        self._answers = Answers(assistant, handoffs, metrics)
        self._wakeups = wakeups
        self._metrics = metrics
        self._in_order = InOrder()

    async def begin(self, language: Language, client: str) -> Page:
        """A new conversation, with the assistant's greeting in it."""
        deadline = _deadline()
        conversation = await self._store.begin(language, client)
        self._metrics.conversations.inc()
        greeting = await self._answers.to(Begun(conversation), Asked(GREETING), deadline)
        return await self._store.add_answer(conversation.id, greeting)

    async def say(self, conversation_id: str, body: NewMessage) -> Page:
        """The assistant's answer, stored like what the customer said; none while a person has the conversation.

        Time runs from here, also for who waits behind an earlier message. Raises `Problem`s.
        """
        deadline = _deadline()
        async with self._in_order.of(conversation_id):
            with self._metrics.turns.time():
                (said, begun), heard = await asyncio.gather(self._begun(conversation_id, body), hear(body.text))
                if begun.answer:
                    return begun.answer
                if is_press(said.sent) and body.button:
                    return await self._handoffs.press(conversation_id, said.sent, body.client_message_id)
                if begun.conversation.state is not State.BOT:
                    self._handoffs.said(conversation_id)
                else:
                    self._wakeups.wake(conversation_id)
                if begun.conversation.danger:
                    heard = await hear(body.text, begun.conversation.danger)
                if begun.conversation.state is State.AGENT:
                    return await self._beside_a_person(begun.conversation, heard, body.client_message_id)
                if heard and outranks(heard, begun.conversation.danger):
                    begun = replace(
                        begun, conversation=(await self._handoffs.danger_heard(conversation_id, heard)).conversation
                    )
                return await self._answered(begun, Asked(said.sent, heard), deadline, body.client_message_id)

    async def leave_ticket(self, conversation_id: str, body: NewTicket) -> Page:
        """Keep a message with a number to call back. Raises `ConversationGone`."""
        async with self._in_order.of(conversation_id):
            earlier = (await self._store.conversation(conversation_id)).danger
            text, heard = await asyncio.gather(_masked(body.text), hear(body.text, earlier))
            return await self._handoffs.leave_ticket(conversation_id, text, body.phone, body.client_message_id, heard)

    async def read(self, conversation_id: str, after: int, limit: int = PAGE) -> Page:
        """What came after message `after`. Raises `ConversationGone`."""
        return await self._store.read(conversation_id, after, limit)

    async def whole(self, conversation_id: str) -> Page:
        """All of the conversation. Raises `ConversationGone`."""
        page = await self.read(conversation_id, 0)
        messages = page.messages
        while page.more:
            page = await self.read(conversation_id, messages[-1].seq)
            messages += page.messages
        return Page(page.conversation, messages)

    async def rate(self, conversation_id: str, body: NewRating) -> None:
        """Keep the customer's rating; nobody answers a comment, so that danger in it is answered here.

        Raises `ConversationGone`.
        """
        earlier = (await self._store.conversation(conversation_id)).danger
        comment, heard = await asyncio.gather(_masked(body.comment or ""), hear(body.comment, earlier))
        await self._store.rate(conversation_id, body.stars, comment or None)
        if heard:
            await self._handoffs.danger_heard(conversation_id, heard, tell=True)

    async def erase(self, conversation_id: str) -> None:
        """Remove the conversation here at once, and in Rasa now or as soon as it can be reached.

        An answer under way is waited for, so that Rasa does not learn of the conversation again afterwards.
        Raises `ConversationGone`.
        """
        async with self._in_order.of(conversation_id):
            await self._erase(conversation_id)
        await forget_in_rasa(conversation_id, self._forgetting, self._assistant)

    async def _begun(self, conversation_id: str, body: NewMessage) -> tuple[_Said, Begun]:
        """What was said, kept."""
        said = await self._said(conversation_id, body)
        return said, await self._store.begin_turn(conversation_id, said.shown, body.client_message_id)

    async def _said(self, conversation_id: str, body: NewMessage) -> _Said:
        if body.text is not None:
            return _Said(await _masked(body.text), never_a_command(body.text))
        button = await self._store.button(conversation_id, body.button or "")
        if button is None:
            raise UnknownButton("This conversation has no such button.")
        if button.expired:
            raise ButtonExpired("This button can no longer be pressed.")
        return _Said(button.title, button.payload)

    async def _beside_a_person(
        self, conversation: Conversation, heard: DangerKind | None, client_message_id: str | None
    ) -> Page:
        """A person answers, and may be slow: somebody in danger reads at once who helps."""
        if not heard:
            return Page(conversation, [])
        return await self._handoffs.danger_heard(conversation.id, heard, tell=True, client_message_id=client_message_id)

    async def _answered(self, begun: Begun, asked: Asked, deadline: float, client_message_id: str | None) -> Page:
        conversation = begun.conversation
        with self._wakeups.typing(conversation.id):
            answer = await self._answers.to(begun, asked, deadline)
            if any(draft.erases for draft in answer):
                return await self._erased(conversation, answer, deadline)
            person = any(draft.handoff or draft.offers_person for draft in answer)
            follow = self._handoffs.follow if person else None
            page = await self._store.add_answer(conversation.id, answer, client_message_id, follow)
        if any(draft.handoff for draft in answer) or page.conversation.danger != conversation.danger:
            self._handoffs.changed(conversation.id)
        elif page.conversation.state is not State.BOT:
            self._handoffs.said(conversation.id)
        if page.conversation.state is State.AGENT and not page.messages:  # taken while the assistant answered
            return await self._beside_a_person(page.conversation, asked.heard, client_message_id)
        return page

    async def _erased(self, conversation: Conversation, answer: list[Draft], deadline: float) -> Page:
        """What the customer reads when the assistant has erased the conversation; it is kept nowhere.

        Raises `ConversationGone` when another gateway was quicker.
        """
        last_seq = await self._erase(conversation.id)
        # The answer does not wait for Rasa, which is told again later.
        patience = max(0.0, min(RASA_PATIENCE, deadline - asyncio.get_running_loop().time()))
        try:
            await forget_in_rasa(conversation.id, self._forgetting, self._assistant, patience)
        except DatabaseError as error:
            logger.warning("Rasa is told later to forget a conversation: %s.", error)
        left = replace(conversation, language=answer[-1].language, state=State.CLOSED)
        return Page(left, [unkept(draft, seq) for seq, draft in enumerate(answer, last_seq + 1)])

    async def _erase(self, conversation_id: str) -> int:
        """Remove it here, and tell who looks at it; the number of its last message."""
        last_seq = await self._forgetting.erase(conversation_id)
        self._wakeups.erased(conversation_id)
        self._handoffs.changed(conversation_id)
        return last_seq


async def _masked(text: str) -> str:
    """At once when it is short; in a thread when it is long, because one made to be hard takes 60 ms of everybody's."""
    return mask(text) if len(text) <= SHORT else await asyncio.to_thread(mask, text)


def _deadline() -> float:
    return asyncio.get_running_loop().time() + ANSWER_PATIENCE
