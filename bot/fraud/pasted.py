"""Whether what a customer wrote has a message in it to look at, or only asks whether they may show one.

In doubt it has none: to ask for the text again costs little; "no sign found", said of a customer's own story, is wrong.
"""

from __future__ import annotations

import re

from bot.fraud.files import file_signs
from bot.fraud.links import find_links, without_links
from bot.fraud.numbers import number_signs
from bot.fraud.readable import readable
from bot.fraud.signs import Sign, Strength
from bot.fraud.table import phrases, sign_phrases
from bot.fraud.wording import Wording
from bot.fraud.wording_signs import names_amount, wording_signs

ENOUGH_WORDS = 12  # with a sign among them
ENOUGH_WITHOUT_A_CUSTOMER = 10
ENOUGH_AS_A_MESSAGE = 8  # after a colon
ENOUGH_WITH_AN_AMOUNT = 5
ENOUGH_BESIDE_A_REQUEST = 20
QUOTED_WORDS = 4

_QUOTE = re.compile(r"\"([^\"]{12,2000})\"|[«“„]([^«»“”„]{12,2000})[»”“]|(?<!\w)['‘]([^'‘’]{30,2000})['’](?!\w)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_INTRODUCTION = re.compile(r":\s|^\W{0,3}\w{3,20} [-–—] ")


def looks_pasted(text: str) -> bool:
    """Tell whether `text` holds a message or link, as opposed to "can you check a message?"."""
    whole = readable(text)
    if find_links(whole) or _MAIL.search(whole) or _quotes(whole) or _has_mail_header(whole):
        return True
    rest = without_links(whole)
    if any(file_signs(rest)):
        return True
    wording = Wording(rest)
    greets = wording.has_any(sign_phrases()[Sign.GENERIC_GREETING])
    return greets or _introduces(whole) or _speaks_for_a_company(wording) or _reads_as_message(whole, wording)


def _reads_as_message(text: str, wording: Wording) -> bool:
    """Judge by the signs of fraud: one is enough in a long text, two where the customer asks for a check as well."""
    words = _count(wording)
    found = (*wording_signs(wording, unofficial_link=True, advice_excuses=False), *number_signs(text, brand_named=True))
    signs = {evidence.sign for evidence in found}
    telling = len(signs) >= 2 or any(sign.strength is Strength.STRONG for sign in signs)
    amount = names_amount(text)
    if _asks_for_a_check(wording):
        return (telling and words >= ENOUGH_WORDS) or (amount and words >= ENOUGH_BESIDE_A_REQUEST)
    return telling or (bool(signs) and words >= ENOUGH_WORDS) or (amount and words >= ENOUGH_WITH_AN_AMOUNT)


def _quotes(text: str) -> bool:
    quotes = (next(filter(None, match.groups())) for match in _QUOTE.finditer(text))
    return any(len(quote.split()) >= QUOTED_WORDS for quote in quotes)


def _introduces(text: str) -> bool:
    """Tell whether a message follows a colon or a sender's name: "il dit exactement : ...", "Proximus - ..."."""
    introduction = _INTRODUCTION.search(text)
    if introduction is None:
        return False
    rest = Wording(text[introduction.end() :])
    words = _count(rest)
    return words >= ENOUGH_BESIDE_A_REQUEST or (words >= ENOUGH_AS_A_MESSAGE and not _asks_for_a_check(rest))


def _speaks_for_a_company(wording: Wording) -> bool:
    """Tell whether nobody speaks of themselves or asks for a check, in a text as long as a message."""
    customer_speaks = wording.has_any(phrases("first_person")) or _asks_for_a_check(wording)
    return _count(wording) >= ENOUGH_WITHOUT_A_CUSTOMER and not customer_speaks


def _asks_for_a_check(wording: Wording) -> bool:
    return wording.has_any(phrases("asks_for_a_check"))


def _count(wording: Wording) -> int:
    return sum(word.isalnum() for word in wording.words)


def _has_mail_header(text: str) -> bool:
    headers = "|".join(re.escape(header) for header in phrases("mail_headers"))
    return re.search(rf"(?:^|\n)\W{{0,3}}(?:{headers})\s?:", text, re.IGNORECASE) is not None
