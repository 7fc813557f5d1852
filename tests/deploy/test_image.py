"""The image: its recipe, what the build may see, and how its processes are named."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deploy.tools import DEPLOY, own, said

RECIPE = (DEPLOY / "Dockerfile").read_text()
ENTRY = DEPLOY / "breachline"


def test_hadolint_has_nothing_to_say() -> None:
    assert said(own("hadolint"), DEPLOY / "Dockerfile") == ""


def test_what_is_copied_is_there_and_seen_by_the_build() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = re.findall(r"(?m)^COPY (?!--from)(?:--chmod=\d+ )?(.+) \S+$", RECIPE)
    sources = {source for line in copied for source in line.split()}
    assert {"models", "bot", "actions", "web", "incident.yml"} <= sources
    for source in sources - {"models"}:  # trained, and not in the repository
        assert (ROOT / source).exists(), source
    for source in sources:
        assert any(Path(source) == Path(one) or Path(one) in Path(source).parents for one in let_in), source


def test_nothing_secret_and_nothing_of_customers_gets_into_the_build() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert not {".data", "deploy", "deploy/secrets", "data", "tests", "."} & let_in


def test_the_image_runs_as_nobody_and_checks_its_model() -> None:
    last = RECIPE.split("\nFROM ")[-1]
    assert "USER 10001:10001" in last
    assert "sha256sum --check --strict breachline.tar.gz.sha256" in last
    assert "HEALTHCHECK" in last
    assert not re.search(r"(?i)^(ARG|ENV) .*(secret|token|password)", last, re.MULTILINE)


@pytest.fixture
def python_that_tells(tmp_path: Path) -> dict[str, str]:
    """An environment in which `python3` says how it was called, and with which of our settings."""
    stub = tmp_path / "bin" / "python3"
    stub.parent.mkdir()
    stub.write_text('#!/bin/sh\necho "$@"\nenv | grep -E "^(BREACHLINE|PGPASSWORD|SANIC)" | sort\n')
    stub.chmod(0o755)
    ports = {"PORT": "8080", "RASA_PORT": "5005", "ACTIONS_PORT": "5055"}
    return {"PATH": f"{stub.parent}{os.pathsep}/usr/bin{os.pathsep}/bin", **ports}


def called(environment: dict[str, str], *arguments: str) -> list[str]:
    done = subprocess.run(["sh", ENTRY, *arguments], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_processes_are_started_as_make_run_starts_them(python_that_tells: dict[str, str]) -> None:
    parsed = configparser.RawConfigParser(inline_comment_prefixes=(";",))
    parsed.read(ROOT / "supervisord.conf")
    for name in ("gateway", "rasa", "actions"):
        ours = parsed.get(f"program:{name}", "command").removeprefix(".venv/bin/python ")
        ours = re.sub(r"%\(ENV_(\w+)\)s", lambda found: python_that_tells[found[1]], ours)
        # There, only its own container reaches loopback.
        assert called(python_that_tells, name)[0] == ours.replace("--interface 127.0.0.1", "--interface 0.0.0.0")
    assert called(python_that_tells, "actions")[1:] == ["SANIC_HOST=0.0.0.0"]
    assert called(python_that_tells, "migrate") == ["-m bot.gateway.migrate"]
    assert called(python_that_tells, "backup", "make", "a folder") == ["-m bot.gateway.backup make a folder"]


def test_a_secret_may_come_in_a_file(python_that_tells: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a $ecret 'with' \"signs\"\n")
    files = {name: str(tmp_path / "secret") for name in ("PGPASSWORD_FILE", "BREACHLINE_HELPDESK_TOKEN_FILE")}
    # This one is no secret in a file but a file of the gateway's own.
    files["BREACHLINE_MASTER_KEY_FILE"] = "/keys/master_key"
    assert called(python_that_tells | files, "gateway")[1:] == [
        "BREACHLINE_HELPDESK_TOKEN=a $ecret 'with' \"signs\"",
        "BREACHLINE_MASTER_KEY_FILE=/keys/master_key",
        "PGPASSWORD=a $ecret 'with' \"signs\"",
    ]


def test_a_secret_whose_file_is_missing_stops_the_start(python_that_tells: dict[str, str]) -> None:
    environment = python_that_tells | {"BREACHLINE_SECRET_FILE": "/nowhere"}
    done = subprocess.run(["sh", ENTRY, "gateway"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "bot.gateway" not in done.stdout


def test_an_unknown_process_is_refused_with_a_sentence(python_that_tells: dict[str, str]) -> None:
    done = subprocess.run(["sh", ENTRY, "getaway"], env=python_that_tells, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Name a process")
