"""What customers are told about a hand-off, in their language; the words are in content/handoff.yml."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from bot.content import incident, read_content
from bot.gateway.conversations.model import Draft, Offer, message_id
from bot.handoff.queue import Priority
from bot.language import Language, facts

# What the buttons of notices do; see `bot.gateway.handoff.customer`.
CANCEL = "handoff/cancel"
KEEP = "handoff/keep"
SHORT_WAIT = 1  # minutes


def request_payload(priority: Priority, languages: Iterable[Language]) -> str:
    """The button that asks for a person who answers in one of `languages`."""
    return f"handoff/request/{priority}/{','.join(languages)}"


def person_offer(language: Language, priority: Priority) -> Offer:
    """A button that asks for a person."""
    return Offer(_title(language, "button_person"), request_payload(priority, ()))


def queued(language: Language, place: int, minutes: int | None) -> Draft:
    words = _with_standing(language, "queued", place, minutes)
    return _notice(language, "queued", [words], [_cancel(language)], place=place, wait_minutes=minutes)


def still_waiting(language: Language, place: int, minutes: int | None) -> Draft:
    words = _with_standing(language, "still_waiting", place, minutes)
    return _notice(language, "still_waiting", [words], [_cancel(language)], place=place, wait_minutes=minutes)


def standing(language: Language, place: int, minutes: int | None) -> Draft:
    """The place in the queue and the expected wait only, because the assistant just said the rest."""
    words = _place_and_wait(language, place, minutes)
    return _notice(language, "still_waiting", words, [_cancel(language)], place=place, wait_minutes=minutes)


def limit(language: Language) -> Draft:
    buttons = [Offer(_title(language, "button_go_on_waiting"), KEEP), _cancel(language)]
    return _notice(language, "limit", [_say(language, "limit")], buttons, ticket=True)


def unanswered(language: Language) -> Draft:
    """The person who has the conversation has long said nothing."""
    return _notice(language, "limit", [_say(language, "limit")], ticket=True)


def nobody_there(language: Language, priority: Priority, *, told: bool = False, left: bool = False) -> Draft:
    """Nobody is available; shorter when `told` before, and without the form when the customer `left` a message."""
    again = Offer(_title(language, "button_ask_again"), request_payload(priority, ()))
    key = "nobody_there_left" if left else "nobody_there_again" if told else "nobody_there"
    details: dict[str, Any] = {} if left else {"ticket": True}
    return _notice(language, "nobody_there", [_say(language, key)], [again], **details)


def other_language(language: Language, spoken: Iterable[Language], priority: Priority) -> Draft:
    """No agent who is there speaks the customer's language; `spoken` are the languages they do speak."""
    others = list(spoken)
    names = _names(language, others)
    key = "other_language_one" if len(others) == 1 else "other_language"
    buttons = [
        *(Offer(_in(language, one), request_payload(priority, (language, one))) for one in others),
        Offer(_title(language, "button_go_on_waiting"), request_payload(priority, (language,))),
    ]
    return _notice(language, "other_language", [_say(language, key, languages=names)], buttons, ticket=True)


def with_person(language: Language, what: str, agent: str) -> Draft:
    """`taken`, `taken_over` or `transferred`: who answers from now on."""
    return _notice(language, what, [_say(language, what, agent=agent)], agent=agent)


def taken_back(language: Language) -> str:
    """What stands in place of a reply that its author deleted."""
    return _say(language, "taken_back")


def withdrawn(language: Language, agent: str, seq: int) -> Draft:
    """The reply with this `seq` was deleted by its author: clients show it no longer."""
    return _notice(language, "withdrawn", [_say(language, "withdrawn", agent=agent)], withdrawn=message_id(seq))


def plain(language: Language, what: str) -> Draft:
    """`returned`, `cancelled` or `ticket_kept`."""
    return _notice(language, what, [_say(language, what)])


def waits_again(language: Language, what: str) -> Draft:
    """`transferred_queue` or `agent_left`: the customer waits again, for another agent."""
    kind = "transferred" if what == "transferred_queue" else what
    return _notice(language, kind, [_say(language, what)], [_cancel(language)])


def cut_off(language: Language) -> Draft:
    """For clients like any other return to the assistant."""
    return _notice(language, "returned", [_say(language, "cut_off")])


def closed(language: Language) -> Draft:
    return _notice(language, "closed", [_say(language, "closed")], rate=True)


def people_there(language: Language, place: int, minutes: int) -> Draft:
    """Said with an offer of a person: somebody is there, and how long it may take."""
    words = [_say(language, "people_there"), _wait(language, minutes)]
    return _notice(language, "people_there", words, place=place, wait_minutes=minutes)


def _with_standing(language: Language, key: str, place: int, minutes: int | None) -> str:
    """Add the place and wait as a paragraph of its own, so that clients with live updates can replace it."""
    return f"{_say(language, key)}\n\n{' '.join(_place_and_wait(language, place, minutes))}"


def _place_and_wait(language: Language, place: int, minutes: int | None) -> list[str]:
    before = place - 1
    if before == 0:
        where = _say(language, "place_next")
    elif before == 1:
        where = _say(language, "place_one")
    else:
        where = _say(language, "place", count=str(before))
    return [where, _wait(language, minutes)]


def _wait(language: Language, minutes: int | None) -> str:
    if minutes is None:
        return _say(language, "wait_unknown")
    return _say(language, "wait_short") if minutes <= SHORT_WAIT else _say(language, "wait", minutes=str(minutes))


def _cancel(language: Language) -> Offer:
    return Offer(_title(language, "button_cancel"), CANCEL)


def _notice(
    language: Language, what: str, sentences: Iterable[str], offers: Iterable[Offer] = (), **details: Any
) -> Draft:
    text = " ".join(sentences)
    hotline = incident().hotline
    return Draft(
        sender="system",
        text=text,
        language=language,
        topic="handoff",
        details={"handoff": what, **details},
        links=(hotline.link,) if hotline.display in text else (),
        offers=tuple(offers),
    )


def _say(language: Language, key: str, **given: str) -> str:
    return _words()[language][key].format(**incident().variables(language), **given)


def _title(language: Language, key: str) -> str:
    return _words()[language][key]


def _in(language: Language, other: Language) -> str:
    """The button to go on in the other language."""
    return _title(language, "button_in").format(language=facts(other).called[language])


def _names(language: Language, spoken: list[Language]) -> str:
    return _title(language, "languages_or").join(facts(one).called[language] for one in spoken)


@cache
def _words() -> dict[Language, dict[str, str]]:
    words: dict[Language, dict[str, str]] = read_content("handoff.yml")
    return words
