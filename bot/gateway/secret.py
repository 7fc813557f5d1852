"""The secrets that sign tokens, given by the operator or made and kept beside the data: the first signs, all verify.

So a secret is replaced without ending anybody's conversation: the new one is put before the old one, which goes when
what it signed is over, or at once when somebody else may know it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jwt
from jwt.types import Options

from bot.environment import SettingsError
from bot.gateway.settings import MIN_SECRET_LENGTH, Settings

FILE = "token_secret"
ALGORITHM = "HS256"


class SigningSecrets:
    def __init__(self, given: Sequence[str]) -> None:
        self._all = tuple(given)

    @property
    def all(self) -> tuple[str, ...]:
        """The newest first."""
        return self._all

    @property
    def current(self) -> str:
        return self._all[0]

    def sign(self, claims: Mapping[str, object]) -> str:
        return jwt.encode(dict(claims), self.current, ALGORITHM)

    def verified(self, token: str, audience: str, require: Sequence[str], *, expired: bool = False) -> dict[str, Any]:
        """The claims of what we signed for `audience`; if asked, also when it `expired`. Raises `InvalidTokenError`."""
        options: Options = {"require": [*require, "aud", "exp"], "verify_exp": not expired}
        for secret in self._all[:-1]:
            with contextlib.suppress(jwt.InvalidSignatureError):
                return jwt.decode(token, secret, [ALGORITHM], options, audience=audience)
        return jwt.decode(token, self._all[-1], [ALGORITHM], options, audience=audience)


def signing_secrets(settings: Settings) -> SigningSecrets:
    """The secrets of this installation. Raises `SettingsError` when the kept ones are unsafe."""
    if settings.secrets:
        return SigningSecrets(settings.secrets)
    path = settings.data_folder / FILE
    with contextlib.suppress(FileExistsError):
        _write_new(path)
    return SigningSecrets(_read(path))


def _write_new(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))


def _read(path: Path) -> list[str]:
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"{path} can be read by others, and opens every conversation. `chmod 600` it.")
    found = path.read_text().split()
    if not found or min(map(len, found)) < MIN_SECRET_LENGTH:
        raise SettingsError(f"{path} is cut short. Remove it: a new one is made, and open conversations end.")
    return found
