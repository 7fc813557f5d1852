"""A process that dies takes no other with it, and comes back; nothing that was said is lost or doubled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.staying_up.everything import Everything
from tests.staying_up.killed_postgresql import killed_postgresql
from tests.staying_up.storm import PROCESSES, killers, storm


@pytest.fixture
def everything(tmp_path: Path) -> Iterator[Everything]:
    with _started(Everything(tmp_path, rasa_stands_in=True)) as started:
        yield started


@contextmanager
def _started(started: Everything) -> Iterator[Everything]:
    started.start()
    try:
        started.wait_until_well()
        yield started
    finally:
        started.stop()


def test_each_that_is_killed_is_started_again_and_the_others_go_on(everything: Everything) -> None:
    for name in PROCESSES:
        before = everything.processes()
        assert everything.kill(name)
        _until(partial(_is_another, everything, name, before[name]))
        after = everything.processes()
        others = set(PROCESSES) - {name}
        assert {one: after[one] for one in others} == {one: before[one] for one in others}
        everything.wait_until_well()


def test_where_everything_is_gets_told_and_ctrl_c_stops_all_of_it(everything: Everything) -> None:
    _until(lambda: "Ctrl-C stops everything." in everything.log.read_text())
    assert f"{everything.address}/desk" in everything.log.read_text()
    children = everything.processes()
    everything.stop()
    assert not [name for name, pid in children.items() if Path(f"/proc/{pid}").exists()]


async def test_customers_lose_nothing_while_processes_are_killed(everything: Everything) -> None:
    report = await storm(everything, killers(everything), kills=6, customers=5, pause=2.0)
    assert sum(report.killed.values()) > 0
    assert report.keeps_what_is_promised(), report
    everything.wait_until_well()


async def test_customers_lose_nothing_while_the_database_server_is_killed(tmp_path: Path) -> None:
    with killed_postgresql() as postgresql:
        whole = Everything(tmp_path, rasa_stands_in=True, BREACHLINE_STORE=postgresql.address)
        with _started(whole):
            report = await storm(whole, {"postgresql": postgresql.kill}, kills=3, customers=5, pause=2.0)
            assert report.killed["postgresql"] == 3
            assert report.keeps_what_is_promised(), report
            whole.wait_until_well()


def _is_another(everything: Everything, name: str, before: int) -> bool:
    return everything.processes().get(name, before) != before


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)
