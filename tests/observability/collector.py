"""A real HTTP server in a collector's place: takes OTLP as JSON, and keeps the spans."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Collector:
    address: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """For the environment of a process."""
        return {"OTEL_EXPORTER_OTLP_ENDPOINT": self.address, "OTEL_BSP_SCHEDULE_DELAY": "100"}

    def spans(self) -> list[dict[str, Any]]:
        """Each with the name of its service."""
        return [
            {**span, "service": _service(resource)}
            for body in list(self.received)
            for resource in body["resourceSpans"]
            for scope in resource["scopeSpans"]
            for span in scope["spans"]
        ]

    def named(self, name: str) -> list[dict[str, Any]]:
        return [span for span in self.spans() if span["name"] == name]


@contextmanager
def running_collector() -> Iterator[Collector]:
    collector = Collector()

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                raw = gzip.decompress(raw)
            collector.received.append(json.loads(raw))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Take)
    collector.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _service(resource: dict[str, Any]) -> str:
    attributes = {one["key"]: one["value"] for one in resource["resource"]["attributes"]}
    return str(attributes["service.name"]["stringValue"])
