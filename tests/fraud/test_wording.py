"""What a message asks for, promises and threatens with is seen in three languages, and denials are understood."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.signs import Sign


def seen(text: str) -> set[Sign]:
    return {evidence.sign for evidence in check(text, incident()).signs}


@pytest.mark.parametrize(
    "text",
    [
        "Répondez avec votre code PUK pour garder votre numéro.",
        "Veuillez introduire votre numéro de carte et le code de sécurité.",
        "Merci d'encoder votre mot de passe MyProximus.",
        "Envoyez-nous le code reçu par SMS.",
        "Confirmez votre IBAN pour recevoir la somme.",
        "Pour débloquer la ligne, votre code PIN est à communiquer à notre agent.",
        "N'oubliez pas d'envoyer votre code PIN.",
        "Nous ne demandons jamais votre code PIN, mais envoyez votre code PUK à ce numéro.",
        "Antwoord op deze sms met uw oude en nieuwe PIN.",
        "Gelieve uw rekeningnummer in te vullen.",
        "Stuur mij de code die ge juist per sms gekregen hebt.",
        "Vul uw kaartgegevens in om de betaling te bevestigen.",
        "Wij vragen u uw simkaartnummer door te geven aan onze medewerker.",
        "Vergeet niet uw wachtwoord door te sturen.",
        "Wij bellen u nooit, maar u moet wel uw simnummer mailen.",
        "Reply with your PUK code to keep your number.",
        "Please provide your full bank account number.",
        "Enter your card number to receive it.",
        "Have your card details ready and send us your PIN.",
        "Don't forget to give your password to our agent.",
        "We never ask for your PIN, please reply with your PUK instead.",
    ],
)
def test_asking_for_a_secret_is_fraud(text: str) -> None:
    assert Sign.ASKS_SECRET in seen(text)
    assert check(text, incident()).verdict == "fraud"


@pytest.mark.parametrize(
    "text",
    [
        "Proximus ne vous demandera jamais votre code PIN, votre mot de passe ou votre numéro de carte SIM.",
        "Nous ne demandons jamais votre numéro de compte complet.",
        "Ne communiquez jamais votre code PUK, même à un agent.",
        "Votre code de vérification est 482913. Ne le partagez avec personne.",
        "N'envoyez pas votre mot de passe par e-mail.",
        "Ne donnez à personne votre code PIN.",
        "Votre code PUK se trouve dans la lettre de votre carte SIM.",
        "Vos mots de passe et vos codes PIN ne sont pas concernés.",
        "Wij vragen u nooit uw pincode of uw wachtwoord.",
        "Proximus zal u nooit via telefoon, e-mail of sms vragen om uw volledige rekeningnummer of pincode.",
        "Deel deze code met niemand.",
        "Geef uw pincode niet door aan anderen.",
        "Geef nooit uw kaartnummer aan de telefoon.",
        "De PIN- en PUK-code staan in de brief bij uw simkaart.",
        "Proximus and its agents never ask for your full bank account number, password, PIN or PUK code.",
        "We will never call you and ask for your PIN.",
        "Do not share this code with anyone.",
        "Never give your password to anyone.",
        "Your password was changed successfully.",
        "Did you give your password to someone? Change it everywhere.",
    ],
)
def test_a_denial_or_a_mere_mention_asks_for_nothing(text: str) -> None:
    assert Sign.ASKS_SECRET not in seen(text)


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        (Sign.URGENCY, "Vous devez réagir dans les 24 heures."),
        (Sign.URGENCY, "Gelieve binnen de 48 uur te reageren."),
        (Sign.URGENCY, "You must act within 12 hours."),
        (Sign.THREAT, "Votre ligne sera coupée."),
        (Sign.THREAT, "Si vous ne payez pas votre ligne sera coupée"),
        (Sign.LEGAL_THREAT, "Uw dossier gaat naar de deurwaarder."),
        (Sign.THREAT, "Your account will be suspended."),
        (Sign.REFUND, "Vous avez payé deux fois votre facture."),
        (Sign.PRIZE, "Uw 4.820 Enjoy-punten wachten op u, wissel ze in."),
        (Sign.PRIZE, "You have been selected to receive an iPhone."),
        (Sign.COMPENSATION_OFFER, "Suite à la fuite de données, vous avez droit à un dédommagement de 75 €."),
        (Sign.COMPENSATION_OFFER, "Als excuus voor het datalek krijgt u een cadeaubon."),
        (Sign.COMPENSATION_OFFER, "As compensation for the data incident you may claim a sum."),
        (Sign.DATA_TO_CONFIRM, "Nous vous prions de confirmer vos données personnelles."),
        (Sign.DATA_TO_CONFIRM, "Gelieve uw identiteit te bevestigen."),
        (Sign.DATA_TO_CONFIRM, "Please verify your identity."),
        (Sign.DATA_TO_CONFIRM, "Renvoyez une copie recto verso de votre carte d'identité."),
        (Sign.ACCOUNT_ALERT, "Vos informations personnelles ont été modifiées."),
        (Sign.ACCOUNT_ALERT, "Uw gegevens werden gewijzigd. Was u dit niet?"),
        (Sign.ACCOUNT_ALERT, "We noticed a login from a new device."),
        (Sign.UNUSUAL_PAYMENT, "Payez avec une carte-cadeau ou en bitcoin."),
        (Sign.UNUSUAL_PAYMENT, "Koop vijf cadeaukaarten en stuur de codes."),
        (Sign.UNUSUAL_PAYMENT, "Pay with a gift card."),
        (Sign.CHANGED_ACCOUNT, "Merci de payer sur notre nouveau numéro de compte."),
        (Sign.CHANGED_ACCOUNT, "Ons bankrekeningnummer is gewijzigd."),
        (Sign.CHANGED_ACCOUNT, "Please use our new bank account."),
        (Sign.FAMILY_NUMBER, "Maman, voici mon nouveau numéro, mon gsm est cassé."),
        (Sign.FAMILY_NUMBER, "Dag mama, dit is mijn nieuw nummer."),
        (Sign.MOVES_ELSEWHERE, "Please contact our agent on WhatsApp."),
        (Sign.IMPERSONATES_AUTHORITY, "Bonjour, ici la police, votre nom apparaît dans un dossier."),
        (Sign.IMPERSONATES_AUTHORITY, "U spreekt met de fraudedienst van uw bank."),
        (Sign.IMPERSONATES_AUTHORITY, "This is the police speaking."),
        (Sign.REMOTE_CONTROL, "Installez AnyDesk pour que notre technicien vous aide."),
        (Sign.REMOTE_CONTROL, "Download TeamViewer zodat onze technieker kan meekijken."),
        (Sign.GENERIC_GREETING, "Cher(e) client(e), bonjour."),
        (Sign.GENERIC_GREETING, "Geachte klant, goedemiddag."),
        (Sign.GENERIC_GREETING, "Dear valued customer, hello."),
        (Sign.PAYMENT_PROBLEM, "Votre prélèvement a échoué."),
        (Sign.PAYMENT_PROBLEM, "Uw domiciliëring werd geweigerd."),
        (Sign.PAYMENT_PROBLEM, "Your payment was declined."),
        (Sign.QR_CODE, "Scannez le code QR ci-dessous."),
        (Sign.QR_CODE, "Scan de QR-code in de brief."),
        (Sign.SHOUTING, "UW PUNTEN VERVALLEN MORGEN, WISSEL IN"),
        (Sign.SHOUTING, "Cliquez ici !!!"),
        (Sign.CALL_FORWARDING, "Composez *21*0470000000# sur votre GSM."),
        (Sign.CALL_FORWARDING, "Toets **62*0470 00 00 00#"),
        (Sign.PREMIUM_NUMBER, "Appelez le 0903 12 345."),
        (Sign.PREMIUM_NUMBER, "Bel ons op 070/12.34.56."),
        (Sign.PREMIUM_NUMBER, "Call back +32 905 12 345."),
        (Sign.PREMIUM_NUMBER, "Envoyez OUI par SMS au 6644."),
        (Sign.PREMIUM_NUMBER, "Stuur JA naar 7788."),
        (Sign.NUMBER_NOT_OFFICIAL, "Proximus: bel 0470 00 00 00 om te bevestigen."),
        (Sign.NUMBER_NOT_OFFICIAL, "Proximus verification dept, +44 7700 900000"),
        (Sign.DANGEROUS_ATTACHMENT, "Votre facture est en pièce jointe (facture_11.zip)."),
        (Sign.DANGEROUS_ATTACHMENT, "Open de bijlage factuur.pdf.exe."),
        (Sign.DANGEROUS_ATTACHMENT, "The attached file is Invoice_Proximus.html"),
        (Sign.DANGEROUS_ATTACHMENT, "https://apps.example/prox.apk"),
        (Sign.SHORTENER, "bit.ly/3pRoXx"),
        (Sign.SHORTENER, "https://tinyurl.com/prx"),
        (Sign.FREE_HOSTING, "Proximus: https://klant-be.github.io/x"),
        (Sign.FREE_HOSTING, "https://sites.google.com/view/proximus-client"),
        (Sign.BRAND_IN_PATH, "https://klanten.example/proximus/login"),
        (Sign.LINK_NOT_OFFICIAL, "Proximus : voyez https://fibre-rdv.example/jambes"),
        (Sign.LINK_NOT_OFFICIAL, "prx-doc.top"),
        (Sign.LINK_UNKNOWN, "https://docs-be.example/a"),
        (Sign.BRAND_IN_DOMAIN, "https://belfius-carte.example"),
        (Sign.BRAND_IN_DOMAIN, "bpost-levering.xyz/track"),
        (Sign.ABUSED_TLD, "iets-anders.top"),
        (Sign.LONG_LINK, "https://a.b.c.d.iets-anders.be/x"),
        (Sign.PAYMENT_LINK, "Réglez 2,17 € ici : https://paiement.example"),
        (Sign.MOVES_ELSEWHERE, "https://wa.me/32470000000"),
        (Sign.SENDER_NOT_OFFICIAL, "De : Proximus Security <security@alert.example>"),
        (Sign.SENDER_NOT_OFFICIAL, "proximus.helpdesk@gmail.com"),
        (Sign.SENDER_NOT_OFFICIAL, "klantendienst-proximus@skynet.be"),
        (Sign.SHOWN_LINK_DIFFERS, "[https://www.proximus.be](https://evil.example/x)"),
        (Sign.SHOWN_LINK_DIFFERS, '<a href="https://evil.example/x">www.proximus.be</a>'),
        (Sign.SHOWN_LINK_DIFFERS, "www.proximus.be <https://evil.example/x>"),
    ],
)
def test_a_sign_is_seen(sign: Sign, text: str) -> None:
    assert sign in seen(text)


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        (Sign.PREMIUM_NUMBER, "Appelez le 0800/55.800 ou le 0800 22 800."),
        (Sign.PREMIUM_NUMBER, "Card Stop: 078 170 170"),
        (Sign.PREMIUM_NUMBER, "Stuur STOP naar 8810."),
        (Sign.PREMIUM_NUMBER, "Communication structurée : +++090/9337/55493+++"),
        (Sign.PREMIUM_NUMBER, "IBAN BE68 0900 1234 5678"),
        (Sign.PREMIUM_NUMBER, "Factuur 7000000000 van 2026"),
        (Sign.PRIVATE_NUMBER, "Proximus : le forfait de votre ligne 0470 12 34 56 est modifié."),
        (Sign.PRIVATE_NUMBER, "Proximus: bel ons op +32 2 202 41 11."),
        (Sign.DANGEROUS_ATTACHMENT, "Votre contrat est joint (contrat.pdf)."),
        (Sign.DANGEROUS_ATTACHMENT, "https://www.proximus.be/index.html"),
        (Sign.COMPENSATION_OFFER, "Proximus n'a rien annoncé au sujet d'une indemnisation pour cet incident."),
        (Sign.COMPENSATION_OFFER, "Er is geen vergoeding voorzien na het incident."),
        (Sign.REMOTE_CONTROL, "N'installez jamais AnyDesk à la demande d'un inconnu."),
        (Sign.PAYMENT_LINK, "Payez votre facture de 54,99 € sur https://www.proximus.be"),
        (Sign.SENDER_NOT_OFFICIAL, "suspect@safeonweb.be"),
        (Sign.SENDER_NOT_OFFICIAL, "Uw e-mailadres jan.peeters@gmail.com staat bij Proximus in uw dossier."),
        (Sign.SHOWN_LINK_DIFFERS, "[www.proximus.be](https://www.proximus.be/nl)"),
        (Sign.SHOUTING, "PROXIMUS informeert u over de FIBER."),
        (Sign.MOVES_ELSEWHERE, "Ik heb dit via WhatsApp gekregen."),
    ],
)
def test_a_sign_is_not_seen_where_there_is_none(sign: Sign, text: str) -> None:
    assert sign not in seen(text)


def test_advice_against_fraud_is_no_fraud_but_excuses_nothing_beside_a_strange_link_or_number() -> None:
    advice = "Méfiez-vous des messages urgents qui vous demandent de confirmer vos données."
    assert seen(advice) == set()
    assert Sign.DATA_TO_CONFIRM in seen(f"{advice} https://aide-client.example")
    assert Sign.ASKS_SECRET in seen("Méfiez-vous des fraudeurs et envoyez votre code PIN au 0470 00 00 00.")


def test_a_phrase_far_into_a_long_mail_is_found() -> None:
    assert Sign.ASKS_SECRET in seen("Goedemiddag, hierbij het nieuws. " * 170 + "Geef uw pincode door.")


@pytest.mark.parametrize(
    "text",
    [
        "VERSEZ SUR BE71 0961 2345 6769 DANS LES 24H",
        "Stort op BE71096123456769, vandaag",
        "Pay into LT12 3250 0423 7781 9012 AND SEND PROOF",
    ],
)
def test_an_account_number_is_found_whatever_follows_it(text: str) -> None:
    assert {Sign.PAY_TO_ACCOUNT, Sign.FOREIGN_ACCOUNT} & {evidence.sign for evidence in check(text, incident()).signs}
