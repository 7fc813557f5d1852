"""Who wants to be forgotten is forgotten also when the disk is full."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.gateway.encryption.erasures import Erasures
from tests.conftest import ROOT
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, Refusal

SMALL = "3m"

FILLS_AND_ERASES = """
import asyncio, os, sys
from pathlib import Path
from bot.gateway.conversations.model import Draft
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.data.retention import Retention
from bot.gateway.db.database import DatabaseError
from bot.gateway.db.open_database import open_database
from bot.gateway.errors import ConversationGone
from bot.gateway.outbox import OutboxWriter

async def main() -> None:
    folder, outbox = Path(sys.argv[1]), OutboxWriter(wanted=False)
    database = open_database("", folder / "data")
    await database.upgrade()
    store = ConversationRepository(database, outbox)
    ids = []
    for _ in range(3):
        conversation = await store.begin("fr", "web")
        ids.append(conversation.id)
        for _ in range(20):
            await store.add_answer(conversation.id, [Draft("bot", "x" * 1000, "fr")])
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"x" * 4096)
        except OSError:
            pass
    try:
        while True:
            await store.add_answer(ids[0], [Draft("bot", "x" * 2000, "fr")])
    except DatabaseError:
        print("full")
    for conversation_id in ids:
        await Retention(database, outbox).erase(conversation_id)
        try:
            await store.read(conversation_id, 0, 1)
        except ConversationGone:
            print("gone")

asyncio.run(main())
"""


async def test_erasing_works_on_a_full_disk(tmp_path: Path) -> None:
    """In a small file system of its own, in a name space where an ordinary user may make one."""
    place = tmp_path / "small"
    place.mkdir()
    script = f'mount -t tmpfs -o size={SMALL} tmpfs {place} && exec {sys.executable} -c "$0" {place}'
    running = await asyncio.create_subprocess_exec(
        *("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, FILLS_AND_ERASES),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await running.communicate()
    assert out.decode().split() == ["full", "gone", "gone", "gone"], err.decode()


@pytest.mark.parametrize("locked", ["gateway.sqlite", "keys.sqlite"])
async def test_another_fault_of_the_store_leaves_the_reserve_for_a_full_disk(
    gateway: Gateway, customer: Customer, locked: str
) -> None:
    reserve = gateway.settings.data_folder / "reserve"
    taken = reserve.stat().st_ino
    with closing(sqlite3.connect(gateway.settings.data_folder / locked, isolation_level=None)) as locking:
        locking.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refusal) as refused:
            await customer.erase()
        assert refused.value.status == 503
        assert reserve.stat().st_ino == taken
    await customer.erase()


def test_an_erasure_after_a_line_that_a_full_disk_cut_is_in_the_list(tmp_path: Path) -> None:
    erasures = Erasures(tmp_path / "erasures")
    erasures.add("first")
    with (tmp_path / "erasures").open("a") as file:
        file.write("\n17640")
    erasures.add("second")
    assert {"first", "second"} <= set(erasures.all())
    erasures.forget_before(0)
    erasures.add("third")
    assert {"first", "second", "third"} <= set(erasures.all())


def test_gateways_of_one_machine_lose_no_erasure_while_one_drops_old_ones(tmp_path: Path) -> None:
    file = tmp_path / "erasures"
    file.write_text("".join(f"{at} old-{at}\n" for at in range(300)))

    def erase(gateway: int) -> None:
        for number in range(100):
            Erasures(file).add(f"{gateway}-{number}")

    def forget() -> None:
        for moment in range(300):
            Erasures(file).forget_before(moment + 1)

    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(erase, gateway) for gateway in range(2)] + [threads.submit(forget)]:
            done.result()
    assert sorted(Erasures(file).all()) == sorted(
        f"{gateway}-{number}" for gateway in range(2) for number in range(100)
    )
