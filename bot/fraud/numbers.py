"""Telephone numbers in a message that cost extra, that no company would call from, or that are to be called back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.organisations import Directory, Organisation
from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import listed, phrases
from bot.fraud.wording import Wording
from bot.fraud.wording_signs import names_amount

_GAP = r"[ ./\-]{0,2}"
_BELGIAN = r"(?:(?:\+|00)32[ ./\-]?(?:\(0\))?[ ]?|0)"
_START = r"(?<![\w.+/])"

# 070 and 0900 to 0909; 0800 is free and 078 ordinary.
_PREMIUM = re.compile(rf"{_START}{_BELGIAN}(?:70(?:{_GAP}\d){{6}}|90{_GAP}\d(?:{_GAP}\d){{5}})(?!\d)")
# Short numbers for SMS: 8xxx is free and 2xxx ordinary (numbering plan of the regulator, BIPT).
_SHORT = re.compile(r"(?<![\w.,/+-])[345679]\d{3}(?![\w/]|[.,]\d| ?€| ?eur)", re.IGNORECASE)
_MOBILE = re.compile(rf"{_START}{_BELGIAN}4[5-9](?:{_GAP}\d){{7}}(?!\d)")
_FOREIGN = re.compile(rf"{_START}(?:\+|00)(?!32)[1-9](?:[ ./()\-]{{0,2}}\d){{7,14}}(?!\d)")

# Codes of the network that forward calls: *21* (all), *61*, *62*, *67* (some), *002* and *004*.
_FORWARDING = re.compile(r"\*{1,2}(?:21|61|62|67|002|004)\*[\d+ ]{3,16}#?")

# Any number of this country, mobile or not; 0800 and the like included.
_ANY = re.compile(rf"{_START}{_BELGIAN}[1-9](?:{_GAP}\d){{6,8}}(?!\d)")

_COUNTRY = re.compile(r"^(?:\+|00)32")

# "02/12/2026" has the digits of a number.
_DATE = re.compile(r"(?<!\d)\d{1,2}([/.\-])\d{1,2}\1\d{2,4}(?!\d)")

# "STOP to 4550": how to get no more of them; and gifts by text message.
_STOP = re.compile(
    r"\b(?:stop|don|dons|gift|donation|steun|uit|uitschrijven|unsubscribe|désinscri\w*|desinscri\w*)\b", re.IGNORECASE
)

REACH = 40  # characters before a number in which it is said what to do with it
REACH_AFTER = 25
REACH_OF_QUESTION = 22
MAX_NUMBERS = 6  # of a kind


def number_signs(
    text: str, wording: Wording, known: Directory, speaker: Organisation | None = None
) -> Iterator[Evidence]:
    """The signs by number in a readable text that speaks in the name of `speaker`; none by a number of who is known.

    `wording`: of the whole text, links aside.
    """
    own_codes = speaker.short_codes if speaker else frozenset()
    for match in islice(_PREMIUM.finditer(text), 1):
        yield Evidence(Sign.PREMIUM_NUMBER, _shown(match.group()))
    for match in islice(_FORWARDING.finditer(text), 1):
        yield Evidence(Sign.CALL_FORWARDING, f"*{match.group().strip('*').partition('*')[0]}*…#")
    for match in islice(_with_words(_SHORT, text, "short_number"), 1):
        if match.group() not in own_codes and not _STOP.search(text[max(0, match.start() - REACH) : match.start()]):
            yield Evidence(Sign.PREMIUM_NUMBER, _shown(match.group()))
    foreign = _FOREIGN.finditer(text) if speaker else _with_words(_FOREIGN, text, "contact_number")
    mobile = (one for one in _with_words(_MOBILE, text, "contact_number") if not _is_known(one.group(), known))
    private = [*islice(foreign, 1), *islice(mobile, 1)]
    somebody_comes = wording.has_any(phrases("appointment"))
    if somebody_comes and not (speaker and names_amount(text)):
        # Who comes may be called, though not abroad, nor about money in somebody else's name.
        private = [match for match in private if match.re is _FOREIGN]
    if speaker and speaker.has_sole_number and not private:
        private = _instead_of_its_own(text, known)
    for match in private[:1]:
        sign = Sign.NUMBER_NOT_OFFICIAL if speaker else Sign.PRIVATE_NUMBER
        yield Evidence(sign, _shown(match.group()), speaker.name if speaker else "")
    called = (
        match
        for match in _with_words(_ANY, text, "call_back")
        if not (_is_known(match.group(), known) or _is_for_questions(match, text))
    )
    for match in islice(called, 0 if private or somebody_comes else 1):
        yield Evidence(Sign.CALL_BACK, _shown(match.group()))


def unexplained_number(text: str, wording: Wording, known: Directory) -> Evidence | None:
    """The sign of the first number that nobody is known to have, whatever is said of it."""
    if wording.has_any(phrases("appointment")):
        return None
    text = _DATE.sub(" ", text)
    for pattern, sign in ((_FOREIGN, Sign.PRIVATE_NUMBER), (_MOBILE, Sign.PRIVATE_NUMBER), (_ANY, Sign.CALL_BACK)):
        for match in islice(pattern.finditer(text), MAX_NUMBERS):
            if not (_is_known(match.group(), known) or (pattern is _ANY and _is_for_questions(match, text))):
                return Evidence(sign, _shown(match.group()))
    return None


def _with_words(number: re.Pattern[str], text: str, entry: str) -> Iterator[re.Match[str]]:
    """Numbers with one of the entry's words beside; another may be a year, or the customer's own."""
    for match in islice(number.finditer(text), MAX_NUMBERS):
        beside = text[max(0, match.start() - REACH) : match.start()], text[match.end() : match.end() + REACH_AFTER]
        if any(Wording(words).has_any(phrases(entry)) for words in beside):
            yield match


def _instead_of_its_own(text: str, known: Directory) -> list[re.Match[str]]:
    """The first number in a text that gives none of those that are known."""
    numbers = list(islice(_ANY.finditer(_DATE.sub(_blank, text)), MAX_NUMBERS))
    return [] if any(_is_known(number.group(), known) for number in numbers) else numbers[:1]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_for_questions(number: re.Match[str], text: str) -> bool:
    """Tell whether an ordinary number is one that only who has a question need call: "Questions? 02 ..."."""
    return Wording(text[max(0, number.start() - REACH_OF_QUESTION) : number.start()]).has_any(phrases("for_questions"))


def _is_known(number: str, known: Directory) -> bool:
    dialled = re.sub(r"[^\d+]", "", number.replace("(0)", ""))
    return dialled in listed("known_numbers") or _COUNTRY.sub("0", dialled) in known.numbers


def _shown(number: str) -> str:
    return " ".join(re.sub(r"[^\d+]", " ", number).split())
