"""Reads the training data once: Rasa asks its importers for the same files several times during one training."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.conversation.subtopics import DATA, some, topic_of

OF_SUBTOPICS = 26  # lines of each subtopic and language that also teach its topic


class SingleReadImporter(RasaFileImporter):
    """Named in config.yml. Reading the 90,000 lines takes Rasa a minute each time."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        given = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._subtopics = tuple(folder for path in given if (folder := Path(path) / DATA.name).is_dir())

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return _nlu_data(tuple(self._nlu_files), self._subtopics)

    def get_domain(self) -> Domain:
        return _domain(self._domain_path)


@lru_cache(maxsize=2)
def _nlu_data(files: tuple[str, ...], subtopics: tuple[Path, ...]) -> TrainingData:
    of_subtopics = [
        Message({TEXT: line.text, INTENT: topic_of(line.subtopic), "metadata": {"intent": {"language": line.language}}})
        for folder in subtopics
        for line in some(0, OF_SUBTOPICS, folder)
    ]
    return utils.training_data_from_paths(list(files), "").merge(TrainingData(of_subtopics))


@lru_cache(maxsize=2)
def _domain(path: str | None) -> Domain:
    return Domain.load(path) if path else Domain.empty()
