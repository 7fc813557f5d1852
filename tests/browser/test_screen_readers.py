"""What a screen reader is given: names, roles, languages, and each message once with its sender."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.words import ALL, EN, FR, NL, Words

Open = Callable[..., Chat]

# Writes down every line that is ever put into the chat's live region, with its language.
LISTEN = """
() => {
  window.heard = [];
  const chat = document.querySelector("breachline-chat")
    ?? document.querySelector("breachline-widget").shadowRoot.querySelector("breachline-chat");
  const region = chat.shadowRoot.querySelector("[aria-live=polite]");
  new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes) window.heard.push([node.lang ?? "", node.textContent]);
  }).observe(region, { childList: true });
}
"""


def heard(chat: Chat) -> list[list[str]]:
    lines: list[list[str]] = chat.page.evaluate("window.heard")
    return lines


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
def test_each_message_is_announced_once_with_its_sender_in_its_language(words: Words, desktop: Open) -> None:
    chat = desktop(words)
    chat.page.evaluate(LISTEN)
    chat.open()
    chat.ask(words.question)
    chat.ask(words.help)
    lines = heard(chat)
    assert [line for line in lines if line[1] == words.customer + words.question] == [
        [words.language, words.customer + words.question]
    ]
    answers = [line for line in lines if line[1].startswith(words.bot)]
    assert len(answers) == 3
    assert {language for language, _ in answers} == {words.language}
    assert words.answer in answers[1][1]
    assert words.button in answers[2][1], "the offered buttons are not announced"
    assert len(lines) == len({text for _, text in lines}) == 5


def test_drawing_anew_announces_nothing_again(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.ask(FR.question)
    chat.page.reload()
    chat.page.evaluate(LISTEN)
    expect(chat.messages).to_have_count(3)
    chat.button(FR.options).click()
    chat.page.keyboard.press("Escape")
    chat.button(FR.close).click()
    chat.launcher.click()
    expect(chat.field).to_be_focused()
    assert heard(chat) == []
    chat.ask(FR.help)
    assert len(heard(chat)) == 2


def test_what_came_in_another_tab_is_announced_once(desktop: Open) -> None:
    one = desktop()
    one.open()
    other_page = one.page.context.new_page()
    other_page.goto("/?language=fr")
    other = Chat(other_page, FR)
    other.open()
    other.page.evaluate(LISTEN)
    one.ask(FR.question)
    expect(other.messages).to_have_count(3)
    assert [text[:12] for _, text in heard(other)] == [(FR.customer + FR.question)[:12], (FR.bot + FR.answer)[:12]]


def test_a_lost_and_regained_connection_is_announced(desktop: Open) -> None:
    chat = desktop(NL)
    chat.open()
    chat.page.evaluate(LISTEN)
    chat.page.context.set_offline(True)
    expect(chat.root.locator(".connection")).to_be_visible()
    chat.page.context.set_offline(False)
    expect(chat.root.locator(".connection")).to_have_count(0)
    texts = [text for _, text in heard(chat)]
    assert len(texts) == 2
    assert NL.offline in texts[0]
    assert NL.back in texts[1]


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
def test_the_dialog_the_log_and_the_launcher_have_names(words: Words, desktop: Open) -> None:
    chat = desktop(words)
    launcher = chat.page.get_by_role("button", name=words.open, exact=True)
    expect(launcher).to_have_attribute("aria-haspopup", "dialog")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    chat.open()
    expect(chat.panel).to_have_attribute("lang", words.language)
    expect(chat.panel.get_by_role("log", name=words.log, exact=True)).to_have_attribute("aria-live", "off")
    expect(chat.panel.get_by_role("heading", name=words.title)).to_be_visible()
    for name in (words.close, words.options, words.send):
        expect(chat.panel.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(chat.field).to_be_visible()


def test_each_message_has_its_own_language_and_the_menu_names_have_theirs(desktop: Open) -> None:
    chat = desktop(FR)
    chat.open()
    chat.ask(FR.question)
    chat.choose_language(EN)
    chat.ask(EN.question)
    languages = chat.messages.evaluate_all("found => found.map(({lang}) => lang)")
    assert languages[:3] == ["fr"] * 3
    assert languages[-1] == "en"
    chat.root.locator("[data-menu=language]").click()
    for words in ALL:
        expect(chat.root.get_by_role("button", name=words.name, exact=True)).to_have_attribute("lang", words.language)
    expect(chat.root.get_by_role("button", name=EN.name, exact=True)).to_have_attribute("aria-current", "true")


def test_the_sender_and_the_time_of_each_message_can_be_read(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.ask(FR.question)
    for message in chat.messages.all():
        sender = message.locator(".heard").first
        assert sender.inner_text().replace("\u00a0", " ").strip() in ("Vous :", "Assistant :")
        expect(message.locator("time")).to_have_attribute(
            "datetime", "{}".format(message.locator("time").get_attribute("datetime"))
        )
        assert message.locator("time").inner_text()[2] == ":"


def test_an_error_in_the_field_is_tied_to_it(desktop: Open) -> None:
    chat = desktop(NL)
    chat.open()
    chat.type("a" * 10_001)
    expect(chat.field).to_have_attribute("aria-invalid", "true")
    expect(chat.field).to_have_accessible_description(
        f"Typ hier nooit een wachtwoord of code. {NL.too_long}. Maak het korter om het te versturen."
    )
    expect(chat.field).to_have_value("a" * 10_001)
    chat.field.fill("kort")
    expect(chat.root.get_by_role("alert")).to_have_count(0)
