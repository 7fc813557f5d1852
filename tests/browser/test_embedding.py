"""The widget in pages that do what pages do: replace themselves, stack things, listen to every key, set every style."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Watch
from tests.browser.gateway import Gateway
from tests.browser.site import Site, own_page
from tests.browser.words import FR

OpenContext = Callable[..., BrowserContext]
SCRIPT = '<script src="/widget.js" defer></script>'

STYLE = "(element, name) => getComputedStyle(element)[name]"


@pytest.fixture
def embed(open_context: OpenContext, gateway: Gateway) -> Callable[..., Chat]:
    """The widget on a page made up for the test."""

    def open_page(body: str = "<h1>Boutique</h1>", head: str = "", **options: Any) -> Chat:
        page = open_context(**options).new_page()
        html = f'<html lang="fr"><head><title>Boutique</title>{head}{SCRIPT}</head><body>{body}</body></html>'
        own_page(page, f"{gateway.address}/shop", html)
        page.goto("/shop")
        return Chat(page, FR)

    return open_page


# A page that is replaced under us

REPLACED = {
    # As Turbo does it: a new body, and copies of the old page for the way back.
    "a new body": """
        window.copy = document.body.cloneNode(true);
        document.documentElement.replaceChild(document.createElement("body"), document.body);
    """,
    "a body that is emptied": "document.body.replaceChildren(document.createElement('main'));",
    "its own script run again": """
        document.body.replaceChildren();
        const script = document.createElement("script");
        script.src = "/widget.js";
        document.body.append(script);
    """,
}


@pytest.mark.parametrize("replace", REPLACED.values(), ids=REPLACED.keys())
def test_a_page_that_replaces_itself_keeps_one_widget_with_its_conversation(
    embed: Callable[..., Chat], replace: str
) -> None:
    chat = embed()
    chat.open()
    chat.field.fill("Je n'ai pas fini")
    chat.page.evaluate(f"() => {{ {replace} }}")
    expect(chat.panel).to_be_visible()
    expect(chat.page.locator("breachline-widget")).to_have_count(1)
    expect(chat.field).to_have_value("Je n'ai pas fini")
    expect(chat.ask(FR.question)).to_contain_text(FR.answer)


def test_a_copy_of_the_page_that_comes_back_brings_no_second_widget(embed: Callable[..., Chat]) -> None:
    chat = embed()
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate(
        """() => {
            const copy = document.body.cloneNode(true);
            document.documentElement.replaceChild(document.createElement("body"), document.body);
            document.documentElement.replaceChild(copy, document.body);
        }"""
    )
    chat.open()
    expect(chat.page.locator("breachline-widget")).to_have_count(1)


def test_a_site_that_removes_the_widget_is_rid_of_it_and_of_its_socket_until_it_asks_again(
    embed: Callable[..., Chat],
) -> None:
    chat = embed()
    closed: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("close", lambda _: closed.append("closed"))

    chat.page.on("websocket", listen)
    chat.open()
    expect(chat.root).to_be_visible()
    chat.page.evaluate("document.querySelector('breachline-widget').remove()")
    chat.page.wait_for_timeout(1500)
    expect(chat.page.locator("breachline-widget")).to_have_count(0)
    assert closed == ["closed"]
    chat.page.evaluate("document.head.append(Object.assign(document.createElement('script'), { src: '/widget.js' }))")
    expect(chat.panel).to_be_visible()
    chat.greeted()
    expect(chat.ask(FR.question)).to_contain_text(FR.answer)


# A page that listens

LISTENS = """
window.heard = [];
for (const kind of ["keydown", "keypress", "keyup", "paste", "input", "wheel", "contextmenu", "selectstart"])
  document.addEventListener(kind, (event) => { window.heard.push(kind); event.preventDefault(); }, { passive: false });
document.addEventListener("focusin", ({ target }) => { if (target.matches?.("breachline-widget")) search.focus(); });
"""


def test_shortcuts_of_the_page_swallow_no_letter_and_its_focus_trap_takes_no_focus(embed: Callable[..., Chat]) -> None:
    chat = embed('<input id="search">')
    chat.page.evaluate(LISTENS)
    chat.open()
    chat.field.click()
    chat.page.keyboard.type("spam / sms ?")
    expect(chat.field).to_have_value("spam / sms ?")
    chat.root.locator(".log").hover()
    chat.page.mouse.wheel(0, 40)
    chat.answers.first.locator("p").first.click(button="right")
    chat.answers.first.locator("p").first.dblclick()
    assert chat.page.evaluate("getSelection().toString()"), "what was answered can be copied"
    chat.field.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert chat.page.evaluate("window.heard") == []
    # The page itself still hears its own keys.
    chat.page.locator("#search").press("/")
    assert "keydown" in chat.page.evaluate("window.heard")


# A page that composes


def test_the_enter_that_ends_a_composition_sends_nothing(embed: Callable[..., Chat]) -> None:
    chat = embed()
    chat.open()
    chat.field.fill("とうきょう")
    # Safari tells of the composition's end first, and then of the key that ended it, by its code alone.
    chat.field.evaluate(
        """field => field.dispatchEvent(new KeyboardEvent("keydown",
            { key: "Enter", keyCode: 229, bubbles: true, composed: true, cancelable: true }))"""
    )
    expect(chat.field).to_have_value("とうきょう")
    expect(chat.unsent).to_have_count(0)
    chat.field.press("Enter")
    expect(chat.field).to_have_value("")


# A page that styles

HOSTILE = """<style>
  body { direction: rtl; text-indent: 3em; word-spacing: 2em; text-shadow: 0 0 4px red; letter-spacing: 9px;
         pointer-events: none; cursor: wait; user-select: none; visibility: hidden; line-height: 4; white-space: pre;
         transform: translateY(10px); height: 3000px; }
  .bar { position: fixed; inset: 0; z-index: 2147483647; background: #ddd; pointer-events: auto; visibility: visible; }
</style>"""


def test_no_style_of_the_page_reaches_in_and_nothing_of_it_lies_above(embed: Callable[..., Chat]) -> None:
    chat = embed('<div class="bar">Cookies ?</div>', HOSTILE)
    expect(chat.launcher).to_be_in_viewport(ratio=1)
    chat.open()
    expect(chat.panel).to_be_in_viewport(ratio=1)
    for element in (chat.answers.first.locator(".bubble"), chat.field, chat.root.locator("#title")):
        assert element.evaluate(STYLE, "direction") == "ltr"
        assert element.evaluate(STYLE, "textIndent") == "0px"
        assert element.evaluate(STYLE, "wordSpacing") == "0px"
        assert element.evaluate(STYLE, "textShadow") == "none"
        assert element.evaluate(STYLE, "letterSpacing") == "normal"
        assert element.evaluate(STYLE, "userSelect") in ("auto", "text")
    expect(chat.ask(FR.question)).to_contain_text(FR.answer)


def test_a_site_that_gives_the_widget_a_height_may_lay_its_own_things_above(embed: Callable[..., Chat]) -> None:
    style = """<style>breachline-widget { --breachline-z-index: 5 }
        .bar { position: fixed; inset: 0; z-index: 6; background: #ddd }</style>"""
    chat = embed('<div class="bar">Menu</div>', style)
    expect(chat.launcher).to_be_visible()
    on_top = "document.elementFromPoint(innerWidth - 50, innerHeight - 50).className"
    assert chat.page.evaluate(on_top) == "bar"


# A keyboard that lies over the page

# What iOS tells: only the visual viewport shrinks. No headless browser has a keyboard to show.
KEYBOARD = """
class Seen extends EventTarget { height = innerHeight; offsetTop = 0; scale = 1; }
Object.defineProperty(window, "visualViewport", { value: new Seen() });
window.keyboard = (pixels, offset = 0) => {
  Object.assign(visualViewport, { height: innerHeight - pixels, offsetTop: offset });
  visualViewport.dispatchEvent(new Event("resize"));
};
"""


@pytest.mark.parametrize(("width", "height"), [(390, 800), (820, 900)], ids=["a phone", "a tablet"])
def test_the_panel_stays_above_the_keyboard(open_context: OpenContext, width: int, height: int) -> None:
    context = open_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.add_init_script(KEYBOARD)
    page: Page = context.new_page()
    page.goto("/?language=fr")
    chat = Chat(page, FR)
    chat.open()
    page.evaluate("keyboard(350, 40)")
    panel = chat.panel.bounding_box()
    assert panel
    assert panel["y"] >= 40
    assert panel["y"] + panel["height"] <= height - 350 + 40
    box = chat.field.bounding_box()
    assert box
    assert box["y"] + box["height"] <= height - 350 + 40
    page.evaluate("keyboard(0)")
    panel = chat.panel.bounding_box()
    assert panel
    assert panel["y"] + panel["height"] > height - 60


# The ways a site includes the script

TAGS = {
    "a classic script": '<script src="{gateway}/widget.js" data-language="fr"></script>',
    "a module": '<script type="module" src="{gateway}/widget.js" data-language="fr"></script>',
    "with crossorigin": '<script src="{gateway}/widget.js" data-language="fr" crossorigin="anonymous"></script>',
    "async": '<script src="{gateway}/widget.js" data-language="fr" async></script>',
    "put in late": """<script>addEventListener("load", () => document.head.append(Object.assign(
        document.createElement("script"), {{ src: "{gateway}/widget.js" }})))</script>""",
}


@pytest.mark.parametrize("tag", TAGS.values(), ids=TAGS.keys())
def test_each_way_to_include_the_script_works(
    site: Site, own_gateway: Callable[..., Gateway], open_context: OpenContext, tag: str
) -> None:
    gateway = own_gateway(BREACHLINE_ORIGINS=site.address)
    site.html = f'<html lang="fr"><title>X</title><body>{tag.format(gateway=gateway.address)}</body></html>'
    page = open_context(at=gateway).new_page()
    page.goto(site.address)
    Chat(page, FR).open()


def console(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return said


def explained(said: list[str], page: Page, words: str) -> None:
    """The site's developer reads why, and visitors see no button that leads nowhere."""
    deadline = 100
    while not any(line.startswith("Breachline shows no assistant") for line in said):
        page.wait_for_timeout(50)
        deadline -= 1
        assert deadline, said
    assert any(words in line for line in said if line.startswith("Breachline"))
    expect(page.locator("breachline-widget .launch")).to_have_count(0)


def forgive(watch: Watch, about: str) -> None:
    """These violations are the test's own."""
    assert all(about in line.lower() for line in watch.trouble), watch.trouble
    watch.trouble.clear()


def test_a_site_that_is_not_listed_shows_no_button_and_its_developer_reads_why(
    site: Site, gateway: Gateway, open_context: OpenContext
) -> None:
    site.html = (
        f'<html lang="fr"><title>X</title><body><script src="{gateway.address}/widget.js" defer></script></body></html>'
    )
    page = open_context().new_page()
    said = console(page)
    page.goto(site.address)
    explained(said, page, f"does not list {site.address}")


def test_a_policy_that_forbids_the_gateway_shows_no_button_and_its_developer_reads_why(
    site: Site, own_gateway: Callable[..., Gateway], open_context: OpenContext, watch: Watch
) -> None:
    gateway = own_gateway(BREACHLINE_ORIGINS=site.address)
    site.html = (
        f'<html lang="fr"><title>X</title><body><script src="{gateway.address}/widget.js"></script></body></html>'
    )
    site.policy = f"default-src 'none'; script-src {gateway.address}"
    page = open_context(at=gateway).new_page()
    said = console(page)
    page.goto(site.address)
    explained(said, page, "connect-src")
    forgive(watch, "connect")


def test_a_gateway_that_is_down_still_has_a_button_with_the_hotline_behind_it(
    site: Site, own_gateway: Callable[..., Gateway], open_context: OpenContext
) -> None:
    gateway = own_gateway(BREACHLINE_ORIGINS=site.address)
    site.html = (
        f'<html lang="fr"><title>X</title><body><script src="{gateway.address}/widget.js"></script></body></html>'
    )
    context = open_context(at=gateway)
    context.route("**/v1/**", lambda route: route.abort())
    context.route("**/widget.js", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
    page = context.new_page()
    page.goto(site.address)
    chat = Chat(page, FR)
    chat.launcher.click()
    expect(chat.root.locator(".hotline a")).to_have_attribute("href", "tel:+3280055800")


def typed_page(site: Site, gateway: Gateway, open_context: OpenContext, types: str) -> Page:
    """The widget under a policy with Trusted Types."""
    site.html = (
        f'<html lang="fr"><title>X</title><body><script src="{gateway.address}/widget.js"></script></body></html>'
    )
    site.policy = f"script-src {gateway.address}; connect-src *; {types}"
    return open_context(at=gateway).new_page()


def test_trusted_types_under_other_names_stop_nothing(
    site: Site, own_gateway: Callable[..., Gateway], open_context: OpenContext, watch: Watch
) -> None:
    gateway = own_gateway(BREACHLINE_ORIGINS=site.address)
    page = typed_page(site, gateway, open_context, "trusted-types site")
    page.goto(site.address)
    Chat(page, FR).open()
    forgive(watch, "trusted")


def test_where_strings_are_refused_as_well_the_developer_reads_which_policy_is_missing(
    site: Site, own_gateway: Callable[..., Gateway], open_context: OpenContext, watch: Watch
) -> None:
    gateway = own_gateway(BREACHLINE_ORIGINS=site.address)
    page = typed_page(site, gateway, open_context, "require-trusted-types-for 'script'; trusted-types site")
    said = console(page)
    page.goto(site.address)
    explained(said, page, "lit-html")
    forgive(watch, "trusted")
