"""A number typed with hardly a word is a slip, and not a question."""

from __future__ import annotations

import pytest

from bot.privacy.typed_by_mistake import is_hardly_more, is_only_a_number


@pytest.mark.parametrize("text", ["PUK 12345678", "85.07.30-033.28", "mon code: 4821", "1234", "12 34 56 78"])
def test_a_number_with_hardly_a_word(text: str) -> None:
    assert is_hardly_more(text)


@pytest.mark.parametrize(
    "text",
    ["mon compte BE68 5390 0754 7034 est-il concerné", "0470 12 34 56", "2", "112", "PUK?", "ok", "...", "450 euro"],
)
def test_a_question_a_telephone_number_and_a_choice_are_none(text: str) -> None:
    assert not is_hardly_more(text)


def test_only_a_number_has_no_word() -> None:
    assert is_only_a_number("1234")
    assert not is_only_a_number("PUK 12345678")
    assert not is_only_a_number("0470 12 34 56")
