"""The signs that the wording of a message bears, in any of the languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import Request, phrases, requests, sign_phrases
from bot.fraud.wording import PAUSE, Wording

# Words between a verb and what it asks for. Before the verb ("uw pincode door te geven") it stands closer.
REACH_AFTER = 10
REACH_BEFORE = 6
COMPENSATION_REACH = 40

# Signs that a denial undoes ("installez jamais AnyDesk"). Not the others: "si vous ne payez pas, coupure" threatens.
_DENIABLE = (Sign.REMOTE_CONTROL,)

_AMOUNT = re.compile(r"(?:€|\beuros?\b|\beur\b)\s?\d|\d\s?(?:€|e\b|euros?\b|eur\b)", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[^\W\d_a-zß-ÿ]{4,30}\b")
_EXCLAMATION = re.compile(r"!\s?!\s?!")
MANY_CAPITALS = 4


def wording_signs(wording: Wording, unofficial_link: bool, advice_excuses: bool) -> Iterator[Evidence]:
    """The signs by phrase, in no order.

    `advice_excuses`: what a sentence of advice against fraud names is no sign. Not for a message that bears signs of
    another kind, because fraudsters give good advice as well.
    """

    def counts(place: int) -> bool:
        return not (advice_excuses and wording.is_warning(place))

    for sign, wanted in sign_phrases().items():
        places = wording.find_any(wanted)
        if any(counts(place) and not (sign in _DENIABLE and wording.is_denied(place)) for place in places):
            yield Evidence(sign)
    for request in requests():
        if (unofficial_link or not request.with_link) and any(counts(place) for place in _asked(wording, request)):
            yield Evidence(request.sign)
    if any(counts(place) for place in _compensation(wording)):
        yield Evidence(Sign.COMPENSATION_OFFER)
    if unofficial_link and wording.has_any(phrases("pay")):
        yield Evidence(Sign.PAYMENT_LINK)


def names_amount(text: str) -> bool:
    """Tell whether the text names a sum of money."""
    return _AMOUNT.search(text) is not None


def shouts(text: str) -> bool:
    return len(_CAPITALS.findall(text)) >= MANY_CAPITALS or _EXCLAMATION.search(text) is not None


def _asked(wording: Wording, request: Request) -> Iterator[int]:
    """Where a verb asks for one of the request's objects, undenied."""
    objects = wording.find_any(request.objects)
    if not objects:
        return
    for verb in wording.find_any(request.verbs):
        near = (place for place in objects if -REACH_BEFORE <= place - verb <= REACH_AFTER)
        if any(_belongs(wording, verb, place) for place in near) and not wording.is_denied(verb):
            yield verb


def _belongs(wording: Wording, verb: int, place: int) -> bool:
    before = place < verb
    return wording.same_sentence(verb, place) and not (before and PAUSE in wording.words[place:verb])


def _compensation(wording: Wording) -> Iterator[int]:
    """Where something is offered, with the incident near it."""
    incidents = wording.find_any(phrases("compensation", "incidents"))
    for gift in wording.find_any(phrases("compensation", "gifts")):
        if any(abs(gift - incident) <= COMPENSATION_REACH for incident in incidents) and not wording.is_denied(gift):
            yield gift
