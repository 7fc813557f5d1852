"""A connection that is dead and was never ended: both sides notice, and what came meanwhile is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Watch, visit
from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_FR
from tests.browser.staffed import PASSWORD, Staffed
from tests.browser.swallowing_proxy import SwallowingProxy
from tests.browser.test_handoff_with_people import ask_for_person

WORDS = DESK_FR

# A page asks after ten seconds of silence, and waits six for an answer.
NOTICED = 30_000


@pytest.fixture
def proxy(staffed: Staffed, watch: Watch) -> Iterator[SwallowingProxy]:
    proxy = SwallowingProxy(staffed.gateway.address)
    yield proxy
    proxy.close()


def test_a_customer_reads_what_a_person_wrote_into_a_dead_connection(
    proxy: SwallowingProxy, agent: Callable[..., Desk], open_context: Callable[..., BrowserContext]
) -> None:
    anna = agent()
    chat: Chat = visit(open_context(at=proxy, locale=WORDS.chat.locale).new_page(), WORDS.chat)
    chat.open()
    ask_for_person(chat, WORDS)
    anna.take_next()
    expect(chat.root.locator(".status")).to_have_text(f"{WORDS.talking_to} Anna")
    proxy.swallow()
    anna.reply("Vous êtes encore là ?")
    expect(chat.messages.last).to_contain_text("Vous êtes encore là ?", timeout=NOTICED)
    chat.type("Oui, me voici.")
    expect(anna.messages.last).to_contain_text("Oui, me voici.", timeout=NOTICED)
    expect(chat.unsent).to_have_count(0)


def test_an_agent_sees_who_came_while_their_connection_was_dead(
    proxy: SwallowingProxy, staffed: Staffed, open_context: Callable[..., BrowserContext]
) -> None:
    anna = Desk(open_context(at=proxy, viewport={"width": 1440, "height": 900}).new_page(), WORDS)
    anna.sign_in("anna", PASSWORD)
    anna.come()
    proxy.swallow()
    staffed.customer(WORDS.wish)
    expect(anna.waiting).to_have_count(1, timeout=NOTICED)
