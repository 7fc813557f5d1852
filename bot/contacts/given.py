"""Reads what was given to a fraudster: a code, a card, or only a date of birth (content/contacts.yml has the words)."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.contacts.reading import tells_of_giving
from bot.contacts.table import given_items, pattern
from bot.phrases import asks, contains_phrase
from bot.text_folding import plain_words

SOMETHING = "something"  # nobody knows what
CLICK = "click"  # a link was opened, which gives nothing by itself
# Between parts of a sentence that say something else, of another thing.
_PARTS = re.compile(
    r"[.,;:!?\n]| (?:but|mais|maar|mr|only|just|juste|alleen|enkel|seulement|it was|c etait|c t|het was) ",
    re.IGNORECASE,
)
_PUT_RIGHT = re.compile(" (?:it was|c etait|het was|twas) ")
# A word that names two things: the card of a telephone or of an identity is none of the bank.
_NOT_BESIDE = {"sim_code": ("card", "code"), "papers": ("card",), "itsme": ("code",), "email": ("details",)}


class Given(NamedTuple):
    """What a message says was given, and what it says was not; `alone`: nothing else was."""

    items: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    alone: bool = False


NOTHING_SAID = Given()


def read_given(text: str, *, goes_on: bool) -> Given:
    """What `text` says was given; `goes_on`: it was spoken of before, so that naming it can be enough."""
    items: list[str] = []
    denied: list[str] = []
    told = tells_of_giving(text) is True
    whole = f" {plain_words(text)} "
    for part in _PARTS.split(text.replace("'", " ")):
        words = f" {plain_words(part)} "
        found = _found(words)
        if not found or pattern("not_of_giving").search(words):
            continue
        (denied if pattern("denied_beside").search(words) else items).extend(found)
    alone = bool(pattern("nothing_but").search(whole))
    put_right = _PUT_RIGHT.search(whole) or (denied and items)
    is_named = goes_on and bool(put_right or (not asks(text) and (denied or alone)))
    kept = [item for item in dict.fromkeys(items) if item not in denied] if told or is_named else []
    if told and not kept:
        kept = [SOMETHING]
    clicked = (CLICK,) if contains_phrase(text, "clicked_on_it") else ()
    return Given((*kept, *clicked), tuple(dict.fromkeys(denied)), alone and bool(kept))


def given_with(before: tuple[str, ...], newer: Given) -> tuple[str, ...]:
    """What is known to be given once `newer` was said as well."""
    if newer.alone:
        return newer.items
    named = [item for item in newer.items if item not in (SOMETHING, CLICK)]
    known = [item for item in before if item not in newer.denied and not (named and item == SOMETHING)]
    more = [*named, *(item for item in newer.items if item == CLICK or (item == SOMETHING and not known))]
    return tuple(dict.fromkeys([*known, *more]))


def _found(words: str) -> list[str]:
    found = [item for item in given_items() if pattern("given", item).search(words)]
    needless = {other for item in found for other in _NOT_BESIDE.get(item, ())}
    return [item for item in found if item not in needless]
