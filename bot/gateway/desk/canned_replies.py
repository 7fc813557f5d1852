"""Replies written beforehand, which agents insert by a shortcut; the incident's names are filled in."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiohttp import web

from bot.content import incident, read_content
from bot.gateway.desk.auth.sessions import SignedIn
from bot.language import Language


async def replies(request: web.Request, signed_in: SignedIn) -> web.Response:
    return web.json_response({"replies": canned_replies()})


@cache
def canned_replies() -> list[dict[str, Any]]:
    """Those of content/canned_replies.yml, in its order."""
    return [
        {
            "shortcut": reply["shortcut"],
            "title": {language: reply["title"][language] for language in incident().languages},
            "topics": reply.get("topics", []),
            "text": {language: _filled(reply["text"][language], language) for language in incident().languages},
        }
        for reply in read_content("canned_replies.yml")["replies"]
    ]


def _filled(text: str, language: Language) -> str:
    return text.strip().format(**incident().variables(language))
