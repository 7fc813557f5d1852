"""What a message says of danger in plain words: that there is some, or that there is none."""

from __future__ import annotations

from bot.contacts.visitors import attacks
from bot.content import phrases
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.phrases import begins_like_a_question, contains_phrase, without_phrases
from bot.text_folding import plain_words

DENIES = "denies_danger"


def plainly_said(text: str) -> DangerKind | None:
    """The danger that is said in words that leave no doubt; see content/phrases.yml."""
    if contains_phrase(text, "danger_not_meant"):
        return None
    meant = without_phrases(text, "danger_figures")
    said = next((kind for kind in DANGER_KINDS if contains_phrase(meant, f"danger_{kind}")), None)
    return said or ("in_danger" if attacks(text) else None)


def denies_danger(text: str) -> bool:
    """Whether `text` says that there is no danger, not only none for now, and takes nothing of that back.

    "I do not want to die, but I cannot go on" denies nothing; "but how do I ..." after it only asks.
    """
    if not contains_phrase(text, DENIES) or contains_phrase(text, "only_for_now"):
        return False
    words = f" {plain_words(text)} "
    said = [phrase for group in phrases(DENIES).values() for phrase in group if f" {phrase} " in words]
    rest = min((words.split(f" {phrase} ", 1)[1] for phrase in said), key=len)
    takes_back = (f" {rest}".partition(f" {but} ") for group in phrases("but").values() for but in group)
    return all(begins_like_a_question(after) for _, but, after in takes_back if but)
