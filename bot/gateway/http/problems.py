"""Translates refusals into RFC 9457 problem documents; unforeseen errors become a 500 without details."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.content import danger_links, danger_text, technical_problem, technical_problem_links
from bot.gateway.db.database import DatabaseError
from bot.gateway.errors import Problem, StoreUnavailable
from bot.gateway.http.reader_language import reader_language
from bot.gateway.metrics import Metrics
from bot.observability.log_lines import place_of

logger = logging.getLogger(__name__)
JSON = "application/problem+json"


def problem_response(
    status: HTTPStatus,
    kind: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, object] | None = None,
) -> web.Response:
    """One problem document, with `members` of its own."""
    body = {
        "type": f"urn:breachline:problem:{kind}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        **(members or {}),
    }
    return web.json_response(body, status=status, content_type=JSON, headers=headers)


def translate_problems(metrics: Metrics) -> Middleware:
    """The middleware that turns errors into answers; unforeseen ones become a 500 without details."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except StoreUnavailable as problem:
            return _unavailable(request, problem, metrics)
        except Problem as problem:
            metrics.refusals.labels(problem.kind).inc()
            return problem_response(problem.status, problem.kind, problem.detail, problem.headers, problem.members)
        except DatabaseError as error:
            logger.error("The store does not answer: %s.", error)
            return _unavailable(request, StoreUnavailable(), metrics)
        except web.HTTPException as refusal:
            return _framework_refusal(refusal, metrics)
        except Exception as error:
            # The traceback's text could quote a customer; the place is enough to find the fault.
            logger.error("A request failed: %s at %s.", type(error).__name__, place_of(error))
            metrics.refusals.labels("failure").inc()
            return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, "failure", "The gateway failed.")

    return middleware


def _unavailable(request: web.Request, problem: StoreUnavailable, metrics: Metrics) -> web.Response:
    """The problem with a message for the customer: an apology with the hotline, or who helps in danger."""
    metrics.refusals.labels(problem.kind).inc()
    language = reader_language(request)  # which one the conversation is in, the store would know
    if problem.danger:
        text, links = danger_text(problem.danger, language), danger_links(problem.danger, language)
    else:
        text, links = technical_problem(language), technical_problem_links(language)
    message = {"from": "bot", "text": text, "language": language, "links": links}
    return problem_response(problem.status, problem.kind, problem.detail, problem.headers, {"message": message})


def _framework_refusal(refusal: web.HTTPException, metrics: Metrics) -> web.StreamResponse:
    """A refusal by aiohttp (no such address, wrong method, too long), in our form."""
    status = HTTPStatus(refusal.status)
    if status < HTTPStatus.BAD_REQUEST:
        raise refusal
    kind = status.phrase.lower().replace(" ", "-")
    metrics.refusals.labels(kind).inc()
    headers = {name: refusal.headers[name] for name in ("Allow", "Upgrade") if name in refusal.headers}
    return problem_response(status, kind, f"{status.description or status.phrase}.", headers)
