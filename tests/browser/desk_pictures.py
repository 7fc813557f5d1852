"""A busy morning at the desk, as the pictures show it: who waits, a customer and an agent in the midst of it, the overview."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

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
# Who was helped before, and by whom: stars, what they wrote with them, how it ended, and how many minutes it took.
HELPED = (
    ("nora", 5, "Enfin quelqu'un qui m'explique calmement.", "solved", 2),
    ("luc", 5, "", "solved", 3),
    ("nora", 4, "Een beetje wachten, maar goed geholpen.", "bank_or_police", 7),
    ("nora", 5, "", "solved", 4),
    ("luc", 3, "", "hotline", 5),
    ("nora", 5, "", "solved", 3),
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


def help_customers(staffed: Staffed, desks: dict[str, Desk]) -> None:
    """One after the other, faster than hands could."""
    for name, stars, comment, reason, minutes in HELPED:
        desk = desks[name]
        token = staffed.customer("et mon adresse ?", DESK_FR.wish)
        expect(desk.waiting).to_have_count(1)
        conversation = str(desk.waiting.first.get_attribute("data-conversation"))
        staffed.waited(minutes / 2)
        move(desk, conversation, "take", over=False)
        staffed.talked(minutes)
        move(desk, conversation, "messages", text="Bonjour, je vous lis.", client_message_id=conversation)
        move(desk, conversation, "close", reason=reason)
        rating: dict[str, Any] = {"stars": stars} | ({"comment": comment} if comment else {})
        staffed.gateway.ask("POST", "/v1/rating", rating, token)
        expect(desk.waiting).to_have_count(0)


def move(desk: Desk, conversation: str, name: str, **body: Any) -> None:
    address = f"/v1/desk/conversations/{conversation}/{name}"
    answer = desk.page.request.post(address, data=body, headers={"X-Breachline-Desk": "1"})
    assert answer.ok, answer.text()
