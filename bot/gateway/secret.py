"""The secret that signs tokens: given by the operator, or made once and kept beside the data."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from bot.environment import SettingsError
from bot.gateway.settings import MIN_SECRET_LENGTH, Settings

FILE = "token_secret"


def token_secret(settings: Settings) -> str:
    """The secret of this installation. Raises `SettingsError` when the kept one is unsafe."""
    if settings.secret:
        return settings.secret
    path = settings.data_folder / FILE
    with contextlib.suppress(FileExistsError):
        _write_new(path)
    return _read(path)


def _write_new(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"{path} can be read by others, and opens every conversation. `chmod 600` it.")
    secret = path.read_text().strip()
    if len(secret) < MIN_SECRET_LENGTH:
        raise SettingsError(f"{path} is cut short. Remove it: a new one is made, and open conversations end.")
    return secret
