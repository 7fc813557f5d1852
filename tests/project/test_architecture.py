"""The architecture page names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.gateway.app import create_app
from bot.gateway.settings import Settings
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:bot|actions|tests|web)/[\w./]+)`", PAGE)))


def test_it_names_enough() -> None:
    assert len(NAMED) > 20


@pytest.mark.parametrize("path", NAMED)
def test_what_it_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_way_of_a_message_is_short() -> None:
    way = re.findall(r"^\| (\d+) \| `([\w./]+)`", PAGE, re.MULTILINE)
    assert [int(number) for number, _ in way] == list(range(1, len(way) + 1))
    assert len(way) <= 20
    assert all((ROOT / path).is_file() for _, path in way)


def test_the_steps_of_understanding_are_those_of_the_pipeline() -> None:
    """Step 14; that the message passes these files, and no others, `tests/model/test_way_of_a_message.py` tries."""
    steps = re.findall(r"- name: (bot\.nlu\.\w+)", (ROOT / "config.yml").read_text(encoding="utf-8"))
    (told,) = re.findall(r"Step 14, in its order: (.+?)\. The stream", PAGE, re.DOTALL)
    files = [f"{step.replace('.', '/')}.py" for step in steps if "importer" not in step]
    assert re.findall(r"`([\w/.]+)`", told) == list(dict.fromkeys(files))


async def test_its_jobs_are_those_that_run(tmp_path: Path) -> None:
    app = await create_app(
        Settings(
            data_folder=tmp_path,
            helpdesk="webhook",
            helpdesk_access={"URL": "http://localhost:9/", "SECRET": "a-secret-of-webhooks"},
        )
    )
    app.freeze()
    await app.startup()
    (metrics,) = [
        route.handler
        for route in app.router.routes()
        if route.resource and route.resource.canonical == "/metrics" and route.method == "GET"
    ]
    exposed = (await metrics(None)).body.decode()  # type: ignore[arg-type,attr-defined]
    await app.cleanup()
    jobs = set(re.findall(r'breachline_background_failures_total{job="(\w+)"}', exposed))
    assert len(jobs) == 8
    assert all(f"`{job}`" in PAGE for job in jobs)
