"""The description of the gateway at /openapi.json, from openapi.yml beside this file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from aiohttp import web
from ruamel.yaml import YAML

SOURCE = Path(__file__).with_name("openapi.yml")


@cache
def description() -> bytes:
    """The document as JSON."""
    return json.dumps(YAML(typ="safe").load(SOURCE), ensure_ascii=False).encode()


async def openapi(request: web.Request) -> web.Response:
    return web.Response(body=description(), content_type="application/json")
