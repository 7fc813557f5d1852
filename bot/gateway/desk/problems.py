"""What the desk refuses, beside what every address of the gateway does."""

from __future__ import annotations

from http import HTTPStatus

from bot.gateway.problems import Problem, TooMany

CHALLENGE = {"WWW-Authenticate": 'Cookie realm="desk"'}


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
        super().__init__("Too many wrong passwords for this name.", seconds)


class UnknownConversation(Problem):
    """Not there, or never handed to a person: both are none of the desk's."""

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
