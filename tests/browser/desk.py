"""The desk as an agent meets it: by names and roles."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_words import DeskWords


class Desk:
    def __init__(self, page: Page, words: DeskWords) -> None:
        self.page = page
        self.words = words
        self.root = page.locator("breachline-desk")

    # Parts

    @property
    def waiting(self) -> Locator:
        """Who waits, in the order of the queue."""
        return self.root.locator(".region.waiting [data-conversation]")

    @property
    def mine(self) -> Locator:
        return self.root.locator(".region.mine [data-conversation]")

    @property
    def messages(self) -> Locator:
        """What was said in the open conversation."""
        return self.root.locator("breachline-desk-conversation .message:not(.unsent)")

    @property
    def unsent(self) -> Locator:
        return self.root.locator("breachline-desk-conversation .message.unsent")

    @property
    def reply_field(self) -> Locator:
        return self.root.locator("breachline-reply-box textarea")

    @property
    def note_field(self) -> Locator:
        return self.root.get_by_role("textbox", name=self.words.note)

    @property
    def dialog(self) -> Locator:
        return self.root.get_by_role("dialog")

    @property
    def top(self) -> Locator:
        return self.root.locator(".top")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    # Doing

    def sign_in(self, name: str, password: str) -> None:
        self.page.goto("/desk")
        self.fill_in(name, password)
        expect(self.top).to_be_visible()

    def fill_in(self, name: str, password: str) -> None:
        self.root.get_by_role("textbox", name=self.words.name).fill(name)
        field = self.root.get_by_label(self.words.password, exact=True)
        field.fill(password)
        field.press("Enter")

    def come(self) -> None:
        """Customers may come from now on."""
        here = self.button(self.words.here)
        here.click()
        expect(here).to_have_count(0)

    def show(self, view: str) -> None:
        """One of the parts of the desk, by its name's beginning."""
        self.top.get_by_role("navigation").get_by_role("button", name=view).click()

    def take_next(self) -> None:
        self.root.locator("[data-take]").first.click()
        expect(self.reply_field).to_be_focused()

    def reply(self, text: str) -> None:
        self.reply_field.fill(text)
        self.reply_field.press("Enter")
        expect(self.messages.last).to_contain_text(text.splitlines()[0])

    def pass_on_to(self, name: str, note: str = "") -> None:
        self.button(self.words.pass_on).click()
        self.dialog.get_by_role("radio", name=name).check()
        if note:
            self.dialog.get_by_role("textbox").fill(note)
        self.dialog.get_by_role("button", name=self.words.pass_on, exact=True).click()
        expect(self.dialog).to_have_count(0)

    def close(self) -> None:
        self.button(self.words.close).click()
        self.dialog.get_by_role("radio", name=self.words.solved).check()
        self.dialog.get_by_role("button", name=self.words.close, exact=True).click()
        expect(self.dialog).to_have_count(0)

    # Looking

    def texts(self) -> list[str]:
        return [text.strip() for text in self.messages.locator(".bubble").all_inner_texts()]
