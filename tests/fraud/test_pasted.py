"""A pasted message is told from the question whether one may be pasted."""

from __future__ import annotations

import pytest

from bot.conversation.subtopics import lines as subtopic_lines
from bot.fraud.pasted import is_plainly_pasted, looks_pasted


@pytest.mark.parametrize(
    "text",
    [
        "https://mijn-factuur.example",
        "hxxp://prx-info[.]top",
        "bit.ly/3pRoXx",
        "c'est sûr ? prx-doc.top",
        "no-reply@prx-alert.example",
        "« Votre compte est bloqué, rappelez-nous »",
        'kreeg dit: "uw pakje ligt klaar in het punt"',
        "Cher client, merci de votre confiance.",
        "Geachte klant, uw punten vervallen.",
        "Dear customer, hello.",
        "Onderwerp: Terugbetaling goedgekeurd",
        "Votre ligne sera coupée demain à 18h si vous ne réglez pas votre facture aujourd'hui, Proximus",
        "Urgent – SIM : votre carte SIM sera désactivée ce soir. Répondez avec votre code PUK.",
        "Votre paiement de 74,99 € a bien été reçu. Merci. Proximus",
        "Proximus: Suite a votre appel de ce jour, votre demande est en cours de traitement. Réf 000000.",
        "Your verification code is 771204. Never share it with anyone, not even with a Proximus agent.",
        "Uw afspraak met de technieker is bevestigd op 22 oktober tussen 8u en 12u. Wijzigen kan in MyProximus.",
        "ik kreeg dit: uw simkaart wordt morgen geblokkeerd tenzij u nu belt naar ons",
        "Proximus - Your appointment with our technician is confirmed for Tuesday between 8h and 12h.",
    ],
)
def test_a_message_or_link_counts_as_pasted(text: str) -> None:
    assert looks_pasted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "???",
        "je peux vous copier un sms pour que vous regardiez ?",
        "si je colle le message ici vous savez me dire s'il est faux ?",
        "mon beau-fils dit que vous pouvez lire un mail et dire s'il est louche, comment je fais pour vous le donner",
        "on peut envoyer une capture d'écran ici pour que vous vérifiiez ?",
        "vérifiez ce lien svp",
        "kan je zo'n bericht controleren als ik het doorstuur",
        "plak ik de hele mail of alleen de link",
        "ik zou graag een bericht laten nakijken voor mijn moeder, ze kreeg het op haar oude nokia",
        "Kan ik u een verdachte mail bezorgen zodat u die bekijkt voor ik iets doe?",
        "mag ik plakken?",
        "can you look at a text i got if i paste it here",
        "Hi, can I forward you a screenshot or copy the text of a mail so you can tell me if it comes from you",
        "Just want a second opinion on a mail, may I put it here?",
        "Here it comes:",
        "J'ai reçu un message urgent, pouvez-vous le vérifier ?",
        'le mail dit "urgent"',
    ],
)
def test_a_mere_request_does_not(text: str) -> None:
    assert not looks_pasted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Votre carte SIM sera bloquée ce soir. Répondez avec votre code PUK pour éviter la coupure.",
        "Uw simkaart wordt vandaag geblokkeerd. Bevestig uw gegevens via prx-nazicht.top om dit te vermijden.",
        "Your bank card has been put on hold. Confirm your card number today at card-check.top to get it back.",
    ],
)
def test_a_lure_is_plainly_pasted_whatever_else_it_is_read_as(text: str) -> None:
    assert is_plainly_pasted(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://mijn-factuur.example",
        "someone from Proximus is on the phone right now and asks for my card reader's code",
        "hij zegt dat mijn nummer vandaag afgesloten wordt als ik niet betaal",
        "j'ai payé avec ma carte sur un faux site hier, que dois-je faire maintenant ?",
        "Will you ever ask me to confirm my card number or a code by text message?",
        "Proximus: votre facture de novembre (72,95 EUR) est disponible sur www.proximus.be/myproximus.",
    ],
)
def test_a_story_a_question_or_a_genuine_notice_is_left_to_the_reading(text: str) -> None:
    assert not is_plainly_pasted(text)


def test_what_is_written_to_an_assistant_is_hardly_ever_plainly_pasted() -> None:
    lines = [line.text for line in subtopic_lines() if not line.subtopic.startswith("check_message")][::7]
    assert len(lines) > 2_000
    assert sum(map(is_plainly_pasted, lines)) <= 0.005 * len(lines)


@pytest.mark.parametrize(
    "text", ["G-5591 is your Vinted verification code.", "Je WhatsApp-code: 481-220. Deel deze met niemand."]
)
def test_a_message_that_only_gives_a_code_is_one_where_the_topic_is_known(text: str) -> None:
    assert looks_pasted(text, topic_known=True)


@pytest.mark.parametrize("text", ["je viens de recevoir le code 448120", "ik kreeg code 448120, wat nu?"])
def test_a_code_that_somebody_tells_of_is_no_message(text: str) -> None:
    assert not looks_pasted(text, topic_known=True)
