"""Danger to life or safety: heard in what customers write, and who helps, for where nobody else answers at once."""

from __future__ import annotations

import asyncio
import logging

from bot.content import danger_links, danger_text
from bot.danger.kinds import DangerKind
from bot.danger.reader import plainly_said, read_danger
from bot.gateway.messages import Draft, Offer, Sender
from bot.language import Language

logger = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds for what takes milliseconds; a turn has four and a half
HINT = "I don't know how to go on, what is the point of anything"


async def warm_up() -> None:
    """Read a hint before anybody writes: the first reading also loads what the others need."""
    try:
        await asyncio.to_thread(read_danger, HINT)
    except Exception as error:
        logger.error("Messages cannot be read for danger: %s.", type(error).__name__)


async def hear(text: str | None, earlier: DangerKind | None = None) -> DangerKind | None:
    """The danger in `text`, which is none of a customer's words when it is null; `earlier` was heard before.

    Read in a thread, beside what is done anyway. Where the reader fails or is late, plain words are still heard, and
    the turn goes on.
    """
    if text is None:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.to_thread(read_danger, text, earlier)
    except Exception as error:
        # Its text could quote the customer.
        logger.error("A message could not be read for danger: %s.", type(error).__name__)
        return plainly_said(text)


def danger_help(kind: DangerKind, language: Language, sender: Sender, offers: tuple[Offer, ...] = ()) -> Draft:
    """Who helps at once, with each number and site as a link."""
    links = tuple(danger_links(kind, language))
    return Draft(sender, danger_text(kind, language), language, topic=kind, links=links, offers=offers)
