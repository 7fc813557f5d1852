"""What the gateway does by itself goes on whatever fails, and no failure is silent."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from prometheus_client import CollectorRegistry, Counter

from bot.gateway import background
from bot.gateway.background import MAX_PAUSE, Job, Supervisor, pause_after
from bot.gateway.data import retention
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.stand_in_rasa import StandInRasa


@pytest.fixture
def failures() -> Counter:
    return Counter("failures", "", ["job"], registry=CollectorRegistry())


def count(failures: Counter, job: str) -> float:
    return failures.labels(job)._value.get()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.01)


async def counted(gateway: Gateway, job: str) -> float:
    async with gateway.session.get(f"{gateway.address}/metrics") as response:
        found = re.search(rf'breachline_background_failures_total{{job="{job}"}} ([0-9.]+)', await response.text())
    assert found
    return float(found[1])


async def counted_more_than(gateway: Gateway, job: str, times: float) -> None:
    async with asyncio.timeout(20):
        while await counted(gateway, job) <= times:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.02)


def in_store(gateway: Gateway, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(gateway.settings.data_folder / "gateway.sqlite", timeout=10)) as connection:
        rows = connection.execute(statement, values).fetchall()
        connection.commit()
    return rows


async def test_a_job_that_fails_is_logged_counted_and_tried_again_while_the_others_go_on(
    failures: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    tried, others = 0, 0

    async def fails_twice() -> None:
        nonlocal tried
        tried += 1
        if tried <= 2:
            raise RuntimeError("what somebody wrote")

    async def other() -> None:
        nonlocal others
        others += 1

    supervisor = Supervisor([Job("one", fails_twice, 0.01), Job("other", other, 0.01)], failures)
    with caplog.at_level(logging.INFO, background.__name__):
        supervisor.start()
        await until(lambda: tried > 4 and others > 4)
        await supervisor.stop()
    assert count(failures, "one") == 2
    assert count(failures, "other") == 0
    said = [record.getMessage() for record in caplog.records]
    assert [re.sub(r":\d+;.*", "", line) for line in said[:2]] == ["one failed: RuntimeError at test_background.py"] * 2
    assert said[2:] == ["one works again, after 2 failures."]
    assert "what somebody wrote" not in caplog.text


async def test_a_job_that_hangs_has_failed_unless_it_may_take_as_long_as_it_likes(failures: Counter) -> None:
    hangs = asyncio.Event().wait
    supervisor = Supervisor([Job("hangs", hangs, 0.01, bound=0.02), Job("listens", hangs, 0.01, bound=None)], failures)
    supervisor.start()
    await until(lambda: count(failures, "hangs") > 1)
    await supervisor.stop()
    assert count(failures, "listens") == 0


async def test_a_job_that_takes_a_cancellation_for_something_else_is_stopped_all_the_same(failures: Counter) -> None:
    cancelled = 0

    async def goes_on_once() -> None:
        nonlocal cancelled
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled += 1
                if cancelled > 1:
                    raise

    supervisor = Supervisor([Job("goes on", goes_on_once, 0.01)], failures)
    supervisor.start()
    await asyncio.sleep(0.05)
    async with asyncio.timeout(20):
        await supervisor.stop()
    assert cancelled == 2


async def test_what_is_done_once_is_tried_until_it_is_done(failures: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "FIRST_PAUSE", 0.01)
    tried = 0

    async def at_the_third_try() -> None:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise OSError

    supervisor = Supervisor(
        [Job("once", at_the_third_try, None), Job("goes on", lambda: asyncio.sleep(0), 0.01)], failures
    )
    supervisor.start()
    await until(lambda: tried == 3)
    await asyncio.sleep(0.1)
    await supervisor.stop()
    assert tried == 3


@pytest.mark.parametrize("seconds", [None, 0.5, 5.0, 30.0])
def test_the_pause_grows_with_each_failure_and_is_bounded(seconds: float | None) -> None:
    pauses = [pause_after(failed, seconds) for failed in range(1_100)]
    assert pauses[0] == (seconds or background.FIRST_PAUSE)
    assert all(before <= after <= max(MAX_PAUSE, seconds or 0) for before, after in itertools.pairwise(pauses))
    assert pauses[-1] == max(MAX_PAUSE, seconds or 0)


async def test_old_conversations_are_removed_after_a_time_in_which_that_failed(
    start_gateway: StartGateway, rasa: StandInRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "INTERVAL", 0.05)
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")
    old, new = gateway.customer(), gateway.customer()
    await old.begin(language="fr")
    await new.begin(language="fr")
    in_store(gateway, "ALTER TABLE conversations RENAME TO hidden")
    await counted_more_than(gateway, "retention", 1)
    in_store(gateway, "UPDATE hidden SET last_at = ? WHERE id = ?", time.time() - 10 * 365 * 24 * 60 * 60, old.id)
    in_store(gateway, "ALTER TABLE hidden RENAME TO conversations")
    await until(lambda: in_store(gateway, "SELECT id FROM conversations") == [(new.id,)])


@pytest.mark.parametrize(
    ("job", "table"), [("retention", "conversations"), ("watchdog", "handoffs"), ("outbox", "outbox")]
)
async def test_every_loop_goes_on_after_its_store_failed(
    start_gateway: StartGateway,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    job: str,
    table: str,
) -> None:
    for interval in ("data.retention.INTERVAL", "handoff.watchdog.INTERVAL", "helpdesks.delivery.POLL"):
        monkeypatch.setattr(f"bot.gateway.{interval}", 0.05)
    access = {"URL": "http://127.0.0.1:9/", "SECRET": "a-secret-of-webhooks"}
    gateway = await start_gateway(helpdesk="webhook", helpdesk_access=access)
    assert await counted(gateway, job) == 0
    with caplog.at_level(logging.INFO, background.__name__):
        in_store(gateway, f"ALTER TABLE {table} RENAME TO hidden")
        await counted_more_than(gateway, job, 1)
        in_store(gateway, f"ALTER TABLE hidden RENAME TO {table}")
        await until(lambda: f"{job} works again" in caplog.text)
