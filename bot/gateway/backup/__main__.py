"""`python -m bot.gateway.backup make|restore`, with the gateway's own settings."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.environment import SettingsError
from bot.gateway.backup.copies import BackupError
from bot.gateway.backup.make import back_up, store_of
from bot.gateway.backup.restore import restore
from bot.gateway.db.database import DatabaseError, UnusableDatabase
from bot.gateway.existing_store import refuse_root, tell_store
from bot.gateway.settings import load_settings
from bot.incident import IncidentError


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parser().parse_args(arguments)
    try:
        settings = load_settings(os.environ)
        refuse_root(settings)
        tell_store(store_of(settings).name)
        if asked.command == "make":
            for made in back_up(settings, asked.to, asked.keys_to):
                _say(f"Made: {made}")
            if asked.keys_to is None:
                _say("Only the store was copied. Copy the keys, too, with --keys-to and another place.")
            return
        found = asyncio.run(
            restore(
                settings,
                asked.source,
                asked.keys_source,
                over_newer=asked.over_newer,
                without_erasures=asked.without_erasures,
            )
        )
    except (SettingsError, IncidentError, BackupError) as error:
        raise SystemExit(str(error)) from None
    except UnusableDatabase as error:
        raise SystemExit(f"{error}.") from None
    except DatabaseError as error:
        raise SystemExit(f"The database does not answer: {error}.") from None
    except OSError as error:
        raise SystemExit(f"{error.filename or 'A file'}: {error.strerror}.") from None
    _say(f"{found.conversations} conversations are back and can be read; {found.erased_again} of the backup are gone.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.gateway.backup", description="Copies of what is kept.")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="copy the store, while the gateway serves")
    make.add_argument("to", type=_folder, help="the folder of the store's backups")
    make.add_argument("--keys-to", type=_folder, help="the folder of the keys' backups, in another place")
    back = commands.add_parser("restore", help="put a copy back, with every gateway stopped")
    back.add_argument("source", type=_folder, help="a backup of the store, or the folder with several: the newest")
    back.add_argument("--keys-from", type=_folder, dest="keys_source", help="the same of the keys; else they stay")
    back.add_argument("--over-newer", action="store_true", help="although what is there now is newer than the backup")
    back.add_argument("--without-erasures", action="store_true", help="although no list of erasures is here")
    return parser


def _folder(given: str) -> Path:
    if not given:  # which would be where the command runs
        raise argparse.ArgumentTypeError("name a folder; with make: TO=FOLDER, or FROM=FOLDER")
    return Path(given)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
