"""Letters that look like others: the ones fraudsters write a brand's name with, read as they are meant to be read."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters of other scripts that pass for Latin ones in the usual typefaces, each before the letter it passes for.
_PASS_FOR = (
    "аa вb еe нh іi јj кk ӏl мm оo рp ԛq сc ѕs тt уy хx ԁd һh ԝw ѵv ьb "  # Cyrillic
    "αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw ϲc ϳj ςs "  # Greek
    "օo ոn սu հh ցg "  # Armenian
    "þp ¡i ǃl ıi ɑa ɡg ɩi ʟl ɪi ɴn ᴏo ᴜu ᴠv ᴡw ᴢz ꜱs ʀr ᴍm ᴘp"  # Latin, but not the usual letters
)
_LATIN = {ord(pair[0]): pair[1] for pair in _PASS_FOR.split()}
_DIGITS = str.maketrans("01345", "oleas")
_PAIRS = (("rn", "m"), ("vv", "w"))


def in_latin(word: str) -> str:
    """`word` in lower case, without accents, with look-alikes of other scripts as Latin letters."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain.translate(_LATIN)


@lru_cache(maxsize=4096)  # of names, again and again
def readings(word: str) -> tuple[str, str]:
    """The two ways `word` is read at a glance, a 1 as an l or as an i: "prox1mus" is proxlmus and proximus.

    Two words look alike when a reading of one equals, or nearly equals, the same reading of the other.
    """
    latin = in_latin(word)
    as_l = latin.translate(_DIGITS)
    as_i = latin.replace("1", "i").replace("l", "i").translate(_DIGITS)
    return _paired(as_l), _paired(as_i)


def _paired(word: str) -> str:
    for pair, letter in _PAIRS:
        word = word.replace(pair, letter)
    return word
