"""axe-core finds nothing at the desk, in three languages and in every state an agent can bring it into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.axe import violations
from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_EN, DESK_FR, DESK_NL, DeskWords
from tests.browser.staffed import PASSWORD, Staffed

OpenContext = Callable[..., BrowserContext]

# axe puts a style element of its own into the page, which the policy would forbid.
QUIET = {"reduced_motion": "reduce", "bypass_csp": True}
WIDE = {"viewport": {"width": 1440, "height": 900}}
LOOKS: dict[str, tuple[DeskWords, dict[str, Any]]] = {
    "fr": (DESK_FR, WIDE),
    "nl": (DESK_NL, WIDE),
    "en": (DESK_EN, WIDE),
    "dark": (DESK_EN, {**WIDE, "color_scheme": "dark"}),
    "forced-colours": (DESK_NL, {**WIDE, "forced_colors": "active"}),
}


def states(desk: Desk, staffed: Staffed) -> Iterator[str]:
    """A supervisor's day: each time something is yielded, the desk is in another state."""
    yield from coming(desk)
    staffed.comes("anna")  # who speaks what the supervisor does not
    victim = staffed.customer(DESK_FR.fraud, DESK_FR.wish, language="fr")
    staffed.customer(*desk.words.unclear, desk.words.wish, language=desk.words.chat.language)
    staffed.customer(DESK_EN.wish, language="en")
    expect(desk.waiting).to_have_count(3)
    yield "waiting"
    yield from helping(desk, staffed, victim)
    yield from asking(desk)
    yield from offline(desk)
    desk.close()
    yield from looking_back(desk, staffed, victim)


def coming(desk: Desk) -> Iterator[str]:
    words = desk.words
    desk.page.goto("/desk")
    expect(desk.button(words.sign_in)).to_be_visible()
    yield "signed out"
    desk.fill_in("chef", "not the password")
    expect(desk.root.get_by_role("alert")).to_have_text(words.wrong)
    yield "wrong password"
    desk.fill_in("chef", PASSWORD)
    expect(desk.root.get_by_text(words.nobody_waits)).to_be_visible()
    yield "away"
    desk.come()
    yield "empty"


def helping(desk: Desk, staffed: Staffed, victim: str) -> Iterator[str]:
    words = desk.words
    desk.waiting.first.click()
    expect(desk.messages.first).to_be_visible()
    yield "looking on"
    desk.take_next()
    staffed.gateway.ask("POST", "/v1/messages", {"text": "merci"}, victim)
    desk.reply("Bonjour, voyez https://www.proximus.be")
    desk.note_field.fill("Carte bloquée.")
    desk.button(words.save_note).click()
    expect(desk.root.locator("breachline-notes li")).to_have_count(1)
    yield "holding"
    desk.reply_field.press_sequentially("/")
    expect(desk.root.get_by_role("listbox")).to_be_visible()
    yield "ready answers"
    desk.reply_field.fill("/nonsense")
    desk.reply_field.press("Enter")
    expect(desk.root.get_by_role("alert")).to_be_visible()
    yield "a shortcut that does not exist"
    desk.reply_field.fill("")


def asking(desk: Desk) -> Iterator[str]:
    words = desk.words
    for name in (words.pass_on, words.close, words.keyboard, words.sign_out):
        desk.button(name).click()
        expect(desk.dialog).to_be_visible()
        yield f"dialog: {name}"
        if name in (words.pass_on, words.close):
            desk.dialog.get_by_role("button", name=name, exact=True).click()
            expect(desk.dialog.get_by_role("alert")).to_be_visible()
            yield f"dialog: {name}, and nothing chosen"
        desk.page.keyboard.press("Escape")
        expect(desk.dialog).to_have_count(0)


def offline(desk: Desk) -> Iterator[str]:
    desk.page.context.set_offline(True)
    expect(desk.root.locator(".bar.attention")).to_contain_text(desk.words.offline)
    desk.reply_field.fill("Un instant")
    desk.reply_field.press("Enter")
    expect(desk.unsent).to_be_visible()
    yield "offline"
    desk.page.context.set_offline(False)
    expect(desk.unsent).to_have_count(0)
    expect(desk.messages.last).to_contain_text("Un instant")


def looking_back(desk: Desk, staffed: Staffed, helped: str) -> Iterator[str]:
    words = desk.words
    staffed.gateway.ask("POST", "/v1/ticket", {"text": "Rappelez-moi", "phone": "0470 12 34 56"}, helped)
    desk.show(words.tickets)
    expect(desk.root.get_by_role("link", name="0470 12 34 56")).to_be_visible()
    yield "call-backs"
    staffed.gateway.ask("POST", "/v1/rating", {"stars": 5, "comment": "Merci"}, helped)
    desk.show(words.report)
    expect(desk.root.get_by_role("heading", name=words.report)).to_be_visible()
    expect(desk.root.locator("breachline-report")).to_contain_text("Merci")
    yield "report"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_at_the_desk(look: str, open_context: OpenContext, staffed: Staffed) -> None:
    words, options = LOOKS[look]
    context = open_context(at=staffed.gateway, **{"locale": words.chat.locale} | options | QUIET)
    desk = Desk(context.new_page(), words)
    found = {state: violations(desk.page) for state in states(desk, staffed)}
    assert not any(found.values()), "\n".join(f"{state}: {wrong}" for state, wrong in found.items() if wrong)
    assert len(found) == 18
