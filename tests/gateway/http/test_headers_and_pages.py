"""Browsers are told to do nothing that we did not mean, and get the pages fast."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.stand_in_rasa import StandInRasa


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A small build, where the gateway looks for one."""
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    for name in ("index.fr.html", "index.nl.html", "index.en.html", "chat.html"):
        (web / name).write_text(f"<!doctype html><title>{name}</title>")  # its title tells which one was served
    script = web / "widget.js"
    script.write_text("'the widget';" * 100)
    script.with_suffix(".js.gz").write_bytes(gzip.compress(script.read_bytes()))
    (web / "assets" / "chat-DiwrgTda.css").write_text("p {}")
    (tmp_path / "secret.txt").write_text("outside")
    return web


@pytest.mark.parametrize("path", ["/", "/chat"])
async def test_pages_are_served_under_a_strict_policy(gateway: Gateway, built: Path, path: str) -> None:
    async with gateway.session.get(gateway.address + path) as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
        assert response.headers["Cache-Control"] == "no-cache"
        etag = response.headers["ETag"]
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    async with gateway.session.get(gateway.address + path, headers={"If-None-Match": etag}) as response:
        assert response.status == 304


@pytest.mark.parametrize(
    ("query", "accepts", "language"),
    [
        ("", "nl-BE,nl;q=0.9,fr;q=0.8", "nl"),
        ("", "de-DE,en;q=0.7", "en"),
        ("", "de-DE", "fr"),
        ("", "", "fr"),
        ("?language=en", "nl-BE", "en"),
        ("?language=../../secret", "nl-BE", "nl"),
    ],
)
async def test_the_demo_page_comes_in_the_readers_language(
    gateway: Gateway, built: Path, query: str, accepts: str, language: str
) -> None:
    headers = {"Accept-Language": accepts}
    async with gateway.session.get(f"{gateway.address}/{query}", headers=headers) as response:
        assert f"index.{language}.html" in await response.text()
        assert "Accept-Language" in response.headers["Vary"]


async def test_who_may_frame_the_pages_is_a_setting(
    start_gateway: StartGateway, rasa: StandInRasa, built: Path
) -> None:
    gateway = await start_gateway(frame_ancestors=("https://www.example.be",), hsts_seconds=600)
    async with gateway.session.get(f"{gateway.address}/chat") as response:
        assert "frame-ancestors https://www.example.be" in response.headers["Content-Security-Policy"]
        assert response.headers["Strict-Transport-Security"].startswith("max-age=600")
    async with gateway.session.get(f"{gateway.address}/healthz") as response:
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


async def test_the_widget_is_compressed_and_may_be_loaded_by_other_sites(gateway: Gateway, built: Path) -> None:
    async with gateway.session.get(f"{gateway.address}/widget.js") as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Access-Control-Allow-Origin"] == "*", "as a module it could not be read"
        assert "javascript" in response.content_type
        assert (await response.text()).startswith("'the widget'")
    async with gateway.session.get(f"{gateway.address}/assets/chat-DiwrgTda.css") as response:
        assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["/assets/..%2f..%2fsecret.txt", "/assets/.%2e/secret.txt", "/assets/none.js", "/x", "/assets/" + "a" * 300],
)
async def test_nothing_else_is_served(gateway: Gateway, built: Path, path: str) -> None:
    from yarl import URL

    async with gateway.session.get(URL(gateway.address + path, encoded=True)) as response:
        assert response.status == 404
        assert "outside" not in await response.text()


async def test_a_page_that_is_not_built_says_how_to_build_it(gateway: Gateway) -> None:
    async with gateway.session.get(gateway.address) as response:
        assert response.status == 404
        assert "make web" in await response.text()


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/messages", "/v1/nothing", "/openapi.json"])
async def test_every_answer_carries_the_security_headers(gateway: Gateway, path: str) -> None:
    async with gateway.session.get(gateway.address + path) as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "Content-Security-Policy" in response.headers
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert response.headers["Server"] == "Breachline"
        assert "Strict-Transport-Security" not in response.headers
        assert not path.startswith("/v1/") or response.headers["Cache-Control"] == "no-store"
