"""axe-core finds nothing, in three languages and in every state a customer can bring the chat into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.test_connection import type_unsendable
from tests.browser.words import ALL, Words

Open = Callable[..., Chat]


def closed(chat: Chat) -> None:
    """The page with the launcher."""


def opened(chat: Chat) -> None:
    begin(chat)


def buttons(chat: Chat) -> None:
    begin(chat)
    chat.ask(chat.words.question)
    chat.ask(chat.words.help)
    expect(chat.button(chat.words.button)).to_be_visible()


def error(chat: Chat) -> None:
    """A message that was refused, and a text that is too long."""
    begin(chat)
    type_unsendable(chat)
    expect(chat.button(chat.words.send_again)).to_be_visible()
    chat.type("a" * 10_001)
    expect(chat.root.get_by_role("alert")).to_contain_text(chat.words.too_long)


def offline(chat: Chat) -> None:
    begin(chat)
    chat.page.context.set_offline(True)
    expect(chat.root.locator(".connection")).to_contain_text(chat.words.offline)
    chat.type(chat.words.question)
    expect(chat.unsent).to_be_visible()


def menus(chat: Chat) -> None:
    begin(chat)
    chat.button(chat.words.options).click()
    expect(chat.button(chat.words.erase)).to_be_visible()


def erasing(chat: Chat) -> None:
    begin(chat)
    chat.choose_option(chat.words.erase)
    expect(chat.root.get_by_role("alertdialog")).to_be_visible()


def rating(chat: Chat) -> None:
    begin(chat)
    chat.choose_option(chat.words.end)
    chat.button(chat.words.rate_send).click()
    expect(chat.root.get_by_role("alert")).to_be_visible()


def ended(chat: Chat) -> None:
    begin(chat)
    chat.erase()


# axe puts a style element of its own into the page, which the policy would forbid.
QUIET = {"reduced_motion": "reduce", "bypass_csp": True}
DARK = {"color_scheme": "dark"}
FORCED = {"forced_colors": "active"}

STATES: dict[str, tuple[Callable[[Chat], None], dict[str, Any]]] = {
    "closed": (closed, {}),
    "open": (opened, {}),
    "buttons": (buttons, {}),
    "error": (error, {}),
    "offline": (offline, {}),
    "dark": (buttons, DARK),
    "forced-colours": (buttons, FORCED),
}
# What the seven above do not show; a sheet looks alike in all languages.
MORE: dict[str, tuple[Callable[[Chat], None], dict[str, Any]]] = {
    "dark-closed": (closed, DARK),
    "dark-error": (error, DARK),
    "dark-offline": (offline, DARK),
    "menus": (menus, {}),
    "erasing": (erasing, {}),
    "rating": (rating, {}),
    "dark-rating": (rating, DARK),
    "ended": (ended, {}),
}


def begin(chat: Chat) -> None:
    if chat.page.locator("breachline-widget").count():
        chat.launcher.click()
    chat.greeted()


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_the_widget(state: str, words: Words, desktop: Open) -> None:
    reach, options = STATES[state]
    chat = desktop(words, **QUIET, **options)
    reach(chat)
    assert violations(chat.page) == []


@pytest.mark.parametrize("state", MORE)
def test_axe_finds_nothing_in_the_other_states(state: str, desktop: Open) -> None:
    reach, options = MORE[state]
    chat = desktop(ALL[list(MORE).index(state) % 3], **QUIET, **options)
    reach(chat)
    assert violations(chat.page) == []


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
@pytest.mark.parametrize("state", [state for state in STATES if state != "closed"])
def test_axe_finds_nothing_on_a_phone(state: str, words: Words, phone: Open) -> None:
    reach, options = STATES[state]
    chat = phone(words, **QUIET, **options)
    reach(chat)
    assert violations(chat.page) == []
