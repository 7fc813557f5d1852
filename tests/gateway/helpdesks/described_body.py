"""The body of a request to a helpdesk of ours, held against what the vendor describes."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from aiohttp import web


async def described_body(
    request: web.Request, schema: dict[str, Any], refused: list[str], refusal: dict[str, str]
) -> dict[str, Any]:
    """The body, if it has the form of `schema`; else `refused` is told why, and `refusal` is the answer."""
    try:
        assert request.content_type == "application/json"
        body: dict[str, Any] = json.loads(await request.read())
        jsonschema.validate(body, schema)
    except (AssertionError, ValueError, jsonschema.ValidationError) as error:
        refused.append(f"{request.method} {request.path}: {error}")
        raise web.HTTPUnprocessableEntity(text=json.dumps(refusal), content_type="application/json") from None
    return body
