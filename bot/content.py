"""Where content is read from, once per process: the incident and the topics' titles."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.incident import Incident, load_incident
from bot.language import Language

ROOT = Path(__file__).resolve().parent.parent


@cache
def incident() -> Incident:
    """The incident of this installation: `BREACHLINE_INCIDENT`, or incident.yml of the project.

    Raises `bot.incident.IncidentError` when the file cannot be used.
    """
    return load_incident(Path(os.environ.get("BREACHLINE_INCIDENT", ROOT / "incident.yml")))


@cache
def topic_titles() -> dict[str, dict[Language, str]]:
    """What a button says for each topic, by topic id and language; the order is the menu's."""
    titles: dict[str, dict[Language, str]] = read_content("topic_titles.yml")
    return titles


@cache
def follow_ups() -> dict[str, dict[str, float]]:
    """After each topic, the log-odds bonus of the topics that tend to follow."""
    table: dict[str, dict[str, float]] = read_content("follow_ups.yml")
    return table


@cache
def in_context() -> dict[str, dict[str, Any]]:
    """What a topic means while another is fresh; see content/in_context.yml."""
    table: dict[str, dict[str, Any]] = read_content("in_context.yml")
    return table


@cache
def phrases(name: str) -> dict[Language, list[str]]:
    """Turns of phrase by language, folded, from content/phrases.yml; `name` is the entry."""
    entry: dict[Language, list[str]] = read_content("phrases.yml")[name]
    return entry


def read_content(file: str) -> Any:
    """One file of content/, as it stands there; callers keep what they make of it."""
    return YAML(typ="safe").load(ROOT / "content" / file)


def technical_problem(language: Language) -> str:
    """What a customer reads when nothing else can answer; the text of domain/technical_problem.yml."""
    return _technical_problem_texts()[language].format(**incident().variables(language))


@cache
def _technical_problem_texts() -> dict[Language, str]:
    domain = YAML(typ="safe").load(ROOT / "domain" / "technical_problem.yml")
    variants = domain["responses"]["utter_technical_problem"]
    return {variant["condition"][0]["value"]: variant["text"] for variant in variants}
