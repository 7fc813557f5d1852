"""Idle sockets take nobody's place: they are bounded by address and by the process's files, and closed soon."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.gateway.http import connections
from bot.gateway.http.connections import BEYOND_SOCKETS, OWN_FILES, Connections
from bot.observability.log_limits import BURST, WINDOW, NotTooOften
from tests.browser.gateway import Gateway

OF_ADDRESS = 5 + BEYOND_SOCKETS
FILES = OWN_FILES + 200


@pytest.fixture
def small_gateway(tmp_path: Path) -> Iterator[Gateway]:
    """The real gateway in a process that may open few files."""
    gateway = Gateway(tmp_path, "http://127.0.0.1:9", 9, {"BREACHLINE_SOCKETS_ADDRESS": "5"}, files=FILES)
    gateway.start()
    yield gateway
    gateway.stop()


def _idle(gateway: Gateway, count: int, source: str) -> list[socket.socket]:
    """Connections that say nothing; those on which it was hung up at once are left out."""
    opened = []
    for _ in range(count):
        opened.append(socket.create_connection(("127.0.0.1", gateway.port), 5, (source, 0)))
    time.sleep(0.5)
    return [one for one in opened if _is_open(one)]


def _is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def _is_served(gateway: Gateway, source: str) -> bool:
    connection = HTTPConnection("127.0.0.1", gateway.port, timeout=5, source_address=(source, 0))
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_idle_sockets_of_one_address_leave_others_theirs_and_write_no_log(small_gateway: Gateway) -> None:
    idle = _idle(small_gateway, 400, "127.0.0.1")
    assert len(idle) <= OF_ADDRESS
    assert _is_served(small_gateway, "127.0.0.2")
    log = (small_gateway.folder / "log").read_text()
    assert len(log) < 20_000
    assert "Too many open files" not in log
    _until_closed(idle)
    assert _is_served(small_gateway, "127.0.0.1")


def test_idle_sockets_of_many_addresses_are_bounded_by_what_the_process_may_open(small_gateway: Gateway) -> None:
    idle = [one for last in range(3, 13) for one in _idle(small_gateway, 60, f"127.0.0.{last}")]
    assert len(idle) <= FILES - OWN_FILES
    _until_closed(idle)
    assert _is_served(small_gateway, "127.0.0.1")
    assert "Too many open files" not in (small_gateway.folder / "log").read_text()


def test_a_head_that_comes_slowly_is_not_waited_for(small_gateway: Gateway) -> None:
    slow = socket.create_connection(("127.0.0.1", small_gateway.port), 5)
    slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
    until = time.monotonic() + 3 * connections.FIRST_REQUEST
    while _is_open(slow) and time.monotonic() < until:
        time.sleep(0.5)
        try:
            slow.send(b"X-A: b\r\n")
        except OSError:
            break
    assert not _is_open(slow)


def _until_closed(opened: list[socket.socket]) -> None:
    until = time.monotonic() + 3 * connections.FIRST_REQUEST
    while any(map(_is_open, opened)):
        assert time.monotonic() < until, "idle sockets stay open"
        time.sleep(0.5)


def test_a_connection_that_was_used_is_not_cut_off(small_gateway: Gateway) -> None:
    connection = HTTPConnection("127.0.0.1", small_gateway.port, timeout=5)
    for pause in (0.0, connections.FIRST_REQUEST + 1):
        time.sleep(pause)
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()
    connection.close()


def test_proxies_are_not_bounded_as_one_address_is_and_households_are() -> None:
    bounded = Connections(most=10, of_address=2, proxies=(ip_network("10.0.0.0/8"),))
    assert [bounded.admit("10.0.0.1") for _ in range(4)] == [True] * 4
    assert [bounded.admit(f"2001:db8::{n}") for n in range(3)] == [True, True, False]
    bounded.leave("2001:db8::1")
    assert bounded.admit("2001:db8::9")
    assert [bounded.admit("10.0.0.1") for _ in range(5)] == [True] * 4 + [False]


def test_a_fault_that_repeats_is_written_a_few_times_and_then_counted(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    limited = NotTooOften(clock=lambda: now)

    def said() -> logging.LogRecord:
        return logging.LogRecord("bot", logging.ERROR, "place.py", 1, "It failed.", (), None)

    assert sum(limited.filter(said()) for _ in range(10_000)) == BURST
    now = WINDOW + 1
    again = said()
    assert limited.filter(again)
    assert again.getMessage() == f"It failed. ({10_000 - BURST} times more before)"
