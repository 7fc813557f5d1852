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
