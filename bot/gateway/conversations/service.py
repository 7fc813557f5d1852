"""What customers do with a conversation: begin it, say something, read it, rate it, erase it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial

from bot.content import technical_problem, technical_problem_links
from bot.conversation.situation import Situation, situation_written
from bot.conversation.told import Told
from bot.danger.kinds import DangerKind
from bot.danger.plain import plainly_said
from bot.gateway.conversations.danger import danger_help, hear
from bot.gateway.conversations.hidden_notice import hidden_notice
from bot.gateway.conversations.model import Begun, Conversation, Draft, Incoming, Page, outranks, unsaved_message
from bot.gateway.conversations.repository import ConversationRepository, Masked
from bot.gateway.conversations.turns import Turn, Turns
from bot.gateway.data.retention import Retention
from bot.gateway.db.database import DatabaseError, within
from bot.gateway.errors import ButtonExpired, StoreUnavailable, UnknownButton
from bot.gateway.handoff.customer import is_press
from bot.gateway.handoff.notices import person_offer
from bot.gateway.handoff.service import Handoffs
from bot.gateway.metrics import Metrics
from bot.gateway.notifier import Notifier
from bot.gateway.rasa_client import Assistant, NoAnswer, Reply
from bot.gateway.text_work import TextWork
from bot.gateway.typed_text import never_a_command
from bot.handoff.states import State
from bot.language import Language
from bot.people import Availability
from bot.privacy.masking import MaskedTurn, PersonalKind, find_personal, mask, mask_repeated, mask_turn

PROMISE = 4.8  # seconds from a message's arrival, whatever the store does; nobody is to wait five
ANSWER_PATIENCE = 4.5  # seconds from a message's arrival to its answer; half a second is left for the way
GREETING = "/greet"
PAGE = 200  # messages


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _CustomerMessage:
    masked: Masked  # what is kept and shown as the customer's message
    kinds: list[PersonalKind]  # what is personal in it, once it is masked
    sent: str  # what Rasa gets


class Conversations:
    def __init__(
        self,
        *,
        store: ConversationRepository,
        retention: Retention,
        assistant: Assistant,
        handoffs: Handoffs,
        notifier: Notifier,
        metrics: Metrics,
        text_work: TextWork,
        turns: Turns,
    ) -> None:
        self._store = store
        self._retention = retention
        self._handoffs = handoffs
        self._answers = Answers(assistant, handoffs, metrics)
        self._notifier = notifier
        self._metrics = metrics
        self._text_work = text_work
        self._turns = turns

    async def begin(self, language: Language, client: str) -> Page:
        """A new conversation, with the assistant's greeting in it."""
        deadline = _deadline()
        async with within(PROMISE):
            conversation = await self._store.begin(language, client)
            self._metrics.conversations.inc()
            greeting = await self._answers.answer(Begun(conversation), Asked(GREETING), deadline)
            return await self._store.add_answer(conversation.id, greeting.drafts, situation=greeting.situation)

    async def say(self, conversation_id: str, incoming: Incoming) -> Page:
        """Keep what the customer said, and answer it; the page is empty while an agent has the conversation.

        The deadline counts from here, also for a message that waits for an earlier one. Raises `Problem`s.
        """
        deadline = _deadline()
        hearing: asyncio.Task[DangerKind | None] | None = None
        try:
            async with within(PROMISE), self._text_work.turn(incoming.address, incoming.text):
                hearing = asyncio.create_task(self._hear(incoming))
                return await self._say(conversation_id, incoming, hearing, deadline)
        except DatabaseError as error:
            logger.error("What a customer said could not be kept or answered: %s.", error)
            raise StoreUnavailable(await hearing if hearing else plainly_said(incoming.text or "")) from None

    async def _say(
        self, conversation_id: str, incoming: Incoming, hearing: Awaitable[DangerKind | None], deadline: float
    ) -> Page:
        with self._metrics.turn() as timed:
            async with AsyncExitStack() as stack:
                with timed.part("queued"):
                    turn = await stack.enter_async_context(self._turns.hold(conversation_id, timed))
                said, begun = await self._begun(turn, incoming)
                timed.language = begun.conversation.language
                heard = await hearing
                if begun.answer:
                    return begun.answer
                if is_press(said.sent) and incoming.button:
                    return await self._handoffs.press(conversation_id, said.sent, incoming.client_message_id)
                if begun.conversation.state is not State.BOT:
                    self._handoffs.said(conversation_id)
                else:
                    self._notifier.notify(conversation_id)
                earlier, text = begun.conversation.danger, incoming.text or ""
                before = situation_written(begun.conversation.situation)
                plainer = before.doubts_danger_in(text)
                if earlier or (heard and plainer):
                    heard = before.heard_as(await self._hear(incoming, earlier, plainer=plainer))
                if begun.conversation.state is State.AGENT:
                    return await self._beside_a_person(begun, heard, incoming.client_message_id)
                if heard and outranks(heard, begun.conversation.danger):
                    begun = replace(
                        begun, conversation=(await self._handoffs.danger_heard(conversation_id, heard)).conversation
                    )
                asked = Asked(said.sent, heard)
                return await self._answered(begun, turn, asked, deadline, incoming.client_message_id)

    async def leave_ticket(self, conversation_id: str, incoming: Incoming, phone: str) -> Page:
        """Keep a message with a number to call back. Raises `ConversationGone`."""
        async with within(PROMISE), self._turns.hold(conversation_id) as turn:
            await self._turns.claim(turn)
            earlier = (await self._store.conversation(conversation_id)).danger
            text, heard = await self._masked_and_heard(incoming, earlier)
            return await self._handoffs.leave_ticket(conversation_id, text, phone, incoming.client_message_id, heard)

    async def read(self, conversation_id: str, after: int, limit: int = PAGE) -> Page:
        """The messages after number `after`. Raises `ConversationGone`."""
        async with within(PROMISE):
            return await self._store.read(conversation_id, after, limit)

    async def whole(self, conversation_id: str) -> Page:
        """All of the conversation. Raises `ConversationGone`."""
        page = await self.read(conversation_id, 0)
        messages = page.messages
        while page.more:
            page = await self.read(conversation_id, messages[-1].seq)
            messages += page.messages
        return Page(page.conversation, messages)

    async def rate(self, conversation_id: str, stars: int, comment: Incoming) -> None:
        """Keep the customer's rating. Nobody reads a comment at once, so danger in it is answered here.

        Raises `ConversationGone`.
        """
        earlier = (await self._store.conversation(conversation_id)).danger
        text, heard = await self._masked_and_heard(comment, earlier)
        async with within(PROMISE):
            await self._store.rate(conversation_id, stars, text or None)
        if heard:
            await self._handoffs.danger_heard(conversation_id, heard, tell=True)

    async def erase(self, conversation_id: str) -> None:
        """Remove the conversation; an answer under way here is waited for, and one elsewhere has nowhere to go.

        Raises `ConversationGone`.
        """
        async with within(PROMISE), self._turns.hold(conversation_id):
            await self._erase(conversation_id)

    async def _hear(
        self, incoming: Incoming, earlier: DangerKind | None = None, *, plainer: bool = False
    ) -> DangerKind | None:
        in_thread = partial(self._text_work.danger.run, incoming.address)
        return await hear(incoming.text, earlier, in_thread, plainer=plainer)

    async def _masked_and_heard(self, incoming: Incoming, earlier: DangerKind | None) -> tuple[str, DangerKind | None]:
        """Mask a text that no answer follows (a comment, a ticket), and detect danger in it. Raises `TooMany`."""
        text = incoming.text or ""
        async with self._text_work.turn(incoming.address, incoming.text):
            return await asyncio.gather(
                self._text_work.masking.run(incoming.address, mask, text), self._hear(incoming, earlier)
            )

    async def _begun(self, turn: Turn, incoming: Incoming) -> tuple[_CustomerMessage, Begun]:
        """Keep what was said, masked, and begin its turn, once no other gateway has one in this conversation."""
        with turn.timed.part("masking"):
            said = await self._said(turn.conversation_id, incoming)
        begin = partial(self._store.begin_turn, turn.conversation_id, said.masked, incoming.client_message_id, turn)
        begun = await self._turns.when_free(turn, begin)
        if not begun.answer:
            self._metrics.count_masked(said.kinds)
        return said, begun

    async def _said(self, conversation_id: str, incoming: Incoming) -> _CustomerMessage:
        if incoming.text is not None:
            text, items = (
                incoming.text,
                await self._text_work.masking.run(incoming.address, find_personal, incoming.text),
            )

            kinds = [item.kind for item in items]

            def masked(earlier: Sequence[str]) -> MaskedTurn:
                began = time.thread_time()
                turn = mask_turn(earlier, text, items)
                self._text_work.budgets.spend(incoming.address, time.thread_time() - began)
                kinds.extend(turn.kinds.difference(kinds))  # what was cut over several messages
                return turn

            return _CustomerMessage(masked, kinds, never_a_command(text))
        button = await self._store.button(conversation_id, incoming.button or "")
        if button is None:
            raise UnknownButton("This conversation has no such button.")
        if button.expired:
            raise ButtonExpired("This button can no longer be pressed.")
        return _CustomerMessage(
            lambda earlier: MaskedTurn(list(earlier), button.title, frozenset()), [], button.payload
        )

    async def _beside_a_person(self, begun: Begun, heard: DangerKind | None, client_message_id: str | None) -> Page:
        """While a person has the conversation, and may be slow: tell who helps in danger, or what was hidden."""
        conversation = begun.conversation
        if not heard:
            notice = _notice(begun, conversation.language)
            return await self._store.tell(conversation.id, notice, client_message_id)
        return await self._handoffs.danger_heard(conversation.id, heard, tell=True, client_message_id=client_message_id)

    async def _answered(
        self, begun: Begun, turn: Turn, asked: Asked, deadline: float, client_message_id: str | None
    ) -> Page:
        conversation = begun.conversation
        with self._notifier.typing(conversation.id):
            with turn.timed.part("assistant"):
                reply = await self._answers.answer(begun, asked, deadline)
            answer = reply.drafts
            turn.timed.language = answer[-1].language
            if any(draft.stated.erase for draft in answer):
                return await self._erased(conversation, answer)
            person = any(draft.stated.handoff or draft.stated.offers == "human" for draft in answer)
            follow = self._handoffs.follow if person else None
            # Who reads that a life is in danger need not read what was hidden.
            notice = [] if asked.heard or conversation.danger else _notice(begun, answer[-1].language)
            with turn.timed.part("keep"):
                drafts = [*notice, *await asyncio.to_thread(lambda: [*map(_with_repeats_masked, answer)])]
                page = await self._store.add_answer(
                    conversation.id, drafts, client_message_id, follow, reply.situation, turn=turn
                )
        if any(draft.stated.handoff for draft in answer) or page.conversation.danger != conversation.danger:
            self._handoffs.changed(conversation.id)
        elif page.conversation.state is not State.BOT:
            self._handoffs.said(conversation.id)
        if page.conversation.state is State.AGENT and not page.messages:  # taken while the assistant answered
            taken = replace(begun, conversation=page.conversation)
            return await self._beside_a_person(taken, asked.heard, client_message_id)
        return page

    async def _erased(self, conversation: Conversation, answer: list[Draft]) -> Page:
        """Erase the conversation because the assistant's answer says so; the answer is returned and stored nowhere.

        Raises `ConversationGone` when another gateway was quicker.
        """
        last_seq = await self._erase(conversation.id)
        left = replace(conversation, language=answer[-1].language, state=State.CLOSED)
        return Page(left, [unsaved_message(draft, seq) for seq, draft in enumerate(answer, last_seq + 1)])

    async def _erase(self, conversation_id: str) -> int:
        """Delete the conversation and notify its open windows; returns the number of its last message."""
        last_seq = await self._retention.erase(conversation_id)
        self._notifier.erased(conversation_id)
        self._handoffs.changed(conversation_id)
        return last_seq


def _notice(begun: Begun, language: Language) -> list[Draft]:
    """The notice that something was hidden, unless the customer was told already."""
    return [hidden_notice(begun.hidden, language)] if begun.hidden else []


def _with_repeats_masked(draft: Draft) -> Draft:
    """The draft of an answer, with secrets masked that it repeats from what the customer wrote."""
    return replace(draft, text=mask_repeated(draft.text))


def _deadline() -> float:
    return asyncio.get_running_loop().time() + ANSWER_PATIENCE


@dataclass(frozen=True)
class Asked:
    text: str
    heard: DangerKind | None = None  # in this text


class Answers:
    def __init__(self, assistant: Assistant, handoffs: Handoffs, metrics: Metrics) -> None:
        self._assistant = assistant
        self._handoffs = handoffs
        self._metrics = metrics

    async def answer(self, begun: Begun, asked: Asked, deadline: float) -> Reply:
        """Rasa's answer before `deadline`, a time of the event loop; without one, an apology, or help in danger."""
        conversation = begun.conversation
        people = await self._people(begun)
        danger = asked.heard or conversation.danger
        told = Told(
            language=conversation.language,
            people=people,
            helped=people is not None and begun.helped,
            danger=danger,
            danger_now=None if asked.text.startswith("/") else asked.heard is not None,
            situation=conversation.situation or Situation().written(),
        )
        try:
            reply = await self._assistant.answer(conversation.id, asked.text, told, deadline)
            self._metrics.count_answers((draft.topic for draft in reply.drafts), reply.drafts[-1].language)
            return reply
        except NoAnswer as silence:
            logger.warning("The assistant gave no answer: %s.", silence.reason)
            self._metrics.apologies.labels(silence.reason).inc()
        if not danger:
            return Reply([apology(conversation.language)])
        offers = (person_offer(conversation.language, "danger"),) if people == "there" else ()
        return Reply([danger_help(danger, conversation.language, "bot", offers)])

    async def _people(self, begun: Begun) -> Availability | None:
        """Whether agents can answer, so that the assistant offers only what is there; null where there is no desk."""
        queue = await self._handoffs.queue()
        if not queue.desk:
            return None
        if begun.conversation.state is State.WAITING:
            return "waiting"
        return "there" if queue.somebody_there else "away"


def apology(language: Language) -> Draft:
    """The apology, in the customer's language, with what it names as links."""
    return Draft(
        sender="bot",
        text=technical_problem(language),
        language=language,
        topic="fallback",
        links=tuple(technical_problem_links(language)),
    )
