"""Nobody is at the desk: the hotline, a message with a number, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.desk import Desk
from tests.browser.desk_words import ALL_DESKS, DESK_FR, DeskWords
from tests.browser.staffed import Staffed
from tests.browser.test_handoff_with_people import ask_for_person, in_each_language

OpenChat = Callable[..., Chat]
OpenDesk = Callable[..., Desk]

NUMBER = "+32 470 12 34 56"


def wish_in_vain(chat: Chat, words: DeskWords) -> None:
    chat.type(words.wish)
    expect(chat.log).to_contain_text(words.nobody_there)


def leave_message(chat: Chat, words: DeskWords, text: str) -> None:
    chat.button(words.leave_message).click()
    sheet = chat.root.get_by_role("dialog", name=words.leave_message)
    sheet.get_by_role("textbox", name=words.phone).fill(NUMBER)
    sheet.get_by_role("textbox", name=words.message).fill(text)
    sheet.get_by_role("button", name=words.send_message).click()


@in_each_language
def test_the_customer_gets_the_hotline_leaves_a_message_and_the_desk_calls_back(
    words: DeskWords, customer: OpenChat, agent: OpenDesk
) -> None:
    chat = customer(words)
    wish_in_vain(chat, words)
    notice = chat.log.locator(".message.system").last
    expect(notice.get_by_role("link", name="0800/55.800").first).to_have_attribute("href", "tel:+3280055800")
    expect(chat.root.locator(".queue")).to_have_count(0)
    leave_message(chat, words, "Ik heb niets geklikt. Rien cliqué.")
    expect(chat.log).to_contain_text(words.ticket_kept)
    expect(chat.log).to_contain_text(NUMBER)  # one that was mistyped can be left again
    chat.page.reload()
    expect(chat.log).to_contain_text(words.ticket_kept)
    expect(chat.log).not_to_contain_text(NUMBER)  # nowhere but at the desk

    anna = agent(words)
    anna.show(f"{words.tickets} (1)")
    row = anna.root.get_by_role("row").filter(has_text=NUMBER)
    expect(row).to_contain_text("Rien cliqué")
    expect(row.get_by_role("link", name=NUMBER)).to_have_attribute("href", "tel:+32470123456")
    row.get_by_role("button", name=words.done).click()
    expect(row).to_contain_text(f"{words.done_by} Anna")
    anna.show(words.tickets)
    expect(anna.top.get_by_role("button", name=f"{words.tickets} (1)")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("0475 12", "Il manque des chiffres"), ("0470 12 34 567", "trop de chiffres"), ("0470 12 34 5", "n'existe pas")],
)
def test_of_a_dead_number_the_form_says_what_is_wrong_and_takes_it_once_put_right(
    customer: OpenChat, agent: OpenDesk, typed: str, says: str
) -> None:
    words = DESK_FR
    chat = customer(words)
    wish_in_vain(chat, words)
    chat.button(words.leave_message).click()
    sheet = chat.root.get_by_role("dialog", name=words.leave_message)
    phone = sheet.get_by_role("textbox", name=words.phone)
    phone.fill(typed)
    sheet.get_by_role("textbox", name=words.message).fill("Rappelez-moi")
    sheet.get_by_role("button", name=words.send_message).click()
    expect(phone).to_have_accessible_description(re.compile(says))
    expect(phone).to_be_focused()
    assert violations(chat.page) == []
    phone.fill("0470\u00a0- 12\u00a034 56\u202c")  # as it is pasted
    sheet.get_by_role("button", name=words.send_message).click()
    expect(sheet).to_have_count(0)
    expect(chat.log.locator(".message.system").last).to_contain_text("Numéro noté")
    anna = agent(words)
    anna.show(words.tickets)
    expect(anna.root.get_by_role("link", name="0470 12 34 56", exact=True).first).to_be_visible()


def test_somebody_comes_and_the_customer_asks_again(customer: OpenChat, agent: OpenDesk) -> None:
    words = DESK_FR
    chat = customer(words)
    wish_in_vain(chat, words)
    anna = agent(words)
    chat.button(words.ask_again).click()
    expect(chat.log).to_contain_text(words.queued)
    expect(anna.waiting).to_have_count(1)


def test_a_message_whose_answer_was_lost_is_left_once(customer: OpenChat, agent: OpenDesk) -> None:
    words = DESK_FR
    chat = customer(words)
    wish_in_vain(chat, words)
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)  # the gateway has it, and we never hear
            route.abort()

    chat.page.route("**/v1/ticket", lose_first)
    leave_message(chat, words, "une fois")
    sheet = chat.root.get_by_role("dialog", name=words.leave_message)
    expect(sheet.get_by_role("alert")).to_be_visible()
    expect(sheet.get_by_role("textbox", name=words.phone)).to_have_value(NUMBER)
    sheet.get_by_role("button", name=words.send_message).click()
    expect(sheet).to_have_count(0)
    assert lost == [201]
    expect(chat.log.get_by_text(words.ticket_kept)).to_have_count(1)
    anna = agent(words)
    anna.show(words.tickets)
    expect(anna.root.get_by_role("row").filter(has_text=NUMBER)).to_have_count(1)


@pytest.mark.parametrize("words", ALL_DESKS, ids=[words.chat.language for words in ALL_DESKS])
def test_who_waits_may_leave_a_message_instead(
    words: DeskWords, customer: OpenChat, agent: OpenDesk, staffed: Staffed
) -> None:
    anna, chat = agent(words), customer(words)
    ask_for_person(chat, words)
    expect(anna.waiting).to_have_count(1)
    staffed.waited(minutes=11)
    expect(chat.log).to_contain_text(words.limit)
    leave_message(chat, words, "Je ne peux plus attendre")
    expect(chat.log).to_contain_text(words.ticket_kept)
    expect(chat.root.locator(".queue")).to_have_count(0)
    expect(anna.waiting).to_have_count(0)
