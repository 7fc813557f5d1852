"""A Redis of one's own, and nginx before several gateways: each request goes to another one."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.conftest import find_free_port
from tests.deploy.tools import of_the_system

PATIENCE = 20  # seconds for either to start
CONFIGURATION = """
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log {folder}/errors crit;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map $http_upgrade $connection_header {{ default upgrade; "" ""; }}
    upstream gateways {{ {servers} }}
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 1m;
        location / {{
            proxy_pass http://gateways;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_header;
            proxy_next_upstream error;
            proxy_read_timeout 75s;
            error_page 502 504 = @cut;
        }}
        location @cut {{ return 444; }}  # hangs up, as the gateway that died did
    }}
}}
"""


@dataclass
class RunningRedis:
    """Stopped and started again, it has the same address and has forgotten everything."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError("Redis did not start.")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def running_redis() -> Iterator[RunningRedis]:
    if not shutil.which("redis-server"):
        pytest.skip("There is no redis-server here: apt-get install redis-server.")
    redis = RunningRedis(find_free_port())
    redis.start()
    try:
        yield redis
    finally:
        redis.stop()


@asynccontextmanager
async def by_turns(ports: Sequence[int]) -> AsyncIterator[str]:
    """The address of an nginx that sends each request to the next of these ports."""
    nginx = of_the_system("nginx", "nginx-light")
    port = find_free_port()
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        servers = " ".join(f"server 127.0.0.1:{one} max_fails=0;" for one in ports)
        file = Path(folder) / "nginx.conf"
        file.write_text(CONFIGURATION.format(folder=folder, servers=servers, port=port))
        running = await asyncio.create_subprocess_exec(nginx, "-c", str(file), stderr=asyncio.subprocess.DEVNULL)
        try:
            async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
                while True:
                    try:
                        async with session.get(f"http://127.0.0.1:{port}/healthz"):
                            break
                    except aiohttp.ClientConnectionError:
                        assert running.returncode is None, "nginx stopped by itself"
                        await asyncio.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            await running.wait()
