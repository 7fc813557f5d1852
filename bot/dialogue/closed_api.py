"""Rasa's HTTP interface, closed but for what the assistant needs.

Rasa listens on this machine only, and yet whoever reaches it there could read trackers or hand it another model. What
is open is listed here; all else needs the token of `RASA_TOKEN`, or else of this start, which nobody knows. Another
model is never taken this way: one comes with a start.
"""

from __future__ import annotations

import hmac
import os
import secrets
from http import HTTPStatus

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

OPEN = {
    ("GET", "/"),
    ("GET", "/version"),
    ("POST", "/model/parse"),
    ("GET", "/webhooks/rest"),
    ("POST", "/webhooks/rest/webhook"),
}
NEVER = {("PUT", "/model"), ("DELETE", "/model"), ("POST", "/model/train")}


def close(app: Sanic) -> None:
    """Refuse all requests but those that are `OPEN`, and others with the token; those in `NEVER` with it, too."""
    token = os.environ.get("RASA_TOKEN") or secrets.token_urlsafe(32)

    async def refuse(request: Request) -> HTTPResponse | None:
        asked = (request.method, "/" + "/".join(filter(None, request.path.split("/"))))
        if asked in OPEN:
            return None
        given = request.token or request.args.get("token") or ""
        if asked not in NEVER and hmac.compare_digest(given.encode(), token.encode()):
            return None
        return response.json({"error": "This address of Rasa is closed."}, status=HTTPStatus.FORBIDDEN)

    app.register_middleware(refuse, "request")
