"""Where an honest message leads that needs no address, and where a fraudulent one leads however harmless it looks."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.signs import Sign


def verdict(text: str) -> str:
    return check(text, incident()).verdict


@pytest.mark.parametrize(
    "text",
    [
        "Nous n'avons pas pu renouveler votre abonnement. Vérifiez votre moyen de paiement dans l'application.",
        "Uw account is geblokkeerd na drie foute codes. Activeer hem opnieuw in de app of via uw bank.",
        "We have to update your data by law. Come to the branch with your identity card.",
        "Votre envoi est soumis à des droits de 12,40 €. Payez au facteur à la livraison.",
    ],
)
def test_the_app_and_the_desk_are_home(text: str) -> None:
    assert verdict(text) == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "itsme : ouvrez l'app et approuvez la demande, puis répondez OK.",
        "Open de app, keur de betaling goed en lees ons de code voor.",
        "Reactivate your account in the app: https://account-app.top/x",
    ],
)
def test_the_app_excuses_no_request_that_no_honest_message_has(text: str) -> None:
    assert verdict(text) != "nothing_found"


def test_an_operators_own_short_number_costs_nothing_and_anybody_elses_may() -> None:
    own = "Orange: your data is used up. Text DATA to 5000 for 1 GB."
    assert Sign.PREMIUM_NUMBER not in {evidence.sign for evidence in check(own, incident()).signs}
    other = "Your data is used up. Text DATA to 5000 for 1 GB."
    assert Sign.PREMIUM_NUMBER in {evidence.sign for evidence in check(other, incident()).signs}


@pytest.mark.parametrize(
    "text",
    [
        "Met de technieker. Ik sta voor uw huis, bel mij op +44 7911 123 456.",
        "Sibelga: an engineer must replace your meter, fee EUR 45 in cash. Confirm on 0470 12 34 56.",
    ],
)
def test_who_comes_may_be_called_but_not_abroad_nor_for_money(text: str) -> None:
    assert verdict(text) != "nothing_found"


def test_who_comes_may_be_called() -> None:
    assert verdict("Telenet: our engineer Tim is on his way. His number: 0488 20 11 72.") == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "Un SMS « votre carte est bloquée, cliquez ici » ? C'est un faux.",
        'Sms "uw kaart is geblokkeerd, klik hier"? Dat is vals.',
        "Asked to move your savings to a safe account? That is always fraud.",
    ],
)
def test_a_warning_may_quote_the_fraud(text: str) -> None:
    assert verdict(text) == "nothing_found"


@pytest.mark.parametrize("text", ["I put a bit in bitcoin but it dropped", "J'ai mis 50 € en crypto, quelle bêtise"])
def test_coins_are_a_means_of_payment_only_where_one_is_to_pay(text: str) -> None:
    assert verdict(text) == "nothing_found"
    assert verdict("Pay 500 euro in bitcoin or all your contacts get the video") == "fraud"


def test_a_date_is_no_number_to_call() -> None:
    assert (
        verdict("Uw nummer wordt op 02/12/2026 overgezet naar Proximus. U krijgt een sms zodra uw kaart werkt.")
        != "fraud"
    )
    assert Sign.CALL_BACK not in {
        evidence.sign for evidence in check("Uw nummer gaat op 02/12/2026 over naar Orange.", incident()).signs
    }


@pytest.mark.parametrize(
    "text",
    [
        "KBC: a payment of EUR 300 was stopped. Not you? Call KBC on 016 43 20 00.",
        "ING: een nieuw toestel is gekoppeld. Was u dit niet? Bel meteen +32 2 464 60 04.",
        "Proximus : votre carte SIM a été remplacée. Pas vous ? Appelez le 0800/33.800.",
    ],
)
def test_an_organisations_own_number_leads_home(text: str) -> None:
    seen = {evidence.sign for evidence in check(text, incident()).signs}
    assert seen.isdisjoint({Sign.CALL_BACK, Sign.NUMBER_NOT_OFFICIAL, Sign.PRIVATE_NUMBER})


def test_another_number_in_their_name_does_not() -> None:
    assert verdict("KBC: a payment of EUR 300 was stopped. Not you? Call KBC on 02 318 44 90.") != "nothing_found"
    assert verdict("KBC: a payment of EUR 300 was stopped. Not you? Call KBC on 0456 12 34 56.") == "fraud"


@pytest.mark.parametrize(
    "text",
    [
        "De wet verplicht ons uw gegevens na te kijken. Controleer uw adres in KBC Mobile.",
        "Your parcel was not collected and goes back on 21/02. Last day at Point Relais Pax: 20/02.",
        "Votre abonnement n'a pas pu être renouvelé. Mettez à jour votre carte dans votre compte.",
        "Uw rijbewijs vervalt binnenkort. Bevestig uw gegevens op het gemeentehuis.",
    ],
)
def test_own_pages_and_desks_are_home(text: str) -> None:
    assert verdict(text) == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "Uber: your driver is there in 4 min. Give him PIN 7741 before you get in.",
        "GLS : donnez le code 6612 au livreur pour recevoir votre colis.",
    ],
)
def test_a_code_that_the_message_itself_gives_is_not_asked_for(text: str) -> None:
    assert Sign.ASKS_SECRET not in {evidence.sign for evidence in check(text, incident()).signs}


@pytest.mark.parametrize("text", ["Reply with your PIN of 4 digits", "Répondez avec votre code PIN à 4 chiffres"])
def test_a_code_that_is_only_described_is(text: str) -> None:
    assert verdict(text) == "fraud"


@pytest.mark.parametrize(
    "text",
    [
        "Uw retour: de koerier komt woensdag het pakket bij u ophalen.",
        "Your return: our courier will come on Wednesday to take the parcel.",
    ],
)
def test_a_courier_for_a_parcel_is_none_for_the_card(text: str) -> None:
    assert verdict(text) == "nothing_found"
    assert verdict("Onze koerier komt vanavond uw kaart en code ophalen.") == "fraud"


@pytest.mark.parametrize(
    "text",
    [
        "Oplichters doen zich voor als uw bank en vragen om codes van uw kaartlezer voor te lezen. Haak in.",
        "Des messages mensongers annoncent une compensation pour l'incident. Ils ne viennent pas de nous.",
        "Do not believe posts saying that Proximus pays 500 euro to victims of the leak. It is false.",
        "This week residents lost money to a caller who made them move their savings to a safe account.",
    ],
)
def test_a_warning_may_tell_how_fraudsters_speak(text: str) -> None:
    assert verdict(text) == "nothing_found"


@pytest.mark.parametrize("text", ["have a look at our blog: fourwanderers.blogspot.com", "www.ons-koor.webnode.be"])
def test_a_free_page_of_a_club_or_traveller_is_no_fraud_but_one_for_a_company_is(text: str) -> None:
    assert verdict(text) != "fraud"
    assert verdict("Uw Skynet-mailbox zit vol. Vergroot ze: skynet-quota.weebly.com") != "nothing_found"


def test_sums_are_read_however_their_sign_stands() -> None:
    signs = [
        {evidence.sign for evidence in check(f"Every hacked customer of Proximus gets {sum_}", incident()).signs}
        for sum_ in ("500 euro", "€ 500", "500€", "EUR 500", "€500.00")
    ]
    assert all(Sign.COMPENSATION_OFFER in seen for seen in signs)
