"""A normalised text for masking: tokens (words and numbers), each with its offsets in the original text.

Whatever hides a number from a program and from no reader is gone here: accents, capitals, invisible characters,
full-width digits, dashes of all sorts, an O in place of a zero.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.privacy.number_words import NumberWords

_DROPPED = ("Mn", "Me", "Cc", "Cf")  # marks, control and format characters
_QUOTES = str.maketrans("’‘‚‛ʼ`´“”„‟«»", "'''''''" + '"' * 6)
_LONGEST_FOLD = 4  # letters of one sign; some stand for a whole sentence
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\*{3}")  # what was masked before is a word, so that nothing comes nearer
# Digits with letters among them that look like some: "O47O", "4l11"; "10l" is ten litres.
_LIKE_DIGITS = re.compile(r"(?<![^\W_])[il|]{0,2}o?\d[\doil|]{0,30}(?<![il|])(?![^\W_])")
_AS_DIGITS = str.maketrans("oil|", "0111")


class Token(NamedTuple):
    """A word or a run of digits; `start` and `end` are offsets into the folded text."""

    text: str
    start: int
    end: int
    digits: str = ""  # what it stands for, when it is a number in digits or in words
    spelled: bool = False


@dataclass(frozen=True)
class Reading:
    """The normalised text. `offsets[n]` is the original offset of its character n."""

    original: str
    text: str
    offsets: range | list[int]
    tokens: list[Token]
    _starts: list[int] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the normalised text, as offsets of the original."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def token_at(self, offset: int) -> int:
        """The index of the first token that begins at `offset` or later, in the normalised text."""
        return bisect_left(self._starts, offset)

    def is_capital(self, token: Token) -> bool:
        return self.original[self.offsets[token.start]].isupper()

    def between(self, first: int, second: int) -> str:
        """The text between two tokens, given by their indices."""
        return self.text[self.tokens[first].end : self.tokens[second].start]


def read(text: str) -> Reading:
    folded, offsets = _folded(text)
    folded = _LIKE_DIGITS.sub(_digits_of, folded)
    tokens = [
        Token(word := match.group(), *match.span(), word if word[0].isdigit() else "")
        for match in _TOKEN.finditer(folded)
    ]
    tokens = _with_number_words(tokens, folded)
    return Reading(text, folded, offsets, tokens, [token.start for token in tokens])


def _with_number_words(tokens: list[Token], folded: str) -> list[Token]:
    """The tokens, with the words of each spelt-out number joined into one."""
    near = [False] + [folded[before.end : token.start] in (" ", "-", "") for before, token in pairwise(tokens)]
    read: list[Token] = []
    done = 0
    for first, last, digits in NumberWords([token.text for token in tokens], near).numbers():
        read += tokens[done:first]
        start, end = tokens[first].start, tokens[last].end
        read.append(Token(folded[start:end], start, end, digits, spelled=True))
        done = last + 1
    return read + tokens[done:]


def _folded(text: str) -> tuple[str, range | list[int]]:
    if text.isascii() and text.isprintable():
        return text.lower(), range(len(text))
    characters: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        folded = _folded_character(character)
        characters.append(folded)
        offsets += [place] * len(folded)
    return "".join(characters), offsets


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    if character in "\n\r":
        return "\n"
    if character.isspace():
        return " "
    folded = ""
    for part in unicodedata.normalize("NFKD", character):
        category = unicodedata.category(part)
        if category == "Nd":
            folded += str(unicodedata.digit(part))
        elif category == "Pd" or part == "\N{MINUS SIGN}":
            folded += "-"
        elif category not in _DROPPED:
            folded += part.lower()
    return folded.translate(_QUOTES)[:_LONGEST_FOLD]


def _digits_of(match: re.Match[str]) -> str:
    written = match.group()
    digits = sum(map(str.isdigit, written))
    return written.translate(_AS_DIGITS) if digits > 1 and 2 * digits >= len(written) else written
