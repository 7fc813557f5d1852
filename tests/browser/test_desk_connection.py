"""The gateway dies while customer and agent write: both are told, and every word arrives once when it is back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import visit
from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_FR
from tests.browser.gateway import Gateway
from tests.browser.staffed import PASSWORD, Staffed
from tests.browser.test_handoff_with_people import ask_for_person

WORDS = DESK_FR

# Longer than the pause between two tries to connect.
BACK = 25_000


def test_what_both_write_while_the_gateway_is_dead_arrives_once(
    own_gateway: Callable[..., Gateway], open_context: Callable[..., BrowserContext]
) -> None:
    gateway = own_gateway()
    Staffed(gateway).hire("anna")
    anna = Desk(open_context(at=gateway, viewport={"width": 1440, "height": 900}).new_page(), WORDS)
    anna.sign_in("anna", PASSWORD)
    anna.come()
    chat = visit(open_context(at=gateway).new_page(), WORDS.chat)
    chat.open()
    ask_for_person(chat, WORDS)
    anna.take_next()
    anna.reply("avant")
    expect(chat.messages.last).to_contain_text("avant")

    gateway.stop()
    expect(anna.root.locator(".bar.attention")).to_contain_text(WORDS.lost)
    expect(chat.root.locator(".connection")).to_contain_text(WORDS.chat.lost)
    anna.reply_field.fill("pendant, de Anna")
    anna.reply_field.press("Enter")
    chat.type("pendant, du client")
    expect(anna.unsent).to_contain_text("pendant, de Anna")
    expect(chat.unsent).to_contain_text("pendant, du client")
    gateway.start()
    expect(anna.unsent).to_have_count(0, timeout=BACK)
    expect(chat.unsent).to_have_count(0, timeout=BACK)
    expect(anna.root.locator(".bar.attention")).to_have_count(0, timeout=BACK)
    for page in (anna, chat):
        expect(page.messages.filter(has_text="pendant, de Anna")).to_have_count(1, timeout=BACK)
        expect(page.messages.filter(has_text="pendant, du client")).to_have_count(1, timeout=BACK)
    expect(chat.root.locator(".status")).to_have_text(f"{WORDS.talking_to} Anna")
    anna.reply("après")
    expect(chat.messages.last).to_contain_text("après")
    assert anna.texts() == chat.texts()


def test_a_reply_whose_answer_was_lost_is_said_once(
    staffed: Staffed, agent: Callable[..., Desk], customer: Callable[..., Chat]
) -> None:
    anna, chat = agent(), customer()
    ask_for_person(chat, WORDS)
    anna.take_next()
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)  # the gateway has it, and we never hear
            route.abort()

    anna.page.route("**/v1/desk/conversations/*/messages", lose_first)
    anna.reply_field.fill("une seule fois")
    anna.reply_field.press("Enter")
    expect(anna.messages.filter(has_text="une seule fois")).to_have_count(1, timeout=BACK)
    expect(anna.unsent).to_have_count(0, timeout=BACK)
    assert lost == [201]
    expect(chat.messages.filter(has_text="une seule fois")).to_have_count(1)
    anna.page.reload()
    anna.mine.click()
    expect(anna.messages.filter(has_text="une seule fois")).to_have_count(1)


def test_a_draft_at_the_desk_survives_a_reload(staffed: Staffed, agent: Callable[..., Desk]) -> None:
    anna = agent()
    staffed.customer(WORDS.wish)
    anna.take_next()
    anna.reply_field.fill("Je n'ai pas fini")
    anna.page.reload()
    expect(anna.mine).to_have_count(1)
    anna.mine.click()
    expect(anna.reply_field).to_have_value("Je n'ai pas fini")


def test_of_two_agents_who_take_at_once_one_has_it_and_the_other_is_told(
    staffed: Staffed, agent: Callable[..., Desk]
) -> None:
    anna, bert = agent(), agent(name="bert")
    staffed.customer(WORDS.wish)
    for desk in (anna, bert):
        expect(desk.waiting).to_have_count(1)

    # Bert's board stands still, as on a slow line.
    def take_after_anna(route: Route) -> None:
        anna.take_next()
        route.continue_()

    bert.page.route("**/v1/desk/conversations/*/take", take_after_anna)
    bert.root.locator("[data-take]").first.click()
    expect(bert.root.get_by_role("alert")).to_contain_text("Un collègue a été plus rapide")
    expect(anna.mine).to_have_count(1)
    expect(bert.mine).to_have_count(0)
