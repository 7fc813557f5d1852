"""The files that are the model: Rasa's archive, and what is learnt beside it. One file has the SHA-256 of each.

It stands beside the archive and has the format of `sha256sum`, so `sha256sum --check` reads it too. `python -m
bot.model_files` writes it anew, as the last step of `make train` does.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

ARCHIVE = Path(__file__).parents[1] / "models" / "breachline.tar.gz"
BESIDE = ("context.npz", "danger.npz", "questions.npz")
ADVICE = "Copy the whole folder again from where the model was trained, or train anew with `make train`."


class ChangedFile(Exception):
    """A file is not as it was trained, or nothing tells whether it is; the message says which, and what to do."""


def digest_file(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.sha256")


def write_digests(archive: Path, beside: Iterable[str] = ()) -> None:
    """Write down the archive, and the files named in `beside`, as they are now."""
    files = [archive, *(archive.with_name(name) for name in beside)]
    written = digest_file(archive)
    unfinished = written.with_name(f"{written.name}.{os.getpid()}")
    unfinished.write_text("".join(f"{_digest(file)}  {file.name}\n" for file in files), encoding="utf-8")
    unfinished.replace(written)


def check_archive(archive: Path) -> None:
    """Check it and all that was written down with it. Raises `ChangedFile`."""
    written = digest_file(archive)
    if not written.exists():
        raise ChangedFile(
            f"{archive} is not loaded: {written.name}, written at its training, is not beside it. {ADVICE}"
        )
    known = _known(written)
    for name in (archive.name, *(name for name in known if name != archive.name)):
        _check(archive.with_name(name), known.get(name), written)


def check_beside(file: Path, archive: Path) -> None:
    """Check one file, where it was written down with the archive. Raises `ChangedFile`."""
    written = digest_file(archive)
    if written.exists() and (digest := _known(written).get(file.name)):
        _check(file, digest, written)


def _check(file: Path, digest: str | None, written: Path) -> None:
    if not file.exists():
        raise ChangedFile(f"{file} is missing, and {written.name} has it. {ADVICE}")
    if digest != _digest(file):
        raise ChangedFile(f"{file} is not loaded: it has changed since {written.name} was written. {ADVICE}")


def _known(written: Path) -> dict[str, str]:
    """The digest of each file, by its name."""
    lines = (line.split("  ", 1) for line in written.read_text(encoding="utf-8", errors="replace").splitlines())
    return {Path(parts[1]).name: parts[0] for parts in lines if len(parts) == 2}


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


if __name__ == "__main__":
    write_digests(ARCHIVE, BESIDE)
