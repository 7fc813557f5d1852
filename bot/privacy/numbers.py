"""Finds numbers that are somebody's: cards, accounts, national and identity card numbers, SIM cards, telephones.

Each kind is looked for by itself in every row of digits, so that none hides another. Where check digits tell, they
decide, whatever stands between the digits; where they do not, the shape and the name beside it do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import phonenumbers
from stdnum import iban, numdb
from stdnum.be import eid, ssn

from bot.privacy.digits import COUNTING, Found, Row
from bot.privacy.names import NO_SECRET, Named, lists
from bot.privacy.reading import Reading
from bot.privacy.telephones import find_telephones

_TIGHT_GAP = re.compile(r" {0,2}|\n| ?[-./_|:,] ?")
_MISTYPED = re.compile(r"[a-z]{2}\d{12,}")
# Cards of the schemes that are used here, by their first digits.
_CARDS = (
    (re.compile(r"4|5|6|2[2-7]|35"), (19, 18, 17, 16)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3[068]"), (14,)),
)
_SCHEMES = re.compile(r"[256]|4|3[04-8]")  # how the numbers of cards begin
_CARD_SHAPES = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4)}
_NATIONAL_SHAPES = {(2, 2, 2, 3, 2), (6, 3, 2)}  # also with a wrong digit: nothing else is grouped so
_IDENTITY_SHAPE = (3, 7, 2)  # of an identity card, and of an account before the IBAN
_SIM = "89"  # how the number of every SIM card begins
_LONG = range(16, 21)  # digits; whole and without another name, nothing else that people write has as many


def find_numbers(reading: Reading, named: Named, ordinary: bytearray, digit_rows: Iterable[Row]) -> Iterator[Found]:
    yield from _ibans(reading)
    for row in digit_rows:
        if len(row.digits) >= 6:
            yield from _checked(row, named, ordinary)
            yield from find_telephones(row, named, reading, ordinary)
            yield from _by_shape_and_name(row, named, reading, ordinary)


def _checked(row: Row, named: Named, ordinary: bytearray) -> Iterator[Found]:
    """What check digits tell."""
    for start in row.begins:
        for length in _lengths_of_cards(row.digits[start : start + 2]):
            end = start + length
            if end in row.ends and row.is_luhn(start, end) and _is_card(row, start, end, named):
                yield _found("card", row, start, end)
                yield from _security_code(named.reading, row.first + row.ends[end], ordinary)
                break
        if (
            start + 11 in row.ends
            and _is_date_of_birth(row.digits, start)
            and _may_be_national(row.digits, start)
            and ssn.is_valid(row.digits[start : start + 11])
        ):
            yield _found("national_number", row, start, start + 11)


@cache
def _lengths_of_cards(beginning: str) -> tuple[int, ...]:
    return next((lengths for digits, lengths in _CARDS if digits.match(beginning)), ())


def _is_card(row: Row, start: int, end: int, named: Named) -> bool:
    """Whether digits with the right check digit are written as a card's are: in equal groups, or called a card."""
    shape = row.shape(start, end)
    if shape in _CARD_SHAPES:
        return True
    first, last = row.first + row.begins[start], row.first + row.ends[end]
    name = named.of(first, last)
    return name != NO_SECRET and (name == "card" or len(set(shape[:-1])) <= 1)


def _security_code(reading: Reading, card_last: int, ordinary: bytearray) -> Iterator[Found]:
    """The three digits behind a card's number, and behind its date: "4111 1111 1111 1111, 12/27, 472"."""
    tokens = reading.tokens
    for at in range(card_last + 1, min(card_last + 8, len(tokens))):
        token = tokens[at]
        if token.digits and len(token.digits) != 3:
            if len(token.digits) not in (2, 4):  # of a date
                return
        elif token.digits:
            is_alone = (
                at + 1 == len(tokens) or not tokens[at + 1].digits or reading.between(at, at + 1) not in (" ", ".")
            )
            if (
                is_alone
                and not any(ordinary[token.start : token.end])
                and reading.text[token.end : token.end + 2].strip() not in lists().units
            ):
                yield "code", token.start, token.end
            return
        elif len(token.text) > 8:
            return


def _by_shape_and_name(row: Row, named: Named, reading: Reading, ordinary: bytearray) -> Iterator[Found]:
    """What the grouping of the digits tells, or what the number is called."""
    for start, end in _whole_numbers(row, reading):
        first, last = row.first + row.begins[start], row.first + row.ends[end]
        begins, ends = reading.tokens[first].start, reading.tokens[last].end
        digits, name = row.digits[start:end], named.of(first, last)
        shape = row.shape(start, end)
        is_national = name == "national_number" or shape in _NATIONAL_SHAPES
        if digits in COUNTING or (any(ordinary[begins:ends]) and not is_national):
            continue
        kind = _kind_of(digits, shape, name)
        if kind == "card" and _are_years(row, start, end):
            continue
        if kind:
            yield kind, _with_letters(reading, first) if kind == "identity_card" else begins, ends


def _kind_of(digits: str, shape: tuple[int, ...], name: str | None) -> str | None:
    """What a number is by its length, its grouping and its name; a kind, or nothing."""
    length = len(digits)
    if shape in _NATIONAL_SHAPES or (name == "national_number" and 9 <= length <= 12):
        return "national_number"
    if name == NO_SECRET:
        return "identity_card" if shape == _IDENTITY_SHAPE else None
    if shape == (6, 5) and _is_date_of_birth(digits, 0):
        return "national_number"
    is_grouped = max(shape) > 2  # "3 14 22 31 40 44" are the numbers of a lottery
    if length == 11 and is_grouped and name in (None, "identity_card") and _is_date_of_birth(digits, 0, strictly=True):
        return "national_number"
    if shape == _IDENTITY_SHAPE or (name == "identity_card" and 6 <= length <= 12):
        return "identity_card"
    if length == 12 and shape != (3, 4, 5) and eid.is_valid(digits):
        return "identity_card"
    if (18 <= length <= 20 and digits.startswith(_SIM)) or (name == "sim" and length >= 10):
        return "sim"
    if name == "account" and 10 <= length <= 34:
        return "iban"
    if (
        (name == "card" and 12 <= length <= 19)
        or shape in _CARD_SHAPES
        or (length in _LONG and min(shape) >= 3 and _SCHEMES.match(digits))
    ):
        return "card"
    return None


def _whole_numbers(row: Row, reading: Reading) -> Iterator[tuple[int, int]]:
    """The parts of a row that are written as one number: with one separator, or a few spaces, between groups."""
    start = 0
    for end in sorted(row.ends):
        number = row.ends[end]
        if number + 1 < len(row.tokens):
            gap = reading.text[row.tokens[number].end : row.tokens[number + 1].start]
            if _TIGHT_GAP.fullmatch(gap):
                continue
        yield start, end
        start = end


def _is_date_of_birth(digits: str, start: int, strictly: bool = False) -> bool:
    """Of a national number, or of a bis number, whose months are 20 or 40 higher; days and months may be unknown."""
    month, day = int(digits[start + 2 : start + 4] or 99), int(digits[start + 4 : start + 6] or 99)
    lowest = 1 if strictly else 0
    return month <= 52 and lowest <= month % 20 <= 12 and lowest <= day <= 31


def _may_be_national(digits: str, start: int) -> bool:
    """Whether the check digits of a national number fit: a sum, before the library parses the date."""
    number, check = int(digits[start : start + 9]), int(digits[start + 9 : start + 11])
    return check in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)


def _with_letters(reading: Reading, first: int) -> int:
    """Where a number begins that may have a letter or two before its digits, as passports have."""
    before, token = reading.tokens[first - 1] if first else None, reading.tokens[first]
    if (
        before
        and not before.digits
        and len(before.text) <= 3
        and reading.is_capital(before)
        and before.end + 1 >= token.start
    ):
        return before.start
    return token.start


def _are_years(row: Row, start: int, end: int) -> bool:
    tokens = row.tokens[row.begins[start] : row.ends[end] + 1]
    return all(len(token.digits) == 4 and token.digits[:2] in ("19", "20") for token in tokens)


def _found(kind: str, row: Row, start: int, end: int) -> Found:
    return kind, row.tokens[row.begins[start]].start, row.tokens[row.ends[end]].end


def _ibans(reading: Reading) -> Iterator[Found]:
    """Account numbers: a country's letters and as many letters and digits as its numbers have, whatever stands between.

    Where the check digits are wrong, one that is written as one number and is built like one is taken for mistyped.
    """
    text = reading.text
    places = [match.start() for match in re.finditer(r"[a-z0-9]", text)]
    compact = "".join(text[place] for place in places)
    structures = _structures()
    for match in re.finditer(r"(?=([a-z]{2})\d{2})", compact):
        structure = structures.get(match[1])
        start = match.start()
        if structure is None or places[start + 3] - places[start] > 8:
            continue
        length, built = structure
        number = compact[start : start + length]
        if _is_close(places, start, len(number)) and len(number) == length:
            is_whole = places[start + 2] - places[start] <= 3
            if iban.is_valid(number, check_country=False) or (
                is_whole
                and built.fullmatch(number)
                and sum(map(str.isdigit, number)) >= 0.6 * length
                and _is_written(reading, places, start)
            ):
                yield "iban", places[start], places[start + length - 1] + 1
                continue
        mistyped = _MISTYPED.match(compact[start : start + length + 2])
        if mistyped and places[start + 2] - places[start] == 2 and _is_close(places, start, mistyped.end()):
            yield "iban", places[start], places[start + mistyped.end() - 1] + 1


def _is_close(places: list[int], start: int, length: int) -> bool:
    chosen = places[start : start + length]
    return all(after - before <= 5 for before, after in pairwise(chosen))


def _is_written(reading: Reading, places: list[int], start: int) -> bool:
    """Whether the two letters are a country's and no word ("no", "de"): in capitals, or glued to the digits."""
    original = reading.original[reading.offsets[places[start]]]
    return original.isupper() or places[start + 2] - places[start] == 2


@cache
def _structures() -> dict[str, tuple[int, re.Pattern[str]]]:
    """By country: how long an account number is, and how it is built."""
    characters = {"n": r"\d", "a": "[a-z]", "c": "[a-z0-9]"}
    structures = {}
    for country in {
        region.lower() for regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.values() for region in regions
    }:
        parts = numdb.get("iban").info(country.upper())
        if bban := parts[0][1].get("bban"):
            built = re.findall(r"(\d+)!([nac])", bban)
            pattern = "".join(f"{characters[kind]}{{{count}}}" for count, kind in built)
            structures[country] = (4 + sum(int(count) for count, _ in built), re.compile(r"[a-z]{2}\d{2}" + pattern))
    return structures
