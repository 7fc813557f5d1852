"""Whether a second gateway may use a store, and which of several does what one is enough for."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.gateway.background import Job
from bot.gateway.coordination import place
from bot.gateway.coordination.place import Identity, Place, PlaceTaken
from bot.gateway.db.database import Database
from bot.gateway.db.open_database import open_database


def taken(database: Database, folder: Path, *, shares: bool = False, **more: Any) -> Place:
    return Place(database, Identity(folder), shares, **more)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "BEAT", 0.1)
    monkeypatch.setattr(place, "LEASE", 1.0)


async def _beat(*places: Place) -> None:
    while True:
        for one in places:
            await one.job().work()
        await asyncio.sleep(0.1)


@pytest.fixture
def patient(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "LEASE", 3.0)  # a busy machine may let a beat or two pass


@pytest.mark.parametrize(("first", "second"), [(False, False), (True, False), (False, True)])
async def test_a_second_gateway_that_cannot_share_refuses_to_start(
    store_url: str, tmp_path: Path, patient: None, first: bool, second: bool
) -> None:
    database = open_database(store_url, tmp_path)
    one = taken(database, tmp_path / "a", shares=first)
    await one.take()
    beating = asyncio.create_task(_beat(one))
    with pytest.raises(PlaceTaken, match=r"Another gateway uses this store.*BREACHLINE_REDIS"):
        await taken(open_database(store_url, tmp_path), tmp_path / "b", shares=second).take()
    beating.cancel()
    await one.leave()
    await taken(database, tmp_path / "b", shares=second).take()
    await database.close()


async def test_two_that_share_are_welcome_and_one_leads(store_url: str, tmp_path: Path) -> None:
    database = open_database(store_url, tmp_path)
    one, two = (taken(database, tmp_path / name, shares=True) for name in "ab")
    await one.take()
    await two.take()
    await one.job().work()
    done: list[str] = []

    async def work(who: str) -> None:
        done.append(who)

    ones, twos = (place.alone(Job("x", partial(work, who), 1)) for place, who in ((one, "one"), (two, "two")))
    await ones.work()
    await twos.work()
    assert done == ["one"]
    await one.leave()
    await two.job().work()
    await twos.work()
    assert done == ["one", "two"]
    await database.close()


async def test_one_that_died_leaves_its_place_after_a_lease(store_url: str, tmp_path: Path, quick: None) -> None:
    database = open_database(store_url, tmp_path)
    await taken(database, tmp_path / "a").take()  # and gives no sign any more
    async with asyncio.timeout(10):
        await taken(database, tmp_path / "b").take()
    await database.close()


async def test_one_that_died_and_is_started_again_has_its_place_at_once(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "LEASE", 1000.0)
    database = open_database(store_url, tmp_path)
    died = Identity(tmp_path / "a")
    await Place(database, died, shares=False).take()
    died.close()  # as the kernel does
    again = Identity(tmp_path / "a")
    assert again.id == died.id
    await Place(database, again, shares=False).take()
    await database.close()


async def test_one_that_slept_while_another_came_stops(store_url: str, tmp_path: Path, quick: None) -> None:
    database = open_database(store_url, tmp_path)
    stopped: list[str] = []
    sleeper = taken(database, tmp_path / "a", stop=lambda: stopped.append("sleeper"))
    await sleeper.take()
    other = taken(database, tmp_path / "b", stop=lambda: stopped.append("other"))
    async with asyncio.timeout(10):
        await other.take()
        while not stopped:
            await sleeper.job().work()
            await other.job().work()
    assert stopped == ["sleeper"]
    await database.close()


async def test_one_that_has_left_does_not_tell_that_the_store_answers(tmp_path: Path, quick: None) -> None:
    """Nor comes back: a round that did nothing would count as one that worked."""
    database = open_database("", tmp_path)
    one = taken(database, tmp_path)
    await one.take()
    await one.leave()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(one.job().work(), 0.2)
    rows = await database.transaction(lambda cursor: cursor.all("SELECT id FROM gateways"))
    assert rows == []
    await database.close()
