"""What every helpdesk's adapter must do, whichever it is; what is particular to one is tested beside this file."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.content import incident
from bot.environment import SettingsError
from bot.gateway.helpdesks import client
from bot.gateway.helpdesks.helpdesk import Helpdesk, PermanentFailure, TemporaryFailure, UnreadableWebhook
from bot.gateway.helpdesks.registry import HELPDESKS, build_helpdesk
from bot.gateway.settings import Settings
from tests.gateway.conftest import StartGateway
from tests.gateway.helpdesks.connected import Connected, connected
from tests.gateway.helpdesks.entries import AGAIN, CALL_BACK, CLOSED, ERASED, EVERY_KIND, REF, REQUESTED, SAID, told
from tests.gateway.helpdesks.faulty import Fault
from tests.gateway.helpdesks.sides import SIDES, Side
from tests.gateway.stand_in_rasa import StandInRasa

WORDS = ["On m'a volé sur [IBAN].", "Vous êtes là ?", "Bel mij terug over mijn factuur.", "Encore moi."]


@pytest.fixture(params=sorted(HELPDESKS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def side(name: str) -> AsyncIterator[Side]:
    """Fails the test when it was asked for what is not described."""
    side = SIDES[name]()
    await side.server.start()
    yield side
    await side.server.stop()
    assert side.server.refused == []


@pytest.fixture
async def helpdesk(name: str, side: Side) -> AsyncIterator[Helpdesk]:
    helpdesk = build_helpdesk(Settings(helpdesk=name, helpdesk_access=side.settings()))
    assert helpdesk
    yield helpdesk
    await helpdesk.close()


@pytest.fixture
async def waiting(start_gateway: StartGateway, rasa: StandInRasa, name: str, side: Side, store_url: str) -> Connected:
    """A customer who asked for a person, of whom the helpdesk knows."""
    at = await connected(start_gateway, rasa, name, side.settings(), store_url)
    await at.ask_for_a_person("au secours")
    await at.until(lambda: side.said() == ["au secours"])
    return at


def test_every_helpdesk_is_tried() -> None:
    assert set(SIDES) == set(HELPDESKS)


def test_it_is_called_as_it_is_set(helpdesk: Helpdesk, name: str) -> None:
    assert helpdesk.name == name


def test_it_is_not_connected_without_one_of_its_settings(name: str, side: Side) -> None:
    for missing in side.settings():
        given = {key: value for key, value in side.settings().items() if key != missing}
        with pytest.raises(SettingsError, match=f"BREACHLINE_HELPDESK={name} needs BREACHLINE_HELPDESK_{missing}: "):
            build_helpdesk(Settings(helpdesk=name, helpdesk_access=given))


async def test_what_the_customer_said_is_there_in_order_and_once_though_all_is_told_again(
    helpdesk: Helpdesk, side: Side
) -> None:
    ref = REF
    for entry in EVERY_KIND:
        await helpdesk.deliver(entry, ref, again=False)
        ref = await helpdesk.deliver(entry, ref, again=True)
    assert side.said() == WORDS
    assert ref.reference == REF.reference
    assert ref.ticket


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [("reset", 0.0), ("slow", 0.0), ("500", 0.0), ("401", 0.0), ("redirect", 0.0), ("endless", 0.0), ("429", 7.0)],
)
async def test_what_may_be_mended_is_a_temporary_failure(
    helpdesk: Helpdesk, side: Side, monkeypatch: pytest.MonkeyPatch, fault: Fault, seconds: float
) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.3)
    side.server.faults.down = fault
    with pytest.raises(TemporaryFailure) as failure:
        await told(helpdesk, REQUESTED)
    assert failure.value.seconds == seconds


async def test_a_helpdesk_that_is_not_there_is_a_temporary_failure(helpdesk: Helpdesk, side: Side) -> None:
    await side.server.stop()
    with pytest.raises(TemporaryFailure):
        await told(helpdesk, REQUESTED)


async def test_what_it_will_never_take_is_a_permanent_failure(helpdesk: Helpdesk, side: Side) -> None:
    ref = await told(helpdesk, REQUESTED)
    side.server.faults.down = "refuse"
    with pytest.raises(PermanentFailure):
        await told(helpdesk, SAID, ref=ref)


async def test_what_was_erased_is_erased_there_once_or_twice(helpdesk: Helpdesk, side: Side) -> None:
    ref = await told(helpdesk, REQUESTED, SAID, CALL_BACK, CLOSED, AGAIN)
    await told(helpdesk, ERASED, ERASED, ref=ref)
    assert side.is_erased()


async def test_a_webhook_counts_only_as_it_was_signed(helpdesk: Helpdesk, side: Side) -> None:
    await told(helpdesk, REQUESTED)
    body, headers = side.sign(side.replies("Bonjour."))
    assert helpdesk.is_authentic(headers, body, time.time())
    assert not helpdesk.is_authentic(headers, body + b" ", time.time())
    assert not helpdesk.is_authentic({}, body, time.time())
    for header, value in headers.items():
        if "signature" in header.lower():
            assert not helpdesk.is_authentic(headers | {header: ""}, body, time.time())
            assert not helpdesk.is_authentic(headers | {header: value[:-1]}, body, time.time())
            assert not helpdesk.is_authentic(headers | {header: "é"}, body, time.time())
    other = side.sign(side.replies("Bonjour."), secret="somebody else's secret")
    assert not helpdesk.is_authentic(other[1], other[0], time.time())


async def test_a_webhook_of_any_form_is_read_or_refused(helpdesk: Helpdesk, side: Side) -> None:
    await told(helpdesk, REQUESTED)
    for sent in (side.replies("Bonjour."), side.closes()):
        event = json.loads(side.sign(sent)[0])
        assert helpdesk.read(event)
        for changed in mutations(event):
            try:
                helpdesk.read(changed)
            except UnreadableWebhook:
                continue


def mutations(value: Any) -> Iterator[Any]:
    """Objects in which one member, at any depth, is missing or another kind of thing."""
    if not isinstance(value, dict):
        return
    for key, member in value.items():
        yield {other: kept for other, kept in value.items() if other != key}
        wrongs: tuple[object, ...] = (
            None,
            True,
            -1,
            1e400,
            "",
            "\ud800",
            "\x00",
            "x" * 10_000,
            [],
            [[]],
            {},
            {"id": {}},
        )
        for wrong in wrongs:
            yield value | {key: wrong}
        for changed in mutations(member):
            yield value | {key: changed}


async def test_an_agent_answers_the_customer_writes_back_and_the_agent_ends_it(waiting: Connected, side: Side) -> None:
    reply = side.replies("Bonjour.")
    for _ in range(2):  # what is told twice is done once
        assert await waiting.post(*side.sign(reply)) == 200
    assert await waiting.from_agents() == [("Emma", "Bonjour.")] or await waiting.from_agents() == [
        ("Emma Taylor", "Bonjour.")
    ]
    assert await waiting.state() == "agent"
    await waiting.customer.say("merci")
    await waiting.until(lambda: side.said() == ["au secours", "merci"])
    assert await waiting.post(*side.sign(side.closes())) == 200
    assert await waiting.state() == "closed"
    assert await waiting.notices() == ["queued", "taken", "closed"]


@pytest.mark.parametrize("has_it", ["somebody", "nobody yet"])
async def test_a_conversation_that_was_deleted_there_comes_back_to_the_assistant_and_can_go_there_anew(
    waiting: Connected, side: Side, has_it: str
) -> None:
    if not side.deletes:
        pytest.skip("Its receiver says of nothing that it is not there.")
    if has_it == "somebody":
        assert await waiting.post(*side.sign(side.replies("Bonjour."))) == 200
    side.deletes()
    await waiting.customer.say("vous êtes là ?")
    await waiting.until_async(lambda: waiting.has_state("bot"))
    last = [one for one in await waiting.customer.read() if "handoff" in one.get("details", {})][-1]
    assert last["details"]["handoff"] == ("returned" if has_it == "somebody" else "nobody_there")
    assert incident().hotline.display in last["text"]
    assert await waiting.customer.say("encore")
    await waiting.ask_for_a_person("une personne")
    await waiting.until(lambda: "une personne" in side.said())
    assert await waiting.post(*side.sign(side.replies("Re-bonjour."))) == 200
    assert await waiting.state() == "agent"


async def test_a_number_left_for_a_conversation_that_was_deleted_there_arrives_in_another(
    waiting: Connected, side: Side
) -> None:
    if not side.deletes:
        pytest.skip("Its receiver says of nothing that it is not there.")
    side.deletes()
    await waiting.customer.ask("POST", "/v1/ticket", {"text": "rappelez-moi", "phone": "0470 12 34 56"})
    await waiting.until(lambda: "rappelez-moi" in side.said())


async def test_what_the_customer_erases_is_erased_there(waiting: Connected, side: Side) -> None:
    await waiting.customer.ask("DELETE", "/v1/conversation")
    await waiting.until(side.is_erased)


async def test_what_nobody_signed_changes_nothing(waiting: Connected, side: Side) -> None:
    assert await waiting.post(*side.sign(side.replies("Bonjour."), secret="somebody else's secret")) == 401
    assert await waiting.from_agents() == []
    assert await waiting.state() == "waiting"
