"""What a browser has and yet refuses, or gets wrong: storage that is blocked or full, locks, and a clock that is days off."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat import Chat
from tests.browser.conftest import visit
from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_FR
from tests.browser.gateway import Gateway
from tests.browser.staffed import PASSWORD, Staffed
from tests.browser.words import FR

OpenContext = Callable[..., BrowserContext]

# Chromium, where all site data is blocked: even to name a storage is an error, and locks are there and refuse.
BLOCKED = """
if (isSecureContext) LockManager.prototype.request = () => Promise.reject(new DOMException("denied", "SecurityError"));
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
"""

# Really full, to the last character.
FULL = """
for (const storage of location.protocol === "about:" ? [] : [localStorage, sessionStorage])
  for (let size = 2 ** 22; size >= 1; size = Math.floor(size / 2))
    for (let tries = 0; tries < 3; tries += 1)
      try { storage.setItem(`full-${size}-${tries}`, "x".repeat(size)); } catch { break; }
"""


def in_the_widget(context: BrowserContext) -> Chat:
    chat = visit(context.new_page(), FR)
    chat.open()
    return chat


def on_the_page(context: BrowserContext) -> Chat:
    page = context.new_page()
    page.goto("/chat?language=fr")
    chat = Chat(page, FR)
    chat.greeted()
    return chat


@pytest.mark.parametrize("begin", [in_the_widget, on_the_page], ids=["the widget", "the page"])
@pytest.mark.parametrize("trouble", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_storage_is_refused_the_customer_is_answered_as_long_as_the_page_lives(
    open_context: OpenContext, begin: Callable[[BrowserContext], Chat], trouble: str
) -> None:
    context = open_context()
    context.add_init_script(trouble)
    chat = begin(context)
    expect(chat.ask(FR.question)).to_contain_text(FR.answer)
    chat.ask(FR.help)
    assert len(chat.ids()) == len(set(chat.ids())) == 5


def test_a_device_that_wrongly_thinks_it_is_offline_is_served(open_context: OpenContext) -> None:
    context = open_context()
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });")
    chat = in_the_widget(context)
    expect(chat.ask(FR.question)).to_contain_text(FR.answer)
    expect(chat.root.locator(".connection")).to_have_count(0)


def test_where_storage_is_refused_the_panel_still_opens_and_closes(open_context: OpenContext) -> None:
    context = open_context()
    context.add_init_script(BLOCKED)
    chat = in_the_widget(context)
    chat.button(FR.close).click()
    expect(chat.panel).to_be_hidden()
    chat.open()


def test_where_storage_is_refused_an_agent_signs_in_and_answers(staffed: Staffed, open_context: OpenContext) -> None:
    context = open_context(at=staffed.gateway, viewport={"width": 1440, "height": 900})
    context.add_init_script(BLOCKED)
    anna = Desk(context.new_page(), DESK_FR)
    anna.sign_in("anna", PASSWORD)
    anna.come()
    staffed.customer(DESK_FR.wish)
    anna.take_next()
    anna.reply("Bonjour, je vous lis.")


@pytest.mark.parametrize("days", [-40, 1, 40])
def test_a_wrong_clock_begins_one_conversation_that_goes_on_after_a_reload(
    open_context: OpenContext, gateway: Gateway, days: int
) -> None:
    page = open_context().new_page()
    page.clock.set_system_time(datetime.datetime.now() + datetime.timedelta(days=days))
    begun: list[str] = []
    page.on("request", lambda request: begun.append(request.url) if "/v1/conversations" in request.url else None)
    chat = visit(page, FR)
    chat.open()
    chat.ask(FR.question)
    said = chat.texts()
    page.reload()
    expect(chat.messages).to_have_count(len(said))
    chat.ask(FR.help)
    assert len(begun) == 1


def test_waits_at_the_desk_are_counted_by_the_servers_clock(staffed: Staffed, open_context: OpenContext) -> None:
    page = open_context(at=staffed.gateway, viewport={"width": 1440, "height": 900}).new_page()
    page.clock.set_system_time(datetime.datetime.now() + datetime.timedelta(hours=7))
    anna = Desk(page, DESK_FR)
    anna.sign_in("anna", PASSWORD)
    anna.come()
    staffed.customer(DESK_FR.wish)
    staffed.waited(minutes=3)
    expect(anna.waiting.locator("breachline-since").first).to_contain_text("3 min")
