"""What the components learn is kept in files that hold numbers and texts only, and read back exactly."""

from __future__ import annotations

import ast
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.language_detector import LanguageDetector
from bot.nlu.ngram_expert import NgramExpert
from bot.nlu.topic_scores import belief
from bot.text_folding import has_words
from tests.conftest import ROOT
from tests.utterances import held_out

CONTEXT = ExecutionContext(GraphSchema({}))
MAKE_OBJECTS = {"pickle", "cPickle", "_pickle", "dill", "joblib", "cloudpickle", "shelve", "marshal", "jsonpickle"}
KEPT_AS = {".npz", ".json", ".yml"}
LINES = {
    ("greet", "fr"): ["bonjour", "bonjour à tous", "salut à vous", "salut"],
    ("greet", "nl"): ["goedendag", "goedendag allemaal", "dag allemaal", "dag"],
    ("greet", "en"): ["hello", "hello there", "hi there", "hi"],
    ("hotline", "fr"): ["quel est le numéro", "le numéro vert", "appeler le numéro", "où appeler"],
    ("hotline", "nl"): ["wat is het nummer", "het gratis nummer", "het nummer bellen", "waar bellen"],
    ("hotline", "en"): ["what is the number", "the free number", "call the number", "where to call"],
}
ASKED = [utterance.text for utterance in held_out("eval")[::10] if has_words(utterance.text)]


def training_data() -> TrainingData:
    return TrainingData(
        [
            Message({TEXT: text, INTENT: topic, "metadata": {"intent": {"language": language}}})
            for (topic, language), texts in LINES.items()
            for text in texts
        ]
    )


def learnt_and_loaded(kind: Any, folder: Path) -> tuple[Any, Any]:
    storage, resource = LocalModelStorage(folder), Resource("component")
    config = {**kind.get_default_config(), "word_min_lines": 1, "letter_min_lines": 1, "ask_below": 2.0}
    learnt = kind.create(config, storage, resource, CONTEXT)
    learnt.train(training_data())
    return learnt, kind.load(config, storage, resource, CONTEXT)


@pytest.mark.parametrize("kind", [NgramExpert])
def test_an_expert_believes_exactly_what_it_has_learnt(
    kind: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BREACHLINE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "model").mkdir()
    learnt, loaded = learnt_and_loaded(kind, tmp_path / "model")
    for text in ASKED:
        (topics, first), (same_topics, second) = (
            belief(expert.process([Message({TEXT: text})])[0]) for expert in (learnt, loaded)
        )
        assert topics == same_topics == ["greet", "hotline"]
        assert first.tobytes() == second.tobytes()


def test_the_language_detector_judges_exactly_as_it_has_learnt(tmp_path: Path) -> None:
    learnt, loaded = learnt_and_loaded(LanguageDetector, tmp_path)
    for text in ASKED:
        assert learnt._own_words.vote(text).tobytes() == loaded._own_words.vote(text).tobytes()
        tracker = DialogueStateTracker("", [])
        messages = [one.process([Message({TEXT: text})], tracker)[0] for one in (learnt, loaded)]
        assert messages[0].as_dict() == messages[1].as_dict()


def test_a_model_holds_no_objects(model: Path) -> None:
    with tarfile.open(model) as archive:
        files = {member.name: archive.extractfile(member) for member in archive.getmembers() if member.isfile()}
    assert {Path(name).suffix for name in files} <= KEPT_AS
    assert any(name.endswith("ngram_expert.npz") for name in files), "the archive was not read as it is made"


@pytest.mark.parametrize("kind", [NgramExpert, LanguageDetector])
def test_a_file_in_which_objects_were_put_is_not_read(
    kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BREACHLINE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "model").mkdir()
    learnt_and_loaded(kind, tmp_path / "model")
    (file,) = (tmp_path / "model").rglob("*.npz")
    with np.load(file) as learnt:
        arrays = dict(learnt)
    np.savez(file, **{**arrays, "weights": np.array([{}], dtype=object)})
    with pytest.raises(ValueError, match="Object arrays cannot be loaded"):
        kind.load(kind.get_default_config(), LocalModelStorage(tmp_path / "model"), Resource("component"), CONTEXT)


def test_nothing_of_ours_makes_objects_of_a_file() -> None:
    paths = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/**/*.py")]
    assert len(paths) > 100
    assert {path.name: found for path in paths if (found := _makers_of_objects(path))} == {}


def _makers_of_objects(path: Path) -> set[str]:
    """The modules it imports that make objects of a file, and the argument with which NumPy does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names} & MAKE_OBJECTS
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").partition(".")[0]} & MAKE_OBJECTS
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            found.add(node.arg)
    return found
