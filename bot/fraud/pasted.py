"""Whether what a customer wrote has a message in it to look at, or only asks whether they may show one.

In doubt it has none: to ask for the text again costs little; "no sign found", said of a customer's own story, is wrong.
Less must show where the topic is known to be a message, and hardly anything where one was asked for.
"""

from __future__ import annotations

import re

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.files import file_signs
from bot.fraud.links import split_links
from bot.fraud.organisations import directory
from bot.fraud.readable import readable
from bot.fraud.signs import Sign
from bot.fraud.table import phrases, sign_phrases
from bot.fraud.weighing import CAREFUL, FRAUD
from bot.fraud.wording import SENTENCE_END, Wording
from bot.fraud.wording_signs import names_amount

ENOUGH_AS_A_MESSAGE = 8  # words, after a colon or a sender's name, or to "you"
ENOUGH_BY_NOBODY, ENOUGH_AS_A_STORY, ENOUGH_WHEN_ASKED_FOR = 10, 12, 4
ENOUGH_WITH_AN_AMOUNT = 5
ENOUGH_BESIDE_A_REQUEST = 20
QUOTED_WORDS = 4
AT_THE_BEGINNING = 3  # words
ENOUGH_BEFORE = 4  # words of a first part
_ENDINGS = ".!?…)\"'”»"

_QUOTE = re.compile(r"\"([^\"]{12,2000})\"|[«“„]([^«»“”„]{12,2000})[»”“]|(?<!\w)['‘]([^'‘’]{30,2000})['’](?!\w)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_ONE_TIME_CODE = re.compile(r"(?<!\d)\d{2,4}[ -]?\d{2,4}(?!\d)")
_DUTCH = re.compile(r"\b(?:is|deel|deze|geef)\b", re.IGNORECASE)
_CODE = re.compile(r"code\b", re.IGNORECASE)
_INTRODUCTION = re.compile(r":\s|^\W{0,3}\w{3,20} [-–—] ")
_SENDER = re.compile(r"^\W{0,3}[A-Z0-9À-Þ][\w'&.®-]{1,24}(?: [\w'&.®-]{1,20}){0,3} ?(?::| [-–—]) ?\S")


def looks_pasted(text: str, *, topic_known: bool = False, asked_for: bool = False) -> bool:
    """Tell whether `text` holds a message or link, as opposed to "can you check a message?".

    `topic_known`: it was read as about a message; `asked_for`: the customer was just asked to paste one.
    """
    whole = readable(text)
    links, rest = split_links(whole)
    if links or _MAIL.search(whole) or _quotes(whole) or _has_mail_header(whole):
        return True
    wording = Wording(rest)
    greets = wording.has_any(sign_phrases()[Sign.GENERIC_GREETING])
    if greets or any(file_signs(rest)) or _introduces(whole) or _speaks_to_somebody_else(wording):
        return True
    if _speaks_for_a_company(whole, wording):
        return True
    if _asks_for_a_check(wording) and (_count(wording) < ENOUGH_AS_A_STORY or _is_a_customers(whole, wording)):
        is_long = _count(wording) >= ENOUGH_BESIDE_A_REQUEST
        told = names_amount(rest) or _bears_signs(text, CAREFUL) or (topic_known and "?" not in whole)
        return (is_long and told) or _bears_signs(text, FRAUD)
    if _bears_signs(text, CAREFUL) or (names_amount(rest) and _count(wording) >= ENOUGH_WITH_AN_AMOUNT):
        return True
    if asked_for and _count(wording) >= ENOUGH_WHEN_ASKED_FOR:
        return True
    return topic_known and (_is_a_story(wording) or _gives_a_code(whole, wording))


def is_plainly_pasted(text: str) -> bool:
    """Tell whether `text` is surely a message that somebody got, whatever else it is read as.

    It speaks to "you", nobody in it speaks of themselves, asks or tells of somebody, and it bears signs of fraud.
    """
    rest = split_links(readable(text))[1]
    wording = Wording(rest)
    if "?" in rest or _count(wording) < ENOUGH_AS_A_MESSAGE or not wording.has_any(phrases("second_person")):
        return False
    speaks_of_itself = wording.has_any(phrases("first_person")) or _asks_for_a_check(wording)
    return not speaks_of_itself and looks_pasted(text) and _bears_signs(text, CAREFUL)


def names_a_false_address(text: str) -> bool:
    """Tell whether `text` has a link or a mail address that bears signs of fraud."""
    whole = readable(text)
    return bool(split_links(whole)[0] or _MAIL.search(whole)) and _bears_signs(text, CAREFUL)


def asks_of_one(text: str) -> bool:
    """Tell whether somebody asks about a message, or of themselves, and shows none: no link, quotation or header."""
    whole = readable(text)
    links, rest = split_links(whole)
    shows = links or _MAIL.search(whole) or _quotes(whole) or _has_mail_header(whole) or _introduces(whole)
    return not shows and _is_a_customers(whole, Wording(rest)) and not _bears_signs(text, CAREFUL)


def _bears_signs(text: str, points: int) -> bool:
    """Tell whether the signs of fraud in it come to so many points."""
    return check(text, incident()).points >= points


def _quotes(text: str) -> bool:
    quotes = (next(filter(None, match.groups())) for match in _QUOTE.finditer(text))
    return any(len(quote.split()) >= QUOTED_WORDS for quote in quotes)


def _introduces(text: str) -> bool:
    """Tell whether a message follows a colon: "il dit exactement : ..."."""
    introduction = _INTRODUCTION.search(text)
    if introduction is None:
        return False
    rest = Wording(text[introduction.end() :])
    words = _count(rest)
    return words >= ENOUGH_BESIDE_A_REQUEST or (words >= ENOUGH_AS_A_MESSAGE and not _asks_for_a_check(rest))


def _speaks_for_a_company(text: str, wording: Wording) -> bool:
    """Tell whether a sender is named first, or "you" are told something, and nobody speaks of themselves or asks."""
    if wording.has_any(phrases("first_person")) or _count(wording) < ENOUGH_AS_A_MESSAGE:
        return False
    if _SENDER.match(text):
        return True
    tells_you = "?" not in text and wording.has_any(phrases("second_person"))
    names_somebody = bool(directory(incident()).claims(text).named)
    return tells_you and (names_somebody or wording.words.count(SENTENCE_END) >= 2)


def _speaks_to_somebody_else(wording: Wording) -> bool:
    """Tell whether it begins by addressing a parent or flattering a stranger, as nobody writes to us."""
    return any(place < AT_THE_BEGINNING for place in wording.find_any(phrases("to_somebody_else")))


def _is_a_story(wording: Wording) -> bool:
    """Tell whether nobody speaks of themselves, or several sentences are told."""
    count, sentences = _count(wording), wording.words.count(SENTENCE_END)
    by_nobody = count >= ENOUGH_BY_NOBODY and not wording.has_any(phrases("first_person"))
    return by_nobody or (count >= ENOUGH_AS_A_STORY and sentences >= 2)


def _gives_a_code(text: str, wording: Wording) -> bool:
    """Tell whether it only says a code: "G-5591 is your Vinted verification code"."""
    if "?" in text or _asks_for_a_check(wording) or not (_ONE_TIME_CODE.search(text) and _CODE.search(text)):
        return False
    # "je" is "I" in French and "your" in Dutch; codes begin with "G-".
    own = phrases("first_person") - ({"je", "g"} if _DUTCH.search(text) else {"g"})
    return not wording.has_any(own)


def _is_a_customers(text: str, wording: Wording) -> bool:
    """Tell whether somebody asks, or speaks of themselves."""
    return "?" in text or wording.has_any(phrases("first_person"))


def _asks_for_a_check(wording: Wording) -> bool:
    return wording.has_any(phrases("asks_for_a_check"))


def _count(wording: Wording) -> int:
    return sum(word.isalnum() for word in wording.words)


def _has_mail_header(text: str) -> bool:
    headers = "|".join(re.escape(header) for header in phrases("mail_headers"))
    return re.search(rf"(?:^|\n)\W{{0,3}}(?:{headers})\s?:", text, re.IGNORECASE) is not None


def continues(before: str, text: str) -> bool:
    """Tell whether `text` goes on where the message before stopped: a lure that was pasted in two parts.

    The first part has no address yet and does not end like a sentence, or the second does not begin like one.
    """
    first, second = readable(before).strip(), readable(text).strip()
    if not second or len(first.split()) < ENOUGH_BEFORE or split_links(first)[0] or _asks_for_a_check(Wording(first)):
        return False
    links, rest = split_links(second)
    if second.endswith("?") and not links and len(rest.split()) < ENOUGH_AS_A_STORY:
        return False  # a question about it
    is_only_an_address = bool(links) and len(rest.split()) < ENOUGH_BEFORE
    return first[-1] not in _ENDINGS or second[0].islower() or is_only_an_address
