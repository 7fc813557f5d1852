"""What a customer's conversation gives a helpdesk to hear."""

from __future__ import annotations

from bot.gateway.helpdesks.helpdesk import (
    CallBack,
    Cancelled,
    Ended,
    Entry,
    Erased,
    Helpdesk,
    MessageAdded,
    Requested,
    TicketRef,
    TranscriptLine,
)
from tests.spoken import FR, NL

REF = TicketRef("0123456789abcdef01234567")
REQUESTED = Requested(
    "breachline-1",
    FR,
    True,
    "report_fraud",
    (
        TranscriptLine("bot", "Bonjour.", 1_790_000_000.0),
        TranscriptLine("customer", "On m'a volé sur [IBAN].", 1_790_000_010.0),
        TranscriptLine("bot", "Bloquez votre carte.", 1_790_000_011.0),
    ),
    True,
)
AGAIN = Requested("breachline-9", FR, False, "ask_human", (TranscriptLine("customer", "Encore moi.", 1_790_009_000.0),))
SAID = MessageAdded("breachline-2", FR, TranscriptLine("customer", "Vous êtes là ?", 1_790_000_020.0))
BOT_SAID = MessageAdded("breachline-3", FR, TranscriptLine("bot", "Une personne vous répondra.", 1_790_000_021.0))
CANCELLED = Cancelled("breachline-4", FR)
CLOSED = Ended("breachline-5", True)
GIVEN_BACK = Ended("breachline-6", False)
CALL_BACK = CallBack("breachline-7", NL, "Bel mij terug over mijn factuur.", "+32 470 00 00 00")
ERASED = Erased("breachline-8")
EVERY_KIND = (REQUESTED, SAID, BOT_SAID, CALL_BACK, CANCELLED, AGAIN, CLOSED, GIVEN_BACK)


async def told(helpdesk: Helpdesk, *entries: Entry, ref: TicketRef = REF) -> TicketRef:
    """The reference after the helpdesk was told all of these."""
    for entry in entries:
        ref = await helpdesk.deliver(entry, ref, again=False)
    return ref
