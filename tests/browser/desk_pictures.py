"""A busy morning at the desk, as the pictures show it: who waits, a customer and an agent in the midst of it, the overview."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import Chat
from tests.browser.desk import Desk
from tests.browser.desk_words import DESK_EN, DESK_FR, DESK_NL, DeskWords
from tests.browser.staffed import PASSWORD, Staffed

# What others came for: their languages, what they wrote, and how many minutes before the next one.
QUEUE = (
    (DESK_NL, "mijn adres zit er ook bij ?", 4),
    (DESK_FR, "je veux déposer une plainte", 2),
    (DESK_EN, "I got a strange text message from Proximus", 3),
    (DESK_NL, DESK_NL.fraud, 1),
)
# Who was helped before: stars, what they wrote with them, how it ended, and how long they had waited.
HELPED = (
    (5, "Enfin quelqu'un qui m'explique calmement.", "solved", 1.5),
    (5, "", "solved", 3),
    (4, "Een beetje wachten, maar goed geholpen.", "bank_or_police", 6),
    (5, "", "solved", 2),
    (3, "", "hotline", 4),
)


def hire(staffed: Staffed) -> None:
    staffed.hire("nora", "fr,nl,en")
    staffed.hire("bert", "nl,en")
    staffed.hire("amélie", "fr,en")
    staffed.hire("luc", "fr,nl,en", "--supervisor")


def wait_in_line(staffed: Staffed) -> None:
    """The others in the queue."""
    for words, text, minutes in QUEUE:
        staffed.customer(text, words.wish, language=words.chat.language)
        staffed.waited(minutes)


def open_desk(page: Page, words: DeskWords, name: str) -> Desk:
    desk = Desk(page, words)
    desk.sign_in(name, PASSWORD)
    desk.come()
    return desk


def queue_up(chat: Chat) -> None:
    """A customer who asks, is answered, and asks for a person."""
    chat.ask("J'ai reçu un SMS de Proximus qui me demande de confirmer mon adresse. C'est vous ?")
    chat.type(DESK_FR.wish)
    expect(chat.log).to_contain_text(DESK_FR.queued)


def talk(chat: Chat, desk: Desk) -> None:
    """The customer is taken, though not the first, and both write."""
    desk.root.locator(".region.waiting li").last.locator("[data-take]").click()
    expect(desk.reply_field).to_be_focused()
    desk.reply("Bonjour, je viens de lire votre conversation. Avez-vous ouvert le lien du SMS ?")
    chat.type("oui mais j'ai rien rempli, j'ai eu un doute")
    expect(desk.messages.last).to_contain_text("un doute")
    desk.reply("Vous avez bien fait de vous arrêter là. Ne répondez pas et supprimez le SMS.")
    desk.note_field.fill("A ouvert le lien, n'a rien encodé.")
    desk.button(DESK_FR.save_note).click()
    expect(desk.root.locator("breachline-notes li")).to_have_count(1)
    expect(chat.messages.last).to_contain_text("supprimez le SMS")


def look_back(browser: Browser, staffed: Staffed, page: Page) -> Desk:
    """A supervisor, after some customers were helped and while others wait."""
    desk = open_desk(page, DESK_NL, "luc")
    for stars, comment, reason, minutes in HELPED:
        token = staffed.customer("et mon adresse ?", DESK_FR.wish)
        expect(desk.waiting).to_have_count(1)
        staffed.waited(minutes)
        helped(desk, str(desk.waiting.first.get_attribute("data-conversation")), reason)
        rating: dict[str, Any] = {"stars": stars} | ({"comment": comment} if comment else {})
        staffed.gateway.ask("POST", "/v1/rating", rating, token)
        expect(desk.waiting).to_have_count(0)
    return desk


def helped(desk: Desk, conversation: str, reason: str) -> None:
    """Taken, answered and closed, faster than a hand could."""
    for move, body in (
        ("take", {"over": False}),
        ("messages", {"text": "Bonjour, je vous lis.", "client_message_id": conversation}),
        ("close", {"reason": reason}),
    ):
        answer = desk.page.request.post(
            f"/v1/desk/conversations/{conversation}/{move}", data=body, headers={"X-Breachline-Desk": "1"}
        )
        assert answer.ok, answer.text()
