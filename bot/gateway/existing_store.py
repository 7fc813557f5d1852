"""The gateway's own store, for a command of the operator: told by name, never made, and never as root for another user.

A command in a shell without the gateway's settings would else work on a new and empty store, and an erasure there reads
as done.
"""

from __future__ import annotations

import os
import pwd
import sys

from bot.environment import SettingsError
from bot.gateway.db.database import Database
from bot.gateway.db.open_database import open_database
from bot.gateway.settings import Settings


def open_existing(settings: Settings) -> Database:
    """The store of these settings, whose name is told on standard error. Raises `SettingsError`.

    The first use raises `NoDatabase` where there is none.
    """
    refuse_root(settings)
    database = open_database(settings.store, settings.data_folder, settings.encryption, existing=True)
    tell_store(database.name)
    return database


def tell_store(name: str) -> None:
    sys.stderr.write(f"Store: {name}\n")


def refuse_root(settings: Settings) -> None:
    """What root makes in the gateway's folder, the gateway cannot open. Raises `SettingsError`."""
    if os.geteuid() != 0 or not settings.data_folder.exists():
        return
    owner = settings.data_folder.stat().st_uid
    if owner != 0:
        raise SettingsError(
            f"{settings.data_folder} is {_name_of(owner)}'s, who could not open what root makes there: run this as "
            f"{_name_of(owner)} (docs/operations.md, Commands)."
        )


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
