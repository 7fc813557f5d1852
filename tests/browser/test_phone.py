"""The full page in an app: safe areas, the keyboard, no zoom on focus, and the bridge to the app around it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat, wait_until
from tests.browser.conftest import Watch
from tests.browser.gateway import Gateway
from tests.browser.words import EN, FR, NL

Open = Callable[..., Chat]

# What Android calls a JavascriptInterface: one object with one method.
APP = "window.told = []; window.Breachline = { postMessage: (text) => window.told.push(JSON.parse(text)) };"
IOS = "window.told = []; window.webkit = { messageHandlers: { breachline: { postMessage: (text) => window.told.push(JSON.parse(text)) } } };"
NATIVE = "window.told = []; window.ReactNativeWebView = { postMessage: (text) => window.told.push(JSON.parse(text)) };"


def told(chat: Chat) -> list[dict[str, Any]]:
    """What the page told the app."""
    messages: list[dict[str, Any]] = chat.page.evaluate("window.told")
    return messages


def tell(chat: Chat, message: dict[str, Any]) -> None:
    """What the app tells the page."""
    chat.page.evaluate("message => window.breachline.receive(message)", json.dumps(message))


def test_focus_does_not_zoom_and_pinching_does(phone: Open) -> None:
    chat = phone()
    chat.greeted()
    size = chat.field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)")
    assert size >= 16
    viewport = chat.page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "viewport-fit=cover" in viewport
    assert "interactive-widget=resizes-content" in viewport
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
    chat.field.tap()
    assert chat.page.evaluate("visualViewport.scale") == 1


def test_nothing_lies_under_the_notch_or_the_home_bar(phone: Open) -> None:
    chat = phone()
    chat.greeted()
    session = chat.page.context.new_cdp_session(chat.page)
    session.send("Emulation.setSafeAreaInsetsOverride", {"insets": {"top": 47, "bottom": 34, "left": 0, "right": 0}})
    title, field = chat.root.locator("#title"), chat.field
    expect(title).to_be_visible()
    height = chat.page.evaluate("innerHeight")
    wait_until(
        chat.page,
        "document.querySelector('breachline-chat').shadowRoot.querySelector('#title').getBoundingClientRect().top >= 47",
    )
    box = field.bounding_box()
    assert box
    assert box["y"] + box["height"] <= height - 34


def test_the_field_stays_above_the_keyboard(phone: Open) -> None:
    chat = phone()
    chat.greeted()
    chat.ask(FR.help)
    chat.field.tap()
    # As Chrome does it: the keyboard makes the page lower.
    chat.page.set_viewport_size({"width": 412, "height": 400})
    expect(chat.field).to_be_in_viewport(ratio=1)
    expect(chat.field).to_be_focused()
    expect(chat.root.locator("header")).to_be_in_viewport()


def test_opening_the_page_does_not_bring_up_the_keyboard(phone: Open) -> None:
    chat = phone()
    chat.greeted()
    expect(chat.field).not_to_be_focused()


def test_language_and_theme_come_by_the_address(phone: Open) -> None:
    chat = phone(NL, query="&theme=dark", color_scheme="light")
    chat.greeted()
    expect(chat.page.locator("html")).to_have_attribute("lang", "nl")
    background = chat.root.locator(".chat").evaluate("element => getComputedStyle(element).backgroundColor")
    assert max(int(part) for part in background.strip("rgb()").split(",")) < 64


@pytest.mark.parametrize("prepare", [APP, IOS, NATIVE], ids=["android", "ios", "react-native"])
def test_the_app_hears_that_the_page_is_ready_and_opens_links_itself(prepare: str, phone: Open) -> None:
    chat = phone(prepare=prepare)
    chat.greeted()
    assert {"type": "ready", "token": "own"} in told(chat)
    chat.root.locator(".hotline a").tap()
    chat.button(FR.close).tap()
    assert told(chat)[-2:] == [{"type": "open_link", "url": "tel:+3280055800"}, {"type": "close"}]


def test_in_an_ordinary_browser_there_is_nothing_to_close(phone: Open) -> None:
    chat = phone()
    chat.greeted()
    expect(chat.button(FR.close)).to_have_count(0)


def test_the_app_hands_over_its_token_and_it_never_stands_in_an_address(
    phone: Open, gateway: Gateway, watch: Watch
) -> None:
    _, opened = gateway.ask("POST", "/v1/conversations", {"language": "nl", "client": "app"})
    gateway.ask("POST", "/v1/messages", {"text": NL.question}, opened["token"])
    chat = phone(NL, query="&token=app", prepare=APP)
    wait_until(chat.page, "window.told.some(({ token }) => token === 'needed')")
    assert not [url for url in watch.requests if "/v1/" in url]
    tell(chat, {"type": "token", **{key: opened[key] for key in ("token", "conversation_id", "expires_at")}})
    expect(chat.messages).to_have_count(3)
    expect(chat.ask(NL.help).locator(".choices")).to_be_visible()
    assert not [url for url in watch.requests if opened["token"] in url]
    assert chat.saved() is None, "the app keeps its token, not the page"


def test_the_app_sets_language_theme_and_focus(phone: Open) -> None:
    chat = phone(prepare=APP)
    chat.greeted()
    tell(chat, {"type": "language", "language": "en"})
    chat.words = EN
    expect(chat.field).to_be_visible()
    expect(chat.answers.last).to_have_attribute("lang", "en")
    tell(chat, {"type": "theme", "theme": "dark"})
    expect(chat.root).to_have_attribute("theme", "dark")
    tell(chat, {"type": "theme", "theme": "auto"})
    expect(chat.root).not_to_have_attribute("theme", "dark")
    chat.page.evaluate("document.activeElement?.blur()")
    tell(chat, {"type": "focus"})
    assert chat.page.evaluate("document.activeElement.localName") == "breachline-chat"
    for nonsense in ({"type": "language", "language": "xx"}, {"type": "token"}, {"type": "?"}):
        tell(chat, nonsense)
    expect(chat.ask(EN.question)).to_contain_text(EN.answer)


def test_the_app_may_talk_by_a_port_and_a_framing_page_may_not(phone: Open) -> None:
    chat = phone()
    chat.greeted()
    chat.page.evaluate(
        """() => {
            window.told = [];
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = ({ data }) => window.told.push(JSON.parse(data));
            window.appPort = port1;
            // With a source it is a page that speaks, and is not listened to.
            window.dispatchEvent(new MessageEvent("message", { data: "breachline", ports: [new MessageChannel().port1], source: window }));
            window.dispatchEvent(new MessageEvent("message", { data: "breachline", ports: [port2] }));
        }"""
    )
    wait_until(chat.page, "window.told.some(({ type }) => type === 'ready')")
    chat.page.evaluate("window.appPort.postMessage({ type: 'theme', theme: 'dark' })")
    expect(chat.root).to_have_attribute("theme", "dark")


def test_the_app_gets_the_transcript_because_a_web_view_cannot_download(phone: Open) -> None:
    chat = phone(prepare=APP)
    chat.greeted()
    chat.ask(FR.question)
    chat.choose_option(FR.transcript)
    wait_until(chat.page, "window.told.some(({ type }) => type === 'transcript')")
    [copy] = [message for message in told(chat) if message["type"] == "transcript"]
    assert FR.answer in copy["text"]
    assert copy["name"].endswith(".txt")
