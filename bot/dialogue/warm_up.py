"""The first customer must not wait for what loads when first needed: encoders, tables, the actions' own imports."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.conversation.situation import Meant, Situation
from bot.conversation.told import Told
from bot.dialogue.tracker_store import Passing, masked_store
from bot.language import LANGUAGES

logger = logging.getLogger(__name__)

# A plain one, one for the actions, one for the encoder and the clarifying question.
MESSAGES = ("bonjour", "is mijn adres gezien?", "could it be that the thing from before is now somewhere else?")
# For all voters on a language: the first that we do not speak.
FOREIGN = {
    "de": "Sind meine Daten auch weg, help, quoi faire?",
    "pl": "Czy moje dane zostały skradzione, help, quoi faire?",
    "tr": "Verilerim de çalındı mı acaba, help, quoi faire?",
}


async def warm_up(agent: Any) -> None:
    """Run made-up messages through the model, so that all of it is loaded; nothing of them is kept."""
    store = masked_store(agent.tracker_store)
    told = Told(situation=Situation().after(Meant(topic="hotline", alone="hotline"), [], None).written())
    foreign = [text for language, text in FOREIGN.items() if language not in LANGUAGES]
    for text in (*MESSAGES, *foreign[:1]):
        try:
            with store.passing() if store else nullcontext(Passing("warm-up")) as turn:
                await agent.handle_message(
                    UserMessage(
                        text, CollectingOutputChannel(), turn.sender, input_channel="rest", metadata=told.as_metadata()
                    )
                )
        except Exception as error:
            logger.warning("Warming up went wrong: %s.", type(error).__name__)
