"""The rows of digits in a text, and the numbers that everybody writes: dates, times, amounts and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.privacy.reading import Reading, Token

Found = tuple[str, int, int]  # kind, and offsets into the folded text

_WEAK_GAP = re.compile(r"(?:(?!\*\*|\n\s*\n)[^\w+=€$£%*]|_|(?<!\*)\*){0,5}")
_USUAL_GAPS = " .-/"
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # each digit's double, its digits added
_DATE = re.compile(
    r"(?<![\d/-])(?<!\d\.)(?:"
    r"(?P<day>\d{1,2})(?P<a>\s?[./-]\s?|\s)(?P<month>\d{1,2})(?P=a)(?:(?:19|20)\d\d|(?<! )'?\d\d)"
    r"|(?:19|20)\d\d(?P<b>[./ -])(?P<month2>\d{1,2})(?P=b)(?P<day2>\d{1,2})"
    r")(?!\d|[/.-]\d)"
)
_MONTH = re.compile(r"(?<![\d/.-])(?<!\d )(?:0[1-9]|1[0-2])[ /.-](?:19|20)\d\d(?![\d/-]| \d)")
_DAY = re.compile(r"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])(?![\d/]|[ .-]\d)")
_VERSION = re.compile(r"(?<![\d.])v?\d{1,2}(?:\.\d{1,2}){1,3}(?![\d-]|\.\d)")
_FILE = re.compile(r"[\w.-]{1,100}\.(?:jpe?g|png|pdf|docx?|zip|html?|gif|heic|mp[34]|txt|csv|xlsx?|eml|msg)\b")
_DECIMAL = re.compile(r"(?<![\d.,])\d{1,4}[.,]\d{2}(?![\d.,-]|\s\d)")
_TIME = re.compile(r"(?<![\d.:/-])(?:[01]?\d|2[0-4]) ?[:hu] ?[0-5]\d(?::[0-5]\d)?(?![\d:/])")
_MONEY = r"(?:€|\$|£|eur\b|euros?\b|usd\b|%)"
_AMOUNT = re.compile(
    r"[€$£] ?\d[\d.,' ]{0,20}\d?"
    rf"|(?<![\d.,-])\d{{1,3}}(?:[. ']\d{{3}}){{1,4}}(?:,\d{{1,2}}|,-)? ?{_MONEY}"
    rf"|(?<![\w.,-])\d{{1,9}}(?:[.,]\d{{1,2}}|,-)? ?{_MONEY}"
)
_IP_ADDRESS = re.compile(r"(?<![\d.])(?:(?:[1-9]\d?|1\d\d|2[0-5]\d|0)\.){3}(?:[1-9]\d?|1\d\d|2[0-5]\d|0)(?![\d.]\d)")
_STRUCTURED = re.compile(r"(?<![\d/])\d{3} ?/ ?\d{4} ?/ ?\d{5}(?![\d/])")
YEAR = re.compile(r"(?:19|20)\d\d")
COMPACT_DATE = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
# Emergency and information numbers, beginnings of others, many a post code, round sums.
PUBLIC_SHORT = re.compile(
    r"10[0-8]|11[0-9]|[1-9]00|0[789]0|078|12(?:0[47]|1[24])|13(?:0[78]|13)|17\d\d|18(?:13|19|50)|[1-9]\d00|0[89]00|0032"
)
# Counting aloud is no number.
COUNTING = "01234567891011121314151617181920"


@dataclass(frozen=True)
class Row:
    """Digits that follow each other with only separators between; `first` is the number of its first token."""

    tokens: list[Token]
    first: int
    digits: str
    begins: dict[int, int]  # the digit with which a token begins, and which token of the row that is
    ends: dict[int, int]  # the same of the digit behind a token's last

    def is_luhn(self, start: int, end: int) -> bool:
        """Whether digits `start` to `end` have Luhn's check digit, told from sums and not by adding again."""
        sums = self._sums[(end - 2) % 2]
        return (sums[end] - sums[start]) % 10 == 0

    @cached_property
    def _sums(self) -> tuple[list[int], list[int]]:
        """Up to each digit, with those at even places doubled, and with those at odd ones."""
        even, odd = [0], [0]
        for at, digit in enumerate(self.digits):
            single, doubled = int(digit), _DOUBLED[int(digit)]
            even.append(even[-1] + (single if at % 2 else doubled))
            odd.append(odd[-1] + (doubled if at % 2 else single))
        return even, odd

    def shape(self, start: int, end: int) -> tuple[int, ...]:
        """How the digits are grouped."""
        return self._lengths[self.begins[start] : self.ends[end] + 1]

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(len(token.digits) for token in self.tokens)


def rows(reading: Reading) -> Iterator[Row]:
    """All rows of digits. Digits in words and in figures make rows apart."""
    tokens = reading.tokens
    at = 0
    while at < len(tokens):
        if not tokens[at].digits:
            at += 1
            continue
        last = at
        while (
            last + 1 < len(tokens)
            and tokens[last + 1].digits
            and (_goes_on(reading, last) or _is_dialled(reading, at, last))
        ):
            last += 1
        yield _row(tokens[at : last + 1], at)
        at = last + 1


def ordinary_numbers(text: str) -> bytearray:
    """For each character, whether it belongs to a date, a time, an amount, a version, a file's name or the like."""
    ordinary = bytearray(len(text))
    for match in _DATE.finditer(text):
        day, month = int(match["day"] or match["day2"]), int(match["month"] or match["month2"])
        if 0 < min(day, month) <= 12 and 0 < max(day, month) <= 31:
            ordinary[match.start() : match.end()] = b"\1" * len(match.group())
    for pattern in (_FILE, _MONTH, _DAY, _VERSION, _DECIMAL, _TIME, _AMOUNT, _STRUCTURED, _IP_ADDRESS):
        for match in pattern.finditer(text):
            ordinary[match.start() : match.end()] = b"\1" * len(match.group())
    return ordinary


def _goes_on(reading: Reading, at: int) -> bool:
    one, other = reading.tokens[at], reading.tokens[at + 1]
    if one.spelled != other.spelled and "0" not in (one.digits, other.digits):
        return False
    if other.start == one.end + 1 and reading.text[one.end] in _USUAL_GAPS:
        return True
    return _WEAK_GAP.fullmatch(reading.text, one.end, other.start) is not None


def _is_dialled(reading: Reading, first: int, last: int) -> bool:
    """Whether a telephone number goes on in figures that began in words: "oh four seven seven, 31 82 90"."""
    said, figures = reading.tokens[first : last + 1], reading.tokens[last + 1]
    return (
        last - first < 6
        and said[0].digits == "0"
        and not figures.spelled
        and all(token.spelled for token in said)
        and sum(len(token.digits) for token in said) in (3, 4)
        and _WEAK_GAP.fullmatch(reading.text, said[-1].end, figures.start) is not None
    )


def _row(tokens: list[Token], first: int) -> Row:
    digits = "".join(token.digits for token in tokens)
    begins, ends, place = {}, {}, 0
    for number, token in enumerate(tokens):
        begins[place] = number
        place += len(token.digits)
        ends[place] = number
    return Row(tokens, first, digits, begins, ends)
