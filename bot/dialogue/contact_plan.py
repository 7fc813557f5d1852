"""Whether the newest message tells something of a call or visit, and what is to be said then."""

from __future__ import annotations

from bot.contacts.contact import NOTHING_TOLD
from bot.contacts.plan import Plan, plan
from bot.conversation.situation import Situation
from bot.conversation.turns import Turn, danger_talk

TOLD_IN = ("suspicious_contact", "report_fraud")  # topics that calls and visits are told in


def contact_plan(turns: list[Turn], before: Situation) -> Plan | None:
    """The plan for the call or visit that the newest message tells of.

    None where it tells of none, and in a conversation about danger, which has answers of its own.
    """
    newest = turns[-1]
    if newest.topic not in TOLD_IN or newest.contact == NOTHING_TOLD or danger_talk(newest, before):
        return None
    if newest.says("no_network") or newest.says("helpers_at_work"):
        return None  # that comes before
    if newest.waits_on_the_line or (newest.meant.done and not newest.contact.wants):
        return None  # it is about their own calls, to Card Stop or the bank
    known = before.contact.with_newer(newest.contact)
    is_news = newest.contact.now is not None or bool(newest.contact.wants)
    return plan(known, before.times_said, is_news=is_news, denies_now=newest.meant.gave is False)
