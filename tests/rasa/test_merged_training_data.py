"""Training data is put together without copies, packed lightly, and is what Rasa puts together."""

from __future__ import annotations

import tarfile
from itertools import permutations
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa.patches import LightlyPacked, merge_training_data, sanitize_examples


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


def _labelled(*labels: str) -> list[Message]:
    return [Message({"text": "hello", "intent": label, "response": label}) for label in labels]


def test_labels_are_cleaned_as_rasa_cleans_them() -> None:
    labels = ("greet", " greet", "greet", "thank ", "")
    ours, rasas = sanitize_examples(_labelled(*labels)), TrainingData.sanitize_examples(_labelled(*labels))
    assert [message.as_dict() for message in ours] == [message.as_dict() for message in rasas]
    assert len(ours) == 3


def test_a_clean_message_keeps_its_fingerprint() -> None:
    (message,) = sanitize_examples(_labelled("greet"))
    known = message._cached_fingerprint
    assert known
    assert sanitize_examples([message])[0]._cached_fingerprint is known


def test_an_archive_is_packed_lightly_and_opens_as_any(tmp_path: Path) -> None:
    (tmp_path / "learnt").write_bytes(bytes(10_000))
    with LightlyPacked.open(tmp_path / "packed.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "learnt", arcname="learnt")
    assert (tmp_path / "packed.tar.gz").read_bytes()[8] == 4  # what gzip writes for its fastest level
    with tarfile.open(tmp_path / "packed.tar.gz") as archive:
        assert archive.extractfile("learnt").read() == bytes(10_000)  # type: ignore[union-attr]
