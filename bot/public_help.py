"""The public help that answers name: phone lines, mailboxes and sites, each with the page of its source."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, Extra, Field, validator

from bot.language import Language

DIAL_PATTERN = r"^\+\d{6,15}$|^\d{3,4}$"  # a whole number, or a short one such as 112
DOMAIN_PATTERN = r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"
MAILBOX_PATTERN = r"^[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$"

ByLanguage = str | dict[Language, str]  # one text for all, or each language's own
_Texts = TypeVar("_Texts", bound=str | dict[Any, str])
Link = dict[str, str]  # "title" and "url"


class Section(BaseModel, allow_mutation=False, extra=Extra.forbid):
    """A part of incident.yml."""


class Fact(Section):
    source: str = Field(min_length=1)

    def texts(self) -> dict[str, ByLanguage]:
        """The texts that each offered language must have, by their names in incident.yml."""
        return {}

    def in_language(self, language: Language) -> str:
        """The fact as text in this language."""
        raise NotImplementedError

    def link(self, language: Language) -> Link | None:
        """The link that opens it; None for a mere name."""
        return None


class Name(Fact):
    """A body or a list by its name."""

    value: ByLanguage

    def in_language(self, language: Language) -> str:
        return of_language(self.value, language)

    def texts(self) -> dict[str, ByLanguage]:
        return {"value": self.value}


class Mailbox(Name):
    def link(self, language: Language) -> Link:
        return {"title": self.in_language(language), "url": f"mailto:{self.in_language(language)}"}

    @validator("value")
    def _is_a_mailbox(cls, value: ByLanguage) -> ByLanguage:
        return each_matches(MAILBOX_PATTERN, value, "is not a mailbox such as help@example.be")


class Site(Name):
    def link(self, language: Language) -> Link:
        return site_link(self.in_language(language))

    @validator("value")
    def _is_a_domain(cls, value: ByLanguage) -> ByLanguage:
        return each_matches(DOMAIN_PATTERN, value, "is not a domain such as example.be")


class SiteWhereKnown(Fact):
    """A site that not every language has one of."""

    value: dict[Language, str]

    def in_language(self, language: Language) -> str:
        """The site; empty where none is known."""
        return self.value.get(language, "")

    def link(self, language: Language) -> Link | None:
        site = self.in_language(language)
        return site_link(site) if site else None

    @validator("value")
    def _is_a_domain(cls, value: dict[Language, str]) -> dict[Language, str]:
        each_matches(DOMAIN_PATTERN, value, "is not a domain such as example.be")
        return value


class Line(Fact):
    """A number to call: as people write it, and as a phone dials it."""

    display: ByLanguage
    dial: ByLanguage

    def in_language(self, language: Language) -> str:
        return of_language(self.display, language)

    def link(self, language: Language) -> Link:
        return {"title": self.in_language(language), "url": f"tel:{of_language(self.dial, language)}"}

    def texts(self) -> dict[str, ByLanguage]:
        return {"display": self.display, "dial": self.dial}

    @validator("dial")
    def _can_be_dialled(cls, value: ByLanguage) -> ByLanguage:
        return each_matches(DIAL_PATTERN, value, "cannot be dialled; write +3280012345, or 112")


class App(Fact):
    name: str = Field(min_length=1)
    site: str = Field(regex=DOMAIN_PATTERN)

    def in_language(self, language: Language) -> str:
        return self.name

    def link(self, language: Language) -> Link:
        return {**site_link(self.site), "title": self.name}


class Help(Section):
    """What helps with one thing, and when its facts were last checked."""

    checked: datetime.date

    def facts(self) -> dict[str, Fact]:
        """Each fact by its name in incident.yml, which is also its name in texts."""
        return {name: fact for name, fact in self if isinstance(fact, Fact)}


class FraudHelp(Help):
    card_stop: Line
    card_stop_abroad: Line
    suspicious_mailbox: Mailbox


class DangerHelp(Help):
    """Who helps somebody in danger.

    A line is shown as `incident().danger_help.crisis_line.in_language("fr")`; `.link("fr")` is what a client shows:
    `{"title": "0800 32 123", "url": "tel:+3280032123"}`. The language is the customer's, also where an agent reads it.
    """

    crisis_line: Line
    crisis_site: SiteWhereKnown
    crisis_chat_site: Site
    emergency: Line
    police: Line
    violence_line: Line
    second_violence_line: Line
    emergency_app: App


class RightsHelp(Help):
    privacy_mailbox: Mailbox
    authority: Name
    authority_line: Line
    authority_site: Site


class CallsHelp(Help):
    do_not_call_list: Name
    do_not_call_site: Site
    inspectorate: Name
    inspectorate_site: Site


def site_link(site: str) -> Link:
    return {"title": site, "url": f"https://{site}"}


def of_language(value: ByLanguage, language: Language) -> str:
    """The text in `language`, or else in the first language that has one."""
    return value if isinstance(value, str) else value.get(language) or next(iter(value.values()))


def lacking(value: ByLanguage, languages: Iterable[Language]) -> list[Language]:
    """The `languages` without a text, unless one text serves all."""
    return [] if isinstance(value, str) else [language for language in languages if not value.get(language)]


def each_matches(pattern: str, value: _Texts, otherwise: str) -> _Texts:
    """`value`, if each text in it matches `pattern`. Raises ValueError."""
    for text in [value] if isinstance(value, str) else value.values():
        if not re.match(pattern, text):
            raise ValueError(f"{text!r} {otherwise}")
    return value
