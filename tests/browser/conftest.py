"""A real browser in front of the real gateway, the real Rasa and the real actions. A command of its own: `pytest tests/browser`.

Every page is watched: a request to anybody else, a violation of the content security policy or an uncaught error fails
the test it happened in.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, expect

from tests.browser.chat import Chat
from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_FR, DeskWords
from tests.browser.gateway import Gateway
from tests.browser.site import Site
from tests.browser.staffed import PASSWORD, Staffed
from tests.browser.words import FR, Words
from tests.conftest import ROOT

# The shell is the same engine without the toolbars that Chromium otherwise draws, unseen, for each new context.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
BUILT = ROOT / "web" / "dist" / "widget.js"
HERE = Path(__file__).parent

# `securitypolicyviolation` also tells of what the console words differently from version to version.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP-VIOLATION ${event.violatedDirective} ${event.blockedURI}`));
"""

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="There is no Chromium here: `apt-get install chromium` brings it."))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # Chromium refuses its sandbox to root, which CI often is.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def gateway(rasa_server: str, action_server: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """The gateway of all tests that do not stop it."""
    if not BUILT.exists():
        pytest.fail("The widget is not built. `make web` builds it.")
    gateway = Gateway(tmp_path_factory.mktemp("gateway"), rasa_server, action_server)
    gateway.start()
    yield gateway
    gateway.stop()


@pytest.fixture
def own_gateway(gateway: Gateway, tmp_path: Path) -> Iterator[Callable[..., Gateway]]:
    """Starts gateways for this test alone, with settings of their own; without Rasa by `rasa=`."""
    started: list[Gateway] = []

    def start(rasa: str = gateway.rasa, **settings: str) -> Gateway:
        own = Gateway(tmp_path / f"gateway-{len(started)}", rasa, gateway.actions, settings)
        started.append(own)
        own.start()
        return own

    yield start
    for own in started:
        own.stop()


@pytest.fixture(scope="session")
def staffed_gateway(gateway: Gateway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    """A gateway of its own, because where there are agents the assistant speaks of them."""
    own = Gateway(
        tmp_path_factory.mktemp("staffed"), gateway.rasa, gateway.actions, {"BREACHLINE_RATE_SIGN_IN": "1000/1000"}
    )
    own.start()
    staffed = Staffed(own)
    for name in ("anna", "bert"):
        staffed.hire(name)
    staffed.hire("chef", "fr", "--supervisor")
    yield staffed
    own.stop()


@pytest.fixture
def staffed(staffed_gateway: Staffed) -> Staffed:
    """The same for each test, in which nothing has happened yet."""
    staffed_gateway.morning()
    return staffed_gateway


@dataclass
class Watch:
    """What happened in the pages of one test that must not happen in any."""

    allowed: set[str] = field(default_factory=set)
    trouble: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._requested(request.url))
        context.on("console", self._said)
        context.on("weberror", lambda error: self.trouble.append(f"uncaught: {error.error}"))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._requested(socket.url)))

    def _requested(self, url: str) -> None:
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc not in self.allowed:
            self.trouble.append(f"a request to somebody else: {url}")

    def _said(self, message: ConsoleMessage) -> None:
        if "CSP-VIOLATION" in message.text or "Content Security Policy" in message.text:
            self.trouble.append(message.text)


@pytest.fixture
def watch(gateway: Gateway) -> Iterator[Watch]:
    watch = Watch(allowed={urlsplit(gateway.address).netloc})
    yield watch
    assert not watch.trouble


@pytest.fixture
def site(watch: Watch) -> Iterator[Site]:
    """Another company's website."""
    site = Site()
    watch.allowed.add(urlsplit(site.address).netloc)
    thread = Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(new_context: OpenContext, watch: Watch, gateway: Gateway) -> OpenContext:
    """Opens browsers that are watched; each is one customer, with storage of their own."""

    def open_watched(at: Gateway = gateway, **options: Any) -> BrowserContext:
        options = {"base_url": at.address, "viewport": {"width": 1280, "height": 860}, "locale": FR.locale} | options
        context = new_context(**options)
        context.add_init_script(TELL_VIOLATIONS)
        watch.allowed.add(urlsplit(at.address).netloc)
        watch.over(context)
        return context

    return open_watched


@pytest.fixture
def desktop(open_context: OpenContext) -> Callable[..., Chat]:
    """The demo site on a desktop, in a language, with the widget closed."""

    def open_site(words: Words = FR, **options: Any) -> Chat:
        page = open_context(locale=words.locale, **options).new_page()
        return visit(page, words)

    return open_site


@pytest.fixture
def phone(open_context: OpenContext, playwright: Playwright) -> Callable[..., Chat]:
    """The full page on an emulated phone, as an app shows it."""

    def open_chat(words: Words = FR, query: str = "", prepare: str = "", **options: Any) -> Chat:
        context = open_context(**(phone_options(playwright) | {"locale": words.locale} | options))
        if prepare:
            context.add_init_script(prepare)
        page = context.new_page()
        page.goto(f"/chat?language={words.language}{query}")
        return Chat(page, words)

    return open_chat


@pytest.fixture
def customer(open_context: OpenContext, staffed: Staffed) -> Callable[..., Chat]:
    """The widget of somebody new on the demo site, open and greeted."""

    def open_site(words: DeskWords = DESK_FR, **options: Any) -> Chat:
        page = open_context(at=staffed.gateway, locale=words.chat.locale, **options).new_page()
        chat = visit(page, words.chat)
        chat.open()
        return chat

    return open_site


@pytest.fixture
def agent(open_context: OpenContext, staffed: Staffed) -> Callable[..., Desk]:
    """An agent who is signed in and there."""

    def open_desk(words: DeskWords = DESK_FR, name: str = "anna", **options: Any) -> Desk:
        options = {"viewport": {"width": 1440, "height": 900}} | options
        page = open_context(at=staffed.gateway, locale=words.chat.locale, **options).new_page()
        desk = Desk(page, words)
        desk.sign_in(name, PASSWORD)
        desk.come()
        return desk

    return open_desk


def visit(page: Page, words: Words) -> Chat:
    """Go to the demo site in a language."""
    page.goto(f"/?language={words.language}")
    chat = Chat(page, words)
    expect(chat.launcher).to_be_visible()
    return chat


def phone_options(playwright: Playwright) -> dict[str, Any]:
    device = dict(playwright.devices["Pixel 7"])
    with suppress(KeyError):
        del device["default_browser_type"]
    return device
