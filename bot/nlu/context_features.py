"""The features of a message in its conversation: its words, its topic when read alone, and what came before."""

from __future__ import annotations

from bisect import bisect
from itertools import pairwise

from bot.content import incident
from bot.conversation.said_before import LASTING
from bot.conversation.situation import Remembered, Situation
from bot.data_kinds.recogniser import recognise_kinds
from bot.text_folding import plain_words

MANY_WORDS = 12
LETTERS = 4
# How sure the reading of a message alone was: below the first, up to above the last.
SURENESS = (0.5, 0.8, 0.95, 0.99)


def context_of(before: Situation) -> list[str]:
    """What came before, the newest turn in full."""
    newest, *earlier = before.standing[:2] or [Remembered.parse_obj({"meant": {"topic": "", "alone": ""}})]
    return [
        *(f"answered:{answer.topic}" for answer in newest.answers),
        *(f"offered:{answer.offers}" for answer in newest.answers if answer.offers),
        *(["offered:buttons"] if any(answer.buttons for answer in newest.answers) else []),
        f"meant:{newest.meant.topic}",
        *(f"before:{answer.topic}" for turn in earlier for answer in turn.answers),
        *(f"spoken:{topic}" for topic in LASTING if topic in before.spoken_of),
    ]


def features_of(text: str, before: Situation, alone: str, probability: float) -> list[str]:
    """The features of a message; `alone` is its likeliest topic when nothing else is known, and how likely it is."""
    words = plain_words(text).split()
    context = context_of(before)
    sure = f"sure:{bisect(SURENESS, probability)}"
    shape = [
        "asks" if "?" in text else "states",
        f"words:{min(len(words) // 3, 4)}",
        f"alone:{alone}",
        sure,
        "kind" if recognise_kinds(text, incident().involvement) else "no kind",
    ]
    return list(
        dict.fromkeys(
            [
                *context,
                *shape,
                *(f"word:{word}" for word in words),
                *(f"pair:{one} {other}" for one, other in pairwise(words)),
                *(f"letters:{letters}" for word in words for letters in _letters(word)),
                f"length:{min(len(words), MANY_WORDS)}",
                f"alone:{alone} & {sure}",
                *(f"{one} & {other}" for one in context if not one.startswith("before:") for other in shape),
            ]
        )
    )


def _letters(word: str) -> list[str]:
    """Character n-grams, which survive typos and texting spellings; a short word is one n-gram."""
    marked = f"<{word}>"
    return [marked[place : place + LETTERS] for place in range(max(1, len(marked) - LETTERS + 1))]
