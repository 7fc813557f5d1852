"""Losing the connection loses no word: it is said, the text is kept, and nothing arrives twice."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenContext
from tests.browser.gateway import Gateway
from tests.browser.words import FR, NL

Open = Callable[..., Chat]

# Longer than the pause between two tries to connect.
BACK = 25_000


def widget_at(gateway: Gateway, open_context: OpenContext) -> Chat:
    page: Page = open_context(at=gateway).new_page()
    page.goto("/?language=fr")
    return Chat(page, FR)


def test_offline_the_text_waits_and_is_answered_once_when_the_network_is_back(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.page.context.set_offline(True)
    expect(chat.root.locator(".connection")).to_contain_text(FR.offline)
    chat.type(FR.question)
    expect(chat.unsent).to_contain_text(FR.question)
    assert chat.answers.count() == 1
    chat.page.context.set_offline(False)
    expect(chat.answers).to_have_count(2)
    expect(chat.unsent).to_have_count(0)
    expect(chat.root.locator(".connection")).to_have_count(0)
    assert len(chat.ids()) == len(set(chat.ids())) == 3
    expect(chat.answers.last).to_contain_text(FR.answer)


def test_a_stopped_gateway_is_told_and_what_was_typed_arrives_once_when_it_is_back(
    own_gateway: Callable[..., Gateway], open_context: OpenContext
) -> None:
    gateway = own_gateway()
    chat = widget_at(gateway, open_context)
    chat.open()
    chat.ask(FR.help)
    gateway.stop()
    expect(chat.root.locator(".connection")).to_contain_text(FR.lost)
    chat.type(FR.question)
    expect(chat.unsent).to_contain_text(FR.question)
    gateway.start()
    expect(chat.answers).to_have_count(3, timeout=BACK)
    expect(chat.unsent).to_have_count(0)
    expect(chat.root.locator(".connection")).to_have_count(0, timeout=BACK)
    said = chat.texts()
    assert len(said) == 5
    assert said.count(FR.question) == 1
    chat.page.reload()
    expect(chat.messages).to_have_count(5)
    assert chat.texts() == said


def test_what_another_device_said_meanwhile_is_there_after_the_break(desktop: Open, gateway: Gateway) -> None:
    chat = desktop()
    chat.open()
    saved = chat.saved()
    assert saved
    chat.page.context.set_offline(True)
    expect(chat.root.locator(".connection")).to_be_visible()
    for text in (FR.question, FR.help):
        gateway.ask("POST", "/v1/messages", {"text": text}, saved["token"])
    chat.page.context.set_offline(False)
    expect(chat.messages).to_have_count(5)
    assert chat.ids() == sorted(set(chat.ids()))


def test_where_sockets_are_blocked_the_chat_asks_instead(open_context: OpenContext, gateway: Gateway) -> None:
    context = open_context()
    context.route_web_socket("**/v1/stream*", lambda socket: socket.close(code=1001))
    context.add_init_script("window.WebSocket = class { constructor() { throw new Error('blocked'); } };")
    page = context.new_page()
    page.goto("/chat?language=fr")
    chat = Chat(page, FR)
    chat.greeted()
    expect(chat.ask(FR.question)).to_contain_text(FR.answer)
    saved = chat.saved()
    assert saved
    gateway.ask("POST", "/v1/messages", {"text": FR.help}, saved["token"])
    expect(chat.messages).to_have_count(5, timeout=BACK)
    assert chat.ids() == sorted(set(chat.ids()))


def test_a_draft_survives_a_reload(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.field.fill("Je n'ai pas fini ma")
    chat.page.reload()
    expect(chat.field).to_have_value("Je n'ai pas fini ma")


def test_a_message_on_its_way_survives_a_reload_and_is_answered_once(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    chat.page.route(
        "**/v1/messages", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    with chat.page.expect_request(lambda request: request.method == "POST"):
        chat.type(FR.question)
    expect(chat.unsent).to_have_count(1)
    chat.page.unroute("**/v1/messages")
    chat.page.reload()
    expect(chat.answers).to_have_count(2)
    expect(chat.unsent).to_have_count(0)
    assert chat.texts().count(FR.question) == 1


def test_an_answer_lost_on_the_way_back_is_not_given_twice(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)  # the gateway has it, and we never hear
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/v1/messages", lose_first)
    chat.ask(FR.question)
    assert lost == [200]
    assert chat.messages.count() == 3
    chat.page.reload()
    expect(chat.messages).to_have_count(3)


def test_a_refused_message_says_so_and_can_be_sent_again(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    type_unsendable(chat)
    expect(chat.unsent).to_contain_text(FR.not_sent)
    with chat.page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        chat.button(FR.send_again).click()
    assert refused.value.status == 422
    expect(chat.unsent).to_contain_text(FR.not_sent)


def test_a_limited_customer_waits_and_is_answered(
    own_gateway: Callable[..., Gateway], open_context: OpenContext
) -> None:
    gateway = own_gateway(BREACHLINE_RATE_CONVERSATION="1/10")
    chat = widget_at(gateway, open_context)
    chat.open()
    refusals: list[int] = []
    chat.page.on("response", lambda answer: refusals.append(answer.status) if answer.status == 429 else None)
    chat.ask(FR.question)
    chat.type(FR.help)
    expect(chat.answers).to_have_count(3, timeout=BACK)
    assert refusals
    assert len(chat.ids()) == len(set(chat.ids())) == 5


def test_an_expired_conversation_is_begun_anew_with_a_word_about_it(desktop: Open, gateway: Gateway) -> None:
    chat = desktop(NL)
    chat.open()
    chat.page.evaluate(
        """() => {
            const saved = JSON.parse(localStorage.getItem("breachline.conversation"));
            saved.token = saved.token.slice(0, -4) + "AAAA";
            localStorage.setItem("breachline.conversation", JSON.stringify(saved));
        }"""
    )
    chat.page.reload()
    expect(chat.log).to_contain_text(NL.renewed)
    chat.greeted()
    expect(chat.ask(NL.question)).to_contain_text(NL.answer)


def test_opened_while_the_gateway_is_down_it_says_so_and_begins_on_demand(
    own_gateway: Callable[..., Gateway], open_context: OpenContext
) -> None:
    gateway = own_gateway()
    chat = widget_at(gateway, open_context)
    expect(chat.launcher).to_be_visible()
    gateway.stop()
    chat.launcher.click()
    expect(chat.log).to_contain_text(FR.not_started)
    expect(chat.root.locator(".hotline a")).to_have_attribute("href", "tel:+3280055800")
    gateway.start()
    chat.button(FR.try_again).click()
    chat.greeted()


def type_unsendable(chat: Chat) -> None:
    """Half a surrogate pair, which the gateway really refuses."""
    chat.field.evaluate(
        "field => { field.value = '\\ud800'; field.dispatchEvent(new InputEvent('input', {bubbles: true})); }"
    )
    chat.field.press("Enter")
