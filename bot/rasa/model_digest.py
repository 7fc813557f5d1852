"""A model's archive is loaded only as it was trained: its SHA-256 stands in a file beside it.

What is in an archive decides which classes Rasa makes and what they read, and Rasa loads any archive whose path it is
given (`PUT /model`). The file has the format of `sha256sum`, so `sha256sum --check` reads it too.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.exceptions import RasaException

ADVICE = "Copy both files again from where the model was trained, or train anew with `make train`."

_create_model_package = LocalModelStorage.create_model_package
_extract_archive_to_directory = LocalModelStorage._extract_archive_to_directory


class UnknownModel(RasaException):
    """The archive is not the one that was trained, or nothing tells whether it is."""


def apply() -> None:
    """Let each training in this process write its archive's digest, and each load check it."""
    LocalModelStorage.create_model_package = _create_and_write_digest
    LocalModelStorage._extract_archive_to_directory = staticmethod(_check_and_extract)


def digest_file(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.sha256")


def write_digest(archive: Path) -> None:
    digest_file(archive).write_text(f"{_digest(archive)}  {archive.name}\n", encoding="utf-8")


def check_digest(archive: Path) -> None:
    """Raises `UnknownModel` if `archive` is not what its digest was written for."""
    file = digest_file(archive)
    if not file.exists():
        raise UnknownModel(f"{archive} is not loaded: {file.name}, written at its training, is not beside it. {ADVICE}")
    if file.read_bytes().split()[:1] != [_digest(archive).encode()]:
        raise UnknownModel(f"{archive} is not loaded: it has changed since {file.name} was written. {ADVICE}")


def _digest(archive: Path) -> str:
    with archive.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _create_and_write_digest(storage: LocalModelStorage, model_archive_path: Path | str, *args: Any, **kw: Any) -> Any:
    digest_file(Path(model_archive_path)).unlink(missing_ok=True)  # nothing is loaded while the archive is written
    metadata = _create_model_package(storage, model_archive_path, *args, **kw)
    write_digest(Path(model_archive_path))
    return metadata


def _check_and_extract(model_archive_path: Path | str, temporary_directory: Path) -> None:
    check_digest(Path(model_archive_path))
    _extract_archive_to_directory(model_archive_path, temporary_directory)
