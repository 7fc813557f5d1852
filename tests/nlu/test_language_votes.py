"""The votes on a text's language, with the real libraries."""

from __future__ import annotations

import pytest

from bot.language import LANGUAGES, language_of_code
from bot.nlu.language_detector import LanguageDetector
from bot.nlu.language_votes import foreign_script, langdetect_vote, lingua_vote, other_language

CERTAINTY = LanguageDetector.get_default_config()["other_certainty"]
TEXTS = {
    "fr": "Est-ce que mes données personnelles ont été consultées par cette personne ?",
    "nl": "Zijn mijn persoonlijke gegevens geraadpleegd door die persoon?",
    "en": "Have my personal data been consulted by that person?",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("vote", [lingua_vote, langdetect_vote])
def test_a_clear_sentence_is_recognised(vote, language) -> None:  # type: ignore[no-untyped-def]
    votes = vote(TEXTS[language])
    assert votes.sum() == pytest.approx(1, abs=1e-3)
    assert LANGUAGES[votes.argmax()] == language


@pytest.mark.parametrize("text", ["", "😂", "12345"])
@pytest.mark.parametrize("vote", [lingua_vote, langdetect_vote])
def test_nothing_to_read_is_no_error(vote, text: str) -> None:  # type: ignore[no-untyped-def]
    assert len(vote(text)) == len(LANGUAGES)


def test_langdetect_says_the_same_every_time() -> None:
    assert {tuple(langdetect_vote("nummer phone data").tolist()) for _ in range(5)} == {
        tuple(langdetect_vote("nummer phone data").tolist())
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wurden meine persönlichen Daten gestohlen und was soll ich jetzt machen?", "de"),
        ("¿Mis datos personales han sido robados y qué tengo que hacer ahora?", "es"),
        ("Kişisel verilerim çalındı mı, şimdi ne yapmalıyım?", "tr"),
    ],
)
def test_a_language_we_do_not_speak_is_named(text: str, code: str) -> None:
    assert other_language(text, CERTAINTY) == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_languages_are_not_foreign(language: str) -> None:
    assert other_language(TEXTS[language], CERTAINTY) is None
    assert foreign_script(TEXTS[language]) is None


@pytest.mark.parametrize("text", ["هل تم الاطلاع على بياناتي الشخصية", "ок Telenet, мои данные"])
def test_another_script_is_another_language(text: str) -> None:
    assert foreign_script(text) == "und"


@pytest.mark.parametrize(("code", "language"), [("nl-BE", "nl"), ("FR", "fr"), ("de", None), (None, None), (7, None)])
def test_a_client_may_write_a_code_in_any_way(code: object, language: str | None) -> None:
    assert language_of_code(code) == language
