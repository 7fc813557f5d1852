"""What is pushed on a WebSocket, held against its schema in the description: no member may lack, and none may be unnamed."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from bot.gateway.http.openapi import description


def described(event: dict[str, Any], schema: str) -> dict[str, Any]:
    """The event; raises `ValidationError` when it is not as the schema of this name says."""
    _validator(schema).validate(event)
    return event


@cache
def _validator(schema: str) -> Draft202012Validator:
    components = _closed(json.loads(description())["components"])
    return Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": components})


def _closed(schema: Any) -> Any:
    """The same without room for what is not named. (The parts of an `allOf` are open for each other.)"""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: part if name == "allOf" else _closed(part) for name, part in schema.items()}
    named = "properties" in schema and schema.get("type") == "object"
    return {"additionalProperties": False, **closed} if named else closed
