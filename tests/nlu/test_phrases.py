"""A correction says what is not meant, and what is."""

from __future__ import annotations

import pytest

from bot.phrases import is_correction, restated, wanted, what_is_told


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("non pas la carte, le numéro dessus", "le numéro dessus"),
        ("niet mijn wachtwoord, de pin van mijn sim", "de pin van mijn sim"),
        ("not the card, my passport", "my passport"),
        ("my address, not my mail", "my address"),
        ("je n'ai pas parlé de compte bancaire, je demandais l'adresse", "je demandais l'adresse"),
        ("het gaat niet over mijn kaart, over mijn adres", "over mijn adres"),
        ("i didn't ask about my card. was my email in it?", "was my email in it?"),
        ("and my email?", "and my email?"),
        ("c'est pas grave, merci", "c'est pas grave, merci"),
    ],
)
def test_what_is_refused_is_not_wanted(text: str, meant: str) -> None:
    assert wanted(text) == meant
    assert is_correction(text) == (text != meant)


@pytest.mark.parametrize("text", ["no, I meant the hotline", "nee, ik bedoel de prijs", "non, je veux dire la date"])
def test_what_begins_with_a_no_and_goes_on_corrects(text: str) -> None:
    assert is_correction(text)


@pytest.mark.parametrize("text", ["no", "nee", "non"])
def test_a_bare_no_corrects_nothing(text: str) -> None:
    assert not is_correction(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("must I call card stop and the bank?", ""),
        ("de bank ook bellen?", ""),
        (
            "kaart is geblokkeerd en bank is gebeld. Krijg ik dat geld nog terug?",
            "kaart is geblokkeerd en bank is gebeld.",
        ),
        ("la carte est bloquée et est-ce que je serai remboursé ?", "la carte est bloquée"),
        ("j'ai bloqué ma carte, et maintenant ?", "j'ai bloqué ma carte"),
    ],
)
def test_what_is_asked_is_not_what_is_told(text: str, told: str) -> None:
    assert what_is_told(text) == told


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("no card! I asked if my IBAN was in it", "if my iban was in it ?"),
        ("I asked the bank to block it", None),
        ("j'ai demandé à la banque de bloquer", None),
        ("ik vroeg hem wie hij was", None),
        ("mijn vraag was of dat gratis is", "of dat gratis is ?"),
        ("I told you everything", None),
    ],
)
def test_what_was_asked_of_us_is_restated(text: str, asked: str | None) -> None:
    assert restated(text) == asked
