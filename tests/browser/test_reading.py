"""Where a customer begins to read: at the first message that they have not read, whatever happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.conftest import visit
from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_FR
from tests.browser.test_handoff_with_people import ask_for_person
from tests.browser.words import FR

Open = Callable[..., Chat]

LONG = "Une ligne de plus.\n" * 40


def talked(chat: Chat) -> None:
    """More than the panel shows at once."""
    for question in (FR.question, FR.help, FR.question):
        chat.ask(question)


def in_sight(message: Locator, chat: Chat) -> None:
    """Its beginning stands in the log."""
    expect(message.locator(".bubble")).to_be_in_viewport()
    top = "(element) => element.getBoundingClientRect().top"
    frame = chat.log.bounding_box()
    assert frame
    assert frame["y"] - 1 <= message.evaluate(top) < frame["y"] + frame["height"]


@pytest.mark.parametrize("size", [(1280, 860), (390, 800)], ids=["desktop", "phone"])
def test_on_the_next_page_the_newest_message_is_in_sight(desktop: Open, size: tuple[int, int]) -> None:
    chat = desktop(viewport={"width": size[0], "height": size[1]})
    chat.open()
    talked(chat)
    chat.page.goto("/?language=fr&page=2")
    expect(chat.messages).to_have_count(7)
    expect(chat.messages.last).to_be_in_viewport()
    other = visit(chat.page.context.new_page(), FR)
    other.open()
    expect(other.messages.last).to_be_in_viewport()


def test_what_a_person_wrote_while_the_panel_was_closed_is_read_from_its_beginning(
    customer: Open, agent: Callable[..., Desk]
) -> None:
    chat, anna = customer(), agent()
    for question in (FR.question, FR.help):
        chat.ask(question)
    ask_for_person(chat, DESK_FR)
    anna.take_next()
    anna.reply("Bonjour, je vous lis.")
    expect(chat.messages.last).to_contain_text("Bonjour")
    chat.button(FR.close).click()
    expect(chat.panel).to_be_hidden()
    anna.reply(f"Premier. {LONG}")
    anna.reply(f"Second. {LONG}")
    expect(chat.page.locator("breachline-widget .unread")).to_have_text("2")
    chat.launcher.click()
    expect(chat.panel).to_be_visible()
    in_sight(chat.messages.filter(has_text="Premier."), chat)
    expect(chat.messages.filter(has_text="Second.")).not_to_be_in_viewport()
    # The same after a reload, with the panel closed while another message comes.
    chat.button(FR.close).click()
    chat.page.reload()
    anna.reply(f"Troisième. {LONG}")
    expect(chat.page.locator("breachline-widget .unread")).to_be_visible()
    chat.launcher.click()
    in_sight(chat.messages.filter(has_text="Troisième."), chat)


def test_who_reads_further_up_finds_the_same_place_after_closing_and_opening(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    talked(chat)
    chat.log.evaluate("log => { log.scrollTop = 40; }")
    chat.page.wait_for_timeout(200)
    chat.button(FR.close).click()
    chat.launcher.click()
    expect(chat.panel).to_be_visible()
    expect(chat.messages.first).to_be_in_viewport()
    assert abs(chat.log.evaluate("log => log.scrollTop") - 40) < 2
