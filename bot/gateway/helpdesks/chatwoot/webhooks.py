"""What Chatwoot's webhooks tell: a public message by an agent, an assignment, a change of status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.gateway.helpdesks.fields import member, moment, number, shown_name, text
from bot.gateway.helpdesks.helpdesk import (
    KEY_PREFIX,
    Closed,
    Event,
    HelpdeskAgent,
    Reopened,
    Replied,
    Returned,
    Taken,
    UnreadableWebhook,
    WebhookReport,
    Withdrawn,
)

CHANGES = ("conversation_status_changed", "conversation_updated", "conversation_opened", "conversation_resolved")
OUTGOING = ("outgoing", 1)


def read_chatwoot(parsed: Mapping[str, Any], account: int, inbox: int) -> WebhookReport | None:
    """What a webhook of this account and inbox reports. Raises `UnreadableWebhook`."""
    event = text(parsed, "event")
    if event == "message_created":
        return _message(parsed, account, inbox)
    if event == "message_updated":
        return _deleted(parsed, account, inbox)
    if event in CHANGES:
        return _change(parsed, event, inbox)
    return None


def _message(parsed: Mapping[str, Any], account: int, inbox: int) -> WebhookReport | None:
    if not _is_to_customer(parsed, account, inbox):
        return None
    agent = _agent(member(parsed, "sender"))
    content = text(parsed, "content").strip()
    files = bool(parsed.get("attachments"))
    if agent is None or not (content or files):
        return None  # a bot's, or nothing at all
    message = str(number(parsed))
    return WebhookReport(
        id=f"message-{message}",
        at=moment(parsed.get("created_at")),
        events=(Replied(agent, content, message, files),),
        ticket=str(number(member(parsed, "conversation"))),
        reference=_reference(member(parsed, "conversation")),
    )


def _deleted(parsed: Mapping[str, Any], account: int, inbox: int) -> WebhookReport | None:
    """Chatwoot keeps a deleted message, with other words and a mark; no other change of a message is shown."""
    if not _is_to_customer(parsed, account, inbox) or member(parsed, "content_attributes").get("deleted") is not True:
        return None
    message = str(number(parsed))
    return WebhookReport(
        id=f"withdrawn-{message}",
        at=moment(parsed.get("updated_at") or parsed.get("created_at")),
        events=(Withdrawn(_agent(member(parsed, "sender")), message),),
        ticket=str(number(member(parsed, "conversation"))),
        reference=_reference(member(parsed, "conversation")),
    )


def _is_to_customer(parsed: Mapping[str, Any], account: int, inbox: int) -> bool:
    """Whether it is a public message of this account and inbox that is not ours."""
    return (
        member(parsed, "account").get("id") == account
        and member(parsed, "inbox").get("id") == inbox
        and parsed.get("message_type") in OUTGOING
        and not parsed.get("private")
        and not text(parsed, "source_id").startswith(KEY_PREFIX)
    )


def _change(parsed: Mapping[str, Any], event: str, inbox: int) -> WebhookReport | None:
    if parsed.get("inbox_id") != inbox:
        return None
    changed = _changed(parsed)
    agent = _agent(member(member(parsed, "meta"), "assignee"))
    events: list[Event] = []
    if agent and "assignee_id" in changed:
        events.append(Taken(agent))
    if event != "conversation_updated" or "status" in changed:
        status = text(parsed, "status")
        if status == "resolved":
            events.append(Closed(agent))
        elif status == "pending":
            events.append(Returned(agent))
        elif status == "open":
            events.append(Reopened())
    if not events:
        return None
    at = moment(parsed.get("updated_at") or parsed.get("timestamp"))
    told = "-".join(type(one).__name__.lower() for one in events)
    who = agent.id if agent else ""
    return WebhookReport(
        id=f"{told}-{who}-{at}", at=at, events=tuple(events), ticket=str(number(parsed)), reference=_reference(parsed)
    )


def _agent(sender: Mapping[str, Any]) -> HelpdeskAgent | None:
    """A person, not a bot or the contact; older versions give no type to people."""
    if text(sender, "type").lower() not in ("", "user") or not isinstance(sender.get("id"), int):
        return None
    name = shown_name(text(sender, "available_name") or text(sender, "name"))
    return HelpdeskAgent(f"chatwoot:{sender['id']}", name)


def _reference(conversation: Mapping[str, Any]) -> str | None:
    """The contact's identifier, which we gave."""
    return text(member(member(conversation, "meta"), "sender"), "identifier") or None


def _changed(parsed: Mapping[str, Any]) -> set[str]:
    """The names of what changed; a list of objects with one member each."""
    changes = parsed.get("changed_attributes") or []
    if isinstance(changes, Mapping):
        changes = [changes]
    if not isinstance(changes, list):
        raise UnreadableWebhook
    return {name for change in changes if isinstance(change, Mapping) for name in change}
