"""Zammad is told in the form that it describes, each thing once, whatever goes wrong on the way."""

from __future__ import annotations

import pytest

from bot.gateway.helpdesks.helpdesk import Entry, PermanentFailure, TemporaryFailure
from bot.gateway.helpdesks.zammad.adapter import Zammad
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
from tests.gateway.helpdesks.zammad_server import ZammadServer


async def test_a_request_makes_a_ticket_of_somebody_who_cannot_be_written_to(
    zammad: Zammad, zammad_there: ZammadServer
) -> None:
    ref = await told(zammad, REQUESTED)
    ticket = zammad_there.tickets[zammad_there.ticket]
    assert list(zammad_there.customers) == [f"{REF.reference}@breachline.invalid"]
    assert (ticket["priority"], ticket["title"].startswith("Urgent")) == ("3 high", True)
    (note,) = zammad_there.said(ticket["id"], internal=True)
    assert "Bloquez votre carte." in note
    (article,) = (one for one in zammad_there.articles if not one["internal"])
    assert (article["body"], article["sender"]) == ("On m'a volé sur [IBAN].", "Customer")
    assert article["origin_by_id"] == ticket["customer_id"]
    assert ref.ticket == str(ticket["id"])


async def test_what_follows_goes_to_the_same_ticket_and_only_the_customer_speaks_openly(
    zammad: Zammad, zammad_there: ZammadServer
) -> None:
    await told(zammad, REQUESTED, SAID, BOT_SAID)
    assert zammad_there.said(zammad_there.ticket)[1:] == ["Vous êtes là ?"]
    assert zammad_there.said(zammad_there.ticket, internal=True)[1:] == [
        "Assistant automatique: Une personne vous répondra."
    ]


@pytest.mark.parametrize(("ending", "state"), [(CANCELLED, "closed"), (CLOSED, "closed"), (GIVEN_BACK, "open")])
async def test_an_end_closes_the_ticket_unless_it_was_given_back(
    zammad: Zammad, zammad_there: ZammadServer, ending: Entry, state: str
) -> None:
    await told(zammad, REQUESTED, ending)
    assert zammad_there.tickets[zammad_there.ticket]["state"] == state


async def test_asking_anew_opens_the_ticket_again_for_whoever_is_free(
    zammad: Zammad, zammad_there: ZammadServer
) -> None:
    ref = await told(zammad, REQUESTED)
    zammad_there.act(zammad_there.ticket, state="closed", owner_id=5)
    await told(zammad, AGAIN, ref=ref)
    ticket = zammad_there.tickets[zammad_there.ticket]
    assert (ticket["state"], ticket["owner_id"]) == ("open", 1)


async def test_a_number_to_call_stands_in_an_internal_note_only(zammad: Zammad, zammad_there: ZammadServer) -> None:
    await told(zammad, CALL_BACK)
    (note,) = zammad_there.said(zammad_there.ticket, internal=True)
    assert "+32 470 00 00 00" in note
    assert zammad_there.said(zammad_there.ticket) == ["Bel mij terug over mijn factuur."]


async def test_what_was_erased_is_deleted_there_and_where_that_is_not_allowed_agents_are_asked_to(
    zammad: Zammad, zammad_there: ZammadServer
) -> None:
    ref = await told(zammad, REQUESTED)
    zammad_there.may_delete = False
    with pytest.raises(PermanentFailure, match="may not delete"):
        await told(zammad, ERASED, ref=ref)
    assert "Please delete it here" in zammad_there.said(zammad_there.ticket, internal=True)[-1]
    zammad_there.may_delete = True
    await told(zammad, ERASED, ERASED, ref=ref)
    assert (zammad_there.tickets, zammad_there.articles) == ({}, [])


@pytest.mark.parametrize("fault", ["reset", "reset after", "500"])
async def test_each_thing_is_there_once_although_any_one_call_fails_and_all_is_tried_again(
    zammad: Zammad, zammad_there: ZammadServer, fault: Fault
) -> None:
    """Every call of every entry fails in turn, twice because aiohttp repeats some, also after Zammad did what it was asked for."""
    ref = REF
    for entry in EVERY_KIND:
        good_calls = 0
        while True:
            zammad_there.faults.next.clear()
            zammad_there.faults.next.extend([None] * good_calls + [fault, fault])
            try:
                after = await zammad.deliver(entry, ref, again=good_calls > 0)
            except TemporaryFailure:
                good_calls += 1
                continue
            break
        ref = after
    assert zammad_there.faults.made > 12
    assert len(zammad_there.tickets) == 1
    keys = [article["subject"] for article in zammad_there.articles]
    assert len(keys) == len(set(keys))
    assert zammad_there.said(zammad_there.ticket) == [
        "On m'a volé sur [IBAN].",
        "Vous êtes là ?",
        "Bel mij terug over mijn factuur.",
        "Encore moi.",
    ]
