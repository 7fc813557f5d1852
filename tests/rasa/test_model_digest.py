"""A model that is not as it was trained is not loaded, and whoever tries is told why."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import urllib.error
from pathlib import Path

import pytest

from bot.rasa.model_digest import UnknownModel, check_digest, digest_file
from tests.rasa.tiny_project import MODEL, ask, rasa

NOT_BESIDE_IT = "tiny.tar.gz.sha256, written at its training, is not beside it"
CHANGED = "it has changed since tiny.tar.gz.sha256 was written"


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:
    """The archive of a trained model with its digest, elsewhere."""
    (tmp_path / "models").mkdir()
    for file in (project / MODEL, digest_file(project / MODEL)):
        shutil.copy(file, tmp_path / "models")
    return tmp_path / MODEL


def change(archive: Path) -> None:
    """Put one more file into the archive, as somebody who means harm would."""
    with tarfile.open(archive) as tar:
        tar.extractall(archive.parent / "unpacked", filter="data")
    (archive.parent / "unpacked" / "components" / "more").write_text("more")
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(archive.parent / "unpacked", arcname="")


def test_training_writes_the_digest_as_sha256sum_writes_it(project: Path) -> None:
    digest = hashlib.sha256((project / MODEL).read_bytes()).hexdigest()
    assert digest_file(project / MODEL).read_text() == f"{digest}  tiny.tar.gz\n"


def test_a_copy_with_its_digest_is_taken(copied: Path) -> None:
    check_digest(copied)
    assert rasa(copied.parents[1], "shell", "nlu", "--model", MODEL, typed="").returncode == 0


def test_a_changed_archive_is_refused(copied: Path) -> None:
    change(copied)
    shell = rasa(copied.parents[1], "shell", "--model", MODEL)
    assert shell.returncode != 0
    assert CHANGED in shell.stdout
    assert "make train" in shell.stdout


def test_an_archive_without_a_digest_is_refused(copied: Path) -> None:
    digest_file(copied).unlink()
    shell = rasa(copied.parents[1], "shell", "--model", MODEL)
    assert shell.returncode != 0
    assert NOT_BESIDE_IT in shell.stdout


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"0" * 64 + b"  tiny.tar.gz\n"])
def test_a_digest_that_is_none_or_anothers_is_refused(copied: Path, content: bytes) -> None:
    digest_file(copied).write_bytes(content)
    with pytest.raises(UnknownModel, match="has changed"):
        check_digest(copied)


def test_a_running_rasa_takes_no_other_model_changed_or_not(served: str, copied: Path) -> None:
    """Nobody is let in to ask for one; whatever is loaded at a start is checked."""
    for _ in range(2):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            ask(served, "/model", {"model_file": str(copied)}, method="PUT")
        change(copied)
    assert ask(served, "/model/parse", {"text": "hi"})["intent"]["name"] == "greet"
