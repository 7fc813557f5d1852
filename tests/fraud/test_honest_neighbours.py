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
    "Kies een nieuw wachtwoord van minstens 12 tekens.",
    "Wij vragen u een nieuw wachtwoord te kiezen in My Proximus.",
    "Nous vous demandons de choisir un nouveau code PIN à la banque.",
    "Choose a new password and confirm your new password.",
    "Kies een nieuw wachtwoord en deel het met niemand.",
    "Klik op de knop om het nieuwe wachtwoord te kiezen dat u hebt gevraagd.",
    "Syndicus: gelieve 240 euro te storten op BE24 0016 7784 1138 met vermelding van uw appartement.",
    "Can you look at my itsme? It asks for my pin and then says it's blocked",
]
LURES = [
    "Un coursier vient chercher votre carte et vos codes, mettez-la sous enveloppe.",
    "Knip uw bankkaart door en geef ze mee aan onze koerier.",
    "Antwoord op deze sms met uw oude en nieuwe PIN.",
    "Reply with your new PIN to activate your card.",
    "Stuur ons uw nieuw wachtwoord per sms.",
    "Communiquez-nous votre nouveau mot de passe.",
    "Give us the new code that you received by text.",
    "Choose a new PIN and reply with your new PIN.",
    "Choose a new PIN and send it to us.",
    "Stuur ons uw nieuwe pincode om in te stellen.",
    "Reply with your new PIN to set up your card.",
    "Kies een nieuwe pincode en stuur ze ons door.",
    "Choisissez un nouveau mot de passe et communiquez-le à notre agent.",
    "Mum, send me the code you just got by text",
    "Mama, stuur mij de code die je net kreeg per sms",
    "Maman, envoie-moi le code que tu viens de recevoir par sms",
    "Fraudsters send fake texts, never click links. Your safe page: kbc-secure.top",
    "Fraudeurs sturen valse sms'en, klik nooit. Ga naar uw veilige pagina: kbc-secure.top",
    "Des fraudeurs envoient de faux SMS, ne cliquez jamais. Votre page sécurisée : kbc-secure.top",
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
    "Opgelet: oplichters sturen valse sms'en met een link naar kbc-secure.top. Klik niet.",
    "Warning: criminals send texts with a link such as kbc-secure.top. Never click it.",
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


@pytest.mark.parametrize("address", ["to-be.com", "let-it-be.org", "be-yourself.eu", "www.bel-ami.com"])
def test_the_verb_be_names_no_country(address: str) -> None:
    finding = check(f"Have a look at {address}", incident())
    assert Sign.TELLING_NAME not in {evidence.sign for evidence in finding.signs}


@pytest.mark.parametrize("address", ["stop-abo-be.com", "mijn-zon-be.eu"])
def test_a_country_in_the_name_accuses_nobody_with_little_else(address: str) -> None:
    assert check(f"Click here today: {address}", incident()).verdict == "careful"
    assert check(f"Your account is blocked, pay 240 euro here today: {address}", incident()).verdict == "fraud"


@pytest.mark.parametrize(
    ("kept", "ignored"),
    [
        ("Do not ignore this message", "Then ignore this message"),
        ("If you ignore this message it will happen again", "You can ignore this message"),
        ("If you ignore it your money is gone", "No action needed"),
        ("Negeer dit bericht niet", "Negeer dit bericht"),
        ("Gelieve dit bericht niet te negeren", "U mag dit bericht negeren"),
        ("N'ignorez pas ce message", "Alors ignorez ce message"),
        ("Si vous ignorez ce message, tant pis", "Vous pouvez ignorer ce message"),
        ("Nothing to do but call us", "Nothing to do"),
    ],
)
def test_an_alarm_is_undone_only_by_what_may_be_ignored(kept: str, ignored: str) -> None:
    alarm = "We detected a sign-in from abroad on your account. "

    def signs(text: str) -> set[Sign]:
        return {evidence.sign for evidence in check(f"{alarm}{text}.", incident()).signs}

    assert Sign.ACCOUNT_ALERT in signs(kept)
    assert Sign.ACCOUNT_ALERT not in signs(ignored)


REFERENCES = ["mededeling 12345", "communication 12345", "mentioning 12345", "en mentionnant 12345"]


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_demand_of_an_authority_is_not_calmed_by_a_reference(reference: str) -> None:
    demand = "FOD Financiën: schuld 240 euro. Betaal vandaag op BE39 3775 2669 8519"
    assert check(f"{demand} {reference}", incident()).verdict != "nothing_found"
    assert check(f"{demand}, anders komt de deurwaarder. {reference}", incident()).verdict == "fraud"
    assert check(f"Hier de politie. {demand} {reference}", incident()).verdict == "fraud"


@pytest.mark.parametrize(
    "named", ["met uw naam", "mededeling naam kind en klas", "avec le nom de l'enfant", *REFERENCES]
)
def test_whoever_is_to_be_named_calms_no_threat(named: str) -> None:
    text = f"Betaal vandaag 240 euro op BE39 3775 2669 8519 {named}, anders komt de deurwaarder."
    assert check(text, incident()).verdict == "fraud"


def test_a_secret_among_family_is_held_back_but_not_with_an_account_or_a_code_just_sent() -> None:
    question = "Mum can you send me your PIN code for the tablet"
    assert check(question, incident()).verdict == "careful"
    assert check(f"{question} and pay to BE39 3775 2669 8519", incident()).verdict == "fraud"


def test_a_survey_that_lets_win_is_no_survey() -> None:
    survey = "KBC: give your opinion today on https://kbc.qualtrics.com/jfe/form/SV_3abc"
    assert check(survey, incident()).verdict == "careful"
    assert check(f"{survey} You have won a gift card of 100 euro!", incident()).verdict == "fraud"
