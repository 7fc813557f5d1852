"""`python -m bot.gateway.data`: the operator's commands on kept data; each writes a line in the audit log."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from bot.environment import SettingsError
from bot.gateway.conversations.model import iso
from bot.gateway.conversations.rows import select_messages
from bot.gateway.data.access import MAX_LISTED, MAX_MESSAGES, by_age, everything, find, readable
from bot.gateway.data.audit_log import write_down
from bot.gateway.data.retention import SECONDS_PER_DAY, Retention
from bot.gateway.db.database import Cursor, Database, DatabaseError, UnusableDatabase
from bot.gateway.errors import ConversationGone
from bot.gateway.existing_store import open_existing
from bot.gateway.outbox import OutboxWriter
from bot.gateway.settings import Settings, load_settings
from bot.incident import IncidentError
from bot.observability.request import conversation_hash

FLAGS = ("--readable", "--unreadable", "--help", "-h", "--")
OF_CONVERSATION = "--conversation"
GONE = "There is no such conversation in this store, or it was erased."
NOTHING = "Nothing was found."


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parser().parse_args(_ids_apart(sys.argv[1:] if arguments is None else list(arguments)))
    try:
        settings = load_settings(os.environ)
        database = open_existing(settings)
        if asked.command == "erase" and asked.unreadable:
            lost = database.vault.destroy_unreadable()  # before the store is opened: it would be refused
            _say(f"{lost} conversations could not be read any more, and are erased.")
        asyncio.run(_run(asked, settings, database))
    except (SettingsError, IncidentError) as error:
        raise SystemExit(str(error)) from None
    except UnusableDatabase as error:
        raise SystemExit(f"{error}.") from None
    except DatabaseError as error:
        raise SystemExit(f"The store does not answer: {error}.") from None
    except ConversationGone:
        raise SystemExit(GONE) from None


def _ids_apart(arguments: list[str]) -> list[str]:
    """Separate ids from options: an id may begin with a hyphen."""
    command, *rest = arguments or [""]
    if command == "log" and OF_CONVERSATION in rest[:-1]:
        place = rest.index(OF_CONVERSATION)
        return [command, *rest[:place], f"{OF_CONVERSATION}={rest[place + 1]}", *rest[place + 2 :]]
    if command not in ("access", "erase"):
        return arguments
    flags = [one for one in rest if one in FLAGS and one != "--"]
    return [command, *flags, "--", *(one for one in rest if one not in FLAGS)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.gateway.data", description="What is kept of customers.")
    commands = parser.add_subparsers(dest="command", required=True)
    access = commands.add_parser("access", help="everything that is kept of a conversation, as JSON")
    access.add_argument("reference", help="the conversation's id, or what the helpdesk calls it")
    access.add_argument("--readable", action="store_true", help="in words, in the conversation's language")
    erase = commands.add_parser("erase", help="destroy a conversation's key and remove all of it, for ever")
    erase.add_argument("reference", nargs="?", help="the conversation's id, or what the helpdesk calls it")
    erase.add_argument("--unreadable", action="store_true", help="those whose master key is lost")
    listed = commands.add_parser("list", help="conversations by age, the one that was last used longest ago first")
    listed.add_argument("--older-than", type=float, default=0.0, metavar="DAYS", help="since they were last used")
    listed.add_argument("--topic", help="in which the assistant spoke about this, such as report_fraud")
    listed.add_argument("--limit", type=int, default=100, help=f"at most {MAX_LISTED}")
    log = commands.add_parser("log", help="the audit log, the newest first")
    log.add_argument(OF_CONVERSATION, help="of the conversation that had this id")
    log.add_argument("--limit", type=int, default=100, help=f"at most {MAX_LISTED}")
    return parser


async def _run(asked: argparse.Namespace, settings: Settings, database: Database) -> None:
    try:
        if asked.command == "access":
            _say(await database.transaction(lambda cursor: _access(cursor, asked.reference, asked.readable)))
        elif asked.command == "erase":
            await _erase(asked, settings, database)
        elif asked.command == "list":
            _say_found(await database.transaction(lambda cursor: _list(cursor, asked)))
        else:
            _say_found(await database.transaction(lambda cursor: _log(cursor, asked)))
    finally:
        await database.close()


def _access(cursor: Cursor, reference: str, in_words: bool) -> str:
    conversation_id = _found(cursor, reference)
    kept = everything(cursor, conversation_id)
    write_down(cursor, "access", conversation_id)
    if in_words:
        return readable(kept, select_messages(cursor, conversation_id, 0, limit=MAX_MESSAGES))
    return json.dumps(kept, ensure_ascii=False, indent=2)


async def _erase(asked: argparse.Namespace, settings: Settings, database: Database) -> None:
    outbox, reference = OutboxWriter(wanted=settings.is_helpdesk_outside), asked.reference
    if asked.unreadable:
        return await Retention(database, outbox).sweep()
    if not reference:
        raise SystemExit("Which conversation? Give its id.")
    conversation_id = await database.transaction(lambda cursor: _found(cursor, reference))
    await Retention(database, outbox).erase(conversation_id, "erased by operator")
    _say(f"Erased. The audit log has it as {conversation_hash(conversation_id)}.")


def _list(cursor: Cursor, asked: argparse.Namespace) -> str:
    found = by_age(cursor, time.time() - asked.older_than * SECONDS_PER_DAY, asked.topic, asked.limit)
    write_down(cursor, "list", counts={"conversations": len(found)})
    return _lines(found)


def _log(cursor: Cursor, asked: argparse.Namespace) -> str:
    wanted = conversation_hash(asked.conversation) if asked.conversation else None
    rows = cursor.all(
        "SELECT at, action, conversation_hash, counts FROM audit_log WHERE conversation_hash = ? OR ? "
        "ORDER BY at DESC LIMIT ?",
        (wanted, wanted is None, min(asked.limit, MAX_LISTED)),
    )
    return _lines(
        [
            {"at": iso(at), "action": action, "conversation": one, **json.loads(counts)}
            for at, action, one, counts in rows
        ]
    )


def _found(cursor: Cursor, reference: str) -> str:
    conversation_id = find(cursor, reference)
    if conversation_id is None:
        raise ConversationGone
    return conversation_id


def _lines(entries: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def _say_found(lines: str) -> None:
    if lines:
        _say(lines)
    else:
        sys.stderr.write(f"{NOTHING}\n")  # who reads the lines by a program gets none


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
