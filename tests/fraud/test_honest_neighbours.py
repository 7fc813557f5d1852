"""Honest messages and the frauds that are worded like them: each pair has a cause that tells them apart."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.signs import Sign

HONEST = [
    "Votre nouvelle carte est arrivée. Vous pouvez venir chercher votre carte à l'agence de Jambes.",
    "Uw nieuwe bankkaart ligt klaar. U kunt uw kaart ophalen in het kantoor van Aalst.",
    "Bij opname: laat juwelen en bankkaarten thuis. Een medewerker komt u ophalen aan de balie.",
    "Your old card expires on 31/05. Cut it in half once you have activated the new one.",
    "Geef deze pincode aan de koerier om uw pakje te krijgen: 4471.",
    "You asked to reset your password. Enter code 448120 on the site and choose a new password.",
    "Wachtwoord vergeten? Klik op de knop om een nieuw wachtwoord in te stellen. Niets aangevraagd? Dan mag u deze mail negeren.",
    "Chers collègues, des mails signés « Service IT » demandent de confirmer votre mot de passe. Ils ne viennent pas de nous.",
    "Celui qui vous demande d'acheter des cartes cadeaux et d'envoyer les codes est un escroc.",
    "Excursion à Ypres : merci de verser 27 € sur BE97 7340 7725 4849 avec le nom de l'enfant et la classe.",
    "Lidgeld voetbal: 180 euro op BE90 0682 5541 3332 tegen eind augustus aub",
    "This amount will be refunded on the account number BE56 9734 4762 1688, which is known to our services.",
    "Farys: onze slimme meter ziet een lek. Vragen: 078 05 91 27.",
    "VDAB: bezorg ons uw rekeningnummer via www.vdab.be, dan betalen we uw verplaatsing terug.",
    "Mum can I have a Steam card for my birthday?",
    "Coucou mamy, merci encore pour les 50 euros, je me suis acheté un pull",
    "Can you look at my itsme? It asks for my pin and then says it's blocked",
]
LURES = [
    "Un coursier vient chercher votre carte et vos codes, mettez-la sous enveloppe.",
    "Knip uw bankkaart door en geef ze mee aan onze koerier.",
    "Antwoord op deze sms met uw oude en nieuwe PIN.",
    "Please send us the code you have just received by text.",
    "Papa, ik heb een nieuw nummer, verwijder het oude. Kan je vandaag iets overschrijven?",
    "Luminus has changed its bank. Pay your open bill on our new account BE39 3775 2669 8519, reference +++722/9697/32915+++.",
    "CARD STOP : votre carte a été utilisée à Anvers. Pas vous ? Rappelez votre gestionnaire : 02 880 41 96",
    "Your household is entitled to a government bonus of 306 euro. Apply before midnight: premium-energie-be.com",
    "Can you buy a 100 euro Steam card for a client and send me the code?",
]
CARE = [
    # What honest messages bear as well is a reason for care and no accusation.
    "Notary's office: please transfer the funds to BE09 1325 5003 4457 at once. Questions about the account? Call 02 538 14 70.",
    "KBC: geef uw mening over ons gesprek: https://kbc.qualtrics.com/jfe/form/SV_3abc",
    "Attention : des fraudeurs envoient des SMS avec un lien vers bpost-colis.top. Ne cliquez pas.",
]


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_message_stays_calm(text: str) -> None:
    assert check(text, incident()).verdict == "nothing_found"


@pytest.mark.parametrize("text", LURES)
def test_its_fraudulent_neighbour_is_found(text: str) -> None:
    assert check(text, incident()).verdict == "fraud"


@pytest.mark.parametrize("text", CARE)
def test_what_has_an_honest_reason_is_not_accused(text: str) -> None:
    assert check(text, incident()).verdict == "careful"


def test_advice_not_to_click_calms_no_message_that_wants_something() -> None:
    warning = "Attention : des fraudeurs envoient de faux SMS, ne cliquez pas. "
    assert check(f"{warning}Confirmez votre code PIN sur bpost-colis.top", incident()).verdict == "fraud"


@pytest.mark.parametrize("account", ["BE39 3775 2669 8519", "FR76 3000 6000 0112 3456 7890 189"])
def test_a_bill_to_be_paid_to_an_account_is_no_money_paid_out(account: str) -> None:
    text = f"Your invoice of 240 euro has to be paid to {account} today, otherwise we call the bailiff."
    assert check(text, incident()).verdict == "fraud"


@pytest.mark.parametrize("address", ["stop-abo-be.com", "prime-be.net", "premie-be.eu"])
def test_a_country_in_the_name_and_not_at_its_end_is_a_sign(address: str) -> None:
    assert Sign.TELLING_NAME in {evidence.sign for evidence in check(f"Allez sur {address}", incident()).signs}


def test_a_page_under_the_ending_of_this_country_bears_no_such_sign() -> None:
    signs = {evidence.sign for evidence in check("Allez sur www.fete-be.be", incident()).signs}
    assert Sign.TELLING_NAME not in signs
