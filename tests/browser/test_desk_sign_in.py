"""The way into the desk: accounts made by the real command, wrong passwords, and a session that ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import Desk
from tests.browser.desk_words import ALL_DESKS, DESK_FR, DeskWords
from tests.browser.gateway import Gateway
from tests.browser.staffed import PASSWORD, Staffed

OpenContext = Callable[..., BrowserContext]
TRIES = 5


def desk_at(gateway: Gateway, open_context: OpenContext, words: DeskWords = DESK_FR, **options: Any) -> Desk:
    desk = Desk(open_context(at=gateway, locale=words.chat.locale, **options).new_page(), words)
    desk.page.goto("/desk")
    return desk


def test_a_desk_without_agents_says_how_to_make_one_and_who_was_made_signs_in(
    own_gateway: Callable[..., Gateway], open_context: OpenContext
) -> None:
    gateway = own_gateway(rasa="http://127.0.0.1:9")
    desk = desk_at(gateway, open_context)
    expect(desk.root.get_by_text("make agent")).to_be_visible()
    Staffed(gateway).hire("Élodie@example.be", "fr,nl", "--supervisor")
    desk.page.reload()
    expect(desk.button(DESK_FR.sign_in)).to_be_visible()
    expect(desk.root.get_by_text("make agent")).to_have_count(0)
    desk.fill_in("ÉLODIE@EXAMPLE.BE", PASSWORD)
    expect(desk.top).to_contain_text(re.compile("élodie", re.IGNORECASE))
    expect(desk.top.get_by_role("button", name=DESK_FR.report)).to_be_visible()


@pytest.mark.parametrize("words", ALL_DESKS, ids=[words.chat.language for words in ALL_DESKS])
def test_the_desk_is_in_the_browsers_language_and_refuses_a_wrong_password_in_it(
    words: DeskWords, staffed: Staffed, open_context: OpenContext
) -> None:
    desk = desk_at(staffed.gateway, open_context, words)
    expect(desk.page.locator("html")).to_have_attribute("lang", words.chat.language)
    for name in ("anna", "nobody"):
        desk.fill_in(name, "not the password")
        expect(desk.root.get_by_role("alert")).to_have_text(words.wrong)
    expect(desk.root.get_by_label(words.password, exact=True)).to_be_focused()
    desk.fill_in("anna", PASSWORD)
    expect(desk.root.get_by_text(words.nobody_waits)).to_be_visible()
    expect(desk.top.get_by_role("button", name=words.report)).to_have_count(0)  # for supervisors
    assert desk.page.evaluate("document.cookie") == ""
    stored = desk.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert PASSWORD not in stored


def test_five_wrong_passwords_close_the_name_also_for_the_right_one(
    staffed: Staffed, open_context: OpenContext
) -> None:
    desk = desk_at(staffed.gateway, open_context)
    for _ in range(TRIES):
        desk.fill_in("bert", "not the password")
        expect(desk.root.get_by_role("alert")).to_have_text(DESK_FR.wrong)
    desk.fill_in("bert", PASSWORD)
    expect(desk.root.get_by_role("alert")).to_have_text(re.compile(r"Réessayez dans 1[45] minutes"))


def test_when_the_session_ends_the_draft_is_there_after_signing_in_again(
    staffed: Staffed, agent: Callable[..., Desk]
) -> None:
    anna = agent()
    staffed.customer(DESK_FR.wish)
    anna.take_next()
    anna.reply_field.fill("Je n'ai pas fini")
    staffed.session_ends()
    expect(anna.root.get_by_text("Votre session a pris fin.")).to_be_visible()
    expect(anna.reply_field).to_have_count(0)
    anna.fill_in("anna", PASSWORD)
    anna.mine.click()
    expect(anna.reply_field).to_have_value("Je n'ai pas fini")


def test_signing_out_leaves_nothing_behind(staffed: Staffed, agent: Callable[..., Desk]) -> None:
    anna = agent()
    staffed.customer(DESK_FR.wish)
    anna.take_next()
    expect(anna.mine).to_have_count(1)
    anna.reply_field.fill("un secret")
    anna.button(DESK_FR.sign_out).click()
    anna.dialog.locator("button.solid").click()  # the conversation goes back to the queue
    expect(anna.button(DESK_FR.sign_in)).to_be_visible()
    assert "un secret" not in anna.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    anna.page.go_back()
    anna.page.goto("/desk")
    expect(anna.button(DESK_FR.sign_in)).to_be_visible()
