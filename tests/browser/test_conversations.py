"""Whole conversations in each language: on the demo site with the widget, and on the full page on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenContext, Watch
from tests.browser.gateway import Gateway
from tests.browser.words import ALL, EN, FR, NL, Words

in_each_language = pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
OTHER = {"fr": NL, "nl": EN, "en": FR}

Open = Callable[..., Chat]


def converse(chat: Chat) -> None:
    """Ask, press a button, switch the language, reload, erase, begin anew."""
    words = chat.words
    answer = chat.ask(words.question)
    expect(answer).to_contain_text(words.answer)
    expect(answer.locator(".chip")).to_have_text(words.chip)

    chat.ask(words.help)
    answer = chat.press(words.button)
    expect(answer).to_contain_text(words.after_button)
    expect(chat.log.locator(".message.customer").last).to_contain_text(words.button)

    other = OTHER[words.language]
    chat.choose_language(other)
    expect(chat.answers.last).to_have_attribute("lang", other.language)
    expect(chat.ask(other.question)).to_contain_text(other.answer)

    said = chat.texts()
    chat.page.reload()
    expect(chat.messages).to_have_count(len(said))
    assert chat.texts() == said
    expect(chat.ask(other.question)).to_contain_text(re.compile(r"\w"))

    saved = chat.saved()
    assert saved
    chat.erase()
    expect(chat.messages).to_have_count(0)
    assert chat.saved() is None
    chat.button(other.new_conversation).click()
    chat.greeted()
    assert chat.messages.count() == 1


@in_each_language
def test_the_widget_holds_a_conversation(words: Words, desktop: Open, gateway: Gateway) -> None:
    chat = desktop(words)
    chat.open()
    converse(chat)


@in_each_language
def test_the_phone_page_holds_a_conversation(words: Words, phone: Open) -> None:
    chat = phone(words)
    chat.greeted()
    converse(chat)


def test_an_erased_conversation_opens_nothing_any_more(desktop: Open, gateway: Gateway) -> None:
    chat = desktop()
    chat.open()
    chat.ask(FR.question)
    saved = chat.saved()
    assert saved
    assert gateway.ask("GET", "/v1/messages", token=saved["token"])[0] == 200
    chat.erase()
    assert gateway.ask("GET", "/v1/messages", token=saved["token"])[0] in (401, 404, 410)
    stored = chat.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert saved["token"] not in stored


def test_cancelling_erases_nothing(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.choose_option(FR.erase)
    chat.button(FR.cancel).click()
    expect(chat.root.get_by_role("alertdialog")).to_have_count(0)
    expect(chat.messages).to_have_count(1)
    assert chat.saved()


def test_nothing_is_begun_before_the_customer_opens_the_chat(desktop: Open, watch: Watch) -> None:
    chat = desktop()
    chat.page.wait_for_load_state("networkidle")
    assert not [url for url in watch.requests if "/v1/" in url]
    chat.open()
    assert [url for url in watch.requests if "/v1/conversations" in url]


def test_what_the_browser_keeps_is_the_key_and_never_what_was_said(desktop: Open, watch: Watch) -> None:
    chat = desktop()
    chat.open()
    chat.ask(FR.question)
    stored = chat.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    saved = chat.saved()
    assert saved
    assert "IBAN" not in stored
    assert "bancaire" not in stored
    assert not [url for url in watch.requests if saved["token"] in url], "the token stood in an address"


@in_each_language
def test_the_customer_gets_a_copy_of_what_was_said(words: Words, desktop: Open) -> None:
    chat = desktop(words)
    chat.open()
    chat.ask(words.question)
    with chat.page.expect_download() as downloading:
        chat.choose_option(words.transcript)
    download = downloading.value
    assert re.fullmatch(r"breachline-\d{4}-\d\d-\d\d\.txt", download.suggested_filename)
    copy = Path(download.path()).read_text()
    for said in chat.texts():
        on_screen = said.replace("\u00a0", " ")  # drawn so that no line ends there
        assert on_screen.split("\n")[0][:60] in copy


@in_each_language
def test_a_conversation_ends_with_a_rating(words: Words, desktop: Open) -> None:
    chat = desktop(words)
    chat.open()
    chat.ask(words.question)
    chat.choose_option(words.end)
    answers = chat.root.get_by_role("group", name=words.rate_question)
    expect(answers.get_by_role("radio")).to_have_count(5)
    chat.button(words.rate_send).click()
    expect(chat.root.get_by_role("alert")).to_have_text(words.rate_missing)
    answers.get_by_role("radio", name=words.best).check()
    with chat.page.expect_response("**/v1/rating") as rated:
        chat.button(words.rate_send).click()
    assert rated.value.ok
    sent = rated.value.request.post_data_json
    assert sent
    assert sent["stars"] == 5
    expect(chat.root.get_by_text(words.thanks).first).to_be_visible()
    assert chat.saved() is None


def test_a_customer_may_leave_without_rating(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.choose_option(FR.end)
    chat.button(FR.rate_skip).click()
    expect(chat.button(FR.new_conversation)).to_be_focused()


def test_the_hotline_is_in_reach_before_during_and_after(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    call = chat.root.locator(".hotline").get_by_role("link", name="0800/55.800")
    expect(call).to_have_attribute("href", "tel:+3280055800")
    expect(call).to_be_in_viewport()
    chat.ask("je veux parler à quelqu'un")
    expect(call).to_be_in_viewport()
    expect(chat.answers.last.get_by_role("link", name="0800/55.800").first).to_have_attribute("href", "tel:+3280055800")
    chat.erase()
    expect(call).to_be_in_viewport()


def test_a_typed_command_or_html_is_only_text(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    for text in (
        '/ask_human{"x":1}',
        "／restart",
        "<img src=x onerror=alert(1)><b>gras</b>",
        "[ici](javascript:alert(1))",
    ):
        chat.ask(text)
        expect(chat.log.locator(".message.customer .typed").last).to_have_text(text)
    assert chat.log.locator(".bubble :is(img, b)").count() == 0
    assert chat.log.locator("a[href^='javascript']").count() == 0
    assert chat.messages.count() >= 9


def test_the_answer_is_never_silence_when_the_assistant_is_down(
    own_gateway: Callable[..., Gateway], open_context: OpenContext
) -> None:
    alone = own_gateway(rasa="http://127.0.0.1:9")
    for words, sorry in ((FR, "0800/55.800"), (NL, "0800/55.800"), (EN, "0800/55.800")):
        page = open_context(at=alone, locale=words.locale).new_page()
        page.goto(f"/chat?language={words.language}")
        chat = Chat(page, words)
        expect(chat.answers.first).to_contain_text(sorry)
        answer = chat.ask(words.question)
        expect(answer).to_contain_text(sorry)
        expect(answer).to_have_attribute("lang", words.language)
        expect(answer.get_by_role("link", name="0800/55.800").first).to_have_attribute("href", "tel:+3280055800")
