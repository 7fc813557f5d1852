"""A gateway with people at its desk: agents made by the real command, and a clock that the tests put forward."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass

from tests.browser.gateway import Gateway
from tests.conftest import ROOT

PASSWORD = "un parapluie vert"


@dataclass
class Staffed:
    """The gateway, and its store from outside."""

    gateway: Gateway

    def hire(self, name: str, languages: str = "fr,nl,en", *more: str) -> None:
        """What the operator types, with the password piped in."""
        command = [*(sys.executable, "-m", "bot.gateway.desk.agents", "add", name, "--display-name", name.title())]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "BREACHLINE_DATA": str(self.gateway.folder / "data")}
        subprocess.run(
            [*command, "--languages", languages, *more],
            cwd=ROOT,
            env=environment,
            input=f"{PASSWORD}\n",
            text=True,
            check=True,
            capture_output=True,
        )

    def morning(self) -> None:
        """As before anybody came: no conversation, nobody at the desk, nobody locked out."""
        self._run("DELETE FROM conversations")
        self._run("DELETE FROM agent_presence")
        self._run("DELETE FROM desk_attempts")

    def comes(self, name: str) -> None:
        """An agent whose desk is open somewhere else, for the next seconds."""
        self._run(
            "INSERT INTO agent_presence SELECT id, 1, ? FROM agents WHERE name = ? "
            "ON CONFLICT (agent_id) DO UPDATE SET wants = 1, seen_at = excluded.seen_at",
            *(time.time(), name),
        )

    def waited(self, minutes: float) -> None:
        """Everybody in the queue has waited so much longer."""
        self._run("UPDATE handoffs SET since = since - ?", minutes * 60)

    def talked(self, minutes: float) -> None:
        """Every conversation with a person has gone on for so much longer."""
        self._run("UPDATE handoffs SET taken_at = taken_at - ? WHERE taken_at IS NOT NULL", minutes * 60)

    def session_ends(self) -> None:
        self._run("DELETE FROM desk_sessions")

    def customer(self, *said: str, language: str = "fr") -> str:
        """Somebody who writes this from elsewhere; gives their token."""
        _, begun = self.gateway.ask("POST", "/v1/conversations", {"language": language})
        for text in said:
            status, _ = self.gateway.ask("POST", "/v1/messages", {"text": text}, begun["token"])
            assert status == 200
        return str(begun["token"])

    def _run(self, statement: str, *values: float | str) -> None:
        store = self.gateway.folder / "data" / "gateway.sqlite"
        with closing(sqlite3.connect(store, timeout=20, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(statement, values)
