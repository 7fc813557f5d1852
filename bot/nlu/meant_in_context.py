"""What a topic that was read means in its conversation; the rules are content/in_context.yml."""

from __future__ import annotations

from bot.content import in_context
from bot.danger.kinds import DangerKind
from bot.phrases import contains_phrase

NAMED_KIND = "data_type"
PERSON = "ask_human"
FRAUD = "report_fraud"
ERASE = "erase"
YES_OR_NO = ("affirm", "deny")
BEFORE_THE_WAIT = ("report_fraud", "suspicious_contact", "check_message")
WAIT_MAX_WORDS = 9
BY_THE_WAY_MAX_WORDS = 6


def meant_in_danger(
    talk: DangerKind, best: str, words: str, earlier: list[str], *, offered: str | None, is_sure: bool
) -> str:
    """What the topic read means in a talk about danger, given the topics answered before (newest first).

    Nobody is led away from it by a guess: only a question that is surely one of its own is answered as itself.
    """
    rule = in_context()[talk]
    for topic, phrase in rule["asked_for"].items():
        if contains_phrase(words, phrase) and topic in (best, *earlier):
            return str(topic)
        if best == topic and earlier[:1] == [topic]:
            return best
    if offered in rule["answers"].get(best, ()):
        return best
    only_says = any(contains_phrase(words, phrase) for phrase in rule["only_says"].get(best, ()))
    return best if is_sure and best not in rule["means_it_again"] and not only_says else talk


def meant_of_erasing(best: str, words: str, offered: str | None) -> str | None:
    """What a yes or no means that is about erasing this chat: an answer to our question, or the wish itself."""
    if offered == ERASE and best in YES_OR_NO:
        return best
    return "erase_chat" if best == "affirm" and contains_phrase(words, "erase_it") else None


def meant_of_the_steps(best: str, words: str, earlier: list[str]) -> str | None:
    """ "It is done", after the steps that help against a fraud: no yes to the person offered beside them."""
    is_done = best == "affirm" and earlier[:1] == [FRAUD] and contains_phrase(words, "steps_done")
    return FRAUD if is_done else None


def meant_in_context(best: str, words: str, earlier: list[str]) -> str:
    """What the topic read means, given the topics of the turns before (newest first)."""
    for fresh, rule in in_context().items():
        if fresh not in earlier[: rule.get("fresh_for", 0)]:
            continue
        if best == NAMED_KIND and _asks_by_the_way(words) and best in rule.get("answers_by_the_way", ()):
            return best
        if best in rule["means"]:
            return str(rule["means"][best])
        is_long = len(words.split()) >= rule["long_words"] and not contains_phrase(
            words.split(maxsplit=1)[0], "plain_no"
        )
        if is_long and best in rule["means_if_long"]:
            return str(rule["means_if_long"][best])
    return best


def meant_of_the_wait(best: str, text: str) -> str | None:
    """What somebody in the queue means who speaks of the wait; fraud and questions on the incident come first."""
    if best in BEFORE_THE_WAIT or len(text.split()) > WAIT_MAX_WORDS or contains_phrase(text, "not_the_wait"):
        return None
    if contains_phrase(text, "wait_no_more"):
        return "deny"
    return "ask_human" if contains_phrase(text, "about_the_wait") else None


def _asks_by_the_way(words: str) -> bool:
    """ "And my bank?": a short question of their own, not what the suspicious caller wants."""
    is_short = 0 < len(words.split()) <= BY_THE_WAY_MAX_WORDS
    return (
        is_short and contains_phrase(words.split(maxsplit=1)[0], "and_also") and not contains_phrase(words, "they_want")
    )
