"""What Zammad's triggers tell: each webhook carries the ticket as it stands and, if one was added, the article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.gateway.helpdesks.fields import member, moment, number, shown_name, text
from bot.gateway.helpdesks.helpdesk import (
    Closed,
    Event,
    HelpdeskAgent,
    Reopened,
    Replied,
    Returned,
    Taken,
    WebhookReport,
)
from bot.gateway.helpdesks.zammad.api import NOBODY
from bot.gateway.helpdesks.zammad.html_text import plain_text

_REFERENCE = re.compile(r"\[([0-9a-f]{24})\]")
ENDED = ("closed", "merged", "removed")


def read_zammad(parsed: Mapping[str, Any]) -> WebhookReport | None:
    """What a trigger's webhook reports. Raises `UnreadableWebhook`."""
    ticket = member(parsed, "ticket")
    if not ticket:
        return None
    article = member(parsed, "article")
    replied = _reply(article) if article else None
    last_by = _agent(member(ticket, "updated_by"))
    events: list[Event] = []
    owner = _agent(member(ticket, "owner"))
    state = text(ticket, "state")
    if replied:
        events.append(replied)
    elif owner and state in ("new", "open"):
        events.append(Taken(owner, just_now=False))
    if state in ENDED:
        events.append(Closed(owner or last_by))
    elif state.startswith("pending"):
        events.append(Returned(owner or last_by))
    elif state == "open":
        events.append(Reopened())
    at = moment(ticket.get("updated_at"))
    return WebhookReport(
        id=f"{text(ticket, 'updated_at')}-{replied.id if replied else ''}-{state}-{owner.id if owner else ''}",
        at=at,
        events=tuple(events),
        ticket=str(number(ticket)),
        reference=reference[1] if (reference := _REFERENCE.search(text(ticket, "title"))) else None,
    )


def _reply(article: Mapping[str, Any]) -> Replied | None:
    """A public article by an agent; ours are the customer's, or internal."""
    if text(article, "sender") != "Agent" or article.get("internal") is not False:
        return None
    agent = _agent(member(article, "created_by"))
    body = text(article, "body")
    if text(article, "content_type").startswith("text/html"):
        body = plain_text(body)
    if agent is None or not body.strip():
        return None
    return Replied(agent, body.strip(), str(number(article)))


def _agent(user: Mapping[str, Any]) -> HelpdeskAgent | None:
    """A user who is a person; nobody when it is Zammad itself."""
    if not user or user.get("id") == NOBODY:
        return None
    name = shown_name(text(user, "firstname"), text(user, "lastname"))
    return HelpdeskAgent(f"zammad:{number(user)}", name)
