"""The database that the setting `BREACHLINE_STORE` names."""

from __future__ import annotations

from pathlib import Path

from bot.gateway.database import Database
from bot.gateway.postgresql import PostgreSQL
from bot.gateway.sqlite import SQLite


def open_database(url: str, data_folder: Path) -> Database:
    """A SQLite file in the data folder when `url` is empty. Nothing is touched before the first transaction."""
    if url.startswith("postgresql://"):
        return PostgreSQL(url)
    return SQLite(Path(url.removeprefix("sqlite:///")) if url else data_folder / "gateway.sqlite")
