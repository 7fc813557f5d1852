"""A model that is not as it was trained is not loaded, and whoever tries is told why."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import tarfile
import urllib.error
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model_files import ADVICE, ChangedFile, check_beside, digest_file, write_digests
from bot.rasa.model_digest import UnknownModel, check_digest
from tests.conftest import find_free_port
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


@pytest.mark.parametrize("change_it", [lambda file: file.write_text("other"), Path.unlink])
def test_what_is_learnt_beside_the_archive_belongs_to_it(copied: Path, change_it: Callable[[Path], None]) -> None:
    beside = copied.with_name("learnt.npz")
    beside.write_text("learnt")
    write_digests(copied, [beside.name])
    check_digest(copied)
    check_beside(beside, copied)
    change_it(beside)
    with pytest.raises(UnknownModel, match=r"learnt\.npz is .* Copy the whole folder"):
        check_digest(copied)
    with pytest.raises(ChangedFile, match=r"learnt\.npz is .* Copy the whole folder"):
        check_beside(beside, copied)
    as_the_image_does = ["sha256sum", "--check", "--strict", digest_file(copied).name]
    assert subprocess.run(as_the_image_does, cwd=copied.parent, check=False).returncode == 1


def test_a_server_ends_with_a_sentence_instead_of_staying_up_without_a_model(copied: Path) -> None:
    """So that whoever supervises it starts it again, once the right files are there."""
    port = str(find_free_port())
    command = ("run", "--enable-api", "--interface", "127.0.0.1", "--port", port, "--model", MODEL)
    change(copied)
    assert _ended(copied, *command) == f"Rasa cannot start. {MODEL} is not loaded: {CHANGED}. {ADVICE}"
    copied.write_bytes(b"no archive")
    write_digests(copied)
    assert _ended(copied, *command).startswith(f"Rasa cannot start. The model {MODEL} could not be loaded")
    copied.unlink()
    assert _ended(copied, *command) == f"Rasa cannot start. There is no model at {MODEL}. {ADVICE}"


def test_a_server_whose_port_is_taken_says_so(copied: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = ("run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port), "--model", MODEL)
        said = _ended(copied, *command)
    assert said == f"Rasa cannot start. It cannot listen at 127.0.0.1:{port} (RASA_PORT): Address already in use."


def _ended(archive: Path, *command: str) -> str:
    """The last line of a server that ends by itself."""
    server = rasa(archive.parents[1], *command)
    assert server.returncode == 1, server.stdout
    return server.stdout.splitlines()[-1]


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
