"""`python -m bot.gateway.desk.agents` manages the accounts of the desk, on the terminal of the operator."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import sys
from collections.abc import Sequence

from bot.content import incident
from bot.environment import SettingsError
from bot.gateway.db.database import Database, DatabaseError, UnusableDatabase
from bot.gateway.desk.auth.accounts import AccountError, Accounts
from bot.gateway.desk.auth.passwords import Passwords
from bot.gateway.existing_store import open_existing
from bot.gateway.settings import load_settings


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parser().parse_args(arguments)
    try:
        asyncio.run(_run(asked, open_existing(load_settings(os.environ))))
    except (AccountError, SettingsError) as error:
        raise SystemExit(str(error)) from None
    except UnusableDatabase as error:
        raise SystemExit(f"{error}.") from None
    except DatabaseError as error:
        raise SystemExit(f"The store does not answer: {error}.") from None
    except (EOFError, KeyboardInterrupt):
        raise SystemExit("Nothing was changed.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.gateway.desk.agents", description="The accounts of the desk.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="make an account; what is not given is asked")
    add.add_argument("name", nargs="?", help="what the agent signs in with, such as an e-mail address")
    add.add_argument("--display-name", help="what customers and colleagues read")
    add.add_argument(
        "--languages", help="what the agent speaks of the languages that incident.yml offers, with commas between"
    )
    add.add_argument("--supervisor", action="store_true", help="sees all conversations and the report")
    add.add_argument("--openid-only", action="store_true", help="no password: sign in by OpenID Connect")
    commands.add_parser("list", help="who has an account")
    for command, does in (
        ("password", "give a new password; the agent is signed out everywhere"),
        ("second-factor", "forget a lost authenticator app; the next sign-in shows a new key"),
        ("disable", "close an account; the agent is signed out everywhere"),
        ("enable", "open a closed account again"),
        ("delete", "remove an account and what is kept of it, for ever"),
    ):
        commands.add_parser(command, help=does).add_argument("name")
    return parser


async def _run(asked: argparse.Namespace, database: Database) -> None:
    accounts = Accounts(database, Passwords())
    try:
        if asked.command == "add":
            await _add(asked, accounts)
        elif asked.command == "list":
            await _list(accounts)
        elif asked.command == "password":
            await accounts.change_password(asked.name, _password())
            _say("The password is changed.")
        elif asked.command == "second-factor":
            await accounts.reset_second_factor(asked.name)
            _say("The next sign-in shows a new key.")
        elif asked.command == "delete":
            await accounts.delete(asked.name)
            _say("The account is deleted.")
        else:
            await accounts.disable(asked.name, asked.command == "disable")
            _say("The account is closed." if asked.command == "disable" else "The account is open.")
    finally:
        await database.close()


async def _add(asked: argparse.Namespace, accounts: Accounts) -> None:
    name = asked.name or _ask("Name to sign in with")
    display_name = asked.display_name or _ask("Name that customers read", name.split("@")[0])
    languages = asked.languages or _ask("Languages", ",".join(incident().languages))
    listed = [entry.strip() for entry in languages.split(",") if entry.strip()]
    spoken = [language for language in incident().languages if language in listed]
    if set(listed) - set(spoken):
        raise AccountError(f"Languages are among {', '.join(incident().languages)}, with commas between.")
    password = None if asked.openid_only else _password()
    agent = await accounts.add(name, display_name, "supervisor" if asked.supervisor else "agent", spoken, password)
    _say(f"{agent.name} can sign in at /desk.")


async def _list(accounts: Accounts) -> None:
    for agent in await accounts.everybody():
        closed = "  closed" if agent.disabled else ""
        _say(f"{agent.name}  ({agent.display_name})  {agent.role}  {','.join(agent.languages)}{closed}")


def _ask(question: str, suggestion: str = "") -> str:
    if not sys.stdin.isatty():
        if suggestion:
            return suggestion
        raise AccountError("A name is needed: agents add NAME.")
    return input(f"{question} [{suggestion}]: " if suggestion else f"{question}: ").strip() or suggestion


def _password() -> str:
    """Typed twice on a terminal, or the one line that is piped in."""
    if not sys.stdin.isatty():
        first, *more = sys.stdin.read().splitlines() or [""]
        if any(more):
            raise AccountError(
                "Of what is piped in, one line is read: the password. Give the rest as --display-name, --languages and "
                "--supervisor."
            )
        return first
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise AccountError("These were two different passwords.")
    return password


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    main()
