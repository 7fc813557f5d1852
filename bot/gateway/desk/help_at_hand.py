"""What an agent has at hand beside a conversation about danger: who else helps, and what the operator wants done."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.content import danger_procedure, incident
from bot.danger.kinds import DangerKind
from bot.language import Language, is_language

# By their names in incident.yml, in the order in which they are shown.
_LINES: dict[DangerKind, tuple[str, ...]] = {
    "crisis": ("crisis_line", "emergency", "crisis_site", "crisis_chat_site", "police"),
    "in_danger": ("emergency", "police", "violence_line", "second_violence_line", "emergency_app"),
}


def help_at_hand(kind: DangerKind, customer: Language, agent: Language) -> dict[str, Any]:
    """The lines that speak the customer's language, as content/danger_procedure.yml names them in the agent's."""
    words = danger_procedure()[agent]
    facts = incident().danger_help.facts()
    lines: dict[str, dict[str, str]] = {}  # by where they lead: some languages have one line for two things
    for name in _LINES[kind]:
        title, link = words["lines"].get(name), facts[name].link(customer)
        if title and link:
            number = link["title"] if link["url"].startswith("tel:") else ""
            lines.setdefault(link["url"], {"title": title, "number": number, "url": link["url"]})
    return {"lines": list(lines.values()), "procedure": words["procedure"]}


def agents_language(request: web.Request) -> Language:
    """The first language that the agent's page asks for and that we speak."""
    asked = request.headers.get("Accept-Language", "").split(",")
    spoken = (language for entry in asked if is_language(language := entry.strip()[:2].lower()))
    return next(spoken, incident().default_language)
