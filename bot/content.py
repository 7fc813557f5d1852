"""Where content is read from, once per process: the incident and the topics' titles."""

import os
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from ruamel.yaml import YAML

from bot.danger.kinds import DangerKind
from bot.incident import Incident, load_incident
from bot.language import Language
from bot.public_help import Link

ROOT = Path(__file__).resolve().parent.parent
TECHNICAL_PROBLEM = ("technical_problem", "utter_technical_problem")  # file of domain/, and response


@cache
def incident() -> Incident:
    """The incident of this installation: `BREACHLINE_INCIDENT`, or incident.yml of the project.

    Raises `bot.incident.IncidentError` when the file cannot be used.
    """
    return load_incident(Path(os.environ.get("BREACHLINE_INCIDENT", ROOT / "incident.yml")))


def is_offered(value: object) -> TypeGuard[Language]:
    """Tell whether `value` is a language that this installation offers; incident.yml lists them."""
    return value in incident().languages


def offered(language: object) -> Language:
    """`language` where it is offered, else the default one: what a customer is answered in."""
    return language if is_offered(language) else incident().default_language


@cache
def topic_titles() -> dict[str, dict[Language, str]]:
    """What a button says for each topic, by topic id and language; the order is the menu's."""
    titles: dict[str, dict[Language, str]] = read_content("topic_titles.yml")
    return titles


@cache
def quiet_titles() -> dict[str, dict[Language, str]]:
    """Discreet button titles for topics whose own title would say too much; see content/quiet_titles.yml."""
    titles: dict[str, dict[Language, str]] = read_content("quiet_titles.yml")
    return titles


@cache
def subtopic_titles() -> dict[str, dict[Language, str]]:
    """What a button says for each subtopic, by its name ("hotline/is_free")."""
    titles: dict[str, dict[Language, str]] = read_content("subtopic_titles.yml")
    return titles


def follow_ups_of(topic: str) -> list[str]:
    """The topics and subtopics that are likely to be asked after an answer on `topic`, the likeliest first."""
    return _follow_ups().get(topic, [])


@cache
def _follow_ups() -> dict[str, list[str]]:
    table: dict[str, list[str]] = read_content("follow_ups.yml")
    return table


def asides_of(response: str) -> dict[str, dict[str, Any]]:
    """The conditions for each aside of `response`, by the suffix of the aside's name."""
    return _asides().get(response, {})


@cache
def _asides() -> dict[str, dict[str, dict[str, Any]]]:
    table: dict[str, dict[str, dict[str, Any]]] = read_content("asides.yml")
    return table


@cache
def danger_procedure() -> dict[Language, dict[str, Any]]:
    """What agents read beside a conversation about danger: `procedure`, and under `lines` what each line is called."""
    texts: dict[Language, dict[str, Any]] = read_content("danger_procedure.yml")
    return texts


@cache
def in_context() -> dict[str, dict[str, Any]]:
    """What a message means by rule in certain conversations, by what they are about; see content/in_context.yml."""
    table: dict[str, dict[str, Any]] = read_content("in_context.yml")
    return table


def phrases(name: str) -> dict[Language, list[str]]:
    """Turns of phrase by language, folded, from content/phrases.yml; `name` is the entry."""
    return _all_phrases()[name]


@cache
def _all_phrases() -> dict[str, dict[Language, list[str]]]:
    table: dict[str, dict[Language, list[str]]] = read_content("phrases.yml")
    return table


def read_content(file: str) -> Any:
    """One file of content/, as it stands there; callers keep what they make of it."""
    return YAML(typ="safe").load(ROOT / "content" / file)


def technical_problem(language: Language) -> str:
    """What a customer reads when nothing else can answer; the text of domain/technical_problem.yml."""
    return _text(*TECHNICAL_PROBLEM, language).format(**incident().variables(language))


def technical_problem_links(language: Language) -> list[Link]:
    """What `technical_problem` names, as links."""
    return incident().links(_text(*TECHNICAL_PROBLEM, language), language)


def danger_text(kind: DangerKind, language: Language) -> str:
    """What a customer in danger reads when nothing else can answer; from domain/crisis.yml or domain/in_danger.yml."""
    return _text(kind, f"utter_{kind}_without_rasa", language).format(**incident().variables(language))


def danger_links(kind: DangerKind, language: Language) -> list[Link]:
    """What `danger_text` names, as links."""
    return incident().links(_text(kind, f"utter_{kind}_without_rasa", language), language)


@cache
def _text(file: str, response: str, language: Language) -> str:
    """A response of domain/, read without Rasa; its placeholders are not filled in."""
    domain = YAML(typ="safe").load(ROOT / "domain" / f"{file}.yml")
    texts = {variant["condition"][0]["value"]: variant["text"] for variant in domain["responses"][response]}
    return str(texts[language])
