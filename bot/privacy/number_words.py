"""Numbers written in words, in any of our languages, read as the digits that they dictate.

"zero four seven" is 047, "quatre-vingt-douze" 92, "vijfenveertig" 45, "quatre cent septante" 470. What a word says by
itself ("een", "neuf") does no harm: only a row of digits is ever taken for a secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from bot.content import read_content
from bot.language import LANGUAGES, facts

_THOUSAND = 1000


class NumberWords:
    """Reads the numbers among the `words` of a text; `near[n]`: only a space or a hyphen precedes word n."""

    def __init__(self, words: list[str], near: list[bool]) -> None:
        self._words = words
        self._near = near
        self._values, self._repeats = _values()
        self._joints = frozenset(facts(language).and_ for language in LANGUAGES)
        self._turning = frozenset(facts(language).and_ for language in LANGUAGES if facts(language).unit_before_ten)

    def numbers(self) -> Iterator[tuple[int, int, str]]:
        """Each number: the indices of its first and last word, and its digits."""
        at = 0
        while at < len(self._words):
            word = self._words[at]
            found = self._number(at) if word in self._values or word in self._repeats else None
            if found:
                yield at, *found
            at = found[0] + 1 if found else at + 1

    def _number(self, at: int) -> tuple[int, str] | None:
        """A number up to 9,999: "deux mille cinq", "two thousand and five"."""
        number = self._below_thousand(at)
        if number is None or (self._value(number[0] + 1) != _THOUSAND and number[1] != str(_THOUSAND)):
            return number
        last, thousands = (number[0], 1) if number[1] == str(_THOUSAND) else (number[0] + 1, int(number[1]))
        if not 0 < thousands < 10:
            return number
        joined = self._is_near(last + 1) and self._words[last + 1] in self._joints
        rest = self._below_thousand(last + 1 + joined) if self._value(last + 1 + joined) else None
        if rest and int(rest[1]) < _THOUSAND:
            return rest[0], str(thousands * _THOUSAND + int(rest[1]))
        return last, str(thousands * _THOUSAND)

    def _below_thousand(self, at: int) -> tuple[int, str] | None:
        if times := self._repeats.get(self._words[at]):
            repeated = self._value(at + 1)
            return (at + 1, str(repeated) * times) if repeated is not None and repeated < 10 else None
        last, number = self._below_hundred(at)
        if self._value(last + 1) == 100 and 1 < number < 10:
            last, number = last + 1, number * 100
        if number in range(100, 1000, 100):
            joined = self._is_near(last + 1) and self._words[last + 1] in self._joints
            following = self._value(last + 1 + joined)
            if following and following < 100:
                last, rest = self._below_hundred(last + 1 + joined)
                number += rest
        return last, str(number)

    def _below_hundred(self, at: int) -> tuple[int, int]:
        """Tens take a unit along, with "et" or without; "soixante" and "quatre-vingt" what is below twenty."""
        word, number = self._words[at], self._values[self._words[at]]
        last = at
        if word == "quatre" and self._value(at + 1) == 20:
            last, number = at + 1, 80
        if number in range(20, 100, 10):
            joined = self._is_near(last + 1) and self._words[last + 1] in self._joints - self._turning
            unit_at = last + 2 if joined else last + 1
            unit = self._value(unit_at)
            if unit and unit < (20 if word in ("soixante", "quatre") else 10):
                end, unit = self._teen(unit_at, unit)
                return end, number + unit
        elif number in range(1, 10) and self._is_near(at + 1) and self._words[at + 1] in self._turning:
            tens = self._value(at + 2) or 0  # such as Dutch: "vijf en veertig"
            if tens in range(20, 100, 10):
                return at + 2, tens + number
        return self._teen(last, number)

    def _teen(self, at: int, number: int) -> tuple[int, int]:
        """French "dix-sept" is two words."""
        unit = self._value(at + 1) or 0 if self._words[at] == "dix" else 0
        return (at + 1, number + unit) if unit in (7, 8, 9) else (at, number)

    def _value(self, at: int) -> int | None:
        return self._values.get(self._words[at]) if self._is_near(at) else None

    def _is_near(self, at: int) -> bool:
        return at < len(self._words) and self._near[at]


@cache
def _values() -> tuple[dict[str, int], dict[str, int]]:
    """What each word says, and how often the number after it is repeated."""
    content = read_content("secrets.yml")
    table: dict[int, dict[str, list[str]]] = content["number_words"]
    values = {word: value for value, words in table.items() for row in words.values() for word in row}
    for language in (one for one in LANGUAGES if facts(one).unit_before_ten):
        word = {number: row[language][0] for number, row in table.items() if row.get(language)}
        for unit, tens in product(range(1, 10), range(20, 100, 10)):
            values[f"{word[unit]}{facts(language).and_}{word[tens]}"] = tens + unit
        for unit in range(2, 10):
            values[f"{word[unit]}{word[100]}"] = unit * 100
    return values, {
        word: times for times, words in content["repeats"].items() for row in words.values() for word in row
    }
