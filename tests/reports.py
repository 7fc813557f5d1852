"""Writes measured figures into a page of docs/, between two markers."""

from __future__ import annotations

from pathlib import Path


def write_between(page: Path, start: str, end: str, figures: str) -> None:
    """Replace what stands between the markers `start` and `end` of `page`, which must both be there."""
    before, rest = page.read_text(encoding="utf-8").split(start)
    _, after = rest.split(end)
    page.write_text(f"{before}{start}\n\n{figures}\n\n{end}{after}", encoding="utf-8")
