"""The database that the setting `BREACHLINE_STORE` names, with the keys to what is personal in it."""

from __future__ import annotations

from pathlib import Path

from bot.gateway.db.database import Database
from bot.gateway.db.sqlite import SQLite
from bot.gateway.encryption.erasures import Erasures
from bot.gateway.encryption.key_store import open_key_database
from bot.gateway.encryption.master_key import MasterKeys
from bot.gateway.encryption.vault import Vault
from bot.gateway.settings import EncryptionSettings


def open_database(
    url: str, data_folder: Path, encryption: EncryptionSettings | None = None, *, existing: bool = False
) -> Database:
    """The database at `url`, or a SQLite file in the data folder when that is empty. Nothing is opened yet.

    One that must be `existing` is not made: the first use raises `NoDatabase`. Raises `SettingsError`.
    """
    encryption = encryption or EncryptionSettings()
    vault = Vault(
        open_key_database(encryption.keys, data_folder),
        MasterKeys(encryption.master_keys, encryption.master_key_file or data_folder / "master_key"),
        Erasures(encryption.erasures_file or data_folder / "erasures"),
    )
    if url.startswith("postgresql://"):
        from bot.gateway.db.postgresql import PostgreSQL  # noqa: PLC0415 - SQLite needs no driver

        return PostgreSQL(url, vault, existing=existing)
    path = Path(url.removeprefix("sqlite:///")) if url else data_folder / "gateway.sqlite"
    return SQLite(path, vault, existing=existing)
