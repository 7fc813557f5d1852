"""A model is loaded only as it was trained: the SHA-256 of each of its files stands beside its archive.

What is in an archive decides which classes Rasa makes and what they read, and Rasa loads any archive whose path it is
given (`PUT /model`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.exceptions import RasaException

from bot.model_files import ChangedFile, check_archive, digest_file, write_digests

_create_model_package = LocalModelStorage.create_model_package
_extract_archive_to_directory = LocalModelStorage._extract_archive_to_directory


class UnknownModel(RasaException):
    """The model is not the one that was trained, or nothing tells whether it is."""


def apply() -> None:
    """Let each training in this process write its archive's digest, and each load check it."""
    LocalModelStorage.create_model_package = _create_and_write_digest
    LocalModelStorage._extract_archive_to_directory = staticmethod(_check_and_extract)


def check_digest(archive: Path) -> None:
    """Raises `UnknownModel` if `archive`, or a file that belongs to it, is not what its digest was written for."""
    try:
        check_archive(archive)
    except ChangedFile as error:
        raise UnknownModel(str(error)) from None


def _create_and_write_digest(storage: LocalModelStorage, model_archive_path: Path | str, *args: Any, **kw: Any) -> Any:
    digest_file(Path(model_archive_path)).unlink(missing_ok=True)  # nothing is loaded while the archive is written
    metadata = _create_model_package(storage, model_archive_path, *args, **kw)
    write_digests(Path(model_archive_path))
    return metadata


def _check_and_extract(model_archive_path: Path | str, temporary_directory: Path) -> None:
    check_digest(Path(model_archive_path))
    _extract_archive_to_directory(model_archive_path, temporary_directory)
