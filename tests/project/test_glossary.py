"""The words that our answers use are explained in every language, found however they are written, and never two at once."""

from __future__ import annotations

import re

import pytest

from bot.content import incident, read_content
from bot.data_kinds.table import kind_names
from bot.glossary import MAX_TERMS, find_terms, terms
from bot.language import LANGUAGES
from bot.text_folding import plain_words
from tests.project.test_files import FORBIDDEN

TABLE = read_content("glossary.yml")["terms"]
MIN_TERMS = 50


def test_there_are_enough_terms() -> None:
    assert len(terms()) >= MIN_TERMS


@pytest.mark.parametrize("name", TABLE)
def test_a_term_is_explained_in_one_plain_sentence_of_each_language(name: str) -> None:
    row = TABLE[name]
    assert set(row) <= {"names", "meaning", "again", "kinds", "common"}
    assert set(row.get("kinds", ())) <= set(kind_names())
    for texts in (row["meaning"], row.get("again") or row["meaning"]):
        assert list(texts) == list(LANGUAGES)
        for language, text in texts.items():
            assert text.endswith(".")
            assert len(text) <= 260
            assert set(re.findall(r"{(\w+)}", text)) <= set(incident().variables(language))
            assert not re.search(FORBIDDEN[language], text, re.IGNORECASE)
            assert not re.search(r"0800|\b(19|20)\d\d\b", text)


@pytest.mark.parametrize("name", TABLE)
def test_each_name_of_a_term_finds_it_and_no_other(name: str) -> None:
    assert list(TABLE[name]["names"]) == list(LANGUAGES)
    for listed in TABLE[name]["names"].values():
        for called in listed:
            assert plain_words(str(called)) == str(called)
            assert find_terms(str(called)) == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PUK, kézako ?", ["puk"]),
        ("c'est quoi un PUK, et il est dans la fuite ?", ["puk"]),
        ("PIN and PUK, is that not the same thing?", ["pin", "puk"]),
        ("une carte SIM, est-ce la petite puce ?", ["sim"]),
        ("waht is a sim swpa", ["sim_swapping"]),
        ("wat is fissing", ["phishing"]),
        ("phisching ?", ["phishing"]),
        ("rijksregisternumer, wat is dat", ["national_registry_number"]),
        ("hameçonage ça veut dire quoi", ["phishing"]),
        ("waarvoor staat avg", ["gdpr"]),
        ("what is meant by 'partner' in your message?", ["partner"]),
        ("what do you mean with 'assume'?", ["assume"]),
        ("ik ken niet dit woord 'waakzaam', wat betekent?", ["vigilant"]),
        ("that word suspishus, what is that", ["suspicious"]),
        ("double-authentification ?", ["two_factor"]),
        ("qu'est-ce qu'un flambeau", []),
        ("", []),
        ("😂", []),
    ],
)
def test_the_words_asked_about_are_found(text: str, found: list[str]) -> None:
    assert find_terms(text) == found


def test_the_number_of_terms_is_bounded_and_so_is_the_time() -> None:
    assert len(find_terms("puk pin sim phishing gdpr avg ccb")) == MAX_TERMS
    assert find_terms("abcdefgh " * 5_000) == []
