"""The client of Rasa: a message in, checked answers out, or an error that says why there are none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Literal

import aiohttp

from bot.gateway.conversation_rows import Conversation
from bot.gateway.messages import Draft, Offer
from bot.language import Language, is_language

MAX_ANSWERS = 20  # to one message; more is a loop
MAX_BYTES = 1024 * 1024

Reason = Literal["down", "late", "garbled"]


class NoAnswer(Exception):
    """Rasa gave no answer that can be shown; `reason` is one of three words for logs and metrics."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Assistant:
    """Rasa at `address`, reached through `session`."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def answer(
        self, conversation: Conversation, text: str, known: Mapping[str, object], deadline: float
    ) -> list[Draft]:
        """Rasa's answer to `text` before `deadline`, a time of the event loop. Raises `NoAnswer`.

        `known` is what the assistant should know in this turn of people and of danger, see `actions.conversation`.
        """
        metadata = {"language": conversation.language, **known}
        body = {"sender": conversation.id, "message": text, "metadata": metadata}
        try:
            async with (
                asyncio.timeout_at(deadline),
                self._session.post(f"{self._address}/webhooks/rest/webhook", json=body) as response,
            ):
                if response.status != 200:
                    raise NoAnswer("garbled")
                raw = await response.content.read(MAX_BYTES)
                while not response.content.at_eof() and len(raw) < MAX_BYTES:
                    raw += await response.content.read(MAX_BYTES - len(raw))
        except TimeoutError:
            raise NoAnswer("late") from None
        except aiohttp.ClientError:
            raise NoAnswer("down") from None
        try:
            answers = json.loads(raw)
            if isinstance(answers, list) and 0 < len(answers) <= MAX_ANSWERS:
                return [_draft(answer, conversation.language) for answer in answers]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        raise NoAnswer("garbled")

    async def forget(self, conversation_id: str, patience: float) -> bool:
        """Tell Rasa to forget a conversation; whether it did, within `patience` seconds."""
        url = f"{self._address}/webhooks/rest/conversations/{conversation_id}"
        try:
            async with asyncio.timeout(patience), self._session.delete(url) as response:
                return response.status == 204
        except (TimeoutError, aiohttp.ClientError):
            return False


def _draft(answer: dict[str, Any], language: Language) -> Draft:
    """One answer as a message. What is wrong in it raises one of the errors caught above."""
    custom = answer.get("custom") or {}
    details = custom.get("details") or None
    topic = custom.get("topic")
    if details is not None and not isinstance(details, dict):
        raise TypeError
    erases = custom.get("erase") is True
    if custom.get("ticket") is True:
        details = {**(details or {}), "ticket": True}
    if erases:
        details = {**(details or {}), "erased": True}
    handoff = custom.get("handoff") or {}
    spoken = custom.get("language")
    return Draft(
        sender="bot",
        text=_text(answer["text"]),
        language=spoken if is_language(spoken) else language,
        topic=_text(topic) if topic is not None else None,
        details=details,
        links=tuple({"title": _text(link["title"]), "url": _text(link["url"])} for link in custom.get("links") or ()),
        offers=tuple(Offer(_text(b["title"]), _text(b["payload"])) for b in answer.get("buttons") or ()),
        handoff=_text(handoff["priority"]) if handoff else None,
        offers_person=custom.get("offers") == "human",
        erases=erases,
    )


def _text(value: object) -> str:
    """A text that can be shown and kept."""
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    value.encode()  # raises UnicodeEncodeError, a ValueError, on half a surrogate pair
    return value.replace("\x00", "")
