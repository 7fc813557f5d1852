"""The incident as content: `incident.yml`, read once, checked, and frozen.

A mistake in the file stops the start with a sentence that names the line, because a wrong hotline or
a misspelt kind of data would be told to a million people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from bot.language import Language, names_of
from bot.people import People
from bot.public_help import (
    DOMAIN_PATTERN,
    ByLanguage,
    CallsHelp,
    DangerHelp,
    Fact,
    FraudHelp,
    Help,
    Link,
    RightsHelp,
    Section,
    lacking,
    of_language,
    site_link,
)

Involvement = Literal["yes", "no", "unknown"]

_NAME = re.compile(r"{(\w+)}")


class IncidentError(Exception):
    """`incident.yml` cannot be used; the message says where and why."""


class Hotline(Section):
    display: str = Field(regex=r"^\d{4}/\d{2}\.\d{3}$|^\+?[\d ./-]{6,20}$")
    dial: str = Field(regex=r"^\+\d{6,15}$")

    @property
    def link(self) -> Link:
        """The hotline as a link that a client shows: it calls when it is pressed."""
        return {"title": self.display, "url": f"tel:{self.dial}"}


class DataConcerned(Section):
    involved: list[str] = Field(min_items=1)
    not_involved: list[str] = Field(min_items=1)

    @validator("not_involved")
    def _in_one_list_only(cls, kinds: list[str], values: dict[str, Any]) -> list[str]:
        both = set(kinds) & set(values.get("involved", ()))
        if both:
            raise ValueError(f"stands in both lists: {', '.join(sorted(both))}")
        return kinds


class Incident(Section):
    """What the assistant may know about the company and the incident."""

    company: str = Field(min_length=1)
    brands: list[str] = Field(min_items=1)
    languages: list[Language] = Field(min_items=1)
    hotline: Hotline
    website: dict[Language, str]
    official_domains: list[str] = Field(min_items=1)
    data: DataConcerned
    retention_days: int = Field(ge=1, le=3650)
    fraud_help: FraudHelp
    danger_help: DangerHelp
    rights_help: RightsHelp
    calls_help: CallsHelp
    people: People

    @validator("languages")
    def _each_once(cls, languages: list[Language]) -> list[Language]:
        if len(set(languages)) != len(languages):
            raise ValueError("names a language twice")
        return languages

    @validator("official_domains", each_item=True)
    def _is_a_domain(cls, domain: str) -> str:
        if not re.match(DOMAIN_PATTERN, domain):
            raise ValueError(f"{domain!r} is not a domain such as example.be")
        return domain

    @property
    def default_language(self) -> Language:
        return self.languages[0]

    def involvement(self, kind: str) -> Involvement:
        """Say whether a kind of data is concerned; a kind the statement does not name is "unknown"."""
        if kind in self.data.involved:
            return "yes"
        return "no" if kind in self.data.not_involved else "unknown"

    def variables(self, language: Language) -> dict[str, str]:
        """The names that answers may use in braces, e.g. `{hotline}`."""
        facts = {name: fact.in_language(language) for name, fact in self._facts().items()}
        return {
            "company": self.company,
            "hotline": self.hotline.display,
            "website": of_language(self.website, language),
            "our_languages": names_of(self.languages, language),
            "retention_days": str(self.retention_days),
            **{name: text for name, text in facts.items() if text},
        }

    def links(self, text: str, language: Language) -> list[Link]:
        """Links of the numbers, mailboxes and sites that `text` names, its names still in braces; each once, in order.

        Only these become links, never anything that a customer or a fraudster wrote.
        """
        known = {"hotline": self.hotline.link, "website": site_link(of_language(self.website, language))}
        known |= {name: link for name, fact in self._facts().items() if (link := fact.link(language))}
        return [known[name] for name in dict.fromkeys(_NAME.findall(text)) if name in known]

    def published(self) -> set[str]:
        """The URLs of all numbers, mailboxes and sites that are named here, in any language."""
        facts = self._facts().values()
        links = (link for language in self.languages for fact in facts if (link := fact.link(language)))
        return {self.hotline.link["url"], *(link["url"] for link in links)}

    def lacking(self) -> Iterator[tuple[tuple[str, ...], list[Language]]]:
        """Where the file has no text in languages that are offered: the setting, and which they are."""
        texts: dict[tuple[str, ...], ByLanguage] = {("website",): self.website}
        for section, help_ in self._helps().items():
            for name, fact in help_.facts().items():
                texts |= {(section, name, part): value for part, value in fact.texts().items()}
        for setting, value in texts.items():
            if languages := lacking(value, self.languages):
                yield setting, languages

    def _helps(self) -> dict[str, Help]:
        return {name: section for name, section in self if isinstance(section, Help)}

    def _facts(self) -> dict[str, Fact]:
        return {name: fact for one in self._helps().values() for name, fact in one.facts().items()}


def load_incident(path: Path) -> Incident:
    """Read and check the incident file. Raises `IncidentError`."""
    try:
        tree = YAML().load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise IncidentError(f"{path.name} cannot be read: {error.strerror}.") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise IncidentError(f"{path.name}, line {line}: {error.problem}.") from error
    if not isinstance(tree, CommentedMap):
        raise IncidentError(f"{path.name}, line 1: a list of settings was expected.")
    try:
        incident = Incident.parse_obj(tree)
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        line = _line_of(tree, first["loc"])
        raise IncidentError(f"{path.name}, line {line}: {setting}: {first['msg']}.") from error
    for location, languages in incident.lacking():
        line, setting = _line_of(tree, location), ".".join(location)
        raise IncidentError(f"{path.name}, line {line}: {setting}: lacks {', '.join(languages)}.")
    return incident


def _line_of(tree: Any, location: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `location` that stands in the file."""
    line = 1
    for part in location:
        if isinstance(tree, CommentedMap) and part in tree:
            line = tree.lc.key(part)[0] + 1
        elif isinstance(tree, CommentedSeq) and isinstance(part, int) and part < len(tree):
            line = tree.lc.item(part)[0] + 1
        else:
            break
        tree = tree[part]
    return line
