"""Accounts are made on the terminal, and nothing weak or double gets in."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.gateway.db.open_database import open_database
from bot.gateway.desk.agents import main
from bot.gateway.desk.auth.accounts import AccountError, Accounts
from bot.gateway.desk.auth.passwords import weakness
from tests.conftest import ROOT
from tests.gateway.desk.conftest import Hire
from tests.gateway.desk.desk_agent import PASSWORD
from tests.spoken import FR

COMMAND = [sys.executable, "-m", "bot.gateway.desk.agents"]


def run(data: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "BREACHLINE_DATA": str(data), "BREACHLINE_STORE": ""}
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(autouse=True)
async def store(tmp_path: Path) -> None:
    """That of a gateway which has run."""
    database = open_database("", tmp_path)
    await database.upgrade()
    await database.close()


def test_without_the_gateways_settings_nobody_gets_an_account(tmp_path: Path) -> None:
    made = run(tmp_path / "nowhere", "add", "carl", typed=f"{PASSWORD}\n")
    assert (made.returncode, made.stdout) == (1, "")
    assert f"There is no store at {tmp_path / 'nowhere' / 'gateway.sqlite'}: either these settings" in made.stderr
    assert not (tmp_path / "nowhere").exists()


def test_an_account_is_made_listed_changed_and_closed(tmp_path: Path) -> None:
    made = run(tmp_path, "add", "An@Example.be", "--languages", "nl,fr", "--supervisor", typed=f"{PASSWORD}\n")
    assert (made.returncode, made.stdout) == (0, "an@example.be can sign in at /desk.\n")
    assert run(tmp_path, "add", "bo", "--openid-only", "--display-name", "Bo D.").returncode == 0
    listed = run(tmp_path, "list").stdout
    assert listed == "an@example.be  (An)  supervisor  fr,nl\nbo  (Bo D.)  agent  fr,nl,en\n"
    assert run(tmp_path, "password", "AN@example.be", typed="another umbrella\n").returncode == 0
    assert run(tmp_path, "disable", "bo").returncode == 0
    assert run(tmp_path, "list").stdout.splitlines()[1].endswith("closed")
    assert run(tmp_path, "enable", "bo").stdout == "The account is open.\n"


@pytest.mark.parametrize(
    ("arguments", "typed", "sentence"),
    [
        (("add", "an"), "short\n", "12 to 1000 characters"),
        (("add", "an"), "", "12 to 1000 characters"),
        (("add", "an"), f"An\nfr\n{PASSWORD}\n", "one line is read: the password"),
        (("add", "an.dupont@ex.be"), "An.Dupont@ex.be\n", "not be the name"),
        (("add", "an"), "aaaaaaaaaaaaaaaa\n", "different characters"),
        (("add", "an", "--languages", "fr,de"), f"{PASSWORD}\n", "Languages are among fr, nl, en"),
        (("add", "an", "--languages", ","), f"{PASSWORD}\n", "at least one language"),
        (("add", "x" * 321), f"{PASSWORD}\n", "1 to 320 characters"),
        (("add", " "), f"{PASSWORD}\n", "1 to 320 characters"),
        (("add", "a\tb"), f"{PASSWORD}\n", "one line"),
        (("add", "an", "--display-name", "\u202enA"), f"{PASSWORD}\n", "one line"),
        (("add",), f"{PASSWORD}\n", "name is needed"),
        (("password", "nobody"), f"{PASSWORD}\n", "no agent of this name"),
        (("disable", "nobody"), "", "no agent of this name"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], typed: str, sentence: str
) -> None:
    monkeypatch.setenv("BREACHLINE_DATA", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    said = io.StringIO()
    monkeypatch.setattr("sys.stdout", said)
    with pytest.raises(SystemExit, match=sentence) as refused:
        main(arguments)
    assert not typed or typed.strip() not in str(refused.value)
    main(["list"])
    assert said.getvalue() == ""


async def test_a_name_is_taken_whatever_its_case_and_width(hire: Hire, accounts: Accounts) -> None:
    await hire("straße", signed_in=False)
    for name in ("STRASSE", "Straße ", "ｓｔｒａｓｓｅ"):
        with pytest.raises(AccountError, match="already"):
            await accounts.add(name, "X", "agent", [FR], PASSWORD)
    assert len(await accounts.everybody()) == 1


def test_on_a_terminal_the_password_is_asked_twice_and_not_shown(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "BREACHLINE_DATA": str(tmp_path), "BREACHLINE_STORE": ""}
    command = [*COMMAND, "add", "an", "--display-name", "An", "--languages", "fr"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown = ""
    for asked, answer in (("Password: ", PASSWORD), ("again: ", PASSWORD)):
        while asked not in shown:
            shown += os.read(ours, 1000).decode()
        os.write(ours, f"{answer}\n".encode())
    while "/desk" not in shown:
        shown += os.read(ours, 1000).decode()
    assert process.wait(timeout=30) == 0
    os.close(ours)
    assert PASSWORD not in shown


def test_the_name_itself_in_another_dress_is_no_password() -> None:
    assert weakness("ＡＮ.dupont@example.be", "an.Dupont@example.be")
    assert weakness("un parapluie vert", "an") is None
