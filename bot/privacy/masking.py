"""Masks what customers should not have typed: numbers of cards, accounts and people, codes, passwords, mail addresses.

Pure functions on text. A false alarm hides a number nobody needs here; a miss keeps one that a thief could use.
docs/privacy.md says what is masked and what stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from bot.privacy.codes import Codes
from bot.privacy.digits import Found, ordinary_numbers, rows
from bot.privacy.mail import find_mail
from bot.privacy.names import NO_SECRET, Named
from bot.privacy.numbers import find_numbers
from bot.privacy.passwords import Passwords
from bot.privacy.reading import Reading, read
from bot.privacy.weighing import LONGEST, weigh

PersonalKind = Literal["card", "iban", "national_number", "identity_card", "sim", "phone", "email", "code", "password"]

MASK = "***"
_READ = 2 * LONGEST  # characters that are read in all, while something is found: each time costs as much
MAX_LENGTH = 20_000  # characters looked at; what comes after is dropped, so that nothing unseen is stored

_END = 200  # characters of a message that are read together with the next one
_NO_DIGITS = re.compile(r"\D")
ANSWER = 3  # words at most of a message that may be all that was asked for
_DIGIT_OR_AT = re.compile(r"[\d@]")
# What is left of a number of which so much was masked that it was found: "my card is ***", "and then 1111".
_HIDDEN_END = re.compile(r"\*{3}\W*\Z")
_REST = re.compile(r"(?:[^\W\d]+[^\w]+){0,3}(\d[\d .-]{1,10}\d)\W*\Z")
REMEMBERED = 3  # messages of a customer that are looked at together with a new one
_WORDS_BEHIND = re.compile(r"(?<=\d)(?:[^\w]+[^\W\d]+){1,3}[^\w]*\Z")
_WORDS_BEFORE = re.compile(r"(?:[^\W\d]+[^\w]+){1,5}(?=\d)")
_Window = tuple[int, int]


@dataclass(frozen=True)
class PersonalItem:
    """One item found: its kind and where it stands, as offsets into the text."""

    kind: PersonalKind
    start: int
    end: int


@dataclass(frozen=True)
class MaskedTurn:
    """The masked texts of a message and of those before it, and the kinds of secrets hidden in the new one."""

    earlier: list[str]
    text: str
    kinds: frozenset[PersonalKind]


def find_personal(text: str) -> list[PersonalItem]:
    """List what is personal in `text`, in reading order; overlapping items become one, of the longest item's kind."""
    return _items(text[:MAX_LENGTH], len(text) <= LONGEST)


def _items(text: str, is_weighed: bool) -> list[PersonalItem]:
    reading = read(text)
    found = _find(reading, is_weighed)
    return _united(PersonalItem(cast(PersonalKind, kind), *reading.span(start, end)) for kind, start, end in found)


def mask(text: str, spared: Collection[str] = ()) -> str:
    """Return `text` with each personal item replaced by asterisks, but for numbers with the digits `spared`."""
    text = text[:MAX_LENGTH]
    kept = {_NO_DIGITS.sub("", number) for number in spared}
    is_weighed, left = len(text) <= LONGEST, _READ  # what masks make of a long text is not weighed either
    while items := [
        item
        for item in _items(text, is_weighed)
        if _NO_DIGITS.sub("", text[item.start : item.end]) not in kept and text[item.start : item.end].strip("*\"'")
    ]:
        left -= len(text)
        text = _with_mask(text, items)
        if len(text) > left:
            break
    return text  # a short one was read until nothing was found: without the items, what stands around is nearer


def mask_repeated(text: str) -> str:
    """Return a text of our own without the numbers and addresses that it repeats; its words are not looked at."""
    items = find_personal(text)
    return _with_mask(text[:MAX_LENGTH], [item for item in items if item.kind not in ("code", "password")])


def mask_turn(earlier: Sequence[str], text: str, items: Sequence[PersonalItem] | None = None) -> MaskedTurn:
    """Mask a message, and with it a secret split over several: "my card 4111 1111", then "1111 1111".

    `earlier` are the sender's last messages as they are kept, the newest last; only their ends are looked at. `items`
    are what `find_personal` found in the new one, where that was done before.
    """
    text = text[:MAX_LENGTH]
    own = find_personal(text) if items is None else list(items)
    found: list[list[PersonalItem]] = [[] for _ in earlier] + [own]
    if earlier and _may_go_on(earlier[-1][-_END:], text[:_END]):
        texts = [*earlier, text]
        windows = [*((max(0, len(one) - _END), len(one)) for one in earlier), (0, min(_END, len(text)))]
        views = [("\n", windows), (" ", _without_words_between(texts, windows))]
        if len(text.split()) <= ANSWER:
            views.append((": ", windows))  # "and the password then?", "umbrella"
        for joint, view in views:
            for place, item in _found_across(texts, view, joint):
                found[place].append(item)
        if _HIDDEN_END.search(earlier[-1]) and (rest := _REST.match(text)):
            found[-1].append(PersonalItem("code", *rest.span(1)))
    *before, now = [_united(items) for items in found]
    return MaskedTurn(
        [_with_mask(one, items) for one, items in zip(earlier, before, strict=True)],
        _with_mask(text, now),
        frozenset(item.kind for item in now),
    )


def _may_go_on(before: str, text: str) -> bool:
    """Whether a secret can be cut between two messages: there are digits, an at sign, or the name of a secret."""
    if _DIGIT_OR_AT.search(before) or _DIGIT_OR_AT.search(text):
        return True
    return any(name.kind != NO_SECRET for name in Named(read(before)).names)


def _found_across(texts: Sequence[str], windows: Sequence[_Window], joint: str) -> Iterator[tuple[int, PersonalItem]]:
    """What is found when the texts' windows are joined by `joint`: in which text each part is, and where."""
    items = find_personal(joint.join(text[start:end] for text, (start, end) in zip(texts, windows, strict=True)))
    begins = 0
    for place, (start, end) in enumerate(windows):
        ends = begins + end - start
        for item in items:
            if item.start < ends and item.end > begins:
                offset = start - begins
                yield place, PersonalItem(item.kind, max(item.start, begins) + offset, min(item.end, ends) + offset)
        begins = ends + len(joint)


def _without_words_between(texts: Sequence[str], windows: Sequence[_Window]) -> list[_Window]:
    """The windows without the words between their digits, so that "4111 1111" and "the rest is 1111 1111" join.

    A window without digits between two others ("wait") is left out.
    """
    trimmed = []
    for place, (text, window) in enumerate(zip(texts, windows, strict=True)):
        start, end = window
        if 0 < place < len(texts) - 1 and not _DIGIT_OR_AT.search(text, start, end):
            trimmed.append((start, start))
            continue
        if place < len(texts) - 1 and (after := _WORDS_BEHIND.search(text, start, end)):
            end = after.start()
        if place and (before := _WORDS_BEFORE.match(text, start, end)):
            start = before.end()
        trimmed.append((start, end))
    return trimmed


def _united(items: Iterable[PersonalItem]) -> list[PersonalItem]:
    united: list[PersonalItem] = []
    for item in sorted(items, key=lambda item: (item.start, -item.end)):
        if united and item.start < united[-1].end:
            last = united[-1]
            kind = max(last, item, key=lambda one: one.end - one.start).kind
            united[-1] = PersonalItem(kind, last.start, max(last.end, item.end))
        else:
            united.append(item)
    return united


def _with_mask(text: str, items: Sequence[PersonalItem]) -> str:
    begins = [0, *(item.end for item in items)]
    ends = [*(item.start for item in items), len(text)]
    return MASK.join(text[begin:end] for begin, end in zip(begins, ends, strict=True))


def _find(reading: Reading, is_weighed: bool) -> Iterator[Found]:
    """Look for each kind separately, so that none hides another."""
    named = Named(reading)
    ordinary = ordinary_numbers(reading.text)
    digit_rows = list(rows(reading))
    others = [*find_mail(reading), *find_numbers(reading, named, ordinary, digit_rows)]
    yield from others
    codes = Codes(reading, named, ordinary)
    by_rule = [*codes.find(digit_rows), *Passwords(reading, named, ordinary, codes).find()]
    yield from weigh(reading, named, ordinary, by_rule, others) if is_weighed else by_rule
