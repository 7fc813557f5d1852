"""Takes docs/pictures/*.png anew, as the README shows them, from what `make run` started.

`.venv/bin/python -m tests.browser.pictures [ADDRESS]`
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.axe import settle
from tests.browser.chat import Chat
from tests.browser.conftest import CHROMIUM, phone_options
from tests.browser.words import EN, FR, NL, Words
from tests.conftest import ROOT

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
PICTURES = ROOT / "docs" / "pictures"


def widget_desktop_fr(browser: Browser, _: Playwright) -> Page:
    chat = site(browser, FR)
    chat.open()
    chat.ask(FR.question)
    chat.ask("et mon adresse ?")
    return chat.page


def phone_nl(browser: Browser, playwright: Playwright) -> Page:
    page = open_page(browser, **(phone_options(playwright) | {"locale": NL.locale}))
    page.goto("/chat?language=nl")
    chat = Chat(page, NL)
    chat.greeted()
    chat.ask(NL.help)
    chat.press(NL.button)
    return page


def widget_dark_en(browser: Browser, _: Playwright) -> Page:
    chat = site(browser, EN, color_scheme="dark")
    chat.open()
    chat.ask(EN.question)
    chat.ask(EN.help)
    return chat.page


def demo(browser: Browser, _: Playwright) -> Page:
    return site(browser, FR).page


TAKEN: dict[str, Callable[[Browser, Playwright], Page]] = {
    "widget-desktop-fr": widget_desktop_fr,
    "phone-nl": phone_nl,
    "widget-dark-en": widget_dark_en,
    "demo": demo,
}


def site(browser: Browser, words: Words, **options: Any) -> Chat:
    size = {"width": 1200, "height": 780}
    page = open_page(browser, viewport=size, locale=words.locale, **options)
    page.goto(f"/?language={words.language}")
    chat = Chat(page, words)
    expect(chat.launcher).to_be_visible()
    return chat


def open_page(browser: Browser, **options: Any) -> Page:
    return browser.new_context(base_url=ADDRESS, timezone_id="Europe/Brussels", **options).new_page()


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        for name, reach in TAKEN.items():
            page = reach(browser, playwright)
            settle(page)
            page.screenshot(path=PICTURES / f"{name}.png", animations="disabled", caret="hide")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
