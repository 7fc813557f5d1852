"""The language of whoever reads what is asked for."""

from __future__ import annotations

from aiohttp import web

from bot.content import incident, is_offered
from bot.language import Language, language_of_code


def reader_language(request: web.Request) -> Language:
    """The first language that the reader's browser asks for and that is offered."""
    asked = request.headers.get("Accept-Language", "").split(",")
    return next(filter(is_offered, map(language_of_code, asked)), incident().default_language)
