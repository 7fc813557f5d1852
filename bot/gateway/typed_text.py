"""What customers type, made safe to keep and to pass on: typed text is never a command to Rasa."""

from __future__ import annotations

import unicodedata

KEPT_CONTROLS = "\n\t"
_INVISIBLE = ("Cf", "Cc", "Mn", "Me")  # formats (zero width, bidi), controls, and marks that combine with nothing
NOTHING_LEFT = "."  # what is passed on when a text was nothing but slashes; it is answered as an empty message is


def without_controls(text: str) -> str:
    """`text` without control characters, which no keyboard writes and PostgreSQL cannot keep."""
    return "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) != "Cc")


def without_invisibles(text: str) -> str:
    """`text` without invisible characters and those that change how others look: for names, not for what people say."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c in KEPT_CONTROLS)


def is_unicode(text: str) -> bool:
    """Tell whether `text` is valid Unicode; JSON may carry half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def never_a_command(text: str) -> str:
    """`text` as Rasa gets it: without the slashes, in any disguise, that would make it an intent.

    Rasa takes what begins with "/" after white space as `/intent{entities}`. Disguises count as slashes too, so that
    no later normalisation brings one back.
    """
    start = 0
    begins_with_slash = False
    for character in text:
        if _is_slash(character):
            begins_with_slash = True
        elif not (character.isspace() or unicodedata.category(character) in _INVISIBLE):
            break
        start += 1
    if not begins_with_slash:
        return text
    return text[start:] or NOTHING_LEFT


def _is_slash(character: str) -> bool:
    return unicodedata.normalize("NFKC", character).strip().startswith("/")
