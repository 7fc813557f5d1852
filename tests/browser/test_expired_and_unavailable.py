"""A token that ends before its conversation, and a store that cannot keep anything: the customer is served all the same."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import jwt
import pytest
from playwright.sync_api import Page, Request, expect

from bot.content import danger_text, incident, technical_problem
from bot.gateway.conversations.tokens import AUDIENCE
from bot.gateway.secret import ALGORITHM
from bot.language import Language
from tests.browser.chat import Chat
from tests.browser.conftest import OpenContext
from tests.browser.gateway import Gateway
from tests.browser.words import ALL, EN, FR, NL, Words

in_each_language = pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])


@pytest.fixture
def own(own_gateway: Callable[..., Gateway]) -> Gateway:
    """With a store that no other test needs."""
    return own_gateway()


def chat_in(
    words: Words, gateway: Gateway, open_context: OpenContext, address: str = "/chat"
) -> tuple[Chat, list[Request]]:
    """The page, and what it asks of the gateway."""
    page: Page = open_context(
        at=gateway, locale="de-DE"
    ).new_page()  # a language that is not offered: the page's is asked for
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright marks what it is given
    page.goto(f"{address}?language={words.language}")
    return Chat(page, words), asked


def let_expire(chat: Chat, gateway: Gateway, seconds: int) -> str:
    """From the next page on, the browser has this token, which expires in `seconds`."""
    saved = chat.saved()
    assert saved
    secret = (gateway.folder / "data" / "token_secret").read_text().strip()
    claims = {"sub": saved["conversation_id"], "aud": AUDIENCE, "exp": int(time.time()) + seconds}
    token = jwt.encode(claims, secret, ALGORITHM)
    chat.page.evaluate(
        """token => {
            const saved = JSON.parse(localStorage.getItem("breachline.conversation"));
            localStorage.setItem("breachline.conversation", JSON.stringify({...saved, token}));
        }""",
        token,
    )
    chat.page.reload()
    return token


def times(asked: list[Request], path: str) -> int:
    return sum(request.method == "POST" and request.url.endswith(path) for request in asked)


@pytest.mark.parametrize("address", ["/", "/chat"])
def test_who_comes_back_with_an_expired_token_goes_on_in_the_same_conversation(
    gateway: Gateway, open_context: OpenContext, address: str
) -> None:
    chat, asked = chat_in(FR, gateway, open_context, address)
    if address == "/":
        chat.launcher.click()
    chat.greeted()
    chat.ask(FR.question)
    said, before = chat.texts(), chat.saved()
    expired = let_expire(chat, gateway, -3600)
    expect(chat.messages).to_have_count(3)
    assert chat.texts() == said
    chat.ask(FR.help)
    after = chat.saved()
    assert before
    assert after
    assert after["conversation_id"] == before["conversation_id"]
    assert after["token"] != expired
    expect(chat.log.get_by_text(FR.renewed)).to_have_count(0)
    assert times(asked, "/v1/conversations") == 1


def test_a_token_that_expires_while_the_page_is_open_is_renewed_and_nobody_notices(
    gateway: Gateway, open_context: OpenContext
) -> None:
    chat, asked = chat_in(NL, gateway, open_context)
    chat.greeted()
    pages: list[object] = []
    chat.page.on("framenavigated", lambda page: pages.append(page))  # noqa: PLW0108
    # Not the stream of the page before it, which may open only now, and ends unheard.
    with chat.page.expect_websocket(lambda _: bool(pages)) as opened:
        let_expire(chat, gateway, 3)
    stream = opened.value
    if not stream.is_closed():
        stream.wait_for_event("close", timeout=10_000)
    chat.ask(NL.question)
    expect(chat.root.locator(".connection")).to_have_count(0)
    expect(chat.log.get_by_text(NL.renewed)).to_have_count(0)
    assert chat.messages.count() == 3
    assert (times(asked, "/v1/conversations"), times(asked, "/v1/token/renew")) == (1, 1)


@in_each_language
def test_what_cannot_be_kept_is_apologised_for_with_the_hotline_until_it_is_answered(
    words: Words, own: Gateway, open_context: OpenContext
) -> None:
    chat, _ = chat_in(words, own, open_context)
    chat.greeted()
    with closing(sqlite3.connect(own.folder / "data" / "gateway.sqlite", isolation_level=None)) as locking:
        locking.execute("BEGIN IMMEDIATE")
        chat.type(words.question)
        apology = chat.answers.last
        expect(apology).to_contain_text(incident().hotline.display)
        expect(apology).to_contain_text(technical_problem(Language(words.language))[:40])
        expect(apology.get_by_role("link", name=incident().hotline.display).first).to_be_visible()
        expect(chat.unsent).to_contain_text(words.question)
        heard = chat.root.locator("[aria-live=polite]").first
        expect(heard).to_contain_text(incident().hotline.display)
    chat.answer(1)
    assert chat.texts().count(words.question) == 1
    assert chat.messages.count() == 3


def test_who_is_in_danger_reads_who_helps_when_nothing_can_be_kept(own: Gateway, open_context: OpenContext) -> None:
    chat, _ = chat_in(EN, own, open_context)
    chat.greeted()
    with closing(sqlite3.connect(own.folder / "data" / "gateway.sqlite", isolation_level=None)) as locking:
        locking.execute("BEGIN IMMEDIATE")
        chat.type("I want to kill myself")
        expect(chat.answers.last).to_contain_text(danger_text("crisis", Language("en")).split("\n")[0][:40])
        expect(chat.answers.last.locator("a[href^='tel:']").first).to_be_visible()


def test_a_page_opened_while_the_store_is_locked_says_so_and_begins_on_demand(
    own: Gateway, open_context: OpenContext
) -> None:
    with closing(sqlite3.connect(own.folder / "data" / "gateway.sqlite", isolation_level=None)) as locking:
        locking.execute("BEGIN IMMEDIATE")
        chat, _ = chat_in(NL, own, open_context)
        expect(chat.answers).to_contain_text(incident().hotline.display)
    chat.button(NL.try_again).click()
    chat.greeted()
    expect(chat.answers).to_have_count(1)
