"""What a customer typed into the chat that nobody needs there, and that a thief could use."""

from __future__ import annotations

from bot.privacy.masking import PersonalKind, find_personal

TYPED_BY_MISTAKE: frozenset[PersonalKind] = frozenset(
    {"card", "iban", "national_number", "identity_card", "sim", "code", "password"}
)
WORDS_BESIDE = 3  # words beside it that only name it: "PUK 12345678", "my pin is 4821"
MIN_DIGITS = 4  # the shortest code


def is_hardly_more(text: str) -> bool:
    """Whether `text` is such a number and hardly a word more, so that it asks nothing."""
    words = [word for word in text.split() if any(map(str.isalpha, word)) and not any(map(str.isdigit, word))]
    if len(words) > WORDS_BESIDE:
        return False
    return is_only_a_number(text) or any(item.kind in TYPED_BY_MISTAKE for item in find_personal(text))


def is_only_a_number(text: str) -> bool:
    """Whether `text` has no word, and digits enough for a code; a telephone number is none."""
    digits = sum(map(str.isdigit, text))
    has_letters = any(map(str.isalpha, text))
    return not has_letters and digits >= MIN_DIGITS and all(item.kind != "phone" for item in find_personal(text))
