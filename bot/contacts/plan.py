"""What customers who tell of a call or visit are told: first what is urgent, then advice, then a question.

No question twice, none on what was said already, and never more than two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.contacts.contact import Contact
from bot.contacts.table import covered_by, listed, wanted

MAX_QUESTIONS = 2
MAX_CASES = {True: 1, False: 2}  # answered in one turn, by whether something was given

HANG_UP, HANG_UP_IF = "utter_contact_hang_up", "utter_contact_hang_up_if"
AT_DOOR, AT_DOOR_IF = "utter_contact_at_door", "utter_contact_at_door_if"
ASK_NOW, ASK_WANTS, ASK_GAVE = "utter_contact_ask_now", "utter_contact_ask_wants", "utter_contact_ask_gave"
QUESTIONS = (ASK_NOW, ASK_WANTS, ASK_GAVE)
GENERAL = {"call": "utter_contact", None: "utter_contact", "visit": "utter_contact_visit"}
NOTHING_GIVEN = "utter_contact_nothing_given"
GIVEN = "utter_report_fraud"  # something, and nobody knows what


@dataclass(frozen=True)
class Plan:
    """Names of responses: what comes first, what is said instead of the topic's answer, what is asked at the end."""

    begins: str | None
    responses: tuple[str, ...]
    asks: str | None

    @property
    def is_general(self) -> bool:
        """Whether it says nothing on a case, so that a precise answer is worth more."""
        return {*self.responses} <= {*GENERAL.values(), NOTHING_GIVEN, GIVEN, *QUESTIONS}


def plan(contact: Contact, times_said: Callable[[str], int], *, is_news: bool = True, denies_now: bool = True) -> Plan:
    """`contact` is all that is known, the newest message included; `times_said` counts a response's uses so far.

    `is_news`: the newest message itself says that it goes on, is over, or wants more; else nothing is urged again.
    `denies_now`: it says itself that nothing was given, which is taken up only then.
    """
    asks = _asks(contact, times_said)
    begins = _begins(contact, times_said)
    responses = _responses(contact, times_said) or ((asks,) if asks else ())
    if not denies_now:
        responses = tuple(name for name in responses if name != NOTHING_GIVEN)
    if not responses and contact.way == "visit" and contact.now is not False and begins != AT_DOOR:
        responses = (AT_DOOR,)  # what is said in general is about calls and messages
    return Plan(begins if is_news or not (begins and times_said(begins)) else None, responses, asks)


def response_on(wants: str, *, gave: bool) -> str:
    """The name of the response with advice on what was wanted: one if it was given, another if not."""
    return f"utter_contact_{wants}_given" if gave else f"utter_contact_{wants}"


def _begins(contact: Contact, times_said: Callable[[str], int]) -> str | None:
    going_on, perhaps = (AT_DOOR, AT_DOOR_IF) if contact.way == "visit" else (HANG_UP, HANG_UP_IF)
    if contact.now:
        return going_on
    is_told = any(map(times_said, (going_on, perhaps)))
    may_go_on = contact.now is None and bool(contact.way or not listed("by_voice").isdisjoint(contact.wants))
    return perhaps if may_go_on and not is_told else None


def _responses(contact: Contact, times_said: Callable[[str], int]) -> tuple[str, ...]:
    gave = contact.gave is True
    instead = {other for wants in contact.wants for other in covered_by(wants)}
    wanted_here = {*contact.wants} - instead - (listed("threats") if gave else frozenset())
    cases = [wants for wants in wanted() if wants in wanted_here]
    new = [name for wants in cases if not times_said(name := response_on(wants, gave=gave))]
    if new:
        return tuple(new[: MAX_CASES[gave]])
    if gave:
        return () if cases or times_said(GIVEN) else (GIVEN,)
    if contact.gave is False:
        return () if times_said(NOTHING_GIVEN) else (NOTHING_GIVEN,)
    general = GENERAL[contact.way]
    return () if cases or times_said(general) else (general,)


def _asks(contact: Contact, times_said: Callable[[str], int]) -> str | None:
    if contact.gave is not None or sum(map(times_said, QUESTIONS)) >= MAX_QUESTIONS:
        return None
    on_what = () if contact.wants else (*((ASK_NOW,) if contact.now is None else ()), ASK_WANTS)
    return next((question for question in (*on_what, ASK_GAVE) if not times_said(question)), None)
