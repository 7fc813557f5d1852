"""The signs that the wording of a message bears, in any of the languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import Request, phrases, requests, sign_phrases
from bot.fraud.wording import NUMBER, PAUSE, SENTENCE_END, Wording

# Words between a verb and what it asks for. Before the verb ("uw pincode door te geven") it stands closer.
REACH_AFTER = 10
OPENING = 5  # words, as "Dag mama" is told from "aan mama"
REACH_BEFORE = 8
REACH_BACK = 25  # of "send it to me"
REACH_OF_CHOICE = 5
COMPENSATION_REACH = 40

# Signs that a denial undoes ("installez jamais AnyDesk"). Not the others: "si vous ne payez pas, coupure" threatens.
_DENIABLE = (
    Sign.ASKS_SECRET,
    Sign.APPROVES_PAYMENT,
    Sign.REMOTE_CONTROL,
    Sign.SAFE_ACCOUNT,
    Sign.COURIER,
    Sign.UNUSUAL_PAYMENT,
    Sign.DATA_TO_CONFIRM,
    Sign.CHANGED_ACCOUNT,
    Sign.LOG_IN,
    Sign.FOLLOW_LINK,
)
# What a message may well send to a known site for.
AT_HOME = frozenset({Sign.FOLLOW_LINK, Sign.RENEWAL, Sign.DATA_TO_CONFIRM, Sign.PARCEL_FEE})

_AMOUNT = re.compile(r"(?:€|\beuros?\b|\beur\b)\s?\d|\d\s?(?:€|e\b|euros?\b|eur\b)", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[^\W\d_a-zß-ÿ]{4,30}\b")
_EXCLAMATION = re.compile(r"!\s?!\s?!")
MANY_CAPITALS = 4


def wording_signs(
    wording: Wording, unknown_link: bool, *, leads_home: bool = False, advice_excuses: bool = False
) -> Iterator[Evidence]:
    """The signs by phrase, in no order.

    `leads_home`: all links lead to known sites, to which a message may well send. `advice_excuses`: what a sentence of
    advice against fraud names is no sign. Not for a message that bears signs of another kind, because fraudsters give
    good advice as well.
    """

    is_called_fraud = wording.has_any(phrases("calls_it_fraud"))

    asks_nothing = _asks_nothing(wording)

    def counts(place: int, sign: Sign) -> bool:
        if asks_nothing and sign is Sign.ACCOUNT_ALERT:
            return False
        if advice_excuses and is_called_fraud and sign is not Sign.RUMOUR:
            return False
        is_advice = wording.is_warning if sign is Sign.ASKS_SECRET else wording.is_beside_warning
        return not (advice_excuses and is_advice(place))

    for sign, wanted in sign_phrases().items():
        if (leads_home and sign in AT_HOME) or (sign is Sign.LOG_IN and not unknown_link):
            continue
        places = wording.find_any(wanted)
        if any(counts(place, sign) and not (sign in _DENIABLE and wording.is_denied(place)) for place in places):
            yield Evidence(sign)
    for request in requests():
        if leads_home and (request.not_at_home or request.sign in AT_HOME):
            continue
        can_be = (unknown_link or not request.with_link) and (not request.beside or wording.has_any(request.beside))
        can_be = can_be and not wording.has_any(request.unless)
        if can_be and any(counts(place, request.sign) for place in _asked(wording, request)):
            yield Evidence(request.sign)
    if any(counts(place, Sign.COMPENSATION_OFFER) for place in _compensation(wording)):
        yield Evidence(Sign.COMPENSATION_OFFER)
    if unknown_link and wording.has_any(phrases("pay")):
        yield Evidence(Sign.PAYMENT_LINK)


def names_amount(text: str) -> bool:
    """Tell whether the text names a sum of money."""
    return _AMOUNT.search(text) is not None


def shouts(text: str) -> bool:
    return len(_CAPITALS.findall(text)) >= MANY_CAPITALS or _EXCLAMATION.search(text) is not None


def _asked(wording: Wording, request: Request) -> Iterator[int]:
    """Where a verb asks for one of the request's objects, undenied."""
    objects = wording.find_any(request.objects)
    chosen: list[int] = []
    if request.sign is Sign.ASKS_SECRET:
        # Nobody chooses a code that was sent to them ("code_received").
        chosen = [] if request.beside else [place for place in objects if _is_chosen(wording, place)]
        objects = [place for place in objects if not (_is_given(wording, place) or _is_own(wording, place))]
    if not objects:
        return
    for verb in wording.find_any(request.verbs):
        if request.opening and verb > OPENING:
            continue
        before = REACH_BACK if request.refers_back else REACH_BEFORE
        near = (place for place in objects if request.anywhere or -before <= place - verb <= REACH_AFTER)
        wanted = (place for place in near if not (chosen and _is_only_chosen(wording, place, verb, chosen)))
        if any(_belongs(wording, verb, place, request) for place in wanted) and not wording.is_denied(verb):
            yield verb


def _is_given(wording: Wording, place: int) -> bool:
    """Tell whether the message itself says the code that is named at `place`: "PIN 7741", not "a PIN of 4 digits"."""
    number = next((at for at in range(place + 1, place + 3) if wording.words[at : at + 1] == [NUMBER]), None)
    return number is not None and not phrases("counted").intersection(wording.words[number + 1 : number + 2])


def _is_own(wording: Wording, place: int) -> bool:
    """Tell whether what is named at `place` is one's own: "it asks for my PIN"."""
    return place > 0 and wording.words[place - 1] in phrases("own_one")


def _is_new(wording: Wording, place: int) -> bool:
    """Tell whether what is named at `place` is a new one, and no old one beside it ("your old and new PIN")."""
    before = wording.words[max(0, place - 3) : place]  # "nouveau code PIN" is named at "code" and at "PIN"
    return not (phrases("new_one").isdisjoint(before[-2:]) or phrases("and_also").intersection(before))


def _is_chosen(wording: Wording, place: int) -> bool:
    """Tell whether what is named at `place` is to be chosen: "choose a new password", "een nieuwe PIN in te stellen".
    New alone excuses nothing: "reply with your new PIN"."""
    after = wording.find_any(phrases("choosing", "after"))
    return _follows_choosing(wording, place) or (
        _is_new(wording, place)
        and any(place < verb <= place + 3 and wording.same_sentence(place, verb) for verb in after)
    )


def _follows_choosing(wording: Wording, place: int) -> bool:
    """Tell whether a new one is named at `place` just after a verb of choosing."""
    giving = wording.find_any(phrases("verbs", "give"))
    return _is_new(wording, place) and any(
        0 < place - verb <= REACH_OF_CHOICE
        and {SENTENCE_END, PAUSE}.isdisjoint(wording.words[verb:place])
        and not any(verb < other < place for other in giving)
        for verb in wording.find_any(phrases("choosing", "before"))
    )


def _is_only_chosen(wording: Wording, place: int, verb: int, chosen: list[int]) -> bool:
    """Tell whether `verb` wants no more of the new one at `place` than that it be chosen: "and confirm your new
    password", not "and send it to us"."""
    if verb in wording.find_any(phrases("verbs", "give") - phrases("choosing", "asked")):
        return verb < place and _follows_choosing(wording, place)
    return place in chosen or (
        _is_new(wording, place) and any(one < place and wording.same_sentence(one, place) for one in chosen)
    )


def _asks_nothing(wording: Wording) -> bool:
    """Tell whether the message may be ignored, as no fraudster says; not in "do not ignore this message"."""
    for phrase in phrases("may_be_ignored"):
        for place in wording.find(phrase):
            end = place + len(phrase.split())
            before, after = wording.words[max(0, place - 3) : place], wording.words[end : end + 1]
            if {SENTENCE_END, PAUSE}.intersection(before):
                before = before[max(at for at, word in enumerate(before) if word in (SENTENCE_END, PAUSE)) + 1 :]
            is_denied = phrases("ignoring", "denied").intersection(before)
            is_told_of = phrases("ignoring", "who").intersection(before[-1:])
            goes_on = phrases("ignoring", "goes_on").intersection(after)
            if not (is_denied or is_told_of or goes_on):
                return True
    return False


def _belongs(wording: Wording, verb: int, place: int, request: Request) -> bool:
    if request.anywhere or (request.refers_back and place < verb):
        return True
    over_pause = place < verb and PAUSE in wording.words[place:verb]
    return wording.same_sentence(verb, place) and not over_pause


def _compensation(wording: Wording) -> Iterator[int]:
    """Where something is offered, with the incident near it; not where people only talk of it."""
    if wording.has_any(phrases("compensation", "hearsay")):
        return
    incidents = wording.find_any(phrases("compensation", "incidents"))
    for gift in wording.find_any(phrases("compensation", "gifts")):
        if any(abs(gift - incident) <= COMPENSATION_REACH for incident in incidents) and not wording.is_denied(gift):
            yield gift
