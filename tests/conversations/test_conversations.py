"""Conversations on the trained model with the real actions, from {fr,nl,en}.yml and people/{fr,nl,en}.yml; see playing.py.

A conversation must hold as it is written if it has a margin: it also does when every vector is a little off, several times
(`make margins`). The others are marked `counted`: each turn counts towards a floor, since they hang on a model's last
decimals, which differ between processors. What nobody may hear is forbidden in all of them.
"""

from __future__ import annotations

import pytest

from bot.language import LANGUAGES
from tests.conversations.playing import FILES, Played, all_cases, play

CASES = all_cases()
MIN_CASES = 60  # per language; the best public suite has 83 in one
MIN_FIRM = 0.8  # of them are not only counted
FLOOR = 0.97  # of all turns of a language and kind, the counted ones among them, are right


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_conversations(language: str) -> None:
    firm = [not case.is_counted for case in CASES if case.language == language]
    assert len(firm) >= MIN_CASES
    assert sum(firm) / len(firm) >= MIN_FIRM


@pytest.fixture(scope="module")
def played(rasa_server: str) -> dict[int, list[Played]]:
    """Every conversation, held once; by its place in CASES."""
    return {place: play(rasa_server, case) for place, case in enumerate(CASES)}


@pytest.mark.parametrize(
    "place", [pytest.param(place, id=f"{case.language}: {case.name}") for place, case in enumerate(CASES)]
)
def test_the_conversation_goes_as_written(played: dict[int, list[Played]], place: int) -> None:
    for turn in played[place]:
        assert turn.forbidden == [], turn.where
        assert turn.faults == [] or CASES[place].is_counted, turn.where


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counted_ones_go_wrong_rarely(played: dict[int, list[Played]], language: str, kind: str) -> None:
    turns = [
        turn
        for place, case in enumerate(CASES)
        if (case.language, case.kind) == (language, kind)
        for turn in played[place]
    ]
    wrong = [(turn.where, turn.faults) for turn in turns if turn.faults]
    assert len(wrong) <= (1 - FLOOR) * len(turns), wrong
