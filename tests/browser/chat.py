"""The chat as a customer meets it: by names and roles, in the widget's panel and on the full page alike."""

from __future__ import annotations

import json
import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.words import Words

PATIENCE = 10.0  # seconds


def wait_until(page: Page, expression: str) -> None:
    """Until it holds. Playwright's own waiting evaluates the expression inside the page, where our policy forbids it."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


class Chat:
    def __init__(self, page: Page, words: Words) -> None:
        self.page = page
        self.words = words
        self.root = page.locator("breachline-chat")

    # Parts

    @property
    def launcher(self) -> Locator:
        return self.page.locator("breachline-widget .launch")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog", name=self.words.title, exact=True)

    @property
    def log(self) -> Locator:
        return self.root.get_by_role("log", name=self.words.log)

    @property
    def field(self) -> Locator:
        return self.root.get_by_role("textbox", name=self.words.field)

    @property
    def messages(self) -> Locator:
        """What has arrived, from whomever."""
        return self.log.locator(".message:not(.unsent)")

    @property
    def answers(self) -> Locator:
        return self.log.locator(".message.bot")

    @property
    def unsent(self) -> Locator:
        return self.log.locator(".message.unsent")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    # Doing

    def open(self) -> None:
        """Open the panel and wait for the greeting."""
        self.launcher.click()
        expect(self.panel).to_be_visible()
        self.greeted()

    def greeted(self) -> None:
        expect(self.answers.first).to_contain_text(self.words.greeting)

    def type(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Ask, and wait for the answer."""
        before = self.answers.count()
        self.type(text)
        return self.answer(before)

    def press(self, title: str) -> Locator:
        """Press an offered button, and wait for the answer."""
        before = self.answers.count()
        self.button(title).click()
        return self.answer(before)

    def answer(self, before: int) -> Locator:
        answer = self.answers.nth(before)
        expect(answer).to_be_visible(timeout=8_000)
        expect(self.unsent).to_have_count(0)
        return answer

    def choose_language(self, other: Words) -> None:
        """The next answers are in `other`, and so is the interface."""
        before = self.answers.count()
        self.root.locator("[data-menu=language]").click()
        self.root.get_by_role("button", name=other.name, exact=True).click()
        self.words = other
        self.answer(before)

    def choose_option(self, name: str) -> None:
        self.button(self.words.options).click()
        self.button(name).click()

    def erase(self) -> None:
        self.choose_option(self.words.erase)
        self.root.get_by_role("alertdialog").get_by_role("button", name=self.words.erase_confirm, exact=True).click()
        expect(self.root.get_by_text(self.words.erased).first).to_be_visible()

    # Looking

    def texts(self) -> list[str]:
        """What was said, in the order it is shown."""
        return [text.strip() for text in self.messages.locator(".bubble").all_inner_texts()]

    def ids(self) -> list[str]:
        return self.messages.evaluate_all("found => found.map(({dataset}) => dataset.id)")

    def saved(self) -> dict[str, Any] | None:
        """The key to the conversation that the browser keeps."""
        stored = self.page.evaluate("localStorage.getItem('breachline.conversation')")
        return json.loads(stored) if stored else None
