"""The part of Zammad's REST interface that we call, in our own words.

Read on 2026-11-22 in github.com/zammad/zammad-documentation (api/ticket/index.rst, api/ticket/articles.rst,
api/ticket/states.rst) and, for `customer_id: guess:…`, `sender` and `origin_by_id`, in the controllers of
github.com/zammad/zammad. Zammad ignores members that it does not know, which hides mistakes, so they are refused here.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "minLength": 1}
STATES = ["new", "open", "pending reminder", "pending close", "closed", "merged"]
PRIORITIES = ["1 low", "2 normal", "3 high"]

ARTICLE: dict[str, Any] = {
    "type": "object",
    "required": ["body"],
    "properties": {
        "subject": TEXT,
        "body": TEXT,
        "content_type": {"enum": ["text/plain", "text/html"]},
        "type": {"enum": ["note", "web", "phone", "email"]},
        "internal": {"type": "boolean"},
        "sender": {"enum": ["Agent", "Customer", "System"]},
        "origin_by_id": {"type": "integer"},
        "to": {"type": "string"},
        "cc": {"type": "string"},
        "time_unit": TEXT,
    },
    "additionalProperties": False,
}
NEW_TICKET = {
    "type": "object",
    "required": ["title", "group", "customer_id", "article"],
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 250},
        "group": TEXT,
        "customer_id": {"type": ["integer", "string"], "pattern": r"^guess:[^@\s]+@[^@\s]+\.[^@\s]+$"},
        "state": {"enum": STATES},
        "priority": {"enum": PRIORITIES},
        "article": ARTICLE,
    },
    "additionalProperties": False,
}
NEW_ARTICLE = ARTICLE | {
    "required": ["ticket_id", "body"],
    "properties": ARTICLE["properties"] | {"ticket_id": {"type": "integer"}},
}
CHANGED_TICKET = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 250},
        "group": TEXT,
        "state": {"enum": STATES},
        "priority": {"enum": PRIORITIES},
        "owner_id": {"type": "integer"},
        "article": ARTICLE,
    },
    "additionalProperties": False,
}
