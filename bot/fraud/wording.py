"""The words of a message, folded, with the ends of its sentences, so that phrases and denials can be found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from bot.fraud.readable import MAX_LENGTH
from bot.fraud.similar_letters import in_latin
from bot.fraud.table import all_phrases, phrases, spellings
from bot.text_folding import MAX_CHARACTERS, fold

SENTENCE_END = "."
PAUSE = ","
NUMBER = "0"  # each of them
ANY = "*"

MAX_FINDINGS = 100  # of one phrase
# Words between a denial and its verb. Before the verb it may be far: "zal u nooit via telefoon, e-mail of sms vragen".
FAR_BEFORE, FAR_AFTER = 9, 6
NEAR_BEFORE, NEAR_AFTER = 2, 4
_LIST_REACH, _LONG_LIST = 3, 14
_MAX_WORD = 60

_TOKEN = re.compile(r"[^\W_]+|[.!?;…]+(?!\d)|[,:](?!\d)|(?<=\s)[-–—](?=\s)")
_DISGUISED_WORD = re.compile(r"(?:[^\W\d_]|[01345](?=[a-z]{1,4}[01345][a-z]))[^\W_]{0,58}[^\W\d_]")
_DIGITS_IN_WORD = re.compile(r"(?:(?<=[^\W\d_])|^)[01345](?=[^\W\d_])")
_DIGIT_READ_AS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s"}
_SUM = re.compile(r"(?:€|\b(?:EUR|eur)\b)\s?(\d[\d.,]*\d|\d)")  # "€ 40" and "EUR 40" are read as "40 euro"
_BULLETS = ("-", "•", "*", "·", "–", "—")


class Wording:
    """`words`: the text's words and, between them, a dot or comma for each end of a sentence or pause."""

    def __init__(self, text: str) -> None:
        self.words = _words(text)

    @cached_property
    def _found(self) -> dict[str, list[int]]:
        """By phrase of the table, the places where it starts; all phrases are looked for at once."""
        found: dict[str, list[int]] = {}
        for place, (word, next_word) in enumerate(pairwise([*self.words, ""])):
            by_next = _starting_with(word)
            for phrase, rest in (*by_next.get(next_word, ()), *by_next.get(ANY, ())):
                if self._follows(rest, place + 1):
                    places = found.setdefault(phrase, [])
                    if len(places) < MAX_FINDINGS:
                        places.append(place)
        return found

    def find(self, phrase: str) -> list[int]:
        """The places (word numbers) where a phrase of the table starts, as whole words; "activ*" stands for all that
        starts so."""
        return self._found.get(phrase, [])

    def find_any(self, wanted: Collection[str]) -> list[int]:
        """The places where any of the phrases starts, in reading order."""
        return sorted({place for phrase, places in self._found.items() if phrase in wanted for place in places})

    def has_any(self, wanted: Collection[str]) -> bool:
        return any(phrase in wanted for phrase in self._found)

    def _follows(self, patterns: tuple[str, ...], place: int) -> bool:
        return len(self.words) - place >= len(patterns) and all(
            word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
            for word, pattern in zip(self.words[place : place + len(patterns)], patterns, strict=True)
        )

    def same_sentence(self, first: int, second: int) -> bool:
        return SENTENCE_END not in self.words[min(first, second) : max(first, second)]

    def is_denied(self, place: int) -> bool:
        """Tell whether the verb at `place` is denied: "never ask", "vragen u nooit", "ne donnez pas"."""
        before = self._denied_from(place, -1, FAR_BEFORE, NEAR_BEFORE)
        return before or self._denied_from(place, 1, FAR_AFTER, NEAR_AFTER)

    def is_beside_warning(self, place: int) -> bool:
        """Tell whether the sentence at `place`, or the one before or after it, gives advice against fraud."""
        return any(
            self.words[min(warning, place) : max(warning, place)].count(SENTENCE_END) <= 1 for warning in self._warnings
        )

    def is_warning(self, place: int) -> bool:
        """Tell whether the sentence at `place` gives advice against fraud."""
        return any(
            self.same_sentence(warning, place) and not self._turns_between(warning, place) for warning in self._warnings
        )

    def _turns_between(self, warning: int, place: int) -> bool:
        """Tell whether after a warning something else begins before `place`: "we never ask, please reply with"."""
        between = range(warning, place)
        lists = set(phrases("negation", "lists"))
        return not self._stops.isdisjoint(between) or any(
            self.words[at] == PAUSE and lists.isdisjoint(self.words[at : at + _LONG_LIST]) for at in between
        )

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
        return frozenset(self.find_any(phrases("negation", "near"))) - self._only_look_so

    @cached_property
    def _stops(self) -> frozenset[int]:
        return frozenset(self.find_any(phrases("negation", "stops"))) - self._only_look_so

    @cached_property
    def _only_look_so(self) -> frozenset[int]:
        return frozenset(
            place + offset
            for phrase in phrases("negation", "never_mind")
            for place in self.find(phrase)
            for offset in range(len(phrase.split()))
        )

    @cached_property
    def _warnings(self) -> list[int]:
        return self.find_any(phrases("warnings"))


@lru_cache(maxsize=4096)
def _starting_with(word: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The table's phrases that may start with `word`, by the word that must follow (`ANY` where it need not be a whole
    one), each with all that must follow."""
    by_next: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    starts = (f"{word[:length]}*" for length in range(1, len(word) + 1))
    for start in (word, *starts):
        for phrase, rest in _index().get(start, ()):
            by_next.setdefault(rest[0] if rest and not rest[0].endswith("*") else ANY, []).append((phrase, rest))
    return by_next


@cache
def _index() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """All phrases of the table by their first word."""
    index: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for phrase in all_phrases():
        first, *rest = phrase.split()
        index.setdefault(first, []).append((phrase, tuple(rest)))
    return index


def _words(text: str) -> list[str]:
    folded = " ".join(fold(piece) for piece in _pieces(_undisguised(text)))
    words = []
    for token in _TOKEN.findall(folded):
        if token[0].isalnum():
            words.append(spellings().get(token) or re.sub("0+", "0", token))
        elif words and words[-1] != SENTENCE_END:
            words.append(PAUSE if token[0] in ",:-–—" else SENTENCE_END)
    return words


def _undisguised(text: str) -> str:
    """Short words in Latin letters, one line per paragraph: what `fold` reads well and quickly."""
    text = _SUM.sub(r"\1 euro", unicodedata.normalize("NFKC", text)[:MAX_LENGTH]).replace("€", " euro ")
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
