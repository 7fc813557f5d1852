"""Floors of quality on messages that never trained. Raise them when the model gets better; never lower one to pass."""

from __future__ import annotations

import pytest

from bot.language import LANGUAGES
from tests.model.evaluate import MEASURES, Reading, asked_for_kind, is_wrong_no
from tests.model.reading import read_all
from tests.utterances import Source, held_out

EVAL_FLOORS = {
    "in-scope accuracy before the fallback": 0.88,
    "in-scope accuracy after it": 0.86,
    "language (no hint, no conversation)": 0.93,
    "data_type: the right answer is given": 0.90,
}
OWN_FLOORS = {
    "in-scope accuracy before the fallback": 0.70,
    "language (no hint, no conversation)": 0.94,
    "data_type: the right answer is given": 0.80,
}


@pytest.fixture(scope="module")
def readings() -> dict[Source, list[Reading]]:
    sources: tuple[Source, Source] = ("eval", "own")
    return {source: read_all(held_out(source)) for source in sources}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("source", "floors"), [("eval", EVAL_FLOORS), ("own", OWN_FLOORS)])
def test_quality_stands_above_its_floor(
    readings: dict[Source, list[Reading]], source: Source, floors: dict[str, float], language: str
) -> None:
    of_language = [reading for reading in readings[source] if reading.utterance.language == language]
    assert len(of_language) >= 130, "too few messages to say anything"
    for name, floor in floors.items():
        figure = MEASURES[name](of_language)
        assert figure is not None
        assert figure >= floor, f"{name}: {figure:.3f}"


def test_no_kind_of_data_that_was_seen_is_ever_denied(readings: dict[Source, list[Reading]]) -> None:
    wrong = [r.utterance.text for rs in readings.values() for r in asked_for_kind(rs) if is_wrong_no(r)]
    assert wrong == []


def test_most_in_scope_messages_are_not_turned_away(readings: dict[Source, list[Reading]]) -> None:
    turned_away = MEASURES["in-scope turned away (clarified or out of scope)"](readings["eval"])
    assert turned_away is not None
    assert turned_away <= 0.08
