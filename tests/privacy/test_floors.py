"""Of the planted secrets so many are masked, and of the ordinary messages so few are touched.

The floors are a little below what was measured; docs/privacy.md has the figures.
"""

from __future__ import annotations

import pytest

from bot.language import LANGUAGES, Language
from tests.privacy.measure import PARTS, Figures, measure

# Kinds that check digits or shape tell, by their names in the lines.
NUMBERS = ("card", "iban", "national_number", "bis_number", "sim", "email", "phone")


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, Language], Figures]:
    return {(part, language): measure(part, language) for part in PARTS for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_secrets_are_masked(figures: dict[tuple[str, Language], Figures], language: Language) -> None:
    assert figures["setting", language].share_masked >= 0.97
    assert figures["varied", language].share_masked >= 0.91
    assert figures["typed", language].share_masked >= 0.9
    assert figures["damaged", language].share_masked >= 0.95
    assert figures["judging", language].share_masked >= 0.84
    assert figures["measuring", language].share_masked >= 0.91
    assert figures["chatted", language].share_masked >= 0.9
    assert figures["unseen", language].share_masked >= 0.8


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_addresses_are_masked(figures: dict[tuple[str, Language], Figures], language: Language) -> None:
    unseen = figures["measuring", language]
    planted = sum(unseen.planted[kind] for kind in NUMBERS)
    assert sum(unseen.masked[kind] for kind in NUMBERS) / planted >= 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_messages_are_left_alone(figures: dict[tuple[str, Language], Figures], language: Language) -> None:
    assert figures["setting", language].share_touched <= 0.01
    assert figures["varied", language].share_touched <= 0.015
    assert figures["typed", language].share_touched <= 0.02
    assert figures["damaged", language].share_touched <= 0.03
    assert figures["judging", language].share_touched <= 0.03
    assert figures["measuring", language].share_touched <= 0.02
    assert figures["chatted", language].share_touched <= 0.02
    assert figures["unseen", language].share_touched <= 0.025
