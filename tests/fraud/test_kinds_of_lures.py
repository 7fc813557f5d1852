"""Small examples of each kind of lure and of honest message; the figures are measured on others."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.signs import Sign

LURES = [
    "Uw ING-bankkaart vervalt op 14/03. Vraag kosteloos uw nieuwe kaart aan via https://ing-kaart-voorbeeld.info/aanvraag",
    "Itsme: u moet uw account opnieuw activeren voor 09/04. Ga naar https://loket-voorbeeld.app/be",
    "Mutualité : votre nouvelle carte de santé est disponible. Remplissez le formulaire : https://mutualite-exemple.com",
    "La Poste : votre colis est retenu au centre de tri faute d'affranchissement. Suivez les instructions",
    "FOD Financiën: uw belastingschuld van 312,40 EUR staat open. Stort op BE71 0961 2345 6769 en voorkom inbeslagname.",
    "Your bank card has been put on hold because your file was not updated. Call customer care +44 7700 900123 today.",
    "Your mobile number was drawn for 450,000 pounds. Send your name, address and age to claims@brightcola.example",
    "Dag mama ik heb een ander toestel, mijn oude is stuk. Sla dit nummer maar op en stuur me een berichtje",
    "Uw bankkaart is verouderd. Vraag kosteloos een nieuwe aan via 8.top/kaart",
    "Uw rekening wordt nagekeken. Bevestig uw toestel via https://split.to/bank-be",
    "U hebt 1 nieuw voicemailbericht. Beluister het hier: https://kapsalon-voorbeeld.com/v.php?d8s2",
    "Proximus : votre facture a été payée 2 fois par erreur. Rendez-vous sur https://da.gd/exemple",
    "Trust portefeuille : votre portefeuille n'est pas encore vérifié. Cliquez sur le bouton ci-dessous pour le vérifier.",
    "I am an auditor of a bank. A late client with your name left 4.2 million dollars. Reply to me in private.",
    "Notre coursier passe chez vous dans 30 minutes pour récupérer votre carte bancaire et votre code.",
    "Er is fraude op uw rekening. Schrijf uw spaargeld nu over naar een veilige rekening op uw naam.",
    "Bonjour, le client est en réunion. Peux-tu acheter 5 cartes cadeaux et m'envoyer les codes ?",
    "Sorry, I sent you a code by mistake, a text of 6 digits. Can you forward it to me?",
    "Chaque client de Proximus reçoit 500 euros à cause de la fuite de données. Demandez-les avant vendredi.",
    "M y P r o x i m u s : fermez la session ouverte depuis Odessa sur https :// session - fermer . net / mpx",
    "B€LFIUS: votre carte expire, commandez la nouvelle: b-l-f-s.link/c",
    "De : bpost Tracking <track@colis-suivi-be.info>\nVotre colis attend. Payez 1,99 € de frais.",
]
HONEST = [
    "Proximus : bienvenue au Maroc ! Numéro d'urgence local : 112. Tarifs : www.proximus.be/roaming",
    "Partenamut: un remboursement de 18,40 EUR a été versé sur votre compte. Détails sur www.partenamut.be",
    "GLS: uw pakket 40512345 wordt vandaag geleverd tussen 13u en 15u. https://gls-group.com/BE/nl/pakket-volgen",
    "Telenet: uw factuur van 65,40 EUR is betaald. Bekijk ze op www.telenet.be",
    "Proximus: u hebt 90% van uw data verbruikt. U hebt nog 1,2 GB tot 28/02.",
    "KBC: betaling van 23,90 EUR bij BAKKERIJ MAES met kaart **** 5521. Was u dit niet? Bel Card Stop 078 170 170.",
    "Scouts: vergeet zondag geen regenjas en 4 euro cash voor de cafetaria.",
    "Tu as déjà une idée de cadeau pour maman ? Je passe en ville samedi.",
    "Le bus arrive dans 4 minutes, je suis là tout de suite.",
    "Comme tu veux.si tu as le temps on mange ensemble demain soir",
    "Pizzeria Lino: deze week -20% op alle pizza's. Geen berichten meer? Sms STOP naar 4550",
    "Onze technicus komt morgen tussen 8u en 10u. Bel hem gerust op 0470 00 00 00.",
    "Facture de 58,20 €, à payer sur BE68 5390 0754 7034 avec la communication +++090/9337/55493+++.",
    "Nous ne vous demanderons jamais de remettre votre carte à un coursier ou de déplacer votre argent. www.belfius.be",
    "Papa, mon gsm est cassé, on peut aller au magasin samedi ?",
]


@pytest.mark.parametrize("text", LURES)
def test_a_lure_bears_clear_signs(text: str) -> None:
    assert check(text, incident()).verdict == "fraud"


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_message_stays_calm(text: str) -> None:
    assert check(text, incident()).verdict == "nothing_found"


def test_its_own_site_takes_the_alarm_down_to_care_and_no_further() -> None:
    told = "KBC: uw rekening is geblokkeerd en uw betaling werd geweigerd, laatste waarschuwing. Er wachten extra kosten, dringend. "
    elsewhere = check(f"{told} https://kbc-klant.example/x", incident())
    at_home = check(f"{told} https://www.kbc.be", incident())
    assert elsewhere.verdict == "fraud"
    assert at_home.verdict == "careful"
    assert check(f"{told} https://www.kbc.be Geef uw pincode door.", incident()).verdict == "fraud"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Hello mum, new number", Sign.FAMILY_OPENING),
        ("Dag mama, nieuw nummer", Sign.FAMILY_OPENING),
        ("Coucou maman, nouveau numéro", Sign.FAMILY_OPENING),
        ("Hallo, is dit nog altijd jouw nummer?", Sign.FIRST_CONTACT),
    ],
)
def test_an_opening_without_a_request_asks_for_care(text: str, sign: Sign) -> None:
    finding = check(text, incident())
    assert finding.verdict == "careful"
    assert sign in {evidence.sign for evidence in finding.signs}
