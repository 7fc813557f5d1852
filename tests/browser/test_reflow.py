"""Small windows, large text, large fingers, little motion: the rules of WCAG 2.2 that need a layout to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.words import ALL, EN, FR, Words

Open = Callable[..., Chat]

NARROW = {"width": 320, "height": 640}
# 1280 × 1024 at 400 %
ZOOMED = {"width": 320, "height": 256}

# Everything of the page, through all shadow roots; with a function to ask of each element.
EACH = """
const each = function* (root) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.shadowRoot) yield* each(element.shadowRoot);
  }
};
"""

SIDEWAYS = f"""
() => {{ {EACH}
  const wide = [...each(document)].filter((element) => {{
    const {{ overflowX, clipPath }} = getComputedStyle(element);
    const scrolls = overflowX === "auto" || overflowX === "scroll" || element === document.documentElement;
    return scrolls && clipPath === "none" && element.scrollWidth > element.clientWidth;
  }});
  const outside = [...each(document)].filter((element) => {{
    const box = element.getBoundingClientRect();
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return text && element.checkVisibility() && !element.closest(".heard, .skip") && (box.right > innerWidth + 0.5 || box.left < -0.5);
  }});
  return [...wide, ...outside].map((element) => `${{element.localName}}.${{element.className}}`);
}}
"""

SMALL_TARGETS = f"""
() => {{ {EACH}
  return [...each(document)]
    .filter((element) => element.matches("button, a[href], input, textarea, select, [tabindex='0']") && element.checkVisibility())
    // Nobody points at what is only there for the keyboard.
    .filter((element) => !element.closest(".skip"))
    // A link in a sentence is as high as its line; a label belongs to its control.
    .filter((element) => !(element.localName === "a" && element.closest("p, li") && getComputedStyle(element).display === "inline"))
    .map((element) => [(element.closest("label") ?? element).getBoundingClientRect(), element])
    .filter(([box]) => box.width < 24 || box.height < 24)
    .map(([box, element]) => `${{element.localName}}.${{element.className}} ${{element.textContent.trim()}} ${{box.width}}x${{box.height}}`);
}}
"""

MOVING = f"""
() => {{ {EACH}
  return [...each(document)].filter((element) => getComputedStyle(element).animationName !== "none").map(({{ localName }}) => localName);
}}
"""

# WCAG 1.4.12, put in by the style sheets' own interface because the policy forbids style elements.
SPACED = f"""
() => {{ {EACH}
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* {{ line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }} p {{ margin-bottom: 2em !important }}");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const {{ shadowRoot }} of each(document)) if (shadowRoot) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
}}
"""


def visible_height(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    height: float = box["height"]
    return height


@pytest.mark.parametrize("words", ALL, ids=[words.language for words in ALL])
@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320px", "400%"])
def test_nothing_is_wider_than_a_narrow_window(size: dict[str, int], words: Words, desktop: Open) -> None:
    chat = desktop(words, viewport=size)
    assert chat.page.evaluate(SIDEWAYS) == []
    chat.open()
    chat.ask(words.help)
    assert chat.page.evaluate(SIDEWAYS) == []
    expect(chat.button(words.close)).to_be_in_viewport(ratio=1)
    expect(chat.field).to_be_in_viewport(ratio=1)
    chat.button(words.options).click()
    assert chat.page.evaluate(SIDEWAYS) == []


def test_at_400_percent_there_is_room_to_read(desktop: Open) -> None:
    chat = desktop(EN, viewport=ZOOMED)
    chat.open()
    assert visible_height(chat.page, "breachline-chat .log") >= 60
    chat.choose_option(EN.end)
    chat.button(EN.rate_send).scroll_into_view_if_needed()
    expect(chat.button(EN.rate_send)).to_be_in_viewport()


@pytest.mark.parametrize("size", [NARROW, {"width": 640, "height": 320}], ids=["upright", "on its side"])
def test_the_phone_page_turns_with_the_phone(size: dict[str, int], phone: Open) -> None:
    chat = phone(viewport=size)
    chat.greeted()
    chat.ask(FR.help)
    assert chat.page.evaluate(SIDEWAYS) == []
    expect(chat.field).to_be_in_viewport(ratio=1)
    assert visible_height(chat.page, "breachline-chat .log") >= 60


def test_text_may_be_spaced_out(desktop: Open) -> None:
    chat = desktop(FR)
    chat.open()
    chat.ask(FR.help)
    chat.page.evaluate(SPACED)
    assert chat.page.evaluate(SIDEWAYS) == []
    clipped = chat.page.evaluate(
        f"""() => {{ {EACH}
            const inChat = (element) => element.getRootNode() instanceof ShadowRoot;
            return [...each(document)].filter((element) => inChat(element) && element.matches("button, p, h2, a, .bubble") && element.checkVisibility()
              && !element.closest(".heard") && (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2)
              && getComputedStyle(element).overflow === "hidden").map(({{ className, textContent }}) => className + textContent);
        }}"""
    )
    assert clipped == []
    expect(chat.field).to_be_in_viewport(ratio=1)
    expect(chat.button(FR.close)).to_be_in_viewport(ratio=1)


def test_text_grows_with_the_readers_own_size(desktop: Open) -> None:
    chat = desktop()
    chat.open()
    size = "() => parseFloat(getComputedStyle(document.querySelector('breachline-widget').shadowRoot.querySelector('breachline-chat').shadowRoot.querySelector('.bubble')).fontSize)"
    before = chat.page.evaluate(size)
    chat.page.evaluate("document.documentElement.style.fontSize = '32px'")
    assert chat.page.evaluate(size) >= 2 * before - 0.5
    assert chat.page.evaluate(SIDEWAYS) == []
    expect(chat.field).to_be_in_viewport()


@pytest.mark.parametrize("where", ["desktop", "phone"])
def test_targets_are_at_least_24_pixels(where: str, request: pytest.FixtureRequest) -> None:
    chat: Chat = request.getfixturevalue(where)()
    if where == "desktop":
        assert chat.page.evaluate(SMALL_TARGETS) == []
        chat.open()
    chat.ask("je veux parler à quelqu'un")
    chat.ask(FR.help)
    assert chat.page.evaluate(SMALL_TARGETS) == []
    chat.button(FR.options).click()
    assert chat.page.evaluate(SMALL_TARGETS) == []
    chat.button(FR.end).click()
    expect(chat.root.get_by_role("radio").first).to_be_visible()
    assert chat.page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_nothing_moves_for_who_asked_for_less_motion(motion: Any, moves: bool, desktop: Open) -> None:
    chat = desktop(reduced_motion=motion)
    chat.page.route("**/v1/messages", lambda route: None)  # never answered, so that the typing dots stay
    chat.open()
    chat.type(FR.question)
    expect(chat.log.locator(".dots")).to_be_visible()
    assert bool(chat.page.evaluate(MOVING)) is moves


def test_what_colour_says_is_also_said_in_words(desktop: Open) -> None:
    """Each chip and each state of a message has its words; forced colours keep borders where fills are gone."""
    chat = desktop(forced_colors="active")
    chat.open()
    answer = chat.ask(FR.question)
    expect(answer.locator(".chip")).to_have_text(FR.chip)
    for part in (".bubble", ".chip"):
        width = answer.locator(part).evaluate("element => parseFloat(getComputedStyle(element).borderTopWidth)")
        assert width >= 1
