"""What a message says of danger in plain words: that there is some, or that there is none."""

from __future__ import annotations

from bot.contacts.visitors import attacks
from bot.content import phrases
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.phrases import (
    begins_like_a_question,
    begins_with_phrase,
    contains_phrase,
    ends_with_phrase,
    phrases_in,
    without_phrases,
)
from bot.text_folding import plain_words

NAMED_MAX_WORDS, CORRECTION_MAX_WORDS = 3, 8
# What denies each kind of danger: entries of content/phrases.yml.
DENIES: dict[DangerKind | None, tuple[str, ...]] = {
    "crisis": ("denies_danger",),
    "in_danger": ("denies_danger", "denies_in_danger"),
    None: ("denies_danger", "denies_in_danger"),
}


def plainly_said(text: str) -> DangerKind | None:
    """The danger that is said in words that leave no doubt; see content/phrases.yml."""
    if contains_phrase(text, "danger_not_meant"):
        return None
    meant = without_phrases(text, "danger_figures")
    bare = without_phrases(meant, "fillers")  # "I just want to die"
    said = next(
        (kind for kind in DANGER_KINDS if any(contains_phrase(one, f"danger_{kind}") for one in (meant, bare))), None
    )
    return said or ("in_danger" if attacks(text) else None) or ("crisis" if _is_done_with_life(meant) else None)


def _is_done_with_life(text: str) -> bool:
    """Whether who was misread says with what they are done: "no, not with Proximus. with living."."""
    words = plain_words(text)
    count = len(words.split())
    corrects = count <= NAMED_MAX_WORDS or (count <= CORRECTION_MAX_WORDS and begins_with_phrase(words, "says_no"))
    return corrects and ends_with_phrase(words, "ends_in_life") and not contains_phrase(words, "content_with_it")


def denies_danger(text: str, kind: DangerKind | None) -> bool:
    """Whether `text` says that there is no danger of this kind, not only none for now, and takes nothing back.

    "I do not want to die, but I cannot go on" denies nothing; "but how do I ..." after it only asks.
    """
    words = f" {plain_words(text)} "
    said = phrases_in(text, *DENIES[kind])
    if not said or contains_phrase(text, "only_for_now"):
        return False
    rest = min((words.split(f" {phrase} ", 1)[1] for phrase in said), key=len)
    takes_back = (f" {rest}".partition(f" {but} ") for group in phrases("but").values() for but in group)
    return all(begins_like_a_question(after) for _, but, after in takes_back if but)


def without_denial(text: str, kind: DangerKind | None) -> str:
    """`text` without the words that deny danger of this kind."""
    for name in DENIES[kind]:
        text = without_phrases(text, name)
    return text
