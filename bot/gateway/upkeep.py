"""What the gateway does by itself: it forgets old conversations, and tells Rasa to forget erased ones."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.content import incident
from bot.gateway.assistant import Assistant
from bot.gateway.database import DatabaseError
from bot.gateway.forgetting import Forgetting

logger = logging.getLogger(__name__)

INTERVAL = 30.0  # seconds
RASA_PATIENCE = 2.0  # seconds
SECONDS_PER_DAY = 24 * 60 * 60


async def keep_up(forgetting: Forgetting, assistant: Assistant) -> None:
    """Runs until cancelled, and survives a database that is away."""
    while True:
        try:
            await upkeep_once(forgetting, assistant, time.time())
        except DatabaseError as error:
            logger.warning("Upkeep must wait: %s.", error)
        await asyncio.sleep(INTERVAL)


async def upkeep_once(forgetting: Forgetting, assistant: Assistant, now: float) -> None:
    """One round. Raises `DatabaseError`."""
    removed = await forgetting.remove_older(now - incident().retention_days * SECONDS_PER_DAY)
    if removed:
        logger.info("%d conversations were as old as they may get, and are removed.", removed)
    for conversation_id in await forgetting.still_to_forget(now):
        await forget_in_rasa(conversation_id, forgetting, assistant)


async def forget_in_rasa(
    conversation_id: str, forgetting: Forgetting, assistant: Assistant, patience: float = RASA_PATIENCE
) -> None:
    """Tell Rasa to forget an erased conversation, or note when to try again. Raises `DatabaseError`."""
    if await assistant.forget(conversation_id, patience):
        await forgetting.forgotten(conversation_id)
    else:
        await forgetting.not_forgotten(conversation_id, time.time())
