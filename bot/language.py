"""The languages that the assistant can speak, from content/languages.yml: the only list of them.

The file is read when this module is imported, because tables everywhere are built upon the list. Which of the
languages are offered to customers is the incident's to say: `bot.content.is_offered`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeGuard

from pydantic import BaseModel, Extra, Field
from ruamel.yaml import YAML

_LETTERS = re.compile(r"\s*([a-z]+)")
FILE = Path(__file__).parents[1] / "content" / "languages.yml"


class Language(str):
    """A code of `LANGUAGES`, such as "fr"; what pydantic reads as one is one."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[object], Language]]:
        yield _checked


_READ: Final[Mapping[str, Any]] = YAML(typ="safe").load(FILE)
LANGUAGES: Final[tuple[Language, ...]] = tuple(map(Language, _READ))


class Facts(BaseModel, allow_mutation=False, extra=Extra.forbid):
    """What code needs to know of a language; content/languages.yml says what each means."""

    name: str
    locale: str
    called: Mapping[str, str]
    asked_for: Mapping[str, Sequence[str]]
    refused: Mapping[str, Sequence[str]]
    and_: str = Field(alias="and")
    colon: str
    unit_before_ten: bool
    texting: Sequence[tuple[str, str]]


@cache
def facts(language: Language) -> Facts:
    return Facts.parse_obj(_READ[language])


def is_language(value: object) -> TypeGuard[Language]:
    """Tell whether `value` is one of the codes in `LANGUAGES`."""
    return value in LANGUAGES


def language_of_code(code: object) -> Language | None:
    """Read a language code as clients send it: "fr", "NL", "en-GB", "en;q=0.7"."""
    short = _LETTERS.match(code.lower()) if isinstance(code, str) else None
    return next((language for language in LANGUAGES if short and language == short[1]), None)


def listed(words: Iterable[str], language: Language) -> str:
    """ "a, b and c", as `language` joins them."""
    *first, last = words
    return f" {facts(language).and_} ".join(filter(None, [", ".join(first), last]))


def names_of(languages: Iterable[Language], language: Language) -> str:
    """Languages by their names in running text of `language`: "French, Dutch and English"."""
    return listed((facts(one).called[language] for one in languages), language)


def _checked(value: object) -> Language:
    if not is_language(value):
        raise ValueError(f"is not a language of content/languages.yml: {', '.join(LANGUAGES)}")
    return value
