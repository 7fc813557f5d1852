"""Finds and masks what customers should not have typed: card and account numbers, codes, addresses of mail.

Pure functions on text. A false alarm hides a number nobody needs here; a miss keeps one that a thief could use.
So where a check digit cannot decide (phones, codes), the surroundings and the length do, on the careful side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from stdnum import iban, luhn
from stdnum.be import nn

PersonalKind = Literal["card", "iban", "national_number", "phone", "email", "code", "password"]

MASK = "***"
MAX_LENGTH = 20_000  # characters looked at; what comes after is dropped, so that nothing unseen is stored

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.UNICODE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[\s.-]?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)
_IBAN_OF_DIGITS = re.compile(r"[A-Z]{2}\d{2}(?:[\s.-]?\d{2,4}){3,8}", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w])\+?\d(?:[\s./()-]{0,2}\d){2,23}(?!\w)")
# A password after its announcement: "mijn wachtwoord is Zonnetje123!"; without a digit or a sign it may be any word.
_PASSWORD = re.compile(
    r"\b(?:wachtwoord|paswoord|password|mot de passe|mdp)\s*(?:is|est|c'est|=|:)\s*(?=\S*[\d!@#$%&*_])(\S{4,64})",
    re.IGNORECASE,
)
_CODE_WORD = re.compile(
    r"\b(\w*codes?|pin|puk|cvc|cvv|cijfers|chiffres|digits|wachtwoord|paswoord|password|mot de passe|mdp|otp)\b",
    re.IGNORECASE,
)
IBAN_MIN_DIGITS = 12
_CODE_REACH = 40  # characters between a word such as "code" and the digits it names


@dataclass(frozen=True)
class PersonalItem:
    """One item found: its kind and where it stands, as offsets into the text."""

    kind: PersonalKind
    start: int
    end: int


def find_personal(text: str) -> list[PersonalItem]:
    """List what is personal in `text`, in reading order, without overlaps."""
    text = text[:MAX_LENGTH]
    found = [*_emails(text), *_ibans(text), *_passwords(text), *_numbers(text)]
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[PersonalItem] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def mask(text: str) -> str:
    """Return `text` with each personal item replaced by asterisks."""
    text = text[:MAX_LENGTH]
    for item in reversed(find_personal(text)):
        text = text[: item.start] + MASK + text[item.end :]
    return text


def _emails(text: str) -> Iterator[PersonalItem]:
    for match in _EMAIL.finditer(text):
        yield PersonalItem("email", *match.span())


def _passwords(text: str) -> Iterator[PersonalItem]:
    for match in _PASSWORD.finditer(text):
        yield PersonalItem("password", *match.span(1))


def _ibans(text: str) -> Iterator[PersonalItem]:
    for match in _IBAN.finditer(text):
        length = _iban_length(match.group())
        if length:
            yield PersonalItem("iban", match.start(), match.start() + length)


def _iban_length(candidate: str) -> int:
    """How many characters of `candidate` are an account number; 0 when it is none.

    The pattern may run on into the words that follow, so the longest valid start counts. A mistyped number has too many
    digits to be anything else.
    """
    for end in range(len(candidate), 14, -1):
        if not candidate[end - 1].isspace() and iban.is_valid(candidate[:end], check_country=False):
            return end
    mistyped = _IBAN_OF_DIGITS.match(candidate)
    return mistyped.end() if mistyped and sum(map(str.isdigit, mistyped.group())) >= IBAN_MIN_DIGITS else 0


def _numbers(text: str) -> Iterator[PersonalItem]:
    for match in _DIGITS.finditer(text):
        kind = _kind_of_number(match.group(), text[max(0, match.start() - _CODE_REACH) : match.end() + _CODE_REACH])
        if kind:
            yield PersonalItem(kind, *match.span())


def _kind_of_number(written: str, around: str) -> PersonalKind | None:
    digits = re.sub(r"\D", "", written)
    if len(digits) == 11 and nn.is_valid(digits):
        return "national_number"
    if len(digits) >= 12:
        # Cards, account and SIM numbers: nothing of that length is a date, an amount or a public number.
        return "card" if luhn.is_valid(digits) else "iban"
    if 3 <= len(digits) <= 8 and _CODE_WORD.search(around):
        return "code"
    return "phone" if _is_private_phone(written) else None


def _is_private_phone(written: str) -> bool:
    """A number someone could be called on; free and premium ones are public and stay readable."""
    try:
        number = phonenumbers.parse(written, "BE")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
