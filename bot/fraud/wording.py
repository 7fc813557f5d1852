"""The words of a message, folded, with the ends of its sentences, so that phrases and denials can be found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from bot.fraud.readable import MAX_LENGTH
from bot.fraud.similar_letters import in_latin
from bot.fraud.table import phrases
from bot.text_folding import MAX_CHARACTERS, fold

SENTENCE_END = "."
PAUSE = ","

MAX_FINDINGS = 100  # of one phrase
# Words between a denial and its verb. Before the verb it may be far: "zal u nooit via telefoon, e-mail of sms vragen".
FAR_BEFORE, FAR_AFTER = 9, 6
NEAR_BEFORE, NEAR_AFTER = 2, 4
_LIST_REACH = 3
_MAX_WORD = 60

_TOKEN = re.compile(r"[^\W_]+|[.!?;…]+(?!\d)|[,:](?!\d)|(?<=\s)[-–—](?=\s)")
_DISGUISED_WORD = re.compile(r"[^\W\d_][^\W_]{0,58}[^\W\d_]")
_DIGITS_IN_WORD = re.compile(r"(?<=[^\W\d_])[01345](?=[^\W\d_])")
_DIGIT_READ_AS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s"}
_BULLETS = ("-", "•", "*", "·", "–", "—")


class Wording:
    """`words`: the text's words and, between them, a dot or comma for each end of a sentence or pause."""

    def __init__(self, text: str) -> None:
        self.words = _words(text)
        self._joined = f" {' '.join(self.words)} "

    def find(self, phrase: str) -> list[int]:
        """The places (word numbers) where `phrase` starts, as whole words."""
        places: list[int] = []
        at, counted, number = self._joined.find(f" {phrase} "), 0, 0
        while at >= 0 and len(places) < MAX_FINDINGS:
            number += self._joined.count(" ", counted, at)
            counted = at
            places.append(number)
            at = self._joined.find(f" {phrase} ", at + 1)
        return places

    def find_any(self, wanted: Iterable[str]) -> list[int]:
        """The places where any of the phrases starts, in reading order."""
        return sorted({place for phrase in wanted for place in self.find(phrase)})

    def has_any(self, wanted: Iterable[str]) -> bool:
        return any(f" {phrase} " in self._joined for phrase in wanted)

    def same_sentence(self, first: int, second: int) -> bool:
        return SENTENCE_END not in self.words[min(first, second) : max(first, second)]

    def is_denied(self, place: int) -> bool:
        """Tell whether the verb at `place` is denied: "never ask", "vragen u nooit", "ne donnez pas"."""
        before = self._denied_from(place, -1, FAR_BEFORE, NEAR_BEFORE)
        return before or self._denied_from(place, 1, FAR_AFTER, NEAR_AFTER)

    def is_warning(self, place: int) -> bool:
        """Tell whether the sentence at `place` gives advice against fraud."""
        return any(self.same_sentence(warning, place) for warning in self._warnings)

    def _denied_from(self, place: int, step: int, far: int, near: int) -> bool:
        for distance in range(1, far + 1):
            at = place + step * distance
            if not 0 <= at < len(self.words) or self.words[at] == SENTENCE_END or at in self._stops:
                return False
            if at in self._far or (at in self._near and distance <= near):
                return True
            if self.words[at] == PAUSE and not self._is_in_list(at):
                return False
        return False

    def _is_in_list(self, pause: int) -> bool:
        return not set(phrases("negation", "lists")).isdisjoint(self.words[pause + 1 : pause + 1 + _LIST_REACH])

    @cached_property
    def _far(self) -> frozenset[int]:
        return frozenset(self.find_any(phrases("negation", "far")))

    @cached_property
    def _near(self) -> frozenset[int]:
        only_look_so = {
            place + offset
            for phrase in phrases("negation", "never_mind")
            for place in self.find(phrase)
            for offset in range(len(phrase.split()))
        }
        return frozenset(self.find_any(phrases("negation", "near"))) - only_look_so

    @cached_property
    def _stops(self) -> frozenset[int]:
        return frozenset(self.find_any(phrases("negation", "stops")))

    @cached_property
    def _warnings(self) -> list[int]:
        return self.find_any(phrases("warnings"))


def _words(text: str) -> list[str]:
    folded = " ".join(fold(piece) for piece in _pieces(_undisguised(text)))
    words = []
    for token in _TOKEN.findall(folded):
        if token[0].isalnum():
            words.append(re.sub("0+", "0", token))
        elif words and words[-1] != SENTENCE_END:
            words.append(PAUSE if token[0] in ",:-–—" else SENTENCE_END)
    return words


def _undisguised(text: str) -> str:
    """Short words in Latin letters, one line per paragraph: what `fold` reads well and quickly."""
    text = unicodedata.normalize("NFKC", text)[:MAX_LENGTH]
    lines = []
    for line in text.splitlines():
        stripped = line.strip()
        lines.append(" . " if not stripped else f" , {stripped[1:]}" if stripped.startswith(_BULLETS) else stripped)
    text = " ".join(word[:_MAX_WORD] for word in " ".join(lines).split())
    return _DISGUISED_WORD.sub(lambda match: _plain(match.group()), text)


def _plain(word: str) -> str:
    word = word if word.isascii() else _latin_if_mixed(word)
    return _DIGITS_IN_WORD.sub(lambda match: _DIGIT_READ_AS[match.group()], word)


def _latin_if_mixed(word: str) -> str:
    latin = in_latin(word)
    return latin if latin.isascii() else word


def _pieces(text: str) -> list[str]:
    """Pieces that `fold` reads whole, cut between words."""
    pieces: list[str] = []
    current: list[str] = []
    size = 0
    for word in text.split():
        if size + len(word) + 1 > MAX_CHARACTERS:
            pieces.append(" ".join(current))
            current, size = [], 0
        current.append(word)
        size += len(word) + 1
    return [*pieces, " ".join(current)]
