"""What came before a message, in a few words, for the encoder that reads the message after them."""

from __future__ import annotations

from bot.conversation.situation import Answered, Remembered, Situation
from bot.topics import UNCLEAR

# Topics that colour all that follows, however long ago they were spoken of.
LASTING = ("report_fraud", "suspicious_contact", "check_message", "cannot_phone", "crisis", "in_danger")
# The assistant's greeting, with which a conversation begins, and what nobody understood tell nothing of what follows.
NOTHING_SAID = ("", "greet", UNCLEAR)
BUTTONS = 3
BETWEEN = " ; "


def has_begun(before: Situation) -> bool:
    """Whether the turn before says anything that could change what a message means."""
    return bool(before.turns) and before.turns[-1].meant.topic not in NOTHING_SAID


def said_before(before: Situation) -> str:
    """What was answered and meant last, what was answered before, and what was spoken of; never what was typed.

    Empty where nothing was said that could change what a message means.
    """
    if not has_begun(before):
        return ""
    newest, *earlier = before.standing[:2]
    parts = [_answered(newest), _words("meant", newest.meant.topic)]
    parts += [_words("before", *(_name(answer) for answer in turn.answers)) for turn in earlier]
    parts.append(_words("spoken of", *(topic for topic in LASTING if topic in before.spoken_of)))
    return BETWEEN.join(part for part in parts if part)


def _answered(turn: Remembered) -> str:
    parts = [_words("answered", *map(_name, turn.answers))]
    parts += [_words("offered", answer.offers) for answer in turn.answers if answer.offers]
    parts += [_words("asked", _plain(answer.asks)) for answer in turn.answers if answer.asks]
    parts.append(_words("buttons", *[one for answer in turn.answers for one in answer.buttons][:BUTTONS]))
    return BETWEEN.join(part for part in parts if part)


def _name(answer: Answered) -> str:
    return _plain(answer.response or answer.topic)


def _plain(response: str) -> str:
    return response.removeprefix("utter_")


def _words(kind: str, *names: str) -> str:
    written = ", ".join(name.replace("/", " ").replace("_", " ") for name in names if name)
    return f"{kind} {written}" if written else ""
