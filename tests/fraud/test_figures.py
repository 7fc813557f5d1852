"""Floors of what the checker finds on messages that nobody who built it read. Raise them; never lower one to pass."""

from __future__ import annotations

import json

import pytest

from bot.fraud.familiar import FILE
from bot.fraud.learn import OTHERS, learn, read
from bot.language import LANGUAGES, Language
from bot.text_folding import plain_words
from tests.model.messages import FOLDER, FRESH, KINDS, of, share, share_of_everyday_taken_for_pasted

ENOUGH = 190  # messages of a kind and language
CLEAR_OF_LEADING, FLAGGED_OF_LEADING, FLAGGED = 0.84, 0.965, 0.9
CLEAR_OF_GENUINE, FLAGGED_OF_GENUINE = 0.015, 0.085
CLEAR_OF_EVERYDAY, FLAGGED_OF_EVERYDAY = 0.001, 0.015
PASTED, EVERYDAY_TAKEN_FOR_PASTED = 0.98, 0.005


@pytest.mark.parametrize("language", LANGUAGES)
def test_lures_are_found(language: Language) -> None:
    lures = of("lures", language)
    leading = [one for one in lures if one.leads_somewhere]
    assert len(lures) >= ENOUGH
    assert share(leading, lambda one: one.is_clear) >= CLEAR_OF_LEADING
    assert share(leading, lambda one: one.is_flagged) >= FLAGGED_OF_LEADING
    assert share(lures, lambda one: one.is_flagged) >= FLAGGED
    assert share(lures, lambda one: one.is_taken_for_pasted) >= PASTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_genuine_notices_stay_calm(language: Language) -> None:
    genuine = of("genuine", language)
    assert len(genuine) >= ENOUGH
    assert share(genuine, lambda one: one.is_clear) <= CLEAR_OF_GENUINE
    assert share(genuine, lambda one: one.is_flagged) <= FLAGGED_OF_GENUINE


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_messages_stay_calm(language: Language) -> None:
    everyday = of("everyday", language)
    assert len(everyday) >= ENOUGH
    assert share(everyday, lambda one: one.is_clear) <= CLEAR_OF_EVERYDAY
    assert share(everyday, lambda one: one.is_flagged) <= FLAGGED_OF_EVERYDAY
    assert share_of_everyday_taken_for_pasted(language) <= EVERYDAY_TAKEN_FOR_PASTED


def test_no_message_that_measures_was_learnt_from() -> None:
    measured = {plain_words(text) for folder in (FOLDER, FRESH) for kind in KINDS for text in read(kind, folder)}
    learnt = {plain_words(text) for kind in KINDS for text in read(kind)}
    assert len(learnt) > len(measured) / 2
    assert measured & learnt == set()


def test_the_learnt_table_is_what_the_data_make() -> None:
    """Whoever changes data/fraud or the folding of words learns anew: `python -m bot.fraud.learn`."""
    made = learn(read("lures"), [text for kind in OTHERS for text in read(kind)])
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    for kind in ("words", "letters"):
        assert len(made[kind].keys() & kept[kind].keys()) >= 0.98 * len(kept[kind])
        assert all(
            made[kind][one] == pytest.approx(weight, abs=0.05)
            for one, weight in kept[kind].items()
            if one in made[kind]
        )
