"""The languages the assistant speaks: the only list of them."""

from typing import Final, Literal, TypeGuard, get_args

Language = Literal["fr", "nl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

# Each in its own language, as a button says it.
LANGUAGE_NAMES: Final[dict[Language, str]] = {"fr": "Français", "nl": "Nederlands", "en": "English"}


def is_language(value: object) -> TypeGuard[Language]:
    """Tell whether `value` is one of the codes in `LANGUAGES`."""
    return value in LANGUAGES
