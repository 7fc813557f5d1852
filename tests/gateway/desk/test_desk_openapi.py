"""The description of the desk's addresses is true for who is signed in, too."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.gateway.desk.auth.passwords import MAX_LENGTH
from bot.gateway.desk.bodies import Typing, Unwatch, Watch
from bot.gateway.desk.report import MAX_HOURS
from bot.gateway.desk.roster import MAX_NAME
from bot.gateway.handoff.model import ClosingReason
from bot.gateway.http.openapi import description
from bot.gateway.http.request_bodies import MAX_BYTES
from tests.gateway.desk.conftest import Hire, QueueUp, StartDesk
from tests.gateway.http.test_openapi import ENDLESS, SCHEMATHESIS


def test_the_limits_of_the_description_are_those_of_the_code() -> None:
    document = json.loads(description())
    credentials = document["components"]["schemas"]["Credentials"]["properties"]
    assert (credentials["name"]["maxLength"], credentials["password"]["maxLength"]) == (MAX_NAME, MAX_LENGTH)
    (hours,) = document["paths"]["/v1/desk/report"]["get"]["parameters"]
    assert hours["schema"]["maximum"] == MAX_HOURS
    assert MAX_BYTES > MAX_NAME + MAX_LENGTH


def test_what_the_page_may_say_is_what_is_understood() -> None:
    schemas = json.loads(description())["components"]["schemas"]
    commands = {one["properties"]["type"]["const"]: one for one in schemas["DeskCommand"]["oneOf"]}
    del commands["ping"]  # answered before it is read
    assert set(commands) == {"watch", "unwatch", "typing"}
    models: dict[str, type[BaseModel]] = {"watch": Watch, "unwatch": Unwatch, "typing": Typing}
    for name, model in models.items():
        fields = model.__fields__
        assert list(commands[name]["properties"]) == list(fields)
        assert commands[name]["required"] == [field for field in fields if fields[field].required]
    assert schemas["ClosingReason"]["enum"] == list(get_args(ClosingReason))


@pytest.mark.one_gateway
@pytest.mark.parametrize("store_url", [""], ids=["sqlite"])  # what is answered does not depend on the database
async def test_schemathesis_finds_no_failure_and_no_undocumented_answer_for_a_supervisor(
    start_desk: StartDesk, hire: Hire, queue_up: QueueUp, tmp_path: Path
) -> None:
    assert SCHEMATHESIS.exists(), "`make test` installs it into .tools"
    chef = await hire("chef", "supervisor")
    gateway = await start_desk(rate_address=ENDLESS, rate_sign_in=ENDLESS)
    (tmp_path / "schemathesis.toml").write_text(f'[auth.openapi.session]\napi_key = "{chef.cookie()}"\n')
    process = await asyncio.create_subprocess_exec(
        str(SCHEMATHESIS),
        *("run", f"{gateway.address}/openapi.json"),
        *("--include-tag", "desk", "--exclude-path", "/v1/desk/stream", "--exclude-operation-id", "signOut"),
        # What is asked for at random is never there.
        *("--exclude-checks", "positive_data_acceptance"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "10", "--seed", "20261122", "--no-color"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(240):
        output, _ = await process.communicate()
    text = output.decode()
    assert process.returncode == 0, text[-5000:]
    assert re.search(r"\b\d+ generated, \d+ passed", text), text[-2000:]
