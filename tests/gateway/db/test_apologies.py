"""Whatever the store does, who writes reads within five seconds where help is; and a proxy is told the truth."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from bot.content import danger_text, incident
from bot.gateway.db import sqlite
from tests.gateway.conftest import Gateway, StartGateway, running_postgresql
from tests.gateway.customer import Customer, Refusal
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import EN

PROMISED = 5.0  # seconds


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of a few megabytes, in memory."""
    folder = tmp_path / "small"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("Only who may mount has a disk to fill.")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


async def _readiness(gateway: Gateway) -> tuple[int, dict[str, Any]]:
    async with gateway.session.get(f"{gateway.address}/readyz") as response:
        return response.status, await response.json()


async def _until_ready(gateway: Gateway, status: int) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while (found := await _readiness(gateway))[0] != status:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.3)
    return found[1]


async def _refused(customer: Customer, text: str, language: str = "fr") -> dict[str, Any]:
    """The problem that answers `text`, in time."""
    started = time.monotonic()
    with pytest.raises(Refusal) as refused:
        await customer.ask("POST", "/v1/messages", {"text": text}, {"Accept-Language": f"{language}-BE,en;q=0.5"})
    assert time.monotonic() - started < PROMISED
    assert (refused.value.status, refused.value.problem["type"]) == (503, "urn:breachline:problem:store-unavailable")
    return refused.value.problem["message"]


async def test_twelve_customers_at_once_hear_of_the_hotline_while_another_process_locks_the_database(
    gateway: Gateway,
) -> None:
    customers = [gateway.customer() for _ in range(12)]
    for customer in customers:
        await customer.begin(language="nl")
    locking = sqlite3.connect(gateway.settings.data_folder / "gateway.sqlite", isolation_level=None)
    locking.execute("BEGIN IMMEDIATE")
    messages = await asyncio.gather(*(_refused(customer, "hallo", "nl") for customer in customers))
    for message in messages:
        assert message["language"] == "nl"
        assert incident().hotline.display in message["text"]
        assert message["links"]
    await _until_ready(gateway, 503)
    locking.execute("ROLLBACK")
    locking.close()
    assert [len(await customer.say("hallo")) for customer in customers] == [1] * 12
    await _until_ready(gateway, 200)


async def test_who_is_in_danger_reads_who_helps_even_when_nothing_can_be_kept(
    gateway: Gateway, customer: Customer
) -> None:
    locking = sqlite3.connect(gateway.settings.data_folder / "gateway.sqlite", isolation_level=None)
    locking.execute("BEGIN IMMEDIATE")
    message = await _refused(customer, "I want to kill myself", "en")
    locking.close()
    assert message["text"] == danger_text("crisis", EN)


async def test_a_store_that_locks_up_in_mid_turn_is_apologised_for_and_the_message_answered_when_sent_again(
    gateway: Gateway, customer: Customer, rasa: StandInRasa
) -> None:
    rasa.delay = 2.5
    saying = asyncio.create_task(_with_id(customer, "bonjour"))
    await rasa.asked.wait()
    rasa.asked.clear()
    await asyncio.sleep(0)
    while len(rasa.texts()) < 2:  # noqa: ASYNC110 - the greeting was the first
        await asyncio.sleep(0.05)
    locking = sqlite3.connect(gateway.settings.data_folder / "gateway.sqlite", isolation_level=None)
    locking.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(Refusal) as refused:
        await saying
    assert time.monotonic() - started < PROMISED
    assert refused.value.status == 503
    locking.close()
    rasa.delay = 0
    assert [one["text"] for one in await _with_id(customer, "bonjour")] == ["You said: bonjour"]
    assert [one["from"] for one in await customer.read()] == ["bot", "customer", "bot"]


async def _with_id(customer: Customer, text: str) -> list[dict[str, Any]]:
    return await customer.say(text, client_message_id="one")


async def test_on_a_full_disk_nothing_is_lost_the_proxy_is_told_and_customers_can_still_erase(
    start_gateway: StartGateway, rasa: StandInRasa, small_disk: Path
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", data_folder=small_disk / "data")
    staying, leaving = gateway.customer(), gateway.customer()
    await staying.begin(language="fr")
    await leaving.begin(language="fr")
    await staying.say("kept before")
    await leaving.say("MARKER of who leaves")
    _fill(small_disk)
    refusal = None
    for _ in range(400):  # until the space that the log already has is used up, too
        try:
            await staying.say("x" * 1900)
        except Refusal as refused:
            refusal = refused
            break
    assert refusal is not None
    assert refusal.status == 503
    assert incident().hotline.display in refusal.problem["message"]["text"]
    await _until_ready(gateway, 503)
    await leaving.erase()
    with pytest.raises(Refusal) as gone:
        await leaving.read()
    assert gone.value.status == 410
    assert not any(b"MARKER of who leaves" in file.read_bytes() for file in (small_disk / "data").iterdir())
    (small_disk / "filler").unlink()
    await _until_ready(gateway, 200)
    assert "kept before" in [one["text"] for one in await staying.read()]
    assert await staying.say("again")


def _fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (65536, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue


async def test_the_reserve_is_taken_anew_once_there_is_space(gateway: Gateway, customer: Customer) -> None:
    reserve = gateway.settings.data_folder / "reserve"
    assert reserve.stat().st_size == sqlite.RESERVE
    reserve.unlink()
    await customer.erase()
    assert reserve.stat().st_size == sqlite.RESERVE


async def test_a_database_server_that_stops_is_apologised_for_and_used_again(
    start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    with running_postgresql() as address:
        gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=address)
        customer = gateway.customer()
        await customer.begin(language="fr")
        processes = _processes_of(address)
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            message = await _refused(customer, "bonjour")
            assert incident().hotline.display in message["text"]
            await _until_ready(gateway, 503)
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)
        await _until_ready(gateway, 200)
        assert await customer.say("bonjour")


def _processes_of(address: str) -> list[int]:
    connection = psycopg2.connect(address)
    cursor = connection.cursor()
    cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
    found = [row[0] for row in cursor.fetchall()]
    connection.close()
    # And the one that starts a process for each new connection.
    starters = {int(Path(f"/proc/{process}/stat").read_text().split()[3]) for process in found}
    return [*starters, *found]


async def test_without_rasa_the_gateway_is_ready_to_apologise(gateway: Gateway, rasa: StandInRasa) -> None:
    await rasa.stop()
    body = await _until_ready(gateway, 200)
    assert (body["status"], body["parts"]["rasa"], body["parts"]["store"]) == ("apologising", "no answer", "ok")
