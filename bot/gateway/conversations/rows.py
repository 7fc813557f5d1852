"""The statements on conversations, their messages, buttons and turns, within a transaction of the caller."""

from __future__ import annotations

import json
import secrets
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.content import offered
from bot.danger.kinds import DangerKind
from bot.gateway.conversations.model import Button, Conversation, Draft, KeptButton, Message, Offer, Page, outranks
from bot.gateway.db.database import Cursor, Row
from bot.gateway.db.sealing import ONLY_ROW
from bot.gateway.encryption.cipher import ConversationCipher
from bot.gateway.errors import ConversationGone
from bot.handoff.states import Move, State, next_state
from bot.language import Language
from bot.privacy.masking import REMEMBERED
from bot.topics import NOT_UNDERSTOOD, WITHOUT_MATTER

HIDDEN = "hidden"  # the topic of what tells the customer that something was hidden
BUTTON_LIFETIME = 24 * 60 * 60  # seconds
# Topics that tell a person nothing of what the customer came for.
NO_MATTER = (
    *(*WITHOUT_MATTER, *NOT_UNDERSTOOD),
    *("ask_human", "handoff", "help", "hotline", "change_language", "bot_challenge"),
)
# The last message of `conversations`. A notice that says who helps in danger does not count: the customer's words
# before it are still unanswered.
LAST_SPOKEN = (
    "seq = (SELECT MAX(seq) FROM messages AS spoken WHERE spoken.conversation_id = conversations.id "
    "AND NOT (sender = 'system' AND COALESCE(topic, '') IN ('crisis', 'in_danger', 'hidden')))"
)
SITUATION = "conversations.situation"
TEXT, DETAILS, LINKS = "messages.text", "messages.details", "messages.links"
COMMENT = "ratings.comment"
CLIENT_ID, TURN = "messages.client_message_id", "turns.client_message_id"
TITLE, PAYLOAD = "buttons.title", "buttons.payload"
COLUMNS = "seq, sender, text, language, at, topic, details, links, client_message_id"


def get_conversation(cursor: Cursor, conversation_id: str) -> Conversation:
    """The conversation. Raises `ConversationGone`, also when its rows are still there but its key is destroyed."""
    row = cursor.one("SELECT language, state, danger, situation FROM conversations WHERE id = ?", (conversation_id,))
    if not row:
        raise ConversationGone
    situation = cursor.vault.cipher(conversation_id).open(SITUATION, ONLY_ROW, row[3])
    return Conversation(conversation_id, offered(row[0]), State(row[1]), row[2], situation)


def insert_conversation(cursor: Cursor, conversation: Conversation, client: str) -> None:
    """Insert a new conversation; its key is made before it."""
    cursor.vault.make(conversation.id)
    now = time.time()
    cursor.run(
        "INSERT INTO conversations (id, language, client, state, last_seq, started_at, last_at, sealed) "
        "VALUES (?, ?, ?, ?, 0, ?, ?, 1)",
        (conversation.id, conversation.language, client, conversation.state.value, now, now),
    )


def answer_in_language(
    cursor: Cursor, conversation_id: str, language: Language, situation: str | None, turn_id: str | None = None
) -> bool:
    """Set the conversation's language and, where it is given, the situation that the assistant remembers.

    With `turn_id`, ends that turn; false when it is not this one that is under way.
    """
    cipher = cursor.vault.cipher(conversation_id)
    return bool(
        cursor.run(
            "UPDATE conversations SET language = ?, situation = COALESCE(?, situation), turn = NULL "
            "WHERE id = ? AND COALESCE(turn, '') = COALESCE(?, turn, '')",
            (language, cipher.seal(SITUATION, ONLY_ROW, situation), conversation_id, turn_id),
        )
    )


def lock_conversation(cursor: Cursor, conversation_id: str) -> Conversation:
    """The conversation, its row locked until the transaction ends. Raises `ConversationGone`."""
    cursor.run("UPDATE conversations SET last_at = last_at WHERE id = ?", (conversation_id,))
    return get_conversation(cursor, conversation_id)


def touch_conversation(cursor: Cursor, conversation_id: str) -> Conversation:
    """As `lock_conversation`, and its retention period starts anew."""
    # Two statements: with RETURNING, SQLite takes longer than for both.
    cursor.run("UPDATE conversations SET last_at = ? WHERE id = ?", (time.time(), conversation_id))
    return get_conversation(cursor, conversation_id)


def apply_move(cursor: Cursor, conversation: Conversation, move: Move) -> Conversation:
    """The conversation after `move`. Raises `WrongMove`."""
    state = next_state(conversation.state, move)
    cursor.run("UPDATE conversations SET state = ? WHERE id = ?", (state.value, conversation.id))
    return replace(conversation, state=state)


def mark_danger(cursor: Cursor, conversation: Conversation, heard: DangerKind) -> Conversation:
    """Mark the conversation as one about danger, for as long as it is kept; returns it."""
    if not outranks(heard, conversation.danger):
        return conversation
    cursor.run("UPDATE conversations SET danger = ? WHERE id = ?", (heard, conversation.id))
    return replace(conversation, danger=heard)


def turn_of(cursor: Cursor, conversation_id: str, client_message_id: str) -> Row | None:
    """The `seq` of the first and last message of a turn's answer, null while it has none; null without such a turn."""
    return cursor.one(
        "SELECT answer_seq, last_seq FROM turns WHERE conversation_id = ? AND client_message_id = ?",
        (conversation_id, _turn_key(cursor, conversation_id, client_message_id)),
    )


def note_turn(cursor: Cursor, conversation_id: str, client_message_id: str) -> None:
    """Insert a turn under this client_message_id, without an answer yet."""
    cursor.run(
        "INSERT INTO turns (conversation_id, client_message_id) VALUES (?, ?)",
        (conversation_id, _turn_key(cursor, conversation_id, client_message_id)),
    )


def keep_answer(cursor: Cursor, conversation_id: str, client_message_id: str, answer: tuple[int, int]) -> None:
    """Note the first and last message that answered the turn, so that a repeat gets the same."""
    cursor.run(
        "UPDATE turns SET answer_seq = ?, last_seq = ? WHERE conversation_id = ? AND client_message_id = ?",
        (*answer, conversation_id, _turn_key(cursor, conversation_id, client_message_id)),
    )


def answer_of(cursor: Cursor, conversation: Conversation, turn: Row) -> Page | None:
    """The messages that answered a turn, if it was answered."""
    first, last = turn
    return Page(conversation, select_messages(cursor, conversation.id, first - 1, last)) if last else None


def answer_to(cursor: Cursor, conversation: Conversation, client_message_id: str | None) -> Page | None:
    """The answer to an earlier turn with this client_message_id; null when there is none."""
    turn = turn_of(cursor, conversation.id, client_message_id) if client_message_id else None
    return answer_of(cursor, conversation, turn) if turn else None


def append_message(cursor: Cursor, conversation: Conversation, draft: Draft) -> list[Message]:
    """Add one message at the end."""
    return insert_messages(cursor, conversation.id, [draft])


def insert_messages(cursor: Cursor, conversation_id: str, drafts: Sequence[Draft]) -> list[Message]:
    """Add messages at the end of a conversation that exists."""
    row = cursor.one(
        "UPDATE conversations SET last_seq = last_seq + ? WHERE id = ? RETURNING last_seq",
        (len(drafts), conversation_id),
    )
    assert row, "the caller holds the conversation's row"
    first = row[0] - len(drafts) + 1
    cipher = cursor.vault.cipher(conversation_id)
    return [_insert(cursor, cipher, (conversation_id, first + place), draft) for place, draft in enumerate(drafts)]


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
    cipher = cursor.vault.cipher(conversation_id)
    buttons: dict[int, list[Button]] = defaultdict(list)
    for seq, button_id, title in cursor.all(
        "SELECT seq, id, title FROM buttons "
        "WHERE conversation_id = ? AND seq >= ? AND seq <= ? AND expires_at > ? ORDER BY seq, place",
        (conversation_id, rows[0][0], rows[-1][0], time.time()),
    ):
        buttons[seq].append(Button(button_id, cipher.open(TITLE, button_id, title)))
    return [
        Message(
            seq=row[0],
            sender=row[1],
            text=cipher.open(TEXT, row[0], row[2]),
            language=row[3],
            at=row[4],
            topic=row[5],
            details=_opened_json(cipher, DETAILS, row[0], row[6]),
            links=tuple(_opened_json(cipher, LINKS, row[0], row[7]) or ()),
            buttons=tuple(buttons[row[0]]),
            client_message_id=cipher.open(CLIENT_ID, row[0], row[8]),
        )
        for row in rows
    ]


def last_said(cursor: Cursor, conversation_id: str) -> list[tuple[int, str]]:
    """The `seq` and text of the customer's last messages, oldest first: a secret may be split over them."""
    rows = cursor.all(
        "SELECT seq, text FROM messages WHERE conversation_id = ? AND sender = 'customer' ORDER BY seq DESC LIMIT ?",
        (conversation_id, REMEMBERED),
    )
    cipher = cursor.vault.cipher(conversation_id)
    return [(row[0], cipher.open(TEXT, row[0], row[1])) for row in reversed(rows)]


def set_text(cursor: Cursor, conversation_id: str, seq: int, text: str) -> None:
    """Replace a message's text: part of it turned out to be secret, or who wrote it took it back."""
    sealed = cursor.vault.cipher(conversation_id).seal(TEXT, seq, text)
    cursor.run("UPDATE messages SET text = ? WHERE conversation_id = ? AND seq = ?", (sealed, conversation_id, seq))


def hidden_before(cursor: Cursor, conversation_id: str) -> frozenset[str]:
    """The kinds of secrets about which the customer was told that they were hidden."""
    told = _details_told(cursor, conversation_id, HIDDEN)
    return frozenset(kind for details in told for kind in details.get("hidden", ()))


def was_told(cursor: Cursor, conversation_id: str, notice: str) -> bool:
    """Whether the customer has had this notice of a hand-off."""
    return any(details.get("handoff") == notice for details in _details_told(cursor, conversation_id, "handoff"))


def was_helped_with(cursor: Cursor, conversation_id: str, topic: str) -> bool:
    """Whether a notice (not an answer of the assistant) told the customer who helps with this danger."""
    row = cursor.one(
        "SELECT 1 FROM messages WHERE conversation_id = ? AND sender = 'system' AND topic = ? LIMIT 1",
        (conversation_id, topic),
    )
    return row is not None


def latest_topic(cursor: Cursor, conversation_id: str) -> str | None:
    """The latest topic of an answer that says what the customer came for."""
    row = cursor.one(
        "SELECT topic FROM messages WHERE conversation_id = ? AND sender = 'bot' AND topic IS NOT NULL "
        f"AND topic NOT IN ({', '.join('?' * len(NO_MATTER))}) ORDER BY seq DESC LIMIT 1",
        (conversation_id, *NO_MATTER),
    )
    return row[0] if row else None


def kept_button(cursor: Cursor, conversation_id: str, button_id: str) -> KeptButton | None:
    """The conversation's button with this id; null when it has none."""
    row = cursor.one(
        "SELECT title, payload, expires_at FROM buttons WHERE conversation_id = ? AND id = ?",
        (conversation_id, button_id),
    )
    if not row:
        return None
    cipher = cursor.vault.cipher(conversation_id)
    title, payload = cipher.open(TITLE, button_id, row[0]), cipher.open(PAYLOAD, button_id, row[1])
    return KeptButton(title, payload, row[2] < time.time())


def keep_rating(cursor: Cursor, conversation_id: str, stars: int, comment: str | None) -> None:
    """Keep the customer's rating; a later one replaces it."""
    sealed = cursor.vault.cipher(conversation_id).seal(COMMENT, ONLY_ROW, comment)
    cursor.run(
        "INSERT INTO ratings (conversation_id, stars, comment, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (conversation_id) "
        "DO UPDATE SET stars = excluded.stars, comment = excluded.comment, at = excluded.at",
        (conversation_id, stars, sealed, time.time()),
    )


def rating_of(cursor: Cursor, conversation_id: str) -> tuple[int, str | None] | None:
    """The stars and the comment."""
    row = cursor.one("SELECT stars, comment FROM ratings WHERE conversation_id = ?", (conversation_id,))
    return (row[0], cursor.vault.cipher(conversation_id).open(COMMENT, ONLY_ROW, row[1])) if row else None


def _details_told(cursor: Cursor, conversation_id: str, topic: str) -> list[dict[str, Any]]:
    """The details of what the customer was told about this, other than in an answer."""
    rows = cursor.all(
        "SELECT seq, details FROM messages WHERE conversation_id = ? AND sender = 'system' AND topic = ? "
        "AND details IS NOT NULL",
        (conversation_id, topic),
    )
    cipher = cursor.vault.cipher(conversation_id)
    return [json.loads(cipher.open(DETAILS, row[0], row[1])) for row in rows]


def _turn_key(cursor: Cursor, conversation_id: str, client_message_id: str) -> str:
    return cursor.vault.cipher(conversation_id).digest(TURN, client_message_id)


def _opened_json(cipher: ConversationCipher, column: str, seq: int, sealed: str | None) -> Any:
    return json.loads(cipher.open(column, seq, sealed)) if sealed else None


def _insert(cursor: Cursor, cipher: ConversationCipher, place: tuple[str, int], draft: Draft) -> Message:
    conversation_id, seq = place
    # Rounded as it is shown, so that a message reads the same however it is fetched.
    at = round(time.time(), 3)
    cursor.run(
        f"INSERT INTO messages (conversation_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            conversation_id,
            seq,
            draft.sender,
            cipher.seal(TEXT, seq, draft.text),
            draft.language,
            at,
            draft.topic,
            cipher.seal(DETAILS, seq, json.dumps(draft.details) if draft.details else None),
            cipher.seal(LINKS, seq, json.dumps(draft.links) if draft.links else None),
            cipher.seal(CLIENT_ID, seq, draft.client_message_id),
        ),
    )
    buttons = tuple(
        _insert_button(cursor, cipher, (conversation_id, seq, number), offer, at)
        for number, offer in enumerate(draft.offers)
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


def _insert_button(
    cursor: Cursor, cipher: ConversationCipher, place: tuple[str, int, int], offer: Offer, at: float
) -> Button:
    button = Button(secrets.token_urlsafe(12), offer.title)
    title, payload = cipher.seal(TITLE, button.id, offer.title), cipher.seal(PAYLOAD, button.id, offer.payload)
    cursor.run(
        "INSERT INTO buttons (id, conversation_id, seq, place, title, payload, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (button.id, *place, title, payload, at + BUTTON_LIFETIME),
    )
    return button
