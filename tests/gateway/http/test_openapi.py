"""The description is true: each route is in it and back, and schemathesis finds no answer that it does not name."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from bot.gateway.app import create_app
from bot.gateway.conversations.api import MAX_COMMENT
from bot.gateway.http.openapi import description
from bot.gateway.http.request_bodies import MAX_MESSAGE
from bot.gateway.settings import Rate, Settings
from bot.handoff.states import State
from bot.language import LANGUAGES
from tests.conftest import ROOT
from tests.gateway.conftest import StartGateway
from tests.gateway.stand_in_rasa import StandInRasa

SCHEMATHESIS = ROOT / ".tools" / "schemathesis" / "bin" / "schemathesis"
ENDLESS = Rate(100_000, 100_000)


async def test_every_route_is_described_and_every_description_is_a_route(tmp_path: Path) -> None:
    app = await create_app(Settings(data_folder=tmp_path))
    app.freeze()
    await app.startup()
    routes = {
        (route.method, re.sub(r":[^}]+}", "}", route.resource.canonical))
        for route in app.router.routes()
        if route.resource and route.method != "HEAD"
    }
    await app.cleanup()
    document = json.loads(description())
    assert routes == {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}


def test_the_limits_and_words_of_the_description_are_those_of_the_code() -> None:
    schemas = json.loads(description())["components"]["schemas"]
    assert schemas["NewMessage"]["properties"]["text"]["maxLength"] == MAX_MESSAGE
    assert schemas["NewRating"]["properties"]["comment"]["maxLength"] == MAX_COMMENT
    assert schemas["Language"]["enum"] == list(LANGUAGES)
    assert schemas["State"]["enum"] == [state.value for state in State]


@pytest.mark.parametrize(
    "chosen",
    [
        # A conversation can be erased only once, so what is sent to it afterwards is rightly refused.
        # Whether somebody could dial a number no schema tells.
        ["--exclude-operation-id", "eraseConversation", "--exclude-operation-id", "leaveTicket"],
        ["--include-operation-id", "leaveTicket", "--exclude-checks", "positive_data_acceptance"],
        ["--include-operation-id", "eraseConversation", "--exclude-checks", "positive_data_acceptance"],
    ],
    ids=["while it lasts", "with numbers that nobody could dial", "when it is erased"],
)
async def test_schemathesis_finds_no_failure_and_no_undocumented_answer(
    start_gateway: StartGateway, rasa: StandInRasa, tmp_path: Path, chosen: list[str]
) -> None:
    assert SCHEMATHESIS.exists(), "`make test` installs it into .tools"
    gateway = await start_gateway(
        rasa=f"http://127.0.0.1:{rasa.port}",
        actions=f"http://127.0.0.1:{rasa.port}",
        rate_conversation=ENDLESS,
        rate_address=ENDLESS,
        rate_starts=ENDLESS,
    )
    customer = gateway.customer()
    await customer.begin()
    process = await asyncio.create_subprocess_exec(
        str(SCHEMATHESIS),
        *("run", f"{gateway.address}/openapi.json", "--header", f"Authorization: Bearer {customer.token}"),
        # The desk has a test of its own, by somebody who is signed in there.
        *(
            "--exclude-tag",
            "desk",
            "--exclude-path",
            "/v1/stream",
            "--phases",
            "examples,coverage,fuzzing",
            "--max-examples",
            "25",
        ),
        *("--seed", "20261122", "--no-color", *chosen),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(180):
        output, _ = await process.communicate()
    text = output.decode()
    assert process.returncode == 0, text[-5000:]
    assert re.search(r"\b\d+ generated, \d+ passed", text), text[-2000:]
