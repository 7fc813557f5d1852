"""What a customer reads when the assistant cannot answer: never silence, and the hotline to call."""

from __future__ import annotations

from bot.content import incident, technical_problem
from bot.gateway.messages import Draft
from bot.language import Language


def apology(language: Language) -> Draft:
    """The apology, in the customer's language."""
    hotline = incident().hotline
    return Draft(
        sender="bot",
        text=technical_problem(language),
        language=language,
        topic="fallback",
        links=(hotline.link,),
    )
