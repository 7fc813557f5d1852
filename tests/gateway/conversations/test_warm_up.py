"""A gateway serves nobody before what reads messages is loaded."""

from __future__ import annotations

import pytest

from bot.gateway.conversations import warm_up
from tests.gateway.conftest import StartGateway
from tests.gateway.stand_in_rasa import StandInRasa


async def test_all_that_reads_a_message_has_read_one_before_anybody_is_served(
    start_gateway: StartGateway, rasa: StandInRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def fails(text: str) -> None:
        read.append(text)
        raise RuntimeError

    monkeypatch.setattr(warm_up, "READERS", (fails, read.append))
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")
    assert read == [warm_up.TEXT] * 2 * len(gateway.runners)
    customer = gateway.customer()
    await customer.begin(language="fr")
    assert await customer.say("bonjour"), "what fails to load delays a message, and keeps nobody from being served"
