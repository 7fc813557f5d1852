"""The kinds of data that people name are found, and a wrong "no" never comes out of a doubt."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.data_kinds.recogniser import MAX_KINDS, recognise_kinds
from bot.data_kinds.table import entries, kind_names
from bot.language import LANGUAGES
from bot.text_folding import plain_words


def kinds(text: str) -> list[str]:
    return recognise_kinds(text, incident().involvement)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("et mon adresse ?", ["address"]),
        ("quel numéro dois-je appeler ?", []),
        ("welk nummer moet ik bellen", []),
        ("is there a number to call, is it free?", []),
        ("est-ce que je dois changer quelque chose", []),
        ("are the four numbers safe?", ["pin_code", "bank_card"]),
        ("en mijn adres?", ["address"]),
        ("and my address?", ["address"]),
        ("ils savent où j'habite ?", ["address"]),
        ("weten ze waar ik woon", ["address"]),
        ("ma date de naissance", ["date_of_birth"]),
        ("mijn geboortedatum staat die daarbij", ["date_of_birth"]),
        ("did they get my IBAN?", ["bank_account"]),
        ("mon numéro de compte bancaire", ["bank_account"]),
        ("mijn rekeningnummer", ["bank_account"]),
        ("Visa?", ["bank_card"]),
        ("code pin?", ["pin_code"]),
        ("mijn pukcode", ["puk_code"]),
        ("rijksregisternummer", ["national_registry_number"]),
        ("mon numéro de registre national", ["national_registry_number"]),
        ("my password", ["password"]),
        ("mijn wachtwoord", ["password"]),
        ("who I called last month", ["communication_data"]),
        ("belgeschiedenis", ["communication_data"]),
        ("mon adresse mail", ["email"]),
        ("mon e-mail", ["email"]),
        ("itsme?", ["itsme"]),
        ("mijn facturen", ["invoice"]),
        ("wifi wachtwoord", ["wifi_password"]),
        ("mon passeport", ["passport"]),
        ("mon prénom et mon mot de passe", ["first_name", "password"]),
    ],
)
def test_a_kind_is_found_by_its_names(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text", ["adrese", "wachtwoort", "pasword", "rekeningnumer", "rijksregisternumer", "mot de pase"]
)
def test_a_kind_is_found_though_misspelt(text: str) -> None:
    assert len(kinds(text)) == 1


@pytest.mark.parametrize(
    "text", ["ma carte", "mijn kaart", "my card", "le numéro", "mijn nummer", "the number", "le code", "my account"]
)
def test_a_word_that_may_mean_several_kinds_stands_for_each(text: str) -> None:
    assert len(kinds(text)) > 1


def test_the_longest_term_wins() -> None:
    assert kinds("la photo de ma carte d'identité") == ["id_copy"]
    assert "bank_card" not in kinds("ma carte d'identité")
    assert kinds("mijn e-mailadres") == ["email"]


def test_a_device_beside_another_kind_is_not_asked_about() -> None:
    assert kinds("ils voient où je suis avec mon téléphone ?") == ["location"]


@pytest.mark.parametrize("text", ["", "😂😂", "bonjour", "wat een weer vandaag", "\u202e\u0000", "x" * 10_000])
def test_nothing_is_found_where_nothing_is_named(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    ["vous vous rendez compte ?", "een noodnummer", "dient men daarmee rekening te houden", "a number of people"],
)
def test_a_phrase_that_names_no_data_is_not_taken_for_one_of_its_words(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mijn tankkaart", ["other_card"]),
        ("la puce de mon chien", ["pets"]),
        ("mon compte-titres", ["investments"]),
        ("my messages on Signal", ["messaging_apps"]),
    ],
)
def test_what_only_sounds_like_a_kind_of_the_statement_is_a_kind_of_its_own(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected
    assert {incident().involvement(kind) for kind in kinds(text)} == {"unknown"}


def test_the_number_of_kinds_is_bounded() -> None:
    assert len(kinds(" ".join(term for entry in entries() for term in entry.terms[:1]))) == MAX_KINDS


def test_every_kind_can_be_named_in_every_language() -> None:
    for names in kind_names().values():
        assert set(names) == set(LANGUAGES)
        assert all(names.values())


def test_no_term_means_two_things() -> None:
    seen: dict[str, tuple[str, ...]] = {}
    for entry in entries():
        for term in entry.terms:
            assert plain_words(term) == term
            assert seen.setdefault(term, entry.kinds) == entry.kinds


def test_a_term_of_a_kind_that_was_not_seen_is_never_shared_with_another_answer() -> None:
    """Whatever single term a customer uses, a plain "no" is only said where every meaning of it is "no"."""
    for entry in entries():
        answers = {incident().involvement(kind) for kind in entry.kinds}
        for term in entry.terms:
            found = {incident().involvement(kind) for kind in kinds(term)}
            if found == {"no"}:
                assert answers == {"no"}, term
