"""Danger to life or safety: detect it in a customer's words, and say who helps at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from bot.content import danger_links, danger_text
from bot.danger.kinds import DangerKind
from bot.danger.plain import plainly_said
from bot.danger.reader import read_danger
from bot.gateway.conversations.model import Draft, Offer, Sender
from bot.language import Language

logger = logging.getLogger(__name__)

InThread = Callable[..., Awaitable[DangerKind | None]]

PATIENCE = 3.0  # seconds for what takes milliseconds; a turn has four and a half


async def hear(
    text: str | None,
    earlier: DangerKind | None = None,
    in_thread: InThread = asyncio.to_thread,
    *,
    plainer: bool = False,
) -> DangerKind | None:
    """The danger in a customer's `text`, if any; null `text` is a button.

    `earlier` was detected before; `plainer`: there is reason to doubt faint hints.
    Runs in a thread, beside the rest of the turn. If the models fail or are late, plain words are still detected and
    the turn goes on.
    """
    if text is None:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            read = partial(read_danger, plainer=True) if plainer else read_danger
            return await in_thread(read, text, earlier)
    except Exception as error:
        # Its text could quote the customer.
        logger.error("A message could not be read for danger: %s.", type(error).__name__)
        return plainly_said(text)


def danger_help(kind: DangerKind, language: Language, sender: Sender, offers: tuple[Offer, ...] = ()) -> Draft:
    """Who helps at once, with each number and site as a link."""
    links = tuple(danger_links(kind, language))
    return Draft(sender, danger_text(kind, language), language, topic=kind, links=links, offers=offers)
