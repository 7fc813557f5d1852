"""What a sign means, in the customer's language."""

from __future__ import annotations

from bot.fraud.signs import Evidence
from bot.fraud.table import reasons
from bot.incident import Incident
from bot.language import Language

MAX_REASONS = 4  # a frightened customer reads no more; the strongest come first


def reason(evidence: Evidence, language: Language, incident: Incident) -> str:
    """The sentence that names and explains one sign."""
    sentence: str = reasons()[evidence.sign.value][language]
    detail, name = evidence.detail, evidence.name or incident.company
    return sentence.format(company=incident.company, name=name, domain=detail, number=detail, file=detail)


def bulleted(signs: tuple[Evidence, ...], language: Language, incident: Incident) -> str:
    """The strongest signs as lines of a list; empty when there are none."""
    return "\n".join(f"- {reason(evidence, language, incident)}" for evidence in signs[:MAX_REASONS])
