"""The tabs of one customer share one conversation, and the launcher tells what was not read."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import visit
from tests.browser.words import FR, NL

Open = Callable[..., Chat]


def test_what_is_said_in_one_tab_appears_in_the_other(desktop: Open) -> None:
    one = desktop()
    one.open()
    other = visit(one.page.context.new_page(), FR)
    other.open()
    one.ask(FR.question)
    expect(other.messages).to_have_count(3)
    other.ask(FR.help)
    expect(one.messages).to_have_count(5)
    assert one.ids() == other.ids()
    assert one.texts() == other.texts()


def test_tabs_opened_at_the_same_moment_begin_one_conversation(desktop: Open) -> None:
    one = desktop()
    other = visit(one.page.context.new_page(), FR)
    for chat in (one, other):
        chat.page.evaluate("setTimeout(() => document.querySelector('breachline-widget').show(), 300)")
    for chat in (one, other):
        chat.greeted()
    one.ask(FR.question)
    expect(other.messages).to_have_count(3)
    assert one.ids() == other.ids()


def test_erasing_in_one_tab_erases_in_the_other(desktop: Open) -> None:
    one = desktop()
    one.open()
    other = visit(one.page.context.new_page(), FR)
    other.open()
    one.ask(FR.question)
    expect(other.messages).to_have_count(3)
    one.erase()
    expect(other.messages).to_have_count(0)
    expect(other.root.get_by_text(FR.erased).first).to_be_visible()


def test_a_new_conversation_after_an_erasure_is_shared_again(desktop: Open) -> None:
    one = desktop()
    one.open()
    other = visit(one.page.context.new_page(), FR)
    other.open()
    one.erase()
    expect(other.messages).to_have_count(0)
    one.button(FR.new_conversation).click()
    one.greeted()
    other.greeted()
    one.ask(FR.question)
    expect(other.messages).to_have_count(3)
    assert one.ids() == other.ids()


def test_the_panel_stays_open_from_page_to_page(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.ask(FR.question)
    said = chat.texts()
    chat.page.goto("/?language=fr&page=2")
    expect(chat.panel).to_be_visible()
    expect(chat.messages).to_have_count(len(said))
    assert chat.texts() == said


def test_the_panel_stays_closed_once_closed(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.button(FR.close).click()
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_be_hidden()


def test_the_launcher_counts_what_arrived_while_the_panel_was_closed(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    held: list[Route] = []
    chat.page.route(
        "**/v1/messages", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    with chat.page.expect_request(lambda request: request.method == "POST"):
        chat.type(FR.question)
    chat.field.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.page.get_by_role("button", name=FR.open, exact=True)).to_be_visible()
    held[0].continue_()
    unread = chat.page.get_by_role("button", name=f"{FR.open}, 1 message non lu", exact=True)
    expect(unread).to_be_visible()
    unread.click()
    chat.answer(1)
    chat.button(FR.close).click()
    expect(chat.page.get_by_role("button", name=FR.open, exact=True)).to_be_visible()


def test_what_another_tab_read_is_read(desktop: Open) -> None:
    one = desktop()
    one.open()
    one.ask(FR.question)
    other = visit(one.page.context.new_page(), FR)
    expect(other.page.get_by_role("button", name=FR.open, exact=True)).to_be_visible()
    expect(other.page.locator("breachline-widget .unread")).to_have_count(0)


def test_the_conversation_has_the_language_of_the_page_it_began_on(desktop: Open) -> None:
    chat = desktop(NL)
    chat.open()
    expect(chat.answers.first).to_have_attribute("lang", "nl")
