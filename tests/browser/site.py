"""Websites that include the widget: another company's, and pages made up on the gateway's own origin."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer

from playwright.sync_api import Page


class Site:
    """Another company's website: one page, with its own security policy."""

    html = ""
    policy = ""

    def __init__(self) -> None:
        site = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if site.policy:
                    self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(f"<!doctype html>{site.html}".encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        # A real server: Chromium lets a page made up by a test reach nobody on this machine.
        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


def own_page(page: Page, address: str, html: str) -> None:
    """A page of the gateway's own origin that the gateway does not have."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    page.route(address, lambda route: route.fulfill(status=200, headers=headers, body=f"<!doctype html>{html}"))
