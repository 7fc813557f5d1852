"""Reads the training data once: Rasa asks its importers for the same files several times during one training."""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.core.domain import Domain
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class SingleReadImporter(RasaFileImporter):
    """Named in config.yml; the 26,000 lines take Rasa half a minute to read, each time."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return _nlu_data(tuple(self._nlu_files))

    def get_domain(self) -> Domain:
        return _domain(self._domain_path)


@lru_cache(maxsize=2)
def _nlu_data(files: tuple[str, ...]) -> TrainingData:
    return utils.training_data_from_paths(list(files), "")


@lru_cache(maxsize=2)
def _domain(path: str | None) -> Domain:
    return Domain.load(path) if path else Domain.empty()
