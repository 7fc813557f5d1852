"""A gateway that cannot start ends, and its last line says why; one that serves says where."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.gateway.db.database import DatabaseError
from bot.gateway.db.schema import bring_up_to_date
from tests.conftest import ROOT, find_free_port

PATIENCE = 60  # seconds


async def start(folder: Path, port: int, settings: Mapping[str, str] | None = None) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BREACHLINE_HOST": "127.0.0.1", "PORT": str(port)}
    environment |= {"BREACHLINE_DATA": str(folder / "data"), **(settings or {})}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.gateway"), cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )


async def last_line(process: asyncio.subprocess.Process) -> str:
    said = (await asyncio.wait_for(process.communicate(), PATIENCE))[1].decode()
    assert process.returncode == 1
    assert "Traceback" not in said
    return said.splitlines()[-1]


async def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = await last_line(await start(tmp_path, port))
    where = f"127.0.0.1:{port}"
    assert said == f"The gateway cannot start. {where} is taken by another program: stop that one, or set another PORT."


async def test_an_address_of_another_machine(tmp_path: Path) -> None:
    said = await last_line(await start(tmp_path, find_free_port(), {"BREACHLINE_HOST": "192.0.2.1"}))
    assert re.fullmatch(r"The gateway cannot start\. It cannot listen at 192\.0\.2\.1:\d+ .*: Cannot assign .*\.", said)


async def test_a_postgresql_that_lets_nobody_in(new_database: str, tmp_path: Path) -> None:
    nobody = re.sub(r"//[^@/]*@", "//nobody:secret@", new_database)
    said = await last_line(await start(tmp_path, find_free_port(), {"BREACHLINE_STORE": nobody}))
    assert said.startswith("The gateway cannot start. PostgreSQL does not let us in at postgresql://nobody@")
    assert said.endswith('(BREACHLINE_STORE): role "nobody" does not exist.')


async def test_one_that_serves_says_where(tmp_path: Path) -> None:
    port = find_free_port()
    process = await start(tmp_path, port)
    assert process.stderr
    async with asyncio.timeout(PATIENCE):
        while f"Serving at http://127.0.0.1:{port}/." not in (line := await process.stderr.readline()).decode():
            assert line
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


class Away:
    """A store that does not answer."""

    name = "postgresql://db/x"

    async def upgrade(self) -> None:
        raise DatabaseError("no answer in time")


async def test_a_store_that_does_not_answer_yet_is_named(caplog: pytest.LogCaptureFixture) -> None:
    assert not await bring_up_to_date(Away())  # type: ignore[arg-type]
    assert "The store postgresql://db/x does not answer yet: no answer in time." in caplog.text
