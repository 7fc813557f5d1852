"""What a customer's conversation gives a helpdesk to hear."""

from __future__ import annotations

from bot.gateway.helpdesks.helpdesk import (
    CallBack,
    Cancelled,
    Ended,
    Entry,
    Erased,
    Helpdesk,
    Line,
    Requested,
    Said,
    Thread,
)

THREAD = Thread("0123456789abcdef01234567")
REQUESTED = Requested(
    "breachline-1",
    "fr",
    True,
    "report_fraud",
    (
        Line("bot", "Bonjour.", 1_790_000_000.0),
        Line("customer", "On m'a volé sur [IBAN].", 1_790_000_010.0),
        Line("bot", "Bloquez votre carte.", 1_790_000_011.0),
    ),
    True,
)
AGAIN = Requested("breachline-9", "fr", False, "ask_human", (Line("customer", "Encore moi.", 1_790_009_000.0),))
SAID = Said("breachline-2", "fr", Line("customer", "Vous êtes là ?", 1_790_000_020.0))
BOT_SAID = Said("breachline-3", "fr", Line("bot", "Une personne vous répondra.", 1_790_000_021.0))
CANCELLED = Cancelled("breachline-4", "fr")
CLOSED = Ended("breachline-5", True)
GIVEN_BACK = Ended("breachline-6", False)
CALL_BACK = CallBack("breachline-7", "nl", "Bel mij terug over mijn factuur.", "+32 470 00 00 00")
ERASED = Erased("breachline-8")
EVERY_KIND = (REQUESTED, SAID, BOT_SAID, CALL_BACK, CANCELLED, AGAIN, CLOSED, GIVEN_BACK)


async def told(helpdesk: Helpdesk, *entries: Entry, thread: Thread = THREAD) -> Thread:
    """The thread after the helpdesk was told all of these."""
    for entry in entries:
        thread = await helpdesk.deliver(entry, thread, again=False)
    return thread
