"""A whole hand-off from the agent's side with the keyboard alone; the focus is never lost."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_EN
from tests.browser.staffed import PASSWORD, Staffed
from tests.browser.test_keyboard import FOCUSED, tab_to

WORDS = DESK_EN


def focused(desk: Desk) -> str:
    """What the element with the focus is; "body" when it is lost."""
    return str(desk.page.evaluate(f"() => (({FOCUSED})() ?? document.body).localName"))


def test_sign_in_take_ready_answer_reply_note_and_close_by_keyboard(
    staffed: Staffed, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(at=staffed.gateway, locale="en-GB", viewport={"width": 1440, "height": 900}).new_page()
    desk = Desk(page, WORDS)
    page.goto("/desk")
    expect(desk.root.get_by_role("textbox", name=WORDS.name)).to_be_focused()
    page.keyboard.type("anna")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(desk.top).to_be_visible()
    tab_to(page, WORDS.here)
    page.keyboard.press("Enter")
    expect(desk.button(WORDS.here)).to_have_count(0)
    assert focused(desk) != "body"

    token = staffed.customer(WORDS.wish, language="en")
    expect(desk.waiting).to_have_count(1)
    page.keyboard.press("Alt+n")
    expect(desk.messages.first).to_be_visible()
    take = desk.root.locator("breachline-desk-conversation [data-take]")
    expect(take).to_be_focused()
    page.keyboard.press("Enter")
    expect(desk.reply_field).to_be_focused()

    page.keyboard.type("/")
    listbox = desk.root.get_by_role("listbox")
    expect(listbox).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(listbox).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(listbox.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(listbox).to_have_count(0)
    expect(desk.reply_field).to_be_focused()
    page.keyboard.type("hell")
    expect(desk.root.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(desk.reply_field).to_have_value(
        "Hello, I am taking over from the automated assistant and am reading what you wrote."
    )
    page.keyboard.press("Enter")
    expect(desk.messages.last).to_contain_text("taking over from the automated assistant")
    expect(desk.reply_field).to_be_focused()
    page.keyboard.type("One")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(desk.messages.last).to_contain_text("two")

    page.keyboard.press("Alt+i")
    expect(desk.note_field).to_be_focused()
    page.keyboard.type("Calm now.")
    tab_to(page, WORDS.save_note)
    page.keyboard.press("Enter")
    expect(desk.root.locator("breachline-notes li")).to_contain_text("Calm now.")
    page.keyboard.press("Alt+r")
    expect(desk.reply_field).to_be_focused()

    page.keyboard.press("Alt+x")
    expect(desk.dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(desk.dialog).to_have_count(0)
    assert focused(desk) == "textarea"
    page.keyboard.press("Alt+x")
    expect(desk.dialog.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(desk.dialog).to_have_count(0)
    expect(desk.root.get_by_text(WORDS.none_mine)).to_be_visible()
    assert focused(desk) not in ("body", "html")

    _, page_read = staffed.gateway.ask("GET", "/v1/messages", token=token)
    said = [(message["from"], message["text"]) for message in page_read["messages"]]
    assert ("agent", "One\ntwo") in said
    assert page_read["state"] == "closed"
    assert not [text for _, text in said if "Calm now" in text]


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
