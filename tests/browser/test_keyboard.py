"""Everything can be done with the keyboard alone, and the focus is never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.words import EN, FR

Open = Callable[..., Chat]

# The element with the focus, through all shadow roots.
FOCUSED = """
() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}
"""


def tab_to(page: Page, name: str, key: str = "Tab", most: int = 60) -> None:
    """Press the key until the focus is on what has this name or text."""
    for _ in range(most):
        page.keyboard.press(key)
        focused = page.evaluate(
            f"() => {{ const it = ({FOCUSED})(); return it?.getAttribute('aria-label') ?? it?.textContent ?? ''; }}"
        )
        if focused.strip() == name:
            return
    pytest.fail(f"{name!r} cannot be reached by {key}.")


def test_a_whole_conversation_by_keyboard(desktop: Open) -> None:
    chat = desktop(EN)
    keyboard = chat.page.keyboard
    tab_to(chat.page, EN.open)
    keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    chat.greeted()
    keyboard.type(EN.help)
    keyboard.press("Enter")
    chat.answer(1)
    expect(chat.field).to_be_focused()

    tab_to(chat.page, EN.button, "Shift+Tab")
    keyboard.press("Enter")
    chat.answer(2)
    expect(chat.field).to_be_focused()

    tab_to(chat.page, f"Language: {EN.name} – EN", "Shift+Tab")
    keyboard.press("Enter")
    tab_to(chat.page, FR.name)
    keyboard.press("Space")
    chat.words = FR
    chat.answer(3)
    expect(chat.root.locator("[data-menu=language]")).to_be_focused()

    tab_to(chat.page, FR.options)
    keyboard.press("Enter")
    tab_to(chat.page, FR.erase)
    keyboard.press("Enter")
    expect(chat.button(FR.cancel)).to_be_focused()
    tab_to(chat.page, FR.erase_confirm)
    keyboard.press("Enter")
    expect(chat.button(FR.new_conversation)).to_be_focused()
    keyboard.press("Enter")
    chat.greeted()
    expect(chat.field).to_be_focused()

    keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_escape_closes_what_was_opened_last(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.button(FR.options).click()
    chat.page.keyboard.press("Escape")
    expect(chat.button(FR.erase)).to_be_hidden()
    expect(chat.button(FR.options)).to_be_focused()

    chat.choose_option(FR.erase)
    expect(chat.button(FR.cancel)).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.root.get_by_role("alertdialog")).to_have_count(0)
    expect(chat.button(FR.options)).to_be_focused()
    expect(chat.panel).to_be_visible()

    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_the_close_button_gives_the_focus_back(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.button(FR.close).press("Enter")
    expect(chat.launcher).to_be_focused()


def test_a_sheet_keeps_the_focus_from_what_is_behind_it(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.choose_option(FR.erase)
    expect(chat.button(FR.cancel)).to_be_focused()
    expect(chat.root.locator(".body")).to_have_attribute("inert", "")
    chat.page.keyboard.press("Tab")
    expect(chat.button(FR.erase_confirm)).to_be_focused()


def test_the_page_beside_the_panel_stays_usable(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    assert not chat.page.evaluate(
        "document.querySelector('breachline-widget').shadowRoot.querySelector('dialog').matches(':modal')"
    )
    chat.page.locator("main a, main button, header a").first.focus()
    expect(chat.panel).to_be_visible()


def test_where_the_panel_covers_the_page_the_focus_stays_in_it(desktop: Open) -> None:
    chat = desktop(viewport={"width": 390, "height": 700})
    chat.open()
    assert chat.page.evaluate(
        "document.querySelector('breachline-widget').shadowRoot.querySelector('dialog').matches(':modal')"
    )
    outside = (
        "() => document.hasFocus() && document.activeElement !== document.body && document.activeElement.localName"
    )
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate(outside) in (False, "breachline-widget")
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()


def test_shift_enter_makes_a_line_and_enter_sends(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.field.click()
    chat.page.keyboard.type("Bonjour")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type(FR.question)
    expect(chat.field).to_have_value(f"Bonjour\n{FR.question}")
    chat.page.keyboard.press("Enter")
    chat.answer(1)
    expect(chat.field).to_have_value("")


def test_every_stop_shows_the_focus_and_is_not_covered(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.ask(FR.help)
    seen = []
    for _ in range(24):
        chat.page.keyboard.press("Tab")
        stop = chat.page.evaluate(
            f"""() => {{
                const it = ({FOCUSED})();
                if (!it || it === document.body) return null;
                const host = it.getRootNode().host;
                const style = getComputedStyle(it);
                const form = it.closest("form");
                const ring = (each) => {{
                  const {{ outlineStyle, outlineWidth, boxShadow }} = getComputedStyle(each);
                  return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
                }};
                const box = it.getBoundingClientRect();
                let top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight - box.y) / 2);
                while (top?.shadowRoot?.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) && top.shadowRoot !== it.getRootNode()) {{
                  const inner = top.shadowRoot.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                  if (inner === top) break;
                  top = inner;
                }}
                const inChat = Boolean(host?.localName.startsWith("breachline-"));
                return {{ name: it.getAttribute("aria-label") ?? it.textContent.trim(), ring: ring(it) || Boolean(form && ring(form)), inChat,
                  inView: box.bottom > 0 && box.top < innerHeight }};
            }}"""
        )
        if stop and stop["inChat"]:
            seen.append(stop)
    assert len({stop["name"] for stop in seen}) >= 8, seen
    assert [stop["name"] for stop in seen if not stop["ring"]] == []
    assert [stop["name"] for stop in seen if not stop["inView"]] == []
