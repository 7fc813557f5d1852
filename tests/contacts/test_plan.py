"""Urgent things first, advice for the case, and never a question on what is known, twice, or a third one."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from bot.contacts.contact import Contact, Way
from bot.contacts.plan import (
    ASK_GAVE,
    ASK_NOW,
    ASK_WANTS,
    AT_DOOR,
    AT_DOOR_IF,
    GIVEN,
    HANG_UP,
    HANG_UP_IF,
    MAX_QUESTIONS,
    NOTHING_GIVEN,
    QUESTIONS,
    Plan,
    plan,
    response_on,
)
from bot.contacts.table import listed, wanted

KNOWN = [None, True, False]
WAYS: list[Way | None] = [None, "call", "visit"]


def planned(contact: Contact, *said: str) -> Plan:
    return plan(contact, Counter(said).__getitem__)


@pytest.mark.parametrize(
    ("way", "now", "gave", "wants"), product(WAYS, KNOWN, KNOWN, [(), *((one,) for one in wanted())])
)
def test_who_still_has_them_there_is_told_so_first_and_is_not_asked_that(
    way: Way | None, now: bool | None, gave: bool | None, wants: tuple[str, ...]
) -> None:
    first = planned(Contact(way=way, now=now, gave=gave, wants=wants))
    expected = (AT_DOOR, AT_DOOR_IF) if way == "visit" else (HANG_UP, HANG_UP_IF)
    may_go_on = way is not None or not listed("by_voice").isdisjoint(wants)
    assert first.begins == {True: expected[0], None: expected[1] if may_go_on else None, False: None}[now]
    assert first.responses
    assert first.asks != ASK_NOW or now is None
    assert first.asks != ASK_WANTS or not wants
    assert first.asks is None or gave is None


@pytest.mark.parametrize(("wants", "gave"), product(wanted(), KNOWN))
def test_the_advice_is_for_the_case(wants: str, gave: bool | None) -> None:
    said = planned(Contact(way="call", wants=(wants,), gave=gave)).responses
    threat = gave is True and wants in listed("threats")
    assert said == ((GIVEN,) if threat else (response_on(wants, gave=gave is True),))


@pytest.mark.parametrize("answers", product(*[[Contact(now=True), Contact(now=False), Contact()]] * 2))
def test_there_are_at_most_two_questions_and_none_twice(answers: tuple[Contact, ...]) -> None:
    contact = Contact(way="call")
    said: list[str] = []
    for answer in (Contact(), *answers, Contact()):
        contact = contact.with_newer(answer)
        turn = planned(contact, *said)
        said += [*turn.responses, *([turn.asks] if turn.asks and turn.asks not in turn.responses else [])]
    asked = [name for name in said if name in QUESTIONS]
    assert len(asked) == len({*asked}) <= MAX_QUESTIONS


def test_what_is_not_known_is_asked_in_the_order_of_its_urgency() -> None:
    assert planned(Contact(way="call")).asks == ASK_NOW
    assert planned(Contact(way="call", now=False)).asks == ASK_WANTS
    assert planned(Contact(way="call", now=True), ASK_NOW).asks == ASK_WANTS
    assert planned(Contact(wants=("remote",))).asks == ASK_GAVE


def test_who_gave_something_is_asked_nothing_but_helped() -> None:
    said = planned(Contact(way="call", now=False, wants=("remote", "bank_code"), gave=True))
    assert said == Plan(None, (response_on("remote", gave=True),), None)


def test_one_request_hides_what_goes_with_it() -> None:
    said = planned(Contact(way="call", now=False, wants=("money", "safe_account")))
    assert said.responses == (response_on("safe_account", gave=False),)


def test_a_correction_takes_the_alarm_back() -> None:
    contact = Contact(way="call", now=False, wants=("code",), gave=False)
    assert planned(contact, response_on("code", gave=False), ASK_GAVE).responses == (NOTHING_GIVEN,)


def test_nothing_is_said_twice() -> None:
    contact = Contact(way="call", now=False, wants=("code",), gave=True)
    assert planned(contact, response_on("code", gave=True)).responses == ()
    assert not planned(Contact(way="call"), HANG_UP_IF, *QUESTIONS).begins


def test_only_advice_on_a_case_is_worth_more_than_a_precise_answer() -> None:
    assert planned(Contact(way="call", now=False)).is_general
    assert not planned(Contact(way="call", now=False, wants=("card",))).is_general
