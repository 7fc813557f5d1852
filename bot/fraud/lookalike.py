"""Whether a name in an address borrows a brand's: contained, hidden by hyphens, or misspelt so that nobody notices."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.fraud.similar_letters import readings
from bot.fraud.table import listed

SHORT_BRAND = 8  # letters; shorter brands have too many neighbours among ordinary words for two changes
TOO_SHORT = 5  # a brand of fewer letters is recognised only as it is


def contains_brand(label: str, brand: str) -> bool:
    """Tell whether `label` has the brand's name, hyphens aside: "my-proximus", "proxi-mus"."""
    return brand.lower() in _compact(label)


def imitates(label: str, brand: str) -> bool:
    """Tell whether `label`, or a part of it between hyphens, may be misread as the brand while it is another name.

    Two changes are allowed, one for a short brand; in the middle of a longer name, one.
    """
    brand = brand.lower()
    parts = _parts(label)
    return len(brand) >= TOO_SHORT and any(_is_near(part, brand) for part in parts if part and brand not in part)


def _is_near(part: str, brand: str) -> bool:
    allowed = 1 if len(brand) < SHORT_BRAND else 2
    return any(
        meant in read
        or OSA.distance(read, meant, score_cutoff=allowed) <= allowed
        or (len(brand) >= SHORT_BRAND and _has_near_piece(read, meant))
        for (read, letters), (meant, needed) in zip(_read(part), _read(brand), strict=True)
        if len(needed - letters) <= allowed  # each change takes away one letter at most
    )


@lru_cache(maxsize=4096)  # of names, again and again
def _read(word: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The ways `word` is read, each with its letters."""
    return tuple((reading, frozenset(reading)) for reading in readings(word))


def _has_near_piece(read: str, meant: str) -> bool:
    lengths = (len(meant) - 1, len(meant), len(meant) + 1)
    return any(
        OSA.distance(read[start : start + length], meant, score_cutoff=1) <= 1
        for length in lengths
        for start in range(len(read) - length + 1)
    )


@lru_cache(maxsize=4096)  # each label is compared with many names
def _parts(label: str) -> frozenset[str]:
    return frozenset({_compact(label), *label.split("-"), *label.split("_")} - listed("not_lookalikes"))


def _compact(label: str) -> str:
    return label.replace("-", "").replace("_", "")
