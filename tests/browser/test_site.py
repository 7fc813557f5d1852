"""The widget on sites: the demo page, a page with attributes of its own, another company's origin, a hostile style sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenContext, Watch
from tests.browser.gateway import Gateway
from tests.browser.site import Site, own_page
from tests.browser.words import ALL, EN, FR, NL, Words

Open = Callable[..., Chat]

DEMONSTRATION = {"fr": "démonstration", "nl": "demonstratie", "en": "demonstration"}


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
def test_the_demo_page_is_in_the_visitors_language_and_says_what_it_is(words: Words, open_context: OpenContext) -> None:
    page = open_context(locale=words.locale).new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", words.language)
    expect(page.get_by_role("heading", level=1).filter(visible=True)).to_have_count(1)
    main = page.locator("main:visible, .page:visible").first
    expect(page.get_by_text(DEMONSTRATION[words.language]).filter(visible=True).first).to_be_visible()
    expect(main).to_contain_text("0800/55.800")
    calls = page.locator("a[href='tel:+3280055800']").filter(visible=True)
    expect(calls.first).to_be_visible()
    expect(page.get_by_role("button", name=words.open, exact=True)).to_be_visible()


def test_the_demo_page_switches_language_and_the_widget_follows(desktop: Open) -> None:
    chat = desktop(FR)
    chat.page.get_by_role("link", name=NL.name).filter(visible=True).first.click()
    expect(chat.page.locator("html")).to_have_attribute("lang", "nl")
    expect(chat.page.get_by_role("button", name=NL.open, exact=True)).to_be_visible()
    chat.words = NL
    chat.open()
    expect(chat.answers.first).to_have_attribute("lang", "nl")


def test_the_first_stop_skips_to_the_content(desktop: Open) -> None:
    chat = desktop(EN)
    chat.page.keyboard.press("Tab")
    skip = chat.page.locator(":focus")
    expect(skip).to_be_in_viewport()
    target = skip.get_attribute("href") or ""
    assert target.startswith("#")
    skip.press("Enter")
    expect(chat.page.locator(target)).to_be_in_viewport()


def test_the_demo_page_opens_the_chat_by_its_own_button(desktop: Open) -> None:
    chat = desktop()
    chat.page.locator("[data-ask]").filter(visible=True).first.click()
    expect(chat.panel).to_be_visible()
    chat.greeted()


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
def test_without_javascript_the_page_is_in_the_readers_language_and_leads_to_the_others(
    words: Words, open_context: OpenContext
) -> None:
    page = open_context(java_script_enabled=False, locale=words.locale).new_page()
    page.goto("/")
    expect(page.locator(".demonstration")).to_contain_text(DEMONSTRATION[words.language])
    for other in ALL:
        page.get_by_role("link", name=other.name).click()
        expect(page.locator(".demonstration")).to_contain_text(DEMONSTRATION[other.language])
    expect(page.locator("[data-ask]")).to_be_hidden()


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
def test_nothing_on_the_demo_page_moves_while_it_loads(words: Words, open_context: OpenContext) -> None:
    page = open_context(locale=words.locale).new_page()
    page.add_init_script(
        """window.shift = 0; new PerformanceObserver((list) => {
            for (const { value } of list.getEntries()) window.shift += value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto("/", wait_until="networkidle")
    expect(page.locator("breachline-widget .launch")).to_be_visible()
    assert page.evaluate("window.shift") < 0.02


def test_a_page_that_changes_its_language_takes_the_widget_along(open_context: OpenContext, gateway: Gateway) -> None:
    page = open_context().new_page()
    own_page(page, f"{gateway.address}/app", '<html lang="fr"><body><script src="/widget.js" defer></script>')
    page.goto("/app")
    chat = Chat(page, NL)
    expect(page.get_by_role("button", name=FR.open, exact=True)).to_be_visible()
    page.evaluate("document.documentElement.lang = 'nl'")
    expect(page.get_by_role("button", name=NL.open, exact=True)).to_be_visible()
    chat.open()
    expect(chat.answers.first).to_have_attribute("lang", "nl")


def test_the_tag_sets_language_side_and_greeting(open_context: OpenContext, gateway: Gateway) -> None:
    page = open_context(locale="en-GB").new_page()
    own_page(
        page,
        f"{gateway.address}/shop",
        '<html lang="fr"><title>Shop</title><body><script src="/widget.js" data-language="nl" data-position="left" '
        'data-greeting="Vragen over het incident?" defer></script></body></html>',
    )
    page.goto("/shop")
    chat = Chat(page, NL)
    box = chat.launcher.bounding_box()
    assert box
    assert box["x"] < 100
    page.get_by_role("button", name="Vragen over het incident?").click()
    chat.greeted()
    panel = chat.panel.bounding_box()
    assert panel
    assert panel["x"] < 100
    chat.button(NL.close).click()
    expect(page.get_by_role("button", name="Vragen over het incident?")).to_have_count(0)


def test_custom_properties_set_the_look_and_the_sites_own_rules_do_not(
    open_context: OpenContext, gateway: Gateway
) -> None:
    page = open_context().new_page()
    own_page(
        page,
        f"{gateway.address}/styled",
        """<html lang="fr" style="font-size: 10px"><title>Site</title>
        <style>
          * { color: red !important; font-family: cursive; letter-spacing: 9px; text-transform: uppercase; box-sizing: content-box }
          button, p, dialog { display: none; background: lime; border: 9px solid red }
          breachline-widget { --breachline-accent: #00695c; --breachline-radius: 4px; --breachline-font: Georgia, serif }
        </style><body><script src="/widget.js" defer></script></body></html>""",
    )
    page.goto("/styled")
    chat = Chat(page, FR)
    style = "(element, name) => getComputedStyle(element)[name]"
    assert chat.launcher.evaluate(style, "backgroundColor") == "rgb(0, 105, 92)"
    chat.open()
    bubble = chat.answers.first.locator(".bubble")
    assert bubble.evaluate(style, "borderTopLeftRadius") == "4px"
    assert bubble.evaluate(style, "fontFamily").startswith("Georgia")
    assert float(bubble.evaluate(style, "fontSize").removesuffix("px")) >= 16
    assert bubble.evaluate(style, "letterSpacing") == "normal"
    assert bubble.evaluate(style, "color") != "rgb(255, 0, 0)"
    assert bubble.evaluate(style, "textTransform") == "none"
    expect(chat.button(FR.options)).to_be_visible()


def test_the_widget_works_on_another_companys_site_under_a_strict_policy(
    site: Site, own_gateway: Callable[..., Gateway], open_context: OpenContext, watch: Watch
) -> None:
    gateway = own_gateway(BREACHLINE_ORIGINS=site.address)
    site.html = f'<html lang="nl"><title>Winkel</title><body><h1>Winkel</h1><script src="{gateway.address}/widget.js" defer></script></body></html>'
    site.policy = (
        f"default-src 'none'; img-src 'self'; script-src {gateway.address}; connect-src {gateway.address} {gateway.address.replace('http', 'ws')}; "
        "require-trusted-types-for 'script'; trusted-types lit-html"
    )
    page = open_context(at=gateway).new_page()
    page.goto(site.address)
    chat = Chat(page, NL)
    chat.open()
    expect(chat.ask(NL.question)).to_contain_text(NL.answer)
    assert [url for url in watch.requests if url.startswith("ws:")]
