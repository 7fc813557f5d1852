"""A customer and agents, each in a browser of their own: from the assistant to a person, to a colleague, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.chat import Chat
from tests.browser.desk import Desk
from tests.browser.desk_words import ALL_DESKS, DESK_FR, DeskWords
from tests.browser.staffed import Staffed

in_each_language = pytest.mark.parametrize("words", ALL_DESKS, ids=[words.chat.language for words in ALL_DESKS])

OpenChat = Callable[..., Chat]
OpenDesk = Callable[..., Desk]


def ask_for_person(chat: Chat, words: DeskWords) -> None:
    chat.type(words.wish)
    expect(chat.log).to_contain_text(words.queued)


@in_each_language
def test_from_two_misunderstandings_to_a_person_to_a_colleague_and_back(
    words: DeskWords, customer: OpenChat, agent: OpenDesk
) -> None:
    anna, bert = agent(words, "anna"), agent(words, "bert")
    chat = customer(words)
    for unclear in words.unclear:
        chat.ask(unclear)
    chat.button(words.person).click()
    expect(chat.log).to_contain_text(words.queued)
    expect(chat.root.locator(".queue")).to_contain_text(words.next_in_line)

    expect(anna.waiting).to_have_count(1)
    expect(bert.waiting).to_have_count(1)
    anna.take_next()
    expect(bert.waiting).to_have_count(0)
    expect(chat.root.locator(".status")).to_have_text(f"{words.talking_to} Anna")
    expect(chat.root.locator(".queue")).to_have_count(0)
    for unclear in words.unclear:
        expect(anna.messages.filter(has_text=unclear)).to_contain_text(words.unsure)

    chat.field.press_sequentially("Bon")
    expect(anna.root.locator("breachline-desk-conversation .typing")).to_have_text(words.customer_types)
    chat.type("Bonjour Anna")
    expect(anna.messages.last).to_contain_text("Bonjour Anna")
    anna.reply_field.press_sequentially("Bon")
    expect(chat.log.locator(".typing")).to_contain_text(words.types)
    expect(chat.log.locator(".typing")).to_contain_text("Anna")
    anna.reply("Bonjour, je vous lis.")
    expect(chat.log.locator(".message.agent")).to_contain_text("Bonjour, je vous lis.")
    assert chat.answers.count() == 4  # the assistant is silent

    anna.pass_on_to("Bert", note="A reçu deux SMS.")
    expect(chat.root.locator(".status")).to_have_text(f"{words.talking_to} Bert")
    expect(anna.mine).to_have_count(0)
    bert.mine.click()
    expect(bert.root.locator("breachline-notes")).to_contain_text("A reçu deux SMS.")
    bert.reply("Bert ici.")
    expect(chat.log.locator(".message.agent").last).to_contain_text("Bert ici.")
    expect(chat.log).not_to_contain_text("SMS")

    bert.close()
    expect(chat.log).to_contain_text(words.closed)
    rate(chat, words)
    expect(chat.ask(words.chat.question)).to_contain_text(words.chat.answer)
    said = chat.texts()
    chat.page.reload()
    expect(chat.messages).to_have_count(len(said))
    assert chat.texts() == said


def rate(chat: Chat, words: DeskWords) -> None:
    chat.button(words.rate).click()
    chat.root.get_by_role("radio", name=words.chat.best).check()
    with chat.page.expect_response("**/v1/rating") as rated:
        chat.button(words.chat.rate_send).click()
    assert rated.value.ok
    expect(chat.log).to_contain_text(words.chat.thanks)


@in_each_language
def test_who_was_defrauded_overtakes_the_queue(words: DeskWords, customer: OpenChat, agent: OpenDesk) -> None:
    anna = agent(words)
    first = customer(words)
    ask_for_person(first, words)
    victim = customer(words)
    victim.ask(words.fraud)
    victim.button(words.person).click()
    expect(victim.log).to_contain_text(words.queued)
    expect(victim.root.locator(".queue")).to_contain_text(words.next_in_line)
    expect(first.root.locator(".queue")).not_to_contain_text(words.next_in_line)
    expect(anna.waiting).to_have_count(2)
    expect(anna.waiting.first).to_contain_text(words.urgent)
    expect(anna.waiting.last).not_to_contain_text(words.urgent)
    anna.take_next()
    expect(victim.root.locator(".status")).to_have_text(f"{words.talking_to} Anna")
    expect(first.root.locator(".queue")).to_contain_text(words.next_in_line)


@in_each_language
def test_after_the_limit_the_customer_goes_on_waiting_or_stops(
    words: DeskWords, customer: OpenChat, agent: OpenDesk, staffed: Staffed
) -> None:
    anna = agent(words)
    chat = customer(words)
    ask_for_person(chat, words)
    expect(anna.waiting).to_have_count(1)
    staffed.waited(minutes=11)
    expect(chat.log).to_contain_text(words.limit)
    expect(chat.messages.last.get_by_role("link", name="0800/55.800").first).to_have_attribute(
        "href", "tel:+3280055800"
    )
    expect(chat.button(words.leave_message)).to_be_visible()
    chat.button(words.go_on_waiting).click()
    expect(chat.root.locator(".queue")).to_contain_text(words.next_in_line)
    expect(anna.waiting).to_have_count(1)
    chat.button(words.stop_waiting).last.click()
    expect(chat.log).to_contain_text(words.cancelled)
    expect(chat.root.locator(".queue")).to_have_count(0)
    expect(anna.waiting).to_have_count(0)
    expect(chat.ask(words.chat.question)).to_contain_text(words.chat.answer)


def test_what_agent_and_customer_write_is_text_on_both_sides(customer: OpenChat, agent: OpenDesk) -> None:
    anna, chat = agent(), customer()
    ask_for_person(chat, DESK_FR)
    anna.take_next()
    hostile = (
        "<img src=x onerror=alert(1)><b>gras</b>",
        "<script>alert(1)</script>",
        "[ici](javascript:alert(1)) javascript:alert(1)",
        '<a href="https://example.org" onclick="alert(1)">x</a>',
    )
    for text in hostile:
        chat.type(text)
        expect(anna.messages.last.locator(".bubble")).to_have_text(text)
        anna.reply_field.fill(text)
        anna.reply_field.press("Enter")
        expect(chat.messages.last.locator(".bubble")).to_have_text(text)
    anna.note_field.fill(hostile[0])
    anna.button(DESK_FR.save_note).click()
    expect(anna.root.locator("breachline-notes li .typed")).to_have_text(hostile[0])
    for page in (anna, chat):
        assert (
            page.root.locator(".message :is(img, b, script), a[href^='javascript'], breachline-notes img").count() == 0
        )


def test_once_a_person_is_there_nothing_of_the_wait_can_be_pressed_and_the_title_is_no_assistants(
    customer: OpenChat, agent: OpenDesk
) -> None:
    words = DESK_FR
    anna, chat = agent(), customer()
    ask_for_person(chat, words)
    expect(chat.button(words.stop_waiting)).to_be_visible()
    anna.take_next()
    expect(chat.root.locator("#title")).to_have_text("Proximus")
    expect(chat.button(words.stop_waiting)).to_have_count(0)
    expect(chat.field).to_have_attribute("placeholder", "Écrivez votre message…")
    anna.close()
    expect(chat.log).to_contain_text(words.closed)
    expect(chat.button(words.stop_waiting)).to_have_count(0)
    expect(chat.root.locator("#title")).to_have_text(words.chat.title)


def test_while_a_customer_moves_up_no_notice_contradicts_the_bar(
    staffed: Staffed, customer: OpenChat, agent: OpenDesk
) -> None:
    words = DESK_FR
    anna = agent()
    staffed.customer(words.wish)
    chat = customer()
    ask_for_person(chat, words)
    before = "Une personne attend avant vous."
    for shown in (chat.root.locator(".queue"), chat.log.locator(".message.system").last):
        expect(shown).to_contain_text(before)
    anna.take_next()
    for shown in (chat.root.locator(".queue"), chat.log.locator(".message.system").last):
        expect(shown).to_contain_text(words.next_in_line)
    expect(chat.log).not_to_contain_text(before)


def test_an_agent_who_signs_out_with_conversations_is_asked_and_nobody_is_left_alone(
    customer: OpenChat, agent: OpenDesk
) -> None:
    words = DESK_FR
    anna, chat = agent(), customer()
    ask_for_person(chat, words)
    anna.take_next()
    expect(chat.root.locator(".status")).to_have_text(f"{words.talking_to} Anna")
    expect(anna.mine).to_have_count(1)
    anna.button(words.sign_out).click()
    expect(anna.dialog).to_contain_text("Vous avez encore une conversation.")
    anna.dialog.get_by_role("button", name=words.cancel, exact=True).click()
    expect(anna.mine).to_have_count(1)
    bert = agent(name="bert")
    anna.button(words.sign_out).click()
    anna.dialog.get_by_role("button", name="Remettre en attente et se déconnecter", exact=True).click()
    expect(anna.button(words.sign_in)).to_be_visible()
    expect(chat.root.locator(".queue")).to_be_visible()
    expect(chat.log).to_contain_text("vous êtes de nouveau dans la file d'attente")
    expect(bert.waiting).to_have_count(1)


def test_an_agent_without_conversations_signs_out_at_once(agent: OpenDesk) -> None:
    anna = agent()
    anna.button(DESK_FR.sign_out).click()
    expect(anna.button(DESK_FR.sign_in)).to_be_visible()


def test_an_agent_who_closes_the_page_with_conversations_is_asked_by_the_browser(
    staffed: Staffed, agent: OpenDesk
) -> None:
    anna = agent()
    asked: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    anna.page.on("dialog", dismiss)
    staffed.customer(DESK_FR.wish)
    anna.take_next()
    expect(anna.mine).to_have_count(1)
    anna.page.close(run_before_unload=True)
    anna.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(anna.mine).to_have_count(1)
