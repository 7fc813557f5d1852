"""Takes docs/pictures/*.png anew, as the documents show them, from the Rasa and the actions that `make run` started.

`.venv/bin/python -m tests.browser.pictures [NAME…]`

The gateway is one of its own, with a store that is thrown away: nobody's conversations get into a picture.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser import desk_pictures
from tests.browser.axe import settle
from tests.browser.chat import Chat
from tests.browser.conftest import CHROMIUM, phone_options
from tests.browser.desk_words import DESK_FR, DESK_NL
from tests.browser.gateway import Gateway
from tests.browser.staffed import Staffed
from tests.browser.words import EN, FR, NL, Words
from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "pictures"
COLOURS = 128  # a picture of a page needs no more, and a third of the bytes


@dataclass(frozen=True)
class Studio:
    browser: Browser
    playwright: Playwright
    staffed: Staffed

    def page(self, **options: Any) -> Page:
        address = self.staffed.gateway.address
        return self.browser.new_context(base_url=address, timezone_id="Europe/Brussels", **options).new_page()

    def site(self, words: Words, **options: Any) -> Chat:
        """The demo site with the widget, closed."""
        page = self.page(viewport={"width": 1200, "height": 780}, locale=words.locale, **options)
        page.goto(f"/?language={words.language}")
        chat = Chat(page, words)
        expect(chat.launcher).to_be_visible()
        return chat

    def phone(self, words: Words) -> Chat:
        page = self.page(**(phone_options(self.playwright) | {"locale": words.locale, "device_scale_factor": 2}))
        page.goto(f"/chat?language={words.language}")
        chat = Chat(page, words)
        chat.greeted()
        return chat

    def desk(self, name: str, words: Words) -> Page:
        return self.page(viewport={"width": 1440, "height": 860}, locale=words.locale)


def widget_desktop_fr(studio: Studio) -> Iterator[tuple[str, Page]]:
    chat = studio.site(FR)
    chat.open()
    chat.ask(FR.question)
    chat.ask("et mon adresse ?")
    yield "widget-desktop-fr", chat.page


def phone_nl(studio: Studio) -> Iterator[tuple[str, Page]]:
    chat = studio.phone(NL)
    chat.ask(NL.help)
    chat.press(NL.button)
    yield "phone-nl", chat.page


def widget_dark_en(studio: Studio) -> Iterator[tuple[str, Page]]:
    chat = studio.site(EN, color_scheme="dark")
    chat.open()
    chat.ask(EN.question)
    chat.ask(EN.help)
    yield "widget-dark-en", chat.page


def demo(studio: Studio) -> Iterator[tuple[str, Page]]:
    yield "demo", studio.site(FR).page


def hand_off(studio: Studio) -> Iterator[tuple[str, Page]]:
    """One customer from the queue to a person, on both sides."""
    studio.staffed.morning()
    desk = desk_pictures.open_desk(studio.desk("nora", FR), DESK_FR, "nora")
    for colleague in ("bert", "amélie"):
        studio.staffed.comes(colleague)
    desk_pictures.wait_in_line(studio.staffed)
    chat = studio.phone(FR)
    desk_pictures.queue_up(chat)
    yield "handoff-waiting-fr", chat.page
    desk_pictures.talk(chat, desk)
    desk.page.bring_to_front()
    yield "handoff-agent-fr", chat.page
    desk.reply_field.focus()
    yield "desk-fr", desk.page


def overview(studio: Studio) -> Iterator[tuple[str, Page]]:
    studio.staffed.morning()
    desks = {name: desk_pictures.open_desk(studio.desk(name, NL), DESK_NL, name) for name in ("nora", "luc")}
    desk_pictures.help_customers(studio.staffed, desks)
    for colleague in ("bert", "amélie"):
        studio.staffed.comes(colleague)
    desk_pictures.wait_in_line(studio.staffed)
    desk = desks["luc"]
    desk.page.bring_to_front()
    desk.show(DESK_NL.report)
    expect(desk.root.locator("breachline-report table").first).to_be_visible()
    yield "desk-overview-nl", desk.page


SCENES: tuple[Callable[[Studio], Iterator[tuple[str, Page]]], ...] = (
    widget_desktop_fr,
    phone_nl,
    widget_dark_en,
    demo,
    hand_off,
    overview,
)


def take(page: Page, name: str) -> None:
    settle(page)
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


def main(wanted: list[str]) -> None:
    """Scenes by the names of their functions; all of them when none is named."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    rasa = f"http://127.0.0.1:{os.environ.get('RASA_PORT', '5005')}"
    actions = int(os.environ.get("ACTIONS_PORT", "5055"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        gateway = Gateway(Path(folder), rasa, actions)
        gateway.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            studio = Studio(browser, playwright, Staffed(gateway))
            desk_pictures.hire(studio.staffed)
            for scene in SCENES:
                if wanted and scene.__name__ not in wanted:
                    continue
                for name, page in scene(studio):
                    take(page, name)
                for context in browser.contexts:
                    context.close()
        finally:
            browser.close()
            gateway.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
