from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.handoff.asked_rasa import AskedRasa
from tests.gateway.handoff.mortal_gateway import MortalGateway
from tests.gateway.handoff.people import Desk
from tests.gateway.stand_in_rasa import StandInRasa


@pytest.fixture
async def gateway(start_gateway: StartGateway, rasa: StandInRasa, store_url: str) -> Gateway:
    """A gateway on each of the databases, with the stand-in behind it."""
    return await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=store_url)


@pytest.fixture
async def desk(gateway: Gateway, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(gateway.settings.store, gateway.settings.data_folder)
    yield desk
    await desk.close()


@pytest.fixture
async def asked_rasa() -> AsyncIterator[AskedRasa]:
    rasa = AskedRasa()
    await rasa.start()
    yield rasa
    await rasa.stop()


@pytest.fixture
async def mortal(
    asked_rasa: AskedRasa, store_url: str, redis_of_two: str, tmp_path: Path
) -> AsyncIterator[MortalGateway]:
    """The real process on each of the databases, with a stand-in behind it."""
    mortal = MortalGateway(tmp_path, asked_rasa.port, store_url, redis_of_two)
    await mortal.start()
    yield mortal
    await mortal.close()
