"""Finds telephone numbers: of Belgium, of its neighbours, and any that begins as those of other countries do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import phonenumbers
from stdnum.be import vat

from bot.content import incident
from bot.privacy.digits import COUNTING, Found, Row
from bot.privacy.names import Named
from bot.privacy.reading import Reading

_MOBILE = re.compile(r"04[5-9]|0[67]|032")
_WITHOUT_PLUS = re.compile(r"324[5-9]")
_NEIGHBOURS = ("32", "33", "31", "49", "352", "44")
_COMPANY_SHAPES = {(4, 3, 3), (10,), (4, 6)}
# How ten digits are grouped in France and the Netherlands.
_ABROAD_SHAPES = {
    (10,),
    (2, 2, 2, 2, 2),
    (3, 7),
    (4, 6),
    (3, 3, 4),
    (3, 3, 2, 2),
    (2, 8),
    (2, 4, 4),
    (3, 2, 2, 3),
    (1, 9),
}


def find_telephones(row: Row, named: Named, reading: Reading, ordinary: bytearray) -> Iterator[Found]:
    """Numbers on which a person is called, in Belgium and its neighbours; public ones stay readable."""
    behind = 0  # a public number
    for start, number in row.begins.items():
        if start < behind:
            continue
        token = row.tokens[number]
        sign = reading.text[max(0, token.start - 2) : token.start]
        is_abroad = sign.endswith("+") or (sign == "+ " and row.digits.startswith(_NEIGHBOURS, start))
        end = _telephone_end(row, start, is_abroad, named)
        if end is None:
            continue
        if is_public(row.digits[start:end], is_abroad):
            behind = end
            continue
        begins = token.start - (len(sign) - sign.rindex("+") if is_abroad else 0)
        ends = row.tokens[row.ends[end]].end
        if row.digits[start:end] in COUNTING:
            continue
        is_company = _is_company(row.digits[start:end], row.shape(start, end))
        # A date within a number that begins as mobile ones do is none.
        is_ordinary = ordinary[token.start] if _MOBILE.match(row.digits, start) else any(ordinary[begins:ends])
        if not is_company and not is_ordinary and not named.is_reference(row.first + number):
            yield "phone", begins, ends


def _is_company(digits: str, shape: tuple[int, ...]) -> bool:
    """Whether it is the number of a company, which is public: by its check digits, and written as those are."""
    return shape in _COMPANY_SHAPES and vat.is_valid(digits) and (shape == (4, 3, 3) or not _MOBILE.match(digits))


def _telephone_end(row: Row, start: int, is_abroad: bool, named: Named) -> int | None:
    """Behind the last digit of a telephone number that begins at digit `start`; nothing where none begins."""
    digits = row.digits
    if is_abroad or digits.startswith("00", start):
        after = start if is_abroad else start + 2
        country = next((length for length in (2, 1, 3) if _is_country(digits[after : after + length])), 0)
        lengths: tuple[int, ...] = tuple(range(15, 7, -1)) if country else ()
        if digits.startswith("32", after):
            trunk = digits[after + 2 : after + 3] == "0"  # +32 (0)470 12 34 56
            lengths = (11 + trunk, 10 + trunk, 9 + trunk)
        elif digits.startswith(("33", "31", "44", "34"), after):
            lengths = (12, 11, 10)
        return next((after + length for length in lengths if after + length in row.ends), None)
    if digits[start] == "0" and digits[start + 1 : start + 2] not in ("", "0"):
        lengths = (12, 11, 10, 9) if _is_called_telephone(row, start, named) else _national_lengths(digits, start)
        end = next((start + length for length in lengths if start + length in row.ends), None)
        return end if end is None or _is_grouped(row, start, end) else None
    if _WITHOUT_PLUS.match(digits, start) and start + 11 in row.ends:
        return start + 11
    # Without the zero, only when it is dictated, or called a telephone number.
    is_dictated = row.tokens[row.begins[start]].spelled and _MOBILE.match("0" + digits[start:]) is not None
    if is_dictated and start + 9 in row.ends:
        return start + 9
    if digits[start] in "4621" and _is_called_telephone(row, start, named):
        return next((start + length for length in (9, 8) if start + length in row.ends), None)
    return None


def _national_lengths(digits: str, start: int) -> tuple[int, ...]:
    """How many digits a number with this beginning may have: mobile ones ten, as those of the neighbours."""
    second, third = digits[start + 1], digits[start + 2 : start + 3]
    if second == "4" and third in tuple("56789"):
        return (10,)
    if second == "7" and third != "0":  # British mobile ones
        return (11, 10)
    if second == "1" and third in tuple("567"):  # German mobile ones
        return (9, 10, 11, 12)
    return (10, 9)


def _is_grouped(row: Row, start: int, end: int) -> bool:
    """Whether ten digits are written as a number of France or the Netherlands is, or begin as a mobile one."""
    return end - start != 10 or _MOBILE.match(row.digits, start) is not None or row.shape(start, end) in _ABROAD_SHAPES


def _is_called_telephone(row: Row, start: int, named: Named) -> bool:
    number = row.first + row.begins[start]
    return named.of(number, number + len(row.tokens) - 1 - row.begins[start]) == "phone"


def is_public(digits: str, is_abroad: bool) -> bool:
    """Whether anybody may know the number: free and paid lines, short ones, and those that incident.yml names."""
    if any(number in digits for number in _published()):
        return True
    national = "0" + digits[2:] if is_abroad else "0" + digits[4:] if digits.startswith("00") else digits
    return national.startswith(("080", "090", "070", "078", "077")) or len(national) <= 4


@cache
def _published() -> frozenset[str]:
    """The digits of the numbers in incident.yml, as they are dialled abroad and at home."""
    numbers = {re.sub(r"\D", "", url) for url in incident().published() if url.startswith("tel:")}
    return frozenset(number for number in numbers | {"0" + number[2:] for number in numbers} if len(number) > 6)


def _is_country(code: str) -> bool:
    return code.isdigit() and int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE and code[0] != "0"
