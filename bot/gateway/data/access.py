"""Everything that is kept of a conversation, for the customer it is about: as JSON, and as text in their language."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from bot.content import incident, read_content
from bot.gateway.conversations.model import Message, iso
from bot.gateway.conversations.rows import get_conversation, rating_of, select_messages
from bot.gateway.conversations.transcript import transcript
from bot.gateway.data.retention import SECONDS_PER_DAY
from bot.gateway.db.database import Cursor
from bot.gateway.desk.conversation_view import notes_of, topics
from bot.gateway.handoff.tickets import tickets_of
from bot.language import Language

MAX_MESSAGES = 100_000
MAX_LISTED = 10_000


def find(cursor: Cursor, reference: str) -> str | None:
    """The conversation's id, from the reference that a customer or a helpdesk uses for it."""
    row = cursor.one("SELECT id FROM conversations WHERE id = ?", (reference,)) or cursor.one(
        "SELECT conversation_id FROM helpdesk_threads JOIN conversations ON id = conversation_id "
        "WHERE reference = ? OR ticket = ?",
        (reference, reference),
    )
    return row[0] if row else None


def everything(cursor: Cursor, conversation_id: str) -> dict[str, Any]:
    """Everything kept of the conversation, as JSON. Raises `ConversationGone`."""
    conversation = get_conversation(cursor, conversation_id)
    client, started_at, last_at = cursor.all(
        "SELECT client, started_at, last_at FROM conversations WHERE id = ?", (conversation_id,)
    )[0]
    messages = select_messages(cursor, conversation_id, 0, limit=MAX_MESSAGES)
    rating = rating_of(cursor, conversation_id)
    moves = cursor.all(
        "SELECT at, move, reason FROM handoff_log WHERE conversation_id = ? ORDER BY at", (conversation_id,)
    )
    outside = cursor.one("SELECT reference, ticket FROM helpdesk_threads WHERE conversation_id = ?", (conversation_id,))
    return {
        "conversation_id": conversation_id,
        "language": conversation.language,
        "client": client,
        "state": conversation.state.value,
        "danger": conversation.danger,
        "began": iso(started_at),
        "last_used": iso(last_at),
        "erased_at_the_latest": iso(last_at + incident().retention_days * SECONDS_PER_DAY),
        "topics": topics(messages),
        "rating": {"stars": rating[0], "comment": rating[1]} if rating else None,
        "call_backs": [
            {
                "text": one.text,
                "phone": one.phone,
                "at": iso(one.at),
                "done_at": iso(one.done_at) if one.done_at else None,
            }
            for one in tickets_of(cursor, conversation_id)
        ],
        "notes": [{"text": note.text, "at": iso(note.at)} for note in notes_of(cursor, conversation_id)],
        "moves": [{"at": iso(at), "move": move, "reason": reason} for at, move, reason in moves],
        "helpdesk": {"reference": outside[0], "ticket": outside[1]} if outside else None,
        "memory": json.loads(conversation.situation) if conversation.situation else None,
        "messages": [message.to_json() for message in messages],
    }


def readable(kept: dict[str, Any], messages: list[Message]) -> str:
    """The same as readable text."""
    language: Language = kept["language"]
    words, none = _words()[language], _words()[language]["nothing"]
    rating = kept["rating"]
    lines = [
        words["title"].format(company=incident().company, reference=kept["conversation_id"]),
        words["what"],
        "",
        f"{words['began']}: {_moment(kept['began'])}",
        f"{words['last']}: {_moment(kept['last_used'])}",
        f"{words['until']}: {_moment(kept['erased_at_the_latest'])}",
        f"{words['language']}: {language}",
        f"{words['topics']}: {', '.join(kept['topics']) or none}",
        f"{words['rating']}: {_rating(rating) if rating else none}",
        *([words["danger"]] if kept["danger"] else []),
        *_section(
            words["call_backs"], [f"{one['at']} {one['phone']}: {one['text']}" for one in kept["call_backs"]], none
        ),
        *_section(words["notes"], [f"{one['at']}: {one['text']}" for one in kept["notes"]], none),
        *_section(words["moves"], [f"{one['at']}: {one['move']}" for one in kept["moves"]], none),
        *_section(words["memory"], [json.dumps(kept["memory"], ensure_ascii=False)] if kept["memory"] else [], none),
        "",
        transcript(kept["conversation_id"], messages, language),
    ]
    return "\n".join(lines)


def by_age(cursor: Cursor, before: float, topic: str | None, limit: int) -> list[dict[str, Any]]:
    """Conversations last used before `before`, oldest first: when, state and topic, and nothing that was said."""
    about = (
        "AND EXISTS (SELECT 1 FROM messages WHERE conversation_id = conversations.id AND topic = ?) " if topic else ""
    )
    rows = cursor.all(
        "SELECT id, started_at, last_at, state, language, "
        "(SELECT COUNT(*) FROM tickets WHERE conversation_id = conversations.id AND done_at IS NULL) "
        f"FROM conversations WHERE last_at < ? {about}ORDER BY last_at LIMIT ?",
        (before, *([topic] if topic else []), min(limit, MAX_LISTED)),
    )
    names = ("conversation_id", "began", "last_used", "state", "language", "open_call_backs")
    return [dict(zip(names, (row[0], iso(row[1]), iso(row[2]), *row[3:]), strict=True)) for row in rows]


def _section(title: str, entries: list[str], none: str) -> list[str]:
    return ["", f"{title}:", *(entries or [none])]


def _rating(rating: dict[str, Any]) -> str:
    return f"{rating['stars']}/5" + (f" – {rating['comment']}" if rating["comment"] else "")


def _moment(at: str) -> str:
    return at.replace("T", " ").split(".")[0] + " UTC"


@cache
def _words() -> dict[Language, dict[str, str]]:
    words: dict[Language, dict[str, str]] = read_content("access.yml")
    return words
