"""What the gateway refuses, as RFC 9457 problem documents: the inside raises, the middleware here translates, once.

A problem never repeats what somebody wrote.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.gateway.database import DatabaseError
from bot.gateway.metrics import Metrics

logger = logging.getLogger(__name__)

JSON = "application/problem+json"


class Problem(Exception):
    """A request that is refused. `detail` is for the developer of the client."""

    status: ClassVar[HTTPStatus]
    kind: ClassVar[str]  # the end of the problem's type, and its name in the metrics

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})


class Malformed(Problem):
    status, kind = HTTPStatus.BAD_REQUEST, "malformed"


class Unauthorised(Problem):
    status, kind = HTTPStatus.UNAUTHORIZED, "unauthorised"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, {"WWW-Authenticate": "Bearer"})


class ForeignOrigin(Problem):
    status, kind = HTTPStatus.FORBIDDEN, "foreign-origin"


class NotAllowed(Problem):
    status, kind = HTTPStatus.FORBIDDEN, "not-allowed"


class UnknownButton(Problem):
    status, kind = HTTPStatus.NOT_FOUND, "unknown-button"


class TooSlow(Problem):
    status, kind = HTTPStatus.REQUEST_TIMEOUT, "too-slow"


class AlreadyTaken(Problem):
    status, kind = HTTPStatus.CONFLICT, "already-taken"


class WrongState(Problem):
    status, kind = HTTPStatus.CONFLICT, "wrong-state"


class ConversationGone(Problem):
    status, kind = HTTPStatus.GONE, "conversation-gone"

    def __init__(self) -> None:
        super().__init__("This conversation was erased, or kept as long as it may be. Begin a new one.")


class ButtonExpired(Problem):
    status, kind = HTTPStatus.GONE, "button-expired"


class NotJson(Problem):
    status, kind = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json"


class Invalid(Problem):
    status, kind = HTTPStatus.UNPROCESSABLE_ENTITY, "invalid"


class TooMany(Problem):
    status, kind = HTTPStatus.TOO_MANY_REQUESTS, "too-many"

    def __init__(self, detail: str, seconds: float) -> None:
        super().__init__(detail, {"Retry-After": str(max(1, math.ceil(seconds)))})


def problem_response(
    status: HTTPStatus, kind: str, detail: str, headers: Mapping[str, str] | None = None
) -> web.Response:
    """One problem document."""
    body = {
        "type": f"urn:breachline:problem:{kind}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }
    return web.json_response(body, status=status, content_type=JSON, headers=headers)


def translate_problems(metrics: Metrics) -> Middleware:
    """The one place where errors become answers; what nobody foresaw is a 500 that tells nothing."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Problem as problem:
            metrics.refusals.labels(problem.kind).inc()
            return problem_response(problem.status, problem.kind, problem.detail, problem.headers)
        except DatabaseError as error:
            logger.error("The store does not answer: %s.", error)
            metrics.refusals.labels("store-unavailable").inc()
            detail = "Conversations cannot be reached at the moment."
            return problem_response(HTTPStatus.SERVICE_UNAVAILABLE, "store-unavailable", detail, {"Retry-After": "5"})
        except web.HTTPException as refusal:
            return _framework_refusal(refusal, metrics)
        except Exception as error:
            # The traceback's text could quote a customer; the place is enough to find the fault.
            logger.error("A request failed: %s at %s.", type(error).__name__, _place(error))
            metrics.refusals.labels("failure").inc()
            return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, "failure", "The gateway failed.")

    return middleware


def _framework_refusal(refusal: web.HTTPException, metrics: Metrics) -> web.StreamResponse:
    """A refusal by aiohttp (no such address, wrong method, too long), in our form."""
    status = HTTPStatus(refusal.status)
    if status < HTTPStatus.BAD_REQUEST:
        raise refusal
    kind = status.phrase.lower().replace(" ", "-")
    metrics.refusals.labels(kind).inc()
    headers = {name: refusal.headers[name] for name in ("Allow", "Upgrade") if name in refusal.headers}
    return problem_response(status, kind, f"{status.description or status.phrase}.", headers)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
