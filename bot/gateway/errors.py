"""What the gateway refuses, each with its HTTP status: the inside raises, the edge (`http/problems.py`) translates.

Imports nothing of the gateway, so that anything may raise. A detail never repeats what somebody wrote.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from bot.danger.kinds import DangerKind

CHALLENGE = {"WWW-Authenticate": 'Cookie realm="desk"'}


class Problem(Exception):
    """A request that is refused. `detail` is for the developer of the client."""

    status: ClassVar[HTTPStatus]
    kind: ClassVar[str]  # the end of the problem's type, and its name in the metrics

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.members: dict[str, object] = {}  # of the document, beside those of every problem


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


class PhoneProblem(Invalid):
    """A number that cannot be dialled; each kind of problem has a sentence in the form that asked for the number."""

    words: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(self.words)


class PhoneTooShort(PhoneProblem):
    kind, words = "phone-too-short", "The number lacks digits."


class PhoneTooLong(PhoneProblem):
    kind, words = "phone-too-long", "The number has too many digits."


class PhoneUnknown(PhoneProblem):
    kind, words = "phone-unknown", "There is no such number in its country."


class TooMany(Problem):
    status, kind = HTTPStatus.TOO_MANY_REQUESTS, "too-many"

    def __init__(self, detail: str, seconds: float) -> None:
        super().__init__(detail, {"Retry-After": str(max(1, math.ceil(seconds)))})


class StoreUnavailable(Problem):
    """The store is unavailable. `danger` is what was detected in the customer's message."""

    status, kind = HTTPStatus.SERVICE_UNAVAILABLE, "store-unavailable"

    def __init__(self, danger: DangerKind | None = None) -> None:
        super().__init__("Conversations cannot be reached at the moment.", {"Retry-After": "5"})
        self.danger = danger


class NotSignedIn(Problem):
    status, kind = HTTPStatus.UNAUTHORIZED, "not-signed-in"

    def __init__(self) -> None:
        super().__init__("Sign in at the desk first.", CHALLENGE)


class WrongCredentials(Problem):
    """The same for an unknown name, a wrong password and an account that is disabled."""

    status, kind = HTTPStatus.UNAUTHORIZED, "wrong-credentials"

    def __init__(self) -> None:
        super().__init__("This name and password do not open the desk.", CHALLENGE)


class LockedOut(TooMany):
    kind = "locked-out"

    def __init__(self, seconds: float) -> None:
        super().__init__("Too many wrong passwords for this name from here.", seconds)


class SecondFactorNeeded(Problem):
    """The password is right, and a code of the agent's app is missing."""

    status, kind = HTTPStatus.FORBIDDEN, "second-factor-needed"

    def __init__(self) -> None:
        super().__init__("A code of the authenticator app is needed, too.")


class NewSecondFactor(Problem):
    """The password is right, and the agent has no app yet: `key` is to be noted in one."""

    status, kind = HTTPStatus.FORBIDDEN, "second-factor-new"

    def __init__(self, key: str, uri: str) -> None:
        super().__init__("Note the key in an authenticator app, and sign in with a code of it.")
        self.members = {"key": key, "uri": uri}


class WrongSecondFactor(Problem):
    """The code is wrong, too old, or was used before."""

    status, kind = HTTPStatus.FORBIDDEN, "second-factor-wrong"

    def __init__(self) -> None:
        super().__init__("This code is not right, or was used before.")


class UnknownConversation(Problem):
    """No such conversation, or never handed off: the desk does not tell these apart."""

    status, kind = HTTPStatus.NOT_FOUND, "unknown-conversation"

    def __init__(self) -> None:
        super().__init__("The desk knows no such conversation.")


class UnknownAgent(Problem):
    status, kind = HTTPStatus.NOT_FOUND, "unknown-agent"

    def __init__(self) -> None:
        super().__init__("There is no such agent.")


class AgentUnavailable(Problem):
    status, kind = HTTPStatus.CONFLICT, "agent-unavailable"


class UnknownTicket(Problem):
    status, kind = HTTPStatus.NOT_FOUND, "unknown-ticket"

    def __init__(self) -> None:
        super().__init__("There is no such ticket to do.")


class NoOpenId(Problem):
    status, kind = HTTPStatus.NOT_FOUND, "not-found"

    def __init__(self) -> None:
        super().__init__("No OpenID server is set here.")


class NotConnected(Problem):
    status, kind = HTTPStatus.NOT_FOUND, "not-connected"


class WrongSignature(Problem):
    status, kind = HTTPStatus.UNAUTHORIZED, "wrong-signature"


class UnknownTicketRef(Problem):
    status, kind = HTTPStatus.NOT_FOUND, "unknown-conversation"
