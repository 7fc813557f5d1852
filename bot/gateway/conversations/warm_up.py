"""The first customer must not wait for what loads when first needed: a gateway that was just started may have many."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from bot.contacts.reading import read_contact
from bot.contacts.visitors import only_wants_something
from bot.danger.reader import read_danger
from bot.fraud.pasted import is_plainly_pasted
from bot.privacy.masking import find_personal

logger = logging.getLogger(__name__)

# The last four are what a message needs that is hard to read, or comes in a talk about danger.
READERS: tuple[Callable[[str], object], ...] = (
    *(find_personal, read_danger),
    *(partial(read_danger, earlier="crisis"), only_wants_something, read_contact, is_plainly_pasted),
)
# A number, and a hint of danger that only what was learnt reads.
TEXT = "I don't know how to go on, what is the point of anything, call me on 0470 12 34 56"


async def warm_up() -> None:
    """Read a made-up message as each turn does, before anything is served; whatever fails then fails the turn later."""
    for read in READERS:
        try:
            await asyncio.to_thread(read, TEXT)
        except Exception as error:
            logger.error("What reads messages could not be warmed up: %s.", type(error).__name__)
