"""Messages and their buttons, into rows and back."""

from __future__ import annotations

import json
import secrets
import time
from collections import defaultdict
from collections.abc import Sequence

from bot.gateway.database import Cursor
from bot.gateway.messages import Button, Draft, Message, Offer

BUTTON_LIFETIME = 24 * 60 * 60  # seconds
# Topics that tell a person nothing of what the customer came for.
NO_MATTER = (
    *("ask_human", "clarify", "fallback", "nlu_fallback", "handoff", "help", "hotline", "change_language"),
    *("greet", "goodbye", "thank", "affirm", "deny", "bot_challenge"),
)
# The last message of `conversations`, but for who helps somebody in danger: that stands beside their words, and leaves
# them unanswered.
LAST_SPOKEN = (
    "seq = (SELECT MAX(seq) FROM messages AS spoken WHERE spoken.conversation_id = conversations.id "
    "AND NOT (sender = 'system' AND COALESCE(topic, '') IN ('crisis', 'in_danger')))"
)
COLUMNS = "seq, sender, text, language, at, topic, details, links, client_message_id"


def insert_messages(cursor: Cursor, conversation_id: str, drafts: Sequence[Draft]) -> list[Message]:
    """Add messages at the end of a conversation that exists."""
    row = cursor.one(
        "UPDATE conversations SET last_seq = last_seq + ? WHERE id = ? RETURNING last_seq",
        (len(drafts), conversation_id),
    )
    assert row, "the caller holds the conversation's row"
    first = row[0] - len(drafts) + 1
    return [_insert(cursor, conversation_id, first + place, draft) for place, draft in enumerate(drafts)]


def select_messages(
    cursor: Cursor, conversation_id: str, after: int, up_to: int | None = None, limit: int = 1_000
) -> list[Message]:
    """The messages after number `after` up to number `up_to`, with the buttons that can still be pressed."""
    last = 2**62 if up_to is None else up_to
    rows = cursor.all(
        f"SELECT {COLUMNS} FROM messages WHERE conversation_id = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
        (conversation_id, after, last, limit),
    )
    if not rows:
        return []
    buttons: dict[int, list[Button]] = defaultdict(list)
    for seq, button_id, title in cursor.all(
        "SELECT seq, id, title FROM buttons "
        "WHERE conversation_id = ? AND seq >= ? AND seq <= ? AND expires_at > ? ORDER BY seq, place",
        (conversation_id, rows[0][0], rows[-1][0], time.time()),
    ):
        buttons[seq].append(Button(button_id, title))
    return [
        Message(
            seq=row[0],
            sender=row[1],
            text=row[2],
            language=row[3],
            at=row[4],
            topic=row[5],
            details=json.loads(row[6]) if row[6] else None,
            links=tuple(json.loads(row[7])) if row[7] else (),
            buttons=tuple(buttons[row[0]]),
            client_message_id=row[8],
        )
        for row in rows
    ]


def was_told(cursor: Cursor, conversation_id: str, notice: str) -> bool:
    """Whether the customer has had this notice of a hand-off."""
    row = cursor.one(
        "SELECT 1 FROM messages WHERE conversation_id = ? AND sender = 'system' AND details LIKE ? LIMIT 1",
        (conversation_id, f'%"handoff": "{notice}"%'),
    )
    return row is not None


def was_helped_with(cursor: Cursor, conversation_id: str, topic: str) -> bool:
    """Whether the customer was told who helps with this, other than in an answer of the assistant."""
    row = cursor.one(
        "SELECT 1 FROM messages WHERE conversation_id = ? AND sender = 'system' AND topic = ? LIMIT 1",
        (conversation_id, topic),
    )
    return row is not None


def latest_topic(cursor: Cursor, conversation_id: str) -> str | None:
    """What the assistant last spoke about, courtesies and the wish for a person aside."""
    row = cursor.one(
        "SELECT topic FROM messages WHERE conversation_id = ? AND sender = 'bot' AND topic IS NOT NULL "
        f"AND topic NOT IN ({', '.join('?' * len(NO_MATTER))}) ORDER BY seq DESC LIMIT 1",
        (conversation_id, *NO_MATTER),
    )
    return row[0] if row else None


def _insert(cursor: Cursor, conversation_id: str, seq: int, draft: Draft) -> Message:
    # Rounded as it is shown, so that a message reads the same however it is fetched.
    at = round(time.time(), 3)
    cursor.run(
        f"INSERT INTO messages (conversation_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            conversation_id,
            seq,
            draft.sender,
            draft.text,
            draft.language,
            at,
            draft.topic,
            json.dumps(draft.details) if draft.details else None,
            json.dumps(draft.links) if draft.links else None,
            draft.client_message_id,
        ),
    )
    buttons = tuple(
        _insert_button(cursor, (conversation_id, seq, place), offer, at) for place, offer in enumerate(draft.offers)
    )
    return Message(
        seq=seq,
        sender=draft.sender,
        text=draft.text,
        language=draft.language,
        at=at,
        topic=draft.topic,
        details=draft.details,
        links=draft.links,
        buttons=buttons,
        client_message_id=draft.client_message_id,
    )


def _insert_button(cursor: Cursor, place: tuple[str, int, int], offer: Offer, at: float) -> Button:
    button = Button(secrets.token_urlsafe(12), offer.title)
    cursor.run(
        "INSERT INTO buttons (id, conversation_id, seq, place, title, payload, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (button.id, *place, offer.title, offer.payload, at + BUTTON_LIFETIME),
    )
    return button
