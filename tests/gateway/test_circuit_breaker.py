"""Who asks a part that does not answer waits in vain: after a few, nobody does, and one tries again now and then."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

import aiohttp
import pytest

from bot.content import incident
from bot.gateway.circuit_breaker import FAILURES, PAUSE, CircuitBreaker
from bot.gateway.conversations import service
from tests.conftest import ROOT, find_free_port
from tests.gateway.conftest import StartGateway

STAND_IN = "import asyncio, sys; from tests.gateway.stand_in_rasa import serve; asyncio.run(serve(int(sys.argv[1])))"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_and_lets_one_try_through_in_each_pause() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    for _ in range(FAILURES):
        assert breaker.may_try()
        breaker.failed()
    assert not breaker.may_try()
    clock.now = PAUSE
    assert [breaker.may_try() for _ in range(3)] == [True, False, False]
    clock.now = 2 * PAUSE
    assert breaker.may_try()
    breaker.succeeded()
    assert all(breaker.may_try() for _ in range(10))


def test_failures_that_others_successes_interrupt_do_not_open_it() -> None:
    breaker = CircuitBreaker()
    for _ in range(3 * FAILURES):
        breaker.failed()
        breaker.succeeded()
    breaker.failed()
    assert breaker.may_try()


async def test_a_rasa_that_hangs_is_waited_for_by_few_and_used_again_when_it_goes_on(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is stopped takes connections and answers nothing, as a machine that swaps does."""
    monkeypatch.setattr(service, "ANSWER_PATIENCE", 2.2)
    port = find_free_port()
    process = subprocess.Popen(  # noqa: ASYNC220 - before anything else runs
        [sys.executable, "-c", STAND_IN, str(port)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        gateway = await start_gateway(rasa=f"http://127.0.0.1:{port}")
        await _listening(gateway.session, port)
        customers = [gateway.customer() for _ in range(FAILURES + 5)]
        for customer in customers:
            await customer.begin(language="nl")
        process.send_signal(signal.SIGSTOP)
        first = await asyncio.gather(*(customer.say("één") for customer in customers[:FAILURES]))
        assert all(incident().hotline.display in answer[-1]["text"] for answer in first)
        started = time.monotonic()
        later = [await customer.say("twee") for customer in customers]
        assert all(incident().hotline.display in answer[-1]["text"] for answer in later)
        assert time.monotonic() - started < len(customers), "they did not wait one after the other"
        process.send_signal(signal.SIGCONT)
        async with asyncio.timeout(5 * PAUSE):
            while (await customers[0].say("drie"))[-1]["text"] != "You said: drie":  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        assert [(await customer.say("vier"))[-1]["text"] for customer in customers] == ["You said: vier"] * 10
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(10)


async def _listening(session: aiohttp.ClientSession, port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/health"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
