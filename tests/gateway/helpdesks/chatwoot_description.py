"""The part of Chatwoot's interface that we call, in our own words.

Read on 2026-11-22 in github.com/chatwoot/chatwoot: swagger/paths/application/{contacts,conversation}/ and
swagger/definitions/request/ (members, types, enums). `source_id` of a message is not in the published description yet
(pull request 15910 adds it); Messages::MessageBuilder takes it. Members that are described are allowed, others refused.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "minLength": 1}
STATUSES = ["open", "resolved", "pending", "snoozed"]


def _body(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


CONTACT = _body(
    ["inbox_id"],
    inbox_id={"type": "number"},
    name=TEXT,
    email=TEXT,
    phone_number={"type": "string", "pattern": r"^\+[1-9]\d{1,14}$"},
    identifier=TEXT,
    additional_attributes={"type": "object"},
    custom_attributes={"type": "object"},
)
CONVERSATION = _body(
    ["source_id"],
    source_id=TEXT,
    inbox_id={"type": "integer"},
    contact_id={"type": "integer"},
    additional_attributes={"type": "object"},
    custom_attributes={"type": "object"},
    status={"enum": ["open", "resolved", "pending"]},
    assignee_id={"type": "integer"},
    team_id={"type": "integer"},
)
MESSAGE = _body(
    ["content"],
    content={"type": "string", "minLength": 1, "maxLength": 150_000},
    message_type={"enum": ["outgoing", "incoming"]},
    private={"type": "boolean"},
    content_type={"enum": ["text", "input_email", "cards", "input_select", "form", "article"]},
    content_attributes={"type": "object"},
    source_id=TEXT,
)
STATUS = _body(["status"], status={"enum": STATUSES}, snoozed_until={"type": "number"})
PRIORITY = _body(["priority"], priority={"enum": ["urgent", "high", "medium", "low", "none"]})
