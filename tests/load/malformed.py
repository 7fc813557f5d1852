"""`make malformed`: a hundred thousand requests that no client of ours sends, and what they do to the gateway.

On a gateway of its own and on 127.0.0.1 only; it ends after so many requests or so many minutes. A test does the same
in short.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import string
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp

from tests.browser.gateway import Gateway
from tests.gateway.customer import Customer, Refusal
from tests.load.lone_gateway import lone_gateway, resident_mb

AT_ONCE = 20
PATIENCE = 20.0  # seconds for an answer
LEFT_AFTER = 0.2  # seconds, where the gateway may rightly wait for the rest
HUNG_UP, LEFT = 0, 1  # in the place of a status: it closed, or we did
ROUTES = (
    "/v1/conversations",
    "/v1/messages",
    "/v1/token/renew",
    "/v1/stream",
    "/v1/ticket",
    "/v1/typing",
    "/v1/rating",
    "/v1/conversation",
    "/v1/conversation/transcript",
    "/v1/desk/session",
    "/v1/desk/stream",
    "/v1/desk/conversations/x/replies",
    "/v1/helpdesks/chatwoot",
    "/widget.js",
    "/metrics",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW", "get", "P\0ST", "")
TYPES = ("application/json", "text/plain", "application/json; charset=utf-16", "multipart/form-data", "x/y", "", "\xff")


@dataclass
class Report:
    """What came back. `resident` are megabytes of the gateway, after each tenth."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)  # the kinds of requests that got a 5xx, or nothing in time
    resident: list[float] = field(default_factory=list)
    log_bytes: int = 0
    served_after: bool = False

    @property
    def growth(self) -> float:
        """Megabytes, since what is filled once was filled."""
        return self.resident[-1] - self.resident[len(self.resident) // 5]


async def send_malformed(gateway: Gateway, count: int, minutes: float, seed: int = 16) -> Report:
    """Send `count` of them, or as many as go into `minutes`."""
    report, chance, until = Report(), random.Random(seed), time.monotonic() + minutes * 60
    async with aiohttp.ClientSession() as session:
        customer = Customer(session, gateway.address)
        await _patiently(lambda: customer.begin(language="fr"))
        await _patiently(lambda: customer.say("bonjour"))  # what is loaded once is loaded
        sent = 0

        async def worker() -> None:
            nonlocal sent
            while sent < count and time.monotonic() < until:
                sent += 1
                if sent % max(1, count // 10) == 0:
                    report.resident.append(resident_mb(gateway))
                kind = chance.choice(KINDS)
                status = await _status(gateway.port, kind(chance, customer.token), kind in UNFINISHED)
                if status is None or status >= 500:
                    report.failures.append(f"{status} {kind.__name__}")
                report.statuses[HUNG_UP if status is None else status] += 1
                if status == HTTPStatus.GONE:  # one of them erased it, as it may
                    with contextlib.suppress(Refusal):
                        await customer.begin(language="fr")

        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        await _patiently(lambda: customer.begin(language="fr"))
        report.served_after = bool(await _patiently(lambda: customer.say("bonjour")))
    report.resident.append(resident_mb(gateway))
    report.log_bytes = (gateway.folder / "log").stat().st_size
    return report


async def _patiently(ask: Callable[[], Awaitable[Any]]) -> Any:
    """As clients do: on a machine that has much else to do, what could not be kept in time is asked again."""
    for _ in range(20):
        with contextlib.suppress(Refusal):
            return await ask()
        await asyncio.sleep(1)
    return None


async def _status(port: int, request: bytes, unfinished: bool) -> int | None:
    """The answer's, or null when nothing comes in time."""
    writer = None
    try:
        async with asyncio.timeout(LEFT_AFTER if unfinished else PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            words = (await reader.readline()).split()
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else HUNG_UP
    except TimeoutError:
        return LEFT if unfinished else None
    except OSError:
        return HUNG_UP
    finally:
        if writer:
            writer.close()


def _request(
    method: str, path: str, headers: dict[str, str], body: bytes = b"", *, version: str = "HTTP/1.1", length: str = ""
) -> bytes:
    lines = [f"{method} {path} {version}", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body or length:
        lines.append(f"Content-Length: {length or len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def _bearer(chance: random.Random, token: str) -> dict[str, str]:
    """A right token often enough, so that what comes after it is reached."""
    if chance.random() < 0.7:
        return {"Authorization": f"Bearer {token}"}
    cut = chance.randrange(len(token))
    return {
        "Authorization": chance.choice(
            [token, "Bearer", f"Basic {token}", f"Bearer {token[:cut]}", f"Bearer {token[:cut]}\x7f{token[cut:]}", "é"]
        )
    }


def _noise(chance: random.Random, most: int) -> bytes:
    return chance.randbytes(chance.randrange(most))


def _text(chance: random.Random, most: int) -> str:
    letters = string.printable + "éß漢\u202e\u200b\x00\x1b\U0001f9d1"
    return "".join(chance.choice(letters) for _ in range(chance.randrange(most)))


def _value(chance: random.Random, depth: int = 0) -> object:
    plain = [None, True, -1, 1e308, 10**400, 0.1, "", _text(chance, 40), "\ud800", "x" * chance.choice((10, 70_000))]
    if depth < 3 and chance.random() < 0.5:
        inner = [_value(chance, depth + 1) for _ in range(chance.randrange(5))]
        return inner if chance.random() < 0.5 else {_text(chance, 8): value for value in inner}
    return chance.choice(plain)


def noise(chance: random.Random, token: str) -> bytes:
    return _noise(chance, 600)


def noise_in_a_head(chance: random.Random, token: str) -> bytes:
    request = bytearray(_request("POST", chance.choice(ROUTES), _bearer(chance, token), b'{"text":"x"}'))
    for _ in range(chance.randrange(1, 6)):
        request[chance.randrange(len(request))] = chance.randrange(256)
    return bytes(request)


def cut_short(chance: random.Random, token: str) -> bytes:
    request = _request("POST", "/v1/messages", _bearer(chance, token) | {"Content-Type": TYPES[0]}, b'{"text":"x"}')
    return request[: chance.randrange(len(request))]


def odd_method_or_version(chance: random.Random, token: str) -> bytes:
    version = chance.choice(("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/9.9", "HTTP/1.1 ", "http", ""))
    return _request(chance.choice(METHODS), chance.choice(ROUTES), _bearer(chance, token), version=version)


def odd_path(chance: random.Random, token: str) -> bytes:
    tail = chance.choice(("/../../etc/passwd", "%00", "%2e%2e/", "//", "%ff", "?after=%ff", "?" + "a" * 9000, "é", "#"))
    return _request("GET", chance.choice(ROUTES) + tail, _bearer(chance, token))


def odd_query(chance: random.Random, token: str) -> bytes:
    after = chance.choice(("-1", "1e9", "0" * 400, "٣", "1%0a", "", "null", "9999999999999", "1&after=2"))
    return _request("GET", f"/v1/messages?after={after}", _bearer(chance, token))


def odd_headers(chance: random.Random, token: str) -> bytes:
    name, value = chance.choice(
        (
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
            ("Transfer-Encoding", "chunked, identity"),
            ("Content-Length", "-5"),
            ("Content-Length", "1, 2"),
            ("Expect", "100-continue"),
            ("Origin", "null"),
            ("Host", "a\tb"),
            ("X" * 9_000, "x"),
            ("X", "x" * 70_000),
            ("Cookie", "breachline_desk=" + "a=" * 3_000),
            ("Accept-Language", ";q=,," * 1_000),
            ("X-Forwarded-For", "1" * 5_000),
            ("Range", "bytes=9-1,-,5"),
            ("no colon\r\nX", "x"),
        )
    )
    headers = _bearer(chance, token) | {"Content-Type": "application/json", name: value}
    return _request("POST", chance.choice(ROUTES), headers, b'{"text":"x"}')


def odd_chunks(chance: random.Random, token: str) -> bytes:
    head = _request("POST", "/v1/messages", _bearer(chance, token) | {"Transfer-Encoding": "chunked"})
    return head + chance.choice((b"zz\r\nx\r\n", b"-1\r\n", b"5\r\nabc", b"ffffffffffffffff\r\nx", b"1;" + b"a" * 9000))


def no_json(chance: random.Random, token: str) -> bytes:
    body = chance.choice(
        (
            _noise(chance, 400),
            b"[" * chance.choice((10, 30_000)),
            b'{"text":' * 5_000,
            b'{"text":"\xff"}',
            b'{"text":"x","text":1}',
            b"NaN",
            b"9" * 5_000,
            b'"\\ud800"',
            b"x" * 70_000,
        )
    )
    headers = _bearer(chance, token) | {"Content-Type": chance.choice(TYPES)}
    return _request(
        "POST", chance.choice(ROUTES), headers, body, length=chance.choice(("", "", "", str(len(body) + 9)))
    )


def other_json(chance: random.Random, token: str) -> bytes:
    names = ("text", "button", "client_message_id", "language", "client", "phone", "stars", "comment", "on", "name")
    body = {chance.choice((*names, _text(chance, 9))): _value(chance) for _ in range(chance.randrange(4))}
    headers = _bearer(chance, token) | {"Content-Type": "application/json", "X-Breachline-Desk": "1"}
    return _request(chance.choice(METHODS[:5]), chance.choice(ROUTES), headers, json.dumps(body).encode())


def no_handshake(chance: random.Random, token: str) -> bytes:
    headers = {
        "Upgrade": chance.choice(("websocket", "WebSocket", "h2c", "")),
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": chance.choice(("13", "8", "x")),
        "Sec-WebSocket-Key": chance.choice(("", "x", "dGhlIHNhbXBsZSBub25jZQ==")),
        "Sec-WebSocket-Protocol": chance.choice(("", "breachline.v1", f"breachline.v1, bearer.{token}", "," * 500)),
    }
    frames = _noise(chance, 200)  # after a handshake that succeeds: no frames
    return _request("GET", chance.choice(("/v1/stream", "/v1/desk/stream")), headers) + frames


Kind = Callable[[random.Random, str], bytes]
KINDS: tuple[Kind, ...] = (
    noise,
    noise_in_a_head,
    cut_short,
    odd_method_or_version,
    odd_path,
    odd_query,
    odd_headers,
    odd_chunks,
    no_json,
    other_json,
    no_handshake,
)
# Of these a part may be missing, or nothing need follow: a gateway that waits, for its ten seconds, does right.
UNFINISHED = (noise, noise_in_a_head, cut_short, odd_headers, odd_chunks, no_json)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=15)
    asked = parser.parse_args()
    with lone_gateway() as gateway:
        before = resident_mb(gateway)
        report = asyncio.run(send_malformed(gateway, asked.requests, asked.minutes))
    names = {HUNG_UP: "hung up", LEFT: "left by us"}
    told = ", ".join(f"{names.get(status, status)}: {count}" for status, count in sorted(report.statuses.items()))
    sys.stdout.write(
        f"{sum(report.statuses.values())} requests. {told}\n"
        f"5xx or nothing in time: {Counter(report.failures) or 'none'}\n"
        f"Resident MB before {before:.1f}, then {' '.join(f'{one:.1f}' for one in report.resident)}\n"
        f"Log {report.log_bytes} bytes; serves afterwards: {report.served_after}\n"
    )
    return 1 if report.failures or not report.served_after else 0


if __name__ == "__main__":
    raise SystemExit(main())
