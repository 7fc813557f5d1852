"""Chatwoot is told in the form that it describes, each thing once, whatever goes wrong on the way."""

from __future__ import annotations

import pytest

from bot.gateway.helpdesks import client
from bot.gateway.helpdesks.chatwoot.adapter import Chatwoot
from bot.gateway.helpdesks.helpdesk import Entry, PermanentFailure, TemporaryFailure
from tests.gateway.helpdesks.chatwoot_server import ChatwootServer
from tests.gateway.helpdesks.entries import (
    AGAIN,
    BOT_SAID,
    CALL_BACK,
    CANCELLED,
    CLOSED,
    ERASED,
    EVERY_KIND,
    GIVEN_BACK,
    REF,
    REQUESTED,
    SAID,
    told,
)
from tests.gateway.helpdesks.faulty import Fault


async def test_a_request_opens_a_conversation_with_what_was_said_and_nothing_that_names_the_customer(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer
) -> None:
    await told(chatwoot, REQUESTED)
    (contact,) = chatwoot_there.contacts.values()
    assert contact["identifier"] == REF.reference
    assert set(contact) == {"id", "name", "identifier", "custom_attributes"}
    ticket = chatwoot_there.ticket
    assert chatwoot_there.said(ticket) == ["On m'a volé sur [IBAN]."]
    (note,) = chatwoot_there.said(ticket, private=True)
    for words in ("Bonjour.", "On m'a volé sur [IBAN].", "Bloquez votre carte.", "report_fraud", "Urgent"):
        assert words in note.replace("\\", ""), "marks of Markdown are made harmless"
    assert chatwoot_there.conversations[ticket]["priority"] == "urgent"


async def test_what_follows_goes_to_the_same_conversation_and_only_the_customer_speaks_openly(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer
) -> None:
    await told(chatwoot, REQUESTED, SAID, BOT_SAID)
    assert chatwoot_there.said(chatwoot_there.ticket)[1:] == ["Vous êtes là ?"]
    assert chatwoot_there.said(chatwoot_there.ticket, private=True)[1:] == [
        "Assistant automatique: Une personne vous répondra."
    ]


@pytest.mark.parametrize(("ending", "status"), [(CANCELLED, "resolved"), (CLOSED, "resolved"), (GIVEN_BACK, "open")])
async def test_an_end_resolves_the_conversation_unless_it_was_given_back(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer, ending: Entry, status: str
) -> None:
    ref = await told(chatwoot, REQUESTED, ending)
    conversation = chatwoot_there.conversations[chatwoot_there.ticket]
    assert conversation["status"] == status
    assert ref.changed_at in (0.0, conversation["updated_at"])


@pytest.mark.parametrize("status", ["resolved", "pending", "snoozed"])
async def test_asking_anew_opens_the_same_conversation_again(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer, status: str
) -> None:
    ref = await told(chatwoot, REQUESTED)
    chatwoot_there.set_status(chatwoot_there.ticket, status)
    ref = await told(chatwoot, AGAIN, ref=ref)
    conversation = chatwoot_there.conversations[chatwoot_there.ticket]
    assert conversation["status"] == "open"
    assert ref.changed_at == conversation["updated_at"]
    assert chatwoot_there.said(chatwoot_there.ticket)[-1] == "Encore moi."


async def test_a_number_to_call_stands_in_a_note_only(chatwoot: Chatwoot, chatwoot_there: ChatwootServer) -> None:
    await told(chatwoot, CALL_BACK)
    (note,) = chatwoot_there.said(chatwoot_there.ticket, private=True)
    assert "+32 470 00 00 00" in note
    assert chatwoot_there.said(chatwoot_there.ticket) == ["Bel mij terug over mijn factuur."]
    assert "470" not in str(chatwoot_there.contacts)


async def test_what_was_erased_is_deleted_there_and_where_that_is_not_allowed_agents_are_asked_to(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer
) -> None:
    ref = await told(chatwoot, REQUESTED)
    chatwoot_there.may_delete = False
    with pytest.raises(PermanentFailure, match="may not delete"):
        await told(chatwoot, ERASED, ref=ref)
    assert "Please delete it here" in chatwoot_there.said(chatwoot_there.ticket, private=True)[-1]
    chatwoot_there.may_delete = True
    await told(chatwoot, ERASED, ERASED, ref=ref)
    assert (chatwoot_there.contacts, chatwoot_there.conversations, chatwoot_there.messages) == ({}, {}, [])


@pytest.mark.parametrize("ending", [SAID, CANCELLED, CLOSED, ERASED])
async def test_what_never_came_there_is_not_ended_there(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer, ending: Entry
) -> None:
    assert await told(chatwoot, ending) == REF
    assert chatwoot_there.contacts == {}


@pytest.mark.parametrize("fault", ["reset", "reset after", "500"])
async def test_each_thing_is_there_once_although_any_one_call_fails_and_all_is_tried_again(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer, fault: Fault
) -> None:
    """Every call of every entry fails in turn, twice because aiohttp repeats some, also after Chatwoot did what it was asked for."""
    ref = REF
    for entry in EVERY_KIND:
        good_calls = 0
        while True:
            chatwoot_there.faults.next.clear()
            chatwoot_there.faults.next.extend([None] * good_calls + [fault, fault])
            try:
                after = await chatwoot.deliver(entry, ref, again=good_calls > 0)
            except TemporaryFailure:
                good_calls += 1
                continue
            break
        ref = after
    assert chatwoot_there.faults.made > 20
    assert len(chatwoot_there.contacts) == len(chatwoot_there.conversations) == 1
    keys = [message["source_id"] for message in chatwoot_there.messages]
    assert len(keys) == len(set(keys))
    assert chatwoot_there.said(chatwoot_there.ticket) == [
        "On m'a volé sur [IBAN].",
        "Vous êtes là ?",
        "Bel mij terug over mijn factuur.",
        "Encore moi.",
    ]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("slow", "late"),
        ("401", "status 401"),
        ("redirect", "status 302"),
        ("html", "not JSON"),
        ("endless", "too long"),
        ("429", "status 429"),
    ],
)
async def test_a_chatwoot_that_cannot_be_told_now_is_away(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer, fault: Fault, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.3)
    chatwoot_there.faults.down = fault
    with pytest.raises(TemporaryFailure) as away:
        await told(chatwoot, REQUESTED)
    assert away.value.kind == kind
    assert away.value.seconds == (7.0 if fault == "429" else 0.0)


async def test_a_proxy_of_the_environment_gets_nothing(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    await told(chatwoot, REQUESTED)
    assert chatwoot_there.ticket


async def test_what_chatwoot_refuses_is_not_tried_for_ever(chatwoot: Chatwoot, chatwoot_there: ChatwootServer) -> None:
    ref = await told(chatwoot, REQUESTED)
    chatwoot_there.faults.next.append("refuse")
    with pytest.raises(PermanentFailure, match="status 422"):
        await told(chatwoot, SAID, ref=ref)


async def test_a_message_that_arrived_is_found_behind_many_others(
    chatwoot: Chatwoot, chatwoot_there: ChatwootServer
) -> None:
    ref = await told(chatwoot, REQUESTED, SAID)
    for number in range(45):
        chatwoot_there.reply(chatwoot_there.ticket, f"message {number}")
    await chatwoot.deliver(SAID, ref, again=True)
    assert chatwoot_there.said(chatwoot_there.ticket).count("Vous êtes là ?") == 1
