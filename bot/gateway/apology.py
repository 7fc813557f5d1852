"""What a customer reads when the assistant cannot answer: never silence, and whom to call."""

from __future__ import annotations

from bot.content import technical_problem, technical_problem_links
from bot.gateway.messages import Draft
from bot.language import Language


def apology(language: Language) -> Draft:
    """The apology, in the customer's language, with what it names as links."""
    return Draft(
        sender="bot",
        text=technical_problem(language),
        language=language,
        topic="fallback",
        links=tuple(technical_problem_links(language)),
    )
