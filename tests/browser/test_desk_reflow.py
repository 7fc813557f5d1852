"""The desk in small windows: one region at a time, nothing wider than the window, nothing too small to hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.desk import Desk
from tests.browser.desk_words import ALL_DESKS, DeskWords
from tests.browser.staffed import Staffed
from tests.browser.test_reflow import NARROW, SIDEWAYS, SMALL_TARGETS, ZOOMED


@pytest.mark.parametrize("words", ALL_DESKS, ids=[words.chat.language for words in ALL_DESKS])
def test_a_hand_off_at_320_pixels(words: DeskWords, staffed: Staffed, agent: Callable[..., Desk]) -> None:
    anna = agent(words, viewport=NARROW, bypass_csp=True, reduced_motion="reduce")
    found = {}

    def look(state: str) -> None:
        found[state] = [*anna.page.evaluate(SIDEWAYS), *anna.page.evaluate(SMALL_TARGETS), *violations(anna.page)]

    look("empty")
    staffed.customer(words.fraud, words.wish, language=words.chat.language)
    expect(anna.waiting).to_have_count(1)
    look("waiting")
    anna.take_next()
    anna.reply("Averyverylongwordwithoutanyspaceinitatallthatmustnotmakethepagewider" * 3)
    expect(anna.reply_field).to_be_in_viewport()
    look("holding")
    anna.reply_field.press_sequentially("/")
    expect(anna.root.get_by_role("listbox")).to_be_visible()
    look("ready answers")
    anna.reply_field.fill("")
    for name in (words.pass_on, words.close):
        anna.button(name).click()
        expect(anna.dialog).to_be_visible()
        look(name)
        anna.page.keyboard.press("Escape")
    anna.show(words.tickets)
    look("call-backs")
    assert not any(found.values()), "\n".join(f"{state}: {wrong}" for state, wrong in found.items() if wrong)


def test_at_400_percent_a_reply_can_be_written(staffed: Staffed, agent: Callable[..., Desk]) -> None:
    words = ALL_DESKS[0]
    anna = agent(words, viewport=ZOOMED)
    staffed.customer(words.wish)
    anna.take_next()
    anna.reply_field.scroll_into_view_if_needed()
    expect(anna.reply_field).to_be_in_viewport(ratio=1)
    anna.reply("Bonjour")
    assert anna.page.evaluate(SIDEWAYS) == []
