"""Training data is put together without copies, and is what Rasa puts together."""

from __future__ import annotations

from itertools import permutations

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa.patches import merge_training_data


def _lines(*texts: str) -> TrainingData:
    return TrainingData([Message({"text": text, "intent": " risks "}) for text in texts])


PARTS = {
    "nothing": TrainingData(),
    "lines": _lines("what are the risks", "what are the risks", "quels sont les risques"),
    "more lines": _lines("quels sont les risques", "wat zijn de risico's"),
    "the rest": TrainingData(
        entity_synonyms={"gsm": "phone"},
        regex_features=[{"name": "number", "pattern": "[0-9]+"}],
        lookup_tables=[{"name": "cities", "elements": ["Gent", "Liège"]}],
        responses={"chitchat/hello": [{"text": "hello"}]},
    ),
    "a response anew": TrainingData(responses={"chitchat/hello": [{"text": "good day"}]}),
}


@pytest.mark.parametrize("names", [*permutations(PARTS, 2), *permutations(PARTS, 3), ("nothing",)], ids=" + ".join)
def test_what_is_put_together_is_what_rasa_puts_together(names: tuple[str, ...]) -> None:
    first, *others = (PARTS[name] for name in names)
    rasas, ours = first.merge(*others), merge_training_data(first, *others)
    assert [message.as_dict() for message in ours.training_examples] == [
        message.as_dict() for message in rasas.training_examples
    ]
    assert ours.fingerprint() == rasas.fingerprint()
    assert ours.responses == rasas.responses


def test_no_message_is_copied() -> None:
    merged = merge_training_data(PARTS["lines"], PARTS["nothing"], PARTS["more lines"], None)
    ours = {id(message) for part in ("lines", "more lines") for message in PARTS[part].training_examples}
    assert {id(message) for message in merged.training_examples} <= ours
