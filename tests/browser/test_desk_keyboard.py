"""A whole hand-off from the agent's side with the keyboard alone; the focus is never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_EN
from tests.browser.staffed import PASSWORD, Staffed
from tests.browser.test_keyboard import FOCUSED, tab_to

WORDS = DESK_EN
READY = "Hello, I am taking over from the automated assistant and am reading what you wrote."


def focused(desk: Desk) -> str:
    """What the element with the focus is; "body" when it is lost."""
    return str(desk.page.evaluate(f"() => (({FOCUSED})() ?? document.body).localName"))


def test_sign_in_take_ready_answer_reply_note_and_close_by_keyboard(
    staffed: Staffed, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(at=staffed.gateway, locale="en-GB", viewport={"width": 1440, "height": 900}).new_page()
    desk = Desk(page, WORDS)
    come_in(desk)
    token = staffed.customer(WORDS.wish, language="en")
    take_next(desk)
    look_for_ready_answer(desk)
    answer_and_note(desk)
    close(desk)
    _, read = staffed.gateway.ask("GET", "/v1/messages", token=token)
    said = [(message["from"], message["text"]) for message in read["messages"]]
    assert ("agent", "One\ntwo") in said
    assert read["state"] == "closed"
    assert not [text for _, text in said if "Calm now" in text]


def come_in(desk: Desk) -> None:
    keyboard = desk.page.keyboard
    desk.page.goto("/desk")
    expect(desk.root.get_by_role("textbox", name=WORDS.name)).to_be_focused()
    keyboard.type("anna")
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    expect(desk.top).to_be_visible()
    tab_to(desk.page, WORDS.here)
    keyboard.press("Enter")
    expect(desk.button(WORDS.here)).to_have_count(0)
    assert focused(desk) != "body"


def take_next(desk: Desk) -> None:
    expect(desk.waiting).to_have_count(1)
    desk.page.keyboard.press("Alt+n")
    expect(desk.root.locator("breachline-desk-conversation [data-take]")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.reply_field).to_be_focused()


def look_for_ready_answer(desk: Desk) -> None:
    keyboard = desk.page.keyboard
    listbox = desk.root.get_by_role("listbox")
    keyboard.type("/")
    expect(listbox).to_be_visible()
    keyboard.press("Shift+Tab")
    expect(listbox).to_be_focused()
    keyboard.press("ArrowDown")
    expect(listbox.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    keyboard.press("Escape")
    expect(listbox).to_have_count(0)
    expect(desk.reply_field).to_be_focused()
    keyboard.type("hell")
    expect(listbox.get_by_role("option")).to_have_count(1)
    keyboard.press("Enter")
    expect(desk.reply_field).to_have_value(READY)
    keyboard.press("Enter")
    expect(desk.messages.last).to_contain_text(READY)


def answer_and_note(desk: Desk) -> None:
    keyboard = desk.page.keyboard
    expect(desk.reply_field).to_be_focused()
    keyboard.type("One")
    keyboard.press("Shift+Enter")
    keyboard.type("two")
    keyboard.press("Enter")
    expect(desk.messages.last).to_contain_text("two")
    keyboard.press("Alt+i")
    expect(desk.note_field).to_be_focused()
    keyboard.type("Calm now.")
    tab_to(desk.page, WORDS.save_note)
    keyboard.press("Enter")
    expect(desk.root.locator("breachline-notes li")).to_contain_text("Calm now.")
    keyboard.press("Alt+r")
    expect(desk.reply_field).to_be_focused()


def close(desk: Desk) -> None:
    keyboard = desk.page.keyboard
    keyboard.press("Alt+x")
    expect(desk.dialog).to_be_visible()
    keyboard.press("Escape")
    expect(desk.dialog).to_have_count(0)
    expect(desk.reply_field).to_be_focused()
    keyboard.press("Alt+x")
    expect(desk.dialog.get_by_role("radio").first).to_be_focused()
    keyboard.press("Space")
    keyboard.press("Enter")
    expect(desk.dialog).to_have_count(0)
    expect(desk.root.get_by_text(WORDS.none_mine)).to_be_visible()
    assert focused(desk) not in ("body", "html")


def test_a_dialog_keeps_the_focus_and_gives_it_back(staffed: Staffed, agent: Callable[..., Desk]) -> None:
    anna = agent(WORDS)
    staffed.customer(WORDS.wish, language="en")
    anna.take_next()
    opener = anna.button(WORDS.pass_on)
    opener.press("Enter")
    expect(anna.dialog).to_be_visible()
    for _ in range(10):
        anna.page.keyboard.press("Tab")
        inside = f"() => Boolean(({FOCUSED})()?.closest('dialog')) || !document.hasFocus() || ({FOCUSED})() === document.body"
        assert anna.page.evaluate(inside)
    anna.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


@pytest.mark.parametrize(
    "way", ["dialog.requestClose()", "dialog.querySelector('.cross').click()"], ids=["escape", "cross"]
)
def test_a_key_pressed_as_a_dialog_closes_is_heard(staffed: Staffed, agent: Callable[..., Desk], way: str) -> None:
    anna = agent(WORDS)
    staffed.customer(WORDS.wish, language="en")
    anna.take_next()
    anna.page.keyboard.press("Alt+x")
    expect(anna.dialog).to_be_visible()
    # Before the browser's own event of the closing, which is a task of its own.
    anna.dialog.evaluate(
        f"""async dialog => {{
            {way};
            await document.querySelector("breachline-desk").updateComplete;
            document.dispatchEvent(new KeyboardEvent("keydown", {{ key: "x", code: "KeyX", altKey: true, cancelable: true }}));
        }}"""
    )
    expect(anna.dialog.get_by_role("radio").first).to_be_focused()
    anna.page.keyboard.press("Escape")
    expect(anna.dialog).to_have_count(0)
    expect(anna.reply_field).to_be_focused()


def test_the_enter_that_ends_a_composition_sends_no_reply(
    staffed: Staffed, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(at=staffed.gateway, locale="en-GB", viewport={"width": 1440, "height": 900}).new_page()
    desk = Desk(page, WORDS)
    desk.sign_in("anna", PASSWORD)
    desk.come()
    staffed.customer(WORDS.wish, language="en")
    desk.take_next()
    desk.reply_field.fill("とうきょう")
    said = desk.messages.count()
    # Safari tells of the composition's end first, and then of the key that ended it, by its code alone.
    desk.reply_field.evaluate(
        """field => field.dispatchEvent(new KeyboardEvent("keydown",
            { key: "Enter", keyCode: 229, bubbles: true, composed: true, cancelable: true }))"""
    )
    expect(desk.reply_field).to_have_value("とうきょう")
    expect(desk.messages).to_have_count(said)
    desk.reply_field.press("Enter")
    expect(desk.messages.last).to_contain_text("とうきょう")
