"""Looks for turns of phrase in what a customer wrote."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.content import phrases
from bot.text_folding import plain_words

# What joins a question to what stands before it, and what may precede one at the beginning.
JOINS = (
    "et",
    "mais",
    "donc",
    "ou",
    "alors",
    "en",
    "maar",
    "dus",
    "of",
    "and",
    "but",
    "so",
    "or",
    "ook",
    "aussi",
    "also",
    "then",
    "dan",
)
GREETINGS = (
    "bonjour",
    "bonsoir",
    "salut",
    "allo",
    "hallo",
    "dag",
    "goeiedag",
    "goedendag",
    "hello",
    "hi",
    "hey",
    "yo",
)
BEFORE_A_QUESTION = {
    *(*JOINS, "ok", "oke", "oui", "ja", "yes", "non", "nee", "neen", "no", "bon", "goed", "good"),
    *(*GREETINGS, "merci", "bedankt", "thanks"),
}

CLAUSE = re.compile(r"[,;.!?:…–—]+\s+|\n+|\s+-\s+|\s+(?:mais|maar|but)\s+", re.IGNORECASE)
PIECE = re.compile(r"[,;:]\s+")
# Where a question may begin within a sentence.
BORDER = re.compile(
    r"\s*[,:&+]\s*(?:(?:JOINS)\s+)*|\s+(?:(?:JOINS)\s+)+|\s+-\s+".replace("JOINS", "|".join(JOINS)), re.IGNORECASE
)
# Indirect questions: "I would like to know when it was and whether I am in it".
WANTS_TO_KNOW = re.compile(r"\b(?:savoir|dire|dites|demande|weten|zeggen|vraag|know|tell|wonder)\b", re.IGNORECASE)
# Dutch and English questions begin with the verb, and then the subject.
VERB_FIRST = re.compile(
    r"(?:weten|weet|zitten|zit|staat|staan|hebben|heeft|is|kunnen|kan|moeten|moet|mogen|mag|gaan|gaat|komen|komt|krijgen"
    r"|worden|wordt|was|waren|zullen|zal|zouden|zou|werkt) (?:ik|je|jij|u|ge|gij|hij|zij|ze|het|dit|die|er|we|wij"
    r"|jullie|men|mijn|mijne|uw|zijn|haar|ons|onze|hun|de|een|iemand|alle|proximus|scarlet)\b"
    r"|(?:is|are|was|were|do|does|did|can|could|will|would|should|has) (?:i|you|he|she|it|we|they|my|your|his|her|our"
    r"|their|the|these|those|there|any|anyone|someone|somebody|business|customers|clients|people|proximus|scarlet)\b"
)
SENTENCE = re.compile(r"(?<=[?!.…;])\s+|\n+")
RESTATED_MIN_WORDS = 2
REFUSED_MAX_WORDS = 4  # after the phrase of a clause that refuses something: "not the card"


def asks(text: str) -> bool:
    """Tell whether `text` has a question mark, or begins like a question."""
    return "?" in text or begins_like_a_question(text)


def asks_within(text: str) -> bool:
    """Tell whether any clause of `text` asks, or it says that it does."""
    return "?" in text or contains_phrase(text, "asks_of_it") or any(map(begins_like_a_question, CLAUSE.split(text)))


def begins_like_a_question(text: str) -> bool:
    """Tell whether `text` begins with one of `question_begins` of content/phrases.yml, after any "and" or "but"."""
    words = plain_words(text)
    while (split := words.partition(" "))[0] in BEFORE_A_QUESTION:
        words = split[2]
    return begins_with_phrase(words, "question_begins") or VERB_FIRST.match(words) is not None


def clauses_of(sentence: str) -> Iterator[str]:
    """`sentence`, cut before each clause that begins like a question after a comma, a colon or an "and"."""
    begin = 0
    for border in BORDER.finditer(sentence):
        rest = sentence[border.end() :]
        is_indirect = begins_with_phrase(rest, "whether") and WANTS_TO_KNOW.search(sentence[: border.start()])
        if is_indirect or begins_like_a_question(rest):
            yield sentence[begin : border.start()].strip()
            begin = border.end()
    yield sentence[begin:].strip()


def what_is_told(text: str) -> str:
    """`text` without what it asks: "must I call the bank?" tells of no call."""
    return ". ".join(told for told, _ in _told_and_asked(text) if told)


def what_is_asked(text: str) -> str:
    """What `text` asks, without what it tells: of "I will ring the bank. Can they take money?" the second."""
    return " ".join(asked for _, asked in _told_and_asked(text) if asked)


def _told_and_asked(text: str) -> Iterator[tuple[str, str]]:
    """Of each clause what it tells and what it asks; either may be empty."""
    for sentence in SENTENCE.split(text):
        for clause in clauses_of(sentence.strip()):
            if begins_like_a_question(clause):
                yield "", clause
            elif clause.endswith("?"):
                *told, asked = PIECE.split(clause)
                yield ". ".join(told), asked
            else:
                yield ". ".join(PIECE.split(clause)), ""


def wanted(text: str) -> str:
    """What a correction wants instead of what it refuses: "not the card, the number on it"; else all of `text`."""
    clauses = [clause for clause in CLAUSE.split(text) if clause.strip()]
    kept = [clause for clause in clauses if not _refuses(clause)]
    return ", ".join(kept) if kept and len(kept) < len(clauses) else text


def restated(text: str) -> str | None:
    """The question, folded, of who says once more what they asked: "no card! I asked if my IBAN was in it".

    Also of who says what got no answer: "you said nothing about my VAT number".
    """
    for sentence in reversed(SENTENCE.split(text)):
        words = f" {plain_words(sentence)} "
        said = phrases_in(sentence, "restates", "was_skipped")
        ends = [words.index(f" {phrase} ") + len(phrase) + 2 for phrase in said]
        asked = words[max(ends) :].strip() if ends else ""
        if len(asked.split()) >= RESTATED_MIN_WORDS and not begins_with_phrase(asked, "asked_of_others"):
            return f"{asked} ?"
    return None


def is_correction(text: str) -> bool:
    """Tell whether `text` says what is not meant, or begins with a no and says what is."""
    clauses = [clause for clause in CLAUSE.split(text) if clause.strip()]
    return wanted(text) != text or (
        len(plain_words(text).split()) > 1 and begins_with_phrase(clauses[0] if clauses else "", "says_no")
    )


def _refuses(clause: str) -> bool:
    words = plain_words(clause).split()
    while words and (words[0] in BEFORE_A_QUESTION or words[0] in ("maar", "mais", "but")):
        words = words[1:]
    begin = _beginning(" ".join(words), "refuses")
    return begin is not None and 1 < len(words) <= len(begin.split()) + REFUSED_MAX_WORDS


def contains_phrase(text: str, name: str) -> bool:
    """Tell whether `text` has one of the phrases of entry `name` (any language) as whole words."""
    return _has_one(text, _as_whole_words(name))


def begins_with_phrase(text: str, name: str) -> bool:
    """Tell whether `text` begins with one of the phrases of entry `name` (any language)."""
    return f"{plain_words(text)} ".startswith(_as_beginnings(name))


def ends_with_phrase(text: str, name: str) -> bool:
    """Tell whether `text` ends with one of the phrases of entry `name` (any language)."""
    return f" {plain_words(text)} ".endswith(_as_whole_words(name))


def _beginning(text: str, name: str) -> str | None:
    words = f"{plain_words(text)} "
    begun = (phrase for phrase in _as_beginnings(name) if words.startswith(phrase))
    longest = max(begun, key=len, default=None)
    return longest and longest.rstrip()


def phrases_in(text: str, *names: str) -> list[str]:
    """All phrases of the entries `names` that `text` has."""
    words = f" {plain_words(text)} "
    return [phrase.strip() for name in names for phrase in _as_whole_words(name) if phrase in words]


def contains_any(text: str, groups: Iterable[Iterable[str]]) -> bool:
    """Tell whether `text` has any of the phrases in `groups`, which has those of each language."""
    return _has_one(text, [f" {phrase} " for group in groups for phrase in group])


def _has_one(text: str, spaced: Iterable[str]) -> bool:
    words = f" {plain_words(text)} "
    return any(phrase in words for phrase in spaced)


@cache  # a message is searched for hundreds of entries
def _as_whole_words(name: str) -> tuple[str, ...]:
    """The phrases of entry `name` in all languages, each between two spaces."""
    return tuple(f" {phrase} " for group in phrases(name).values() for phrase in group)


@cache
def _as_beginnings(name: str) -> tuple[str, ...]:
    """The same, each before a space."""
    return tuple(phrase[1:] for phrase in _as_whole_words(name))


def without_phrases(text: str, name: str) -> str:
    """`text` as it stands where it has none of the phrases of entry `name`; else its words without them, folded."""
    if not contains_phrase(text, name):
        return text
    words = f" {plain_words(text)} "
    for phrase in _as_whole_words(name):
        words = words.replace(phrase, " ")
    return words.strip()
