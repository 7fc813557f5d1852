"""The cookie that holds a session's token: for the desk's addresses only, unseen by scripts and other websites."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.gateway.addresses import is_over_https
from bot.gateway.desk.sessions import LIFETIME
from bot.gateway.settings import Network

NAME = "breachline_desk"
PATH = "/v1/desk"
MAX_LENGTH = 100  # characters; ours have 43


def token_in(request: web.Request) -> str | None:
    token = request.cookies.get(NAME)
    return token if token and token.isascii() and len(token) <= MAX_LENGTH else None


def set_token(request: web.Request, response: web.StreamResponse, token: str, proxies: Sequence[Network]) -> None:
    response.set_cookie(
        NAME,
        token,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=is_over_https(request, proxies),
        max_age=int(LIFETIME),
    )


def remove_token(response: web.StreamResponse) -> None:
    response.del_cookie(NAME, path=PATH, httponly=True, samesite="Strict")
