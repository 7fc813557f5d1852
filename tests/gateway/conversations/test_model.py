"""A message that is shown and not stored loses nothing of its draft."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from bot.conversation.answer import Stated
from bot.gateway.conversations.model import Draft, Offer, unsaved_message
from tests.spoken import NL

SHOWN: dict[str, Any] = {
    "sender": "bot",
    "text": "Alles is gewist.",
    "language": NL,
    "topic": "erase_chat",
    "details": {"erased": True},
    "links": ({"title": "112", "url": "tel:112"},),
}
# It has no buttons, for they get their ids in the store; only a customer's own message has the id of a client.
NOT_SHOWN: dict[str, Any] = {
    "offers": (Offer("Ja", "/affirm"),),
    "client_message_id": "c",
    "stated": Stated(erase=True),
}


def test_an_answer_that_is_not_stored_shows_all_of_its_draft() -> None:
    assert {*SHOWN, *NOT_SHOWN} == {field.name for field in fields(Draft)}
    message = unsaved_message(Draft(**SHOWN, **NOT_SHOWN), 7)
    assert {name: getattr(message, name) for name in SHOWN} == SHOWN
    assert (message.seq, message.buttons, message.client_message_id) == (7, (), None)
