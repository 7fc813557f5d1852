"""The pages and scripts that `make web` builds: static files, compressed beforehand, cached as long as they may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from aiohttp import web

from bot.content import is_offered
from bot.gateway.http.reader_language import reader_language
from bot.language import language_of_code

FOREVER = "public, max-age=31536000, immutable"  # assets carry a hash of their content in their names
A_WHILE = "public, max-age=300"  # the widget's address never changes, its content does
ALWAYS_ASK = "no-cache"
_HASHED = re.compile(r"-[\w-]{8,}\.\w+$")
_NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not built</title>
<p>This page is not built yet. Run <code>make web</code> in the project's folder, and reload.</p></html>
"""


class Pages:
    """Serves `folder`; files are looked up at each request, so a new build needs no restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def demo(self, request: web.Request) -> web.StreamResponse:
        """The demo page in the language that the reader chose, or else their browser's."""
        asked = language_of_code(request.query.get("language"))
        language = asked if is_offered(asked) else reader_language(request)
        return self._page(f"index.{language}.html", {"Vary": "Accept-Language"})

    async def chat(self, request: web.Request) -> web.StreamResponse:
        return self._page("chat.html")

    async def desk(self, request: web.Request) -> web.StreamResponse:
        return self._page("desk.html")

    async def widget(self, request: web.Request) -> web.StreamResponse:
        # For any site: as a module, or with `crossorigin`, a browser takes it only when it may be read.
        return self._file("widget.js", A_WHILE, {"Access-Control-Allow-Origin": "*"})

    async def asset(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        return self._file(f"assets/{name}", FOREVER if _HASHED.search(name) else A_WHILE)

    def _page(self, name: str, more: Mapping[str, str] = MappingProxyType({})) -> web.StreamResponse:
        if not (self._folder / name).is_file():
            return web.Response(text=_NOT_BUILT, content_type="text/html", status=HTTPStatus.NOT_FOUND)
        return self._file(name, ALWAYS_ASK, more)

    def _file(self, name: str, cache: str, more: Mapping[str, str] = MappingProxyType({})) -> web.StreamResponse:
        path = self._folder / name
        if not path.is_file() or path.suffix == ".gz":
            raise web.HTTPNotFound
        # FileResponse adds the ETag, answers conditional requests, and sends NAME.gz to who can read it.
        return web.FileResponse(path, headers={"Cache-Control": cache, **more})
