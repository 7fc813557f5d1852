"""The description of the gateway at /openapi.json, from openapi.yml beside this file and content/languages.yml."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from aiohttp import web
from ruamel.yaml import YAML

from bot.content import incident
from bot.language import LANGUAGES

SOURCE = Path(__file__).with_name("openapi.yml")


@cache
def description() -> bytes:
    """The document as JSON."""
    document = YAML(typ="safe").load(SOURCE)
    schemas = document["components"]["schemas"]
    schemas["Language"]["enum"] = list(LANGUAGES)
    schemas["InEachLanguage"]["required"] = list(incident().languages)
    return json.dumps(document, ensure_ascii=False).encode()


async def openapi(request: web.Request) -> web.Response:
    return web.Response(body=description(), content_type="application/json")
