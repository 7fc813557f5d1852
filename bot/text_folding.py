"""Text normalisation, so that "Données", "donnees" and "DONNÉES!!!" are the same to the models."""

import re
import unicodedata

MAX_CHARACTERS = 2_000  # what the models read of one message; a longer story says what it wants before that

_DROPPED = ("Mn", "Cc", "Cf")  # combining marks, control and format characters


class _Plain(dict[int, str | None]):
    """What `plain_words` makes of each character, by its code point; filled as they are met, at most all of Unicode."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        self[code] = None if _is_dropped(character) else character if character.isalnum() else " "
        return self[code]


_PLAIN = _Plain()
_LINK = re.compile(
    r"\b(?:https?|hxxps?)\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:be|com|net|org|example|top|xyz|info|online|site|click)\b\S*"
)
_EMAIL = re.compile(r"\S+@\S+")
_NUMBER = re.compile(r"\d")
_APOSTROPHE = re.compile(r"[’'`´]")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case without accents; links, mail addresses and digits by kind only; runs of one letter cut to two."""
    text = _LINK.sub(" somelink ", _bare(text))
    text = _EMAIL.sub(" somemail ", text)
    text = _NUMBER.sub("0", text)
    text = _APOSTROPHE.sub(" ", text)
    text = _LONG_RUN.sub(r"\1\1", text)
    return _SPACE.sub(" ", text).strip()


def plain_words(text: str) -> str:
    """Only the words and numbers, in lower case, without accents, one space between: what terms are compared with."""
    return " ".join(_decomposed(text).translate(_PLAIN).split())


def has_words(text: str) -> bool:
    """Tell whether there is any letter or digit to read."""
    return any(character.isalnum() for character in text)


def _bare(text: str) -> str:
    """Lower case, compatibility forms made plain, accents and invisible characters dropped."""
    return "".join(character for character in _decomposed(text) if not _is_dropped(character))


def _decomposed(text: str) -> str:
    """Lower case, compatibility forms made plain, each accent after its letter."""
    return unicodedata.normalize("NFKD", text[:MAX_CHARACTERS].lower())


def _is_dropped(character: str) -> bool:
    return unicodedata.category(character) in _DROPPED and character not in "\n\t"
