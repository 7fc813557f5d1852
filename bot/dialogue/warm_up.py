"""The first customer must not wait for what loads when first needed: encoders, tables, the actions' own imports."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.dialogue.tracker_store import masked_store

logger = logging.getLogger(__name__)

SENDER = "warm-up"
# A plain one, one for the actions, one for the encoder and the clarifying question, one for all voters on a language.
MESSAGES = (
    "bonjour",
    "is mijn adres gezien?",
    "could it be that the thing from before is now somewhere else?",
    "Sind meine Daten auch weg, help, quoi faire?",
)


async def warm_up(agent: Any) -> None:
    """Hold a short conversation with nobody, and forget it."""
    for text in MESSAGES:
        try:
            await agent.handle_message(UserMessage(text, CollectingOutputChannel(), SENDER, input_channel="rest"))
        except Exception as error:
            logger.warning("Warming up went wrong: %s.", type(error).__name__)
    store = masked_store(agent.tracker_store)
    if store:
        await store.delete(SENDER)
