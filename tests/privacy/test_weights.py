"""The weights are of today's lines, rules and lists, and count for every text alike."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest

from bot.language import LANGUAGES
from bot.privacy.clues import Clues
from bot.privacy.digits import ordinary_numbers
from bot.privacy.learn_weights import Example, digest, planted_in
from bot.privacy.masking import mask, mask_turn
from bot.privacy.names import Named
from bot.privacy.reading import read
from bot.privacy.weighing import FILE, LONGEST
from tests.privacy.hostile import texts


def test_weights_are_learnt_again_when_what_they_are_learnt_from_changes() -> None:
    planted = [example for language in LANGUAGES for example in planted_in(language)]
    learnt_from = json.loads(FILE.read_text(encoding="utf-8"))["learnt_from"]
    assert digest(planted) == learnt_from, "run python -m bot.privacy.learn_weights, then tests.privacy.measure"


def test_the_digest_changes_with_a_clue_and_with_what_is_a_secret() -> None:
    seen = {
        digest([Example(frozenset(clues), is_secret, counts)])
        for clues in (("a", "b"), ("a",))
        for is_secret in (True, False)
        for counts in (0.3, 1.0)
    }
    assert len(seen) == 8
    assert digest([Example(frozenset(("b", "a")), True, 1.0)]) == digest([Example(frozenset(("a", "b")), True, 1.0)])


def test_what_masks_leave_of_a_long_text_is_weighed_no_more_than_the_text_was() -> None:
    card = "card 4111 1111 1111 1111, "
    text = card * (LONGEST // len(card) + 1)
    assert len(text) > LONGEST > len(text.replace("4111 1111 1111 1111", "***"))
    with patch("bot.privacy.masking.weigh", return_value=()) as weighing:
        assert mask(text) == mask_turn([], text).text
        weighing.assert_not_called()
        mask(text[:LONGEST])
        assert weighing.called


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("my password was 'green horse table'", ["green horse table"]),
        ("mon mot de passe était « cheval, vert », merci", ["cheval, vert"]),
        ("password 'i don't know', he says", ["i don't know"]),
        ("j'ai oublié mon mot de passe", []),
        ("my password was 'green horse table", []),
        ("i don't know 'my password\nthis is another line'", ["this is another line"]),
    ],
)
def test_what_begins_with_a_quotation_mark_ends_with_one(text: str, phrases: list[str]) -> None:
    reading = read(text)
    seen = Clues(reading, Named(reading), ordinary_numbers(reading.text), []).of_all()
    assert [reading.text[one.start : one.end] for one, kind, _ in seen if kind == "q"] == phrases


@pytest.mark.parametrize(
    ("word", "kind"),
    [("zonnebloem?", "r"), ("zonnebloem!", "r"), ("vandaag?", "d"), ("vandaag#", "c"), ("zonnebloem#", "j")],
)
def test_what_ends_a_sentence_makes_no_password_of_a_word(word: str, kind: str) -> None:
    reading = read(f"wachtwoord {word}")
    *_, (one, seen, _) = Clues(reading, Named(reading), ordinary_numbers(reading.text), []).of_all()
    assert reading.text[one.start : one.end] == word
    assert seen == kind


def test_joined_words_are_looked_up_as_they_are_written() -> None:
    reading = read("wachtwoord aller-retour")
    *_, (_, kind, clues) = Clues(reading, Named(reading), ordinary_numbers(reading.text), []).of_all()
    assert kind == "c"
    assert "waller-retour" in clues


@pytest.mark.parametrize("length", [LONGEST // 8, LONGEST // 4, LONGEST // 2, LONGEST, LONGEST + 200])
def test_no_text_is_read_more_often_than_its_length_allows(length: int) -> None:
    for text in texts(length).values():
        with patch("bot.privacy.masking.read", wraps=read) as reading:
            mask(text)
        *all_but_last, _ = [len(call.args[0]) for call in reading.call_args_list] or [0]
        assert sum(all_but_last) <= 2 * LONGEST


def test_a_short_text_is_read_until_nothing_is_found() -> None:
    masked = mask("pass: q w " * 20)
    assert mask(masked) == masked
    assert "w" not in masked
