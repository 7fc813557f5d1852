from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rasa.tiny_project import new_project, serve, train


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that `train` has trained."""
    folder = new_project(tmp_path_factory.mktemp("project"))
    training = train(folder)
    assert training.returncode == 0, training.stdout
    return folder


@pytest.fixture(scope="package")
def served(project: Path) -> Iterator[str]:
    """The address at which `run` serves it."""
    yield from serve(project)
