"""Real lures are called fraud, honest messages are not, and nothing is ever called genuine."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from bot.content import ROOT, incident
from bot.fraud.checker import check
from bot.fraud.signs import Sign
from bot.fraud.table import points
from bot.fraud.weighing import FRAUD
from bot.language import LANGUAGES

LURES = [
    (
        "Proximus : vous avez payé deux fois votre facture. Récupérez 64,90 € ici : "
        "https://remboursement-client.example/fr"
    ),
    "PROXIMUS URGENT votre ligne sera résiliée ds 2h payez 1,95€ via bit.ly/prx-2h",
    "Cher client, suite à l'incident, nous vous prions de reconfirmer vos données personnelles dans les 24 heures.",
    "Vos 1 250 points de fidélité expirent aujourd'hui ! Échangez-les : pxm-points.top/be",
    (
        "Votre prélèvement a échoué. Régularisez 4,99 € avant ce soir pour éviter la suspension : "
        "https://proximus.regul.example"
    ),
    "Suite à la fuite de données, chaque client a droit à 150 €. Introduisez votre numéro de compte.",
    "Votre carte SIM sera désactivée ce soir. Répondez avec votre code PUK pour la maintenir active.",
    "Belfius : votre carte est bloquée suite à la fuite Proximus. Débloquez : belfius-carte.example",
    "Ici Julie du service technique Proximus. Répondez OUI et envoyez le code reçu par SMS.",
    "Votre compte est bloqué, appelez le 0903 00 000 pour le débloquer",
    "Uw Proximus-factuur werd niet betaald. Betaal 3,45 € via prox-betaling.xyz om afsluiting te vermijden",
    "Geachte klant, uw rekening werd dubbel betaald. Vul uw rekeningnummer in voor de terugbetaling.",
    "U ontvangt 3 maanden gratis internet als excuus voor het datalek. Activeer: https://sorry-klant.example",
    "Uw itsme-account verloopt vandaag. Vernieuw via itsme-belgie-update.example of u verliest toegang",
    "Voor uw veiligheid dient u uw PIN-code opnieuw in te stellen. Antwoord op deze sms met uw oude en nieuwe PIN.",
    "Opgelet klant, uw Internetbox werd gehackt. Installeer AnyDesk zodat onze technicus kan meekijken.",
    (
        "Gefeliciteerd! Als trouwe klant krijgt u een gratis iPhone 15, betaal enkel 1,95 € verzendkosten op "
        "iets-leuks.xyz"
    ),
    "Proximus: er werd aangemeld vanaf een nieuw toestel. Was u dit niet? Klik https://mijn-veiligheid.xyz/stop",
    "Hallo mama, dit is mijn nieuw nummer, mijn gsm is kapot. Kun je even 890 euro voorschieten?",
    "MyProximus toegang verlopen: http://185.00.00.12/proximus/index.php",
    "Your Proximus payment was declined. Update your card details at pay-be.example to avoid suspension.",
    "As compensation for the data incident you are entitled to 75 EUR. Claim it here: https://claims.example",
    "Your number will be transferred to another operator. Not requested? Stop it immediately: stop-port.example",
    "YOUR PARCEL IS ON HOLD. bpost: pay 1,99 EUR customs fee https://bpost-levering.xyz/track",
    "Dear valued customer, verify your identity within 24 hours or your account will be closed.",
    "Please find attached your credit note (creditnote_0388.zip).",
    "Download TeamViewer and give us the code on the screen.",
    "Reactivate your voicemail by dialling *21*0470000000#",
    "Scarlet: your direct debit was refused. Regularise within 48h to avoid disconnection: scar1et.be",
    "Klik op [www.proximus.be](https://inloggen.example/be) om uw factuur te zien",
]
HONEST = [
    (
        "Votre facture Proximus de 54,99 € est disponible. Consultez-la sur "
        "https://www.proximus.be/myproximus. Échéance : 28/11."
    ),
    "Uw Proximus-factuur van 54,99 EUR staat klaar: https://www.proximus.be/nl/id_myproximus. Vervaldatum 28/11/2026.",
    "Your Proximus invoice of 54.99 EUR is ready at https://www.proximus.be/en/myproximus. Due date 28/11/2026.",
    (
        "Votre facture est consultable dans MyProximus. Le montant sera domicilié automatiquement. Ne "
        "répondez pas à ce message."
    ),
    (
        "La date limite de paiement est le 28/11. Montant : 61,20 €. Communication : +++090/9337/55493+++. "
        "IBAN BE68 5390 0754 7034."
    ),
    "Votre paiement de 74,99 € a bien été reçu. Merci. Proximus",
    "Beste klant, we hebben uw betaling van € 54,99 goed ontvangen. Bedankt. Uw Proximus-team",
    "Votre technicien Proximus passera le mardi 14/11 entre 8h et 12h. Modifier : https://www.proximus.be/rdv",
    "Uw afspraak met de technieker is bevestigd op 22/10 tussen 8u en 12u. Wijzigen kan in MyProximus.",
    "Proximus - Your appointment with our technician is confirmed for Tuesday between 8h and 12h.",
    "Scarlet: your bill of 38,00 EUR is ready. View it on https://my.scarlet.be",
    "Proximus: your verification code is 482 913. Do not share this code with anyone.",
    "Votre code de vérification Proximus est 482913. Ne le communiquez à personne.",
    "Uw Proximus-verificatiecode is 482913. Geef deze code nooit door, ook niet aan een medewerker.",
    "Uw nieuwe simkaart is onderweg. De PIN- en PUK-code staan in de brief bij uw simkaart. Bewaar ze goed.",
    "Uw verbruik bedraagt 80% van uw databundel. Meer info in de MyProximus-app. Stuur STOP naar 8810.",
    "Bienvenue en Espagne ! Vous surfez comme à la maison avec Proximus. Besoin d'aide ? +32 2 202 41 11",
    "Hoe tevreden was u over uw contact met Proximus? Geef een score van 0 tot 10 door te antwoorden op deze sms.",
    "Proximus info: door werken kan uw verbinding op 14/3 tussen 1u en 5u onderbroken zijn. Onze excuses.",
    "Proximus would like to inform you that your rate plan changes from 1 January. Details on your next bill.",
    (
        "Cher client, notre base de données de contact a été consultée sans autorisation. Vos mots de passe, "
        "codes PIN et données bancaires ne sont pas concernés. Vous ne devez rien faire. Proximus ne vous "
        "demandera jamais votre numéro de compte complet, votre mot de passe, votre numéro de carte SIM, "
        "votre code PIN ou PUK par téléphone, e-mail ou SMS. Méfiez-vous des messages qui créent un sentiment"
        " d'urgence ou qui vous demandent de confirmer vos données. Une plainte a été déposée. 0800/55.800."
    ),
    (
        "Geachte klant, onze contactdatabank werd zonder toestemming geraadpleegd. Proximus zal u nooit via "
        "telefoon, e-mail of sms vragen om uw volledige rekeningnummer, wachtwoord, simkaartnummer, pincode "
        "of pukcode. Wees voorzichtig met onverwachte berichten die dringend zijn of vragen om gegevens te "
        "bevestigen. Klik niet op verdachte links. Vragen? Bel 0800/55.800."
    ),
    (
        "Dear customer, our contact database was consulted without authorisation. No action is needed. "
        "Proximus and its agents will never ask you for your full bank account number, password, SIM card "
        "number, PIN or PUK code by phone, email or SMS. Be careful with unexpected messages that create "
        "urgency or ask you to confirm information. Questions: 0800/55.800."
    ),
    (
        "You've requested a new password for MyProximus. Use this link within 30 minutes: "
        "https://www.proximus.be/reset?t=8f2c"
    ),
    "Proximus : votre remboursement de 12,50 € a été versé sur votre compte.",
]
# A reminder of a bill sounds like a threat, and it may be true: a reason for care, not an accusation.
REMINDERS = [
    (
        "Proximus : rappel. Votre facture (56,90 €) reste impayée. Sans paiement avant le 30/11, votre ligne "
        "sera suspendue et des frais de rappel seront facturés. Payez via MyProximus : "
        "https://www.proximus.be"
    ),
    (
        "Laatste herinnering van Proximus: factuur 7000000000 werd niet betaald. Betaal voor 30/11 om "
        "afsluiting te vermijden."
    ),
    (
        "Final reminder: your Proximus bill of 56.90 EUR is unpaid. Please pay before 30/11 to avoid "
        "suspension. www.proximus.be"
    ),
    "MyProximus : votre mot de passe a été modifié le 12/11. Ce n'était pas vous ? Appelez le 0800 45 770.",
]


@pytest.mark.parametrize("text", LURES)
def test_a_known_lure_is_called_fraud(text: str) -> None:
    assert check(text, incident()).verdict == "fraud"


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_message_raises_no_alarm(text: str) -> None:
    assert check(text, incident()).verdict == "nothing_found"


@pytest.mark.parametrize("text", REMINDERS)
def test_a_message_that_could_be_honest_asks_for_care_only(text: str) -> None:
    assert check(text, incident()).verdict == "careful"


@pytest.mark.parametrize(
    "link", ["https://iets-onbekends.be/x/1", "https://iets-onbekends.be", "bit.ly/3pRoXx", "https://t.me/iets"]
)
def test_a_link_that_nobody_can_vouch_for_asks_for_care(link: str) -> None:
    assert check(link, incident()).verdict == "careful"


def test_points_add_up_to_care_and_to_fraud() -> None:
    little = "Beste klant, uw domiciliëring werd geweigerd."
    assert check(little, incident()).verdict == "nothing_found"
    assert check(f"{little} Dringend!", incident()).verdict == "careful"
    assert check(f"{little} Dringend! https://iets-anders.top/x", incident()).verdict == "fraud"


def test_the_strongest_sign_comes_first_and_each_comes_once() -> None:
    text = "Cher client, votre ligne sera coupée ce soir, coupée ! Envoyez votre code PIN. prx-a.top prx-b.top"
    strengths = [points(evidence.sign) for evidence in check(text, incident()).signs]
    signs = [evidence.sign for evidence in check(text, incident()).signs]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[0] >= FRAUD
    assert len(signs) == len(set(signs))
    assert signs[0] is Sign.ASKS_SECRET


def test_another_company_is_judged_by_its_own_incident() -> None:
    other = incident().copy(update={"brands": ["Telenet"], "official_domains": ["telenet.be"]})
    assert check("https://telenet-verif.example", other).verdict == "fraud"
    assert check("https://www.telenet.be/factuur", other).signs == ()
    assert check("https://proximus.be-aanmelden.example/factuur", other).verdict == "fraud"


def _own_answers() -> list[str]:
    answers = []
    for path in sorted((ROOT / "domain").glob("*.yml")):
        responses = YAML(typ="safe").load(path).get("responses") or {}
        for variants in responses.values():
            answers += [variant["text"] for variant in variants if "text" in variant]
    return answers


def test_our_own_answers_are_never_called_fraud() -> None:
    """They name every sign, to warn of it; a customer may paste them back."""
    filled = [text.replace("{website}", "www.proximus.be").replace("{company}", "Proximus") for text in _own_answers()]
    assert len(filled) > len(LANGUAGES)
    assert [text for text in filled if check(text, incident()).verdict == "fraud"] == []
