"""What the gateway adds to a turn, and what open sockets cost: `make load` writes the figures into docs/gateway.md.

The same messages go to Rasa directly and through the gateway, by turns in one run, so that both see the same machine.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.conftest import MODEL, ROOT, actions_command, find_free_port, rasa_command
from tests.reports import write_between

PAGE = ROOT / "docs" / "gateway.md"
SOCKETS = 1_000
TURNS = 300
MESSAGES = ("wat is er gebeurd?", "quelles données sont concernées ?", "do I have to do something?", "merci")
ENDLESS = "500000/500000"


async def main() -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        with tempfile.TemporaryDirectory() as folder:
            async with _rasa_and_gateway(session, Path(folder)) as (rasa, gateway, process):
                direct, through = await _turns(session, rasa, gateway)
                before = _resident_mb(process)
                after = await _memory_with_sockets(session, gateway, process)
    added = statistics.median(through) - statistics.median(direct)
    figures = [
        "| figure | measured |",
        "|---|---|",
        f"| turn straight to Rasa, p50 / p95 | {_p50_p95(direct)} ms |",
        f"| the same through the gateway, p50 / p95 | {_p50_p95(through)} ms |",
        f"| added by the gateway, p50 | **{added:.1f} ms** (goal 3) |",
        f"| resident memory before any socket | {before:.0f} MB |",
        f"| resident memory with {SOCKETS} open WebSockets | **{after:.0f} MB** (goal 200) |",
    ]
    _write("\n".join(figures))


@asynccontextmanager
async def _rasa_and_gateway(
    session: aiohttp.ClientSession, folder: Path
) -> AsyncIterator[tuple[str, str, subprocess.Popen[bytes]]]:
    rasa_port, gateway_port, actions_port = find_free_port(), find_free_port(), find_free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "SANIC_HOST": "127.0.0.1",
        "SANIC_KEEP_ALIVE_TIMEOUT": "75",
        "RASA_PORT": str(rasa_port),
        "ACTIONS_PORT": str(actions_port),
        "PORT": str(gateway_port),
        "BREACHLINE_HOST": "127.0.0.1",
        "BREACHLINE_DATA": str(folder),
        "BREACHLINE_RATE_CONVERSATION": ENDLESS,
        "BREACHLINE_RATE_ADDRESS": ENDLESS,
        "BREACHLINE_RATE_STARTS": ENDLESS,
        "BREACHLINE_SOCKETS_ADDRESS": str(SOCKETS),
    }
    commands = [
        actions_command(actions_port),
        rasa_command(MODEL, rasa_port),
        [sys.executable, "-m", "bot.gateway"],
    ]
    with (folder / "log").open("w") as log:
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
            for command in commands
        ]
        try:
            gateway = f"http://127.0.0.1:{gateway_port}"
            await _until_ready(session, gateway, processes, folder / "log")
            yield f"http://127.0.0.1:{rasa_port}", gateway, processes[-1]
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=20)


async def _until_ready(
    session: aiohttp.ClientSession, gateway: str, processes: list[subprocess.Popen[bytes]], log: Path
) -> None:
    async with asyncio.timeout(180):
        while True:
            if any(process.poll() is not None for process in processes):
                raise SystemExit(log.read_text()[-2000:])
            try:
                async with session.get(f"{gateway}/readyz") as response:
                    if (await response.json())["status"] == "ready":
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.5)


async def _turns(session: aiohttp.ClientSession, rasa: str, gateway: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each turn, straight and through the gateway; a new conversation every ten turns."""
    direct, through = [], []
    for turn in range(TURNS):
        if turn % 10 == 0:
            sender = uuid.uuid4().hex
            token = await _begin(session, gateway)
            await _post(session, f"{rasa}/webhooks/rest/webhook", {"sender": sender, "message": "/greet"})
        text = MESSAGES[turn % len(MESSAGES)]
        body = {"sender": sender, "message": text, "metadata": {"language": "nl"}}
        straight = _post(session, f"{rasa}/webhooks/rest/webhook", body)
        passed = _post(session, f"{gateway}/v1/messages", {"text": text, "client_message_id": str(turn)}, token)
        # Whoever goes second finds the processor's caches warm, so they take turns at it.
        if turn % 2:
            direct.append(await straight)
            through.append(await passed)
        else:
            through.append(await passed)
            direct.append(await straight)
    return direct, through


async def _begin(session: aiohttp.ClientSession, gateway: str) -> str:
    async with session.post(f"{gateway}/v1/conversations", json={"language": "nl"}) as response:
        return str((await response.json())["token"])


async def _post(session: aiohttp.ClientSession, url: str, body: object, token: str = "") -> float:
    headers = {"Authorization": f"Bearer {token}"} if token else None
    started = time.perf_counter()
    async with session.post(url, json=body, headers=headers) as response:
        await response.read()
        assert response.status == 200
    return (time.perf_counter() - started) * 1000


async def _memory_with_sockets(session: aiohttp.ClientSession, gateway: str, process: subprocess.Popen[bytes]) -> float:
    """Resident MB of the gateway with each socket on a conversation of its own, all of them greeted."""
    sockets = []
    for _ in range(SOCKETS):
        token = await _begin(session, gateway)
        socket = await session.ws_connect(f"{gateway}/v1/stream", protocols=("breachline.v1", f"bearer.{token}"))
        await socket.receive_json()
        sockets.append(socket)
    megabytes = _resident_mb(process)
    for socket in sockets:
        await socket.close()
    return megabytes


def _resident_mb(process: subprocess.Popen[bytes]) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert match
    return int(match[1]) / 1024


def _p50_p95(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {statistics.quantiles(times, n=20)[-1]:.1f}"


def _write(figures: str) -> None:
    write_between(PAGE, "<!-- figures -->", "<!-- /figures -->", figures)
    sys.stdout.write(figures + "\n")


if __name__ == "__main__":
    asyncio.run(main())
