"""Account numbers and wallets in a message that money is to go to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import phrases, sign_phrases
from bot.fraud.wording import Wording

# The reference of a bill, beside which an account number is usual; and the mere word, which fraudsters write as well.
_REFERENCE = re.compile(r"[+*]{3}\s?\d{3}\s?/\s?\d{4}\s?/\s?\d{5}\s?[+*]{3}")
_CALLED_REFERENCE = re.compile(r"\b(?:communication|mededeling|reference)\b", re.IGNORECASE)
_WALLET = re.compile(
    r"(?<![A-Za-z0-9])(?:bc1[a-z0-9]{8,60}|0x[0-9a-fA-F]{16,40}|T[1-9A-HJ-NP-Za-km-z]{33})(?![A-Za-z0-9])"
)
# Characters of an account number, by country.
_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "KZ", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE", "ME", "RS"), 22),
    **dict.fromkeys(("AE", "GI", "IL"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "RO", "SA", "SE", "SK", "TN"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("TR", "IS"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "LB", "PL"), 28),
    **dict.fromkeys(("MU",), 30),
    **dict.fromkeys(("MT",), 31),
}
HOME = "BE"


def _of_length(length: int) -> str:
    """Account numbers of so many characters, with or without a sign before each; nothing in it can be read two ways."""
    countries = "|".join(country for country, its in _LENGTHS.items() if its == length)
    return rf"(?:{countries})\s?\d{{2}}(?:[ .\-]?[A-Z0-9]){{{length - 4}}}"


# Shape only: fraudsters' messages, too, have slips in them.
_IBAN = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(_of_length, sorted({*_LENGTHS.values()})))})(?![A-Za-z0-9])")
# Beside these, only the reference of a bill excuses an account.
_THREATS = (Sign.THREAT, Sign.LEGAL_THREAT, Sign.IMPERSONATES_AUTHORITY)
REACH = 60  # characters beside an account number that say whose it is
MAX_ACCOUNTS = 10


def without_accounts(text: str) -> str:
    """`text` without account numbers, whose parts look like telephone numbers."""
    return _IBAN.sub(" ", text)


def account_signs(text: str, wording: Wording, *, from_authority: bool) -> Iterator[Evidence]:
    """The signs by account number in a readable text, the customer's own aside; `wording`: of the whole text;
    `from_authority`: it claims to be from a public body or a collector of debts."""
    is_new = wording.has_any(sign_phrases()[Sign.CHANGED_ACCOUNT])
    is_shared = wording.has_any(phrases("paid_together"))
    is_threat = any(wording.has_any(sign_phrases()[sign]) for sign in _THREATS)
    is_pressing = is_threat or from_authority
    has_reference = _REFERENCE.search(text) or (_CALLED_REFERENCE.search(text) and not is_pressing)
    for match in islice(_IBAN.finditer(text), MAX_ACCOUNTS):
        before, after = text[max(0, match.start() - REACH) : match.start()], text[match.end() : match.end() + REACH]
        if Wording(before).has_any(phrases("own_account")):
            continue
        country = match.group()[:2]
        detail = f"{country}…{''.join(match.group().split())[-4:]}"
        if country != HOME:
            yield Evidence(Sign.FOREIGN_ACCOUNT, detail)
        elif is_new or not (
            has_reference
            or (not is_threat and _is_paid_out(before, after))
            or (not is_pressing and (is_shared or _names_payer(after)))
        ):
            yield Evidence(Sign.PAY_TO_ACCOUNT, detail)
    for _ in islice(_WALLET.finditer(text), 1):
        yield Evidence(Sign.UNUSUAL_PAYMENT)


def _is_paid_out(before: str, after: str) -> bool:
    """Tell whether it is the customer who is paid."""
    return any(Wording(words).has_any(phrases("paid_out_to")) for words in (before, after))


def _names_payer(after: str) -> bool:
    """Tell whether who pays is to be named, as with clubs and schools, or gets a certificate."""
    return Wording(after).has_any(phrases("payer_named"))
