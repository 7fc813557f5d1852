"""A few hundred thousand n-grams that can be looked up, in twelve bytes each.

A dictionary takes a hundred and fifty bytes for each, fifty megabytes for each of the classifiers that read words and
letters. Here an n-gram is known by a number of 64 bits, made of its characters; the numbers of all n-grams of a message
are made at once, and looked up at once.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint32]  # of characters
Bounds = npt.NDArray[np.intp]

# The number is the sum of each character times this to the power of its place, modulo 2^64. It has to be odd.
FACTOR = 0x9E3779B97F4A7C15
LONG = 1 << 14  # characters; what is longer waits while more powers are computed
LINES_AT_ONCE = 1_000


class KnownNgrams:
    """Tells which place each n-gram has in the list that it was made from."""

    def __init__(self, lines: str) -> None:
        """`lines` are the n-grams, each once, one a line."""
        numbers = _numbers_of_lines(_codes(lines))
        order = np.argsort(numbers)
        self._numbers, self._places = numbers[order], order.astype(np.int32)
        if (self._numbers[1:] == self._numbers[:-1]).any():
            raise ValueError("Two n-grams have the same number: bot/features/known_ngrams.py needs another FACTOR.")

    def __len__(self) -> int:
        return len(self._numbers)

    def places(self, text: str, starts: list[int], ends: list[int]) -> list[int]:
        """The places of those n-grams of `text` that are known; the n-grams reach from `starts` to before `ends`."""
        wanted = _numbers(_codes(text), np.array(starts, dtype=np.intp), np.array(ends, dtype=np.intp))
        found = np.minimum(np.searchsorted(self._numbers, wanted), len(self._numbers) - 1)
        places: list[int] = self._places[found[self._numbers[found] == wanted]].tolist()
        return places


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _numbers_of_lines(codes: Codes) -> Numbers:
    breaks = np.flatnonzero(codes == ord("\n"))
    starts, ends = np.append(0, breaks + 1), np.append(breaks, len(codes))
    some = [*range(0, len(starts), LINES_AT_ONCE), len(starts)]
    return np.concatenate(
        [
            _numbers(
                codes[starts[one] : ends[next_one - 1]],
                *(bound[one:next_one] - starts[one] for bound in (starts, ends)),
            )
            for one, next_one in pairwise(some)
        ]
    )


def _numbers(codes: Codes, starts: Bounds, ends: Bounds) -> Numbers:
    """The numbers of some pieces of a text; a piece has the same number wherever it stands."""
    powers, inverses = _powers() if len(codes) < LONG else _new_powers(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum((codes + np.uint64(1)) * powers[: len(codes)], out=sums[1:])
    numbers: Numbers = (sums[ends] - sums[starts]) * inverses[starts]
    return numbers


@cache
def _powers() -> tuple[Numbers, Numbers]:
    return _new_powers(LONG)


def _new_powers(count: int) -> tuple[Numbers, Numbers]:
    """So many powers of FACTOR, and of the number that undoes it."""
    powers, inverses = (
        np.multiply.accumulate(np.array([1] + [base] * (count - 1), dtype=np.uint64))
        for base in (FACTOR, pow(FACTOR, -1, 2**64))
    )
    return powers, inverses
