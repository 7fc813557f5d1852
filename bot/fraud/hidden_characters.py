"""Characters in a word or link that deceive the eye: letters of another script, invisible ones, turned direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from bot.fraud.lookalike import contains_brand
from bot.fraud.readable import INVISIBLE, bounded, is_spaced_out
from bot.fraud.similar_letters import readings

_OVERRIDE = re.compile("[\u202d\u202e]")  # turns the direction of what follows; no honest message needs it
# Other invisible characters are common at the edges of words (telephone numbers from WhatsApp, emoji, mail previews),
# and a soft hyphen inside long words of web pages: only inside a Latin word are they there to deceive.
_IN_WORD = re.compile(f"[A-Za-zÀ-ɏ](?:(?!\u00ad)[{INVISIBLE}]){{1,20}}[A-Za-zÀ-ɏ]")
_WORD = re.compile(r"[^\W_]{2,64}")
# "l0cked", "4cc0unt": one such word may be a code, several are a disguise.
_DIGIT_FOR_LETTER = re.compile(r"(?=[a-z013458]{4,20}$)[0134]?[a-z]{1,12}[01345][a-z]{1,12}(?:[0135][a-z]{0,8})?")
MANY_DIGITS = 2
_SIGN_FOR_LETTER = re.compile(r"(?<![^\W\d_])[A-Za-z]{1,12}[€$¡][A-Za-z]{2}")  # "B€LFIUS"
_BACKWARDS = "//:sptth"  # a link to be read from the end
_UNITS = frozenset("μΩ")  # beside Latin letters, in "μm" and "kΩ", letters of their own right
_DECORATED = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9]{3}")  # 𝐏𝐫𝐨, Ｐｒｏ, Ⓟⓡⓞ
_CONFUSABLE_SCRIPTS = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_SOFT_HYPHEN = "\u00ad"


def deceives(text: str, brands: Sequence[str]) -> bool:
    """Tell whether characters of the text as it came (not as `readable`) are there to deceive."""
    text = bounded(text)
    if (
        _OVERRIDE.search(text)
        or _SIGN_FOR_LETTER.search(text)
        or _BACKWARDS in text
        or _IN_WORD.search(text)
        or _DECORATED.search(text)
    ):
        return True
    words = _WORD.findall(text)
    if is_spaced_out(text) or sum(_DIGIT_FOR_LETTER.fullmatch(word) is not None for word in set(words)) >= MANY_DIGITS:
        return True
    return any(mixes_scripts(word) for word in words if not word.isascii()) or _hyphenates(text, brands)


def spells_brand(text_without_links: str, brands: Sequence[str]) -> bool:
    """Tell whether digits or other letters spell a brand's name: "Pr0ximus"."""
    return any(_spells(word, brand) for word in set(_WORD.findall(text_without_links)) for brand in brands)


def mixes_scripts(word: str) -> bool:
    """Tell whether Latin letters stand beside letters of a script that has some of the same shapes."""
    scripts = {_script(letter) for letter in word if letter.isalpha() and letter not in _UNITS}
    return "LATIN" in scripts and not _CONFUSABLE_SCRIPTS.isdisjoint(scripts)


def _spells(word: str, brand: str) -> bool:
    if contains_brand(word.lower(), brand):
        return False
    if word.isalpha() and word.isascii():
        return readings(word)[1] == readings(brand)[1]  # "Proxlmus"
    unmarked = unicodedata.normalize("NFKD", word.lower())
    if contains_brand("".join(letter for letter in unmarked if letter.isascii()), brand):
        return False  # only accents
    return any(meant in read for read, meant in zip(readings(word), readings(brand), strict=True))


def _hyphenates(text: str, brands: Sequence[str]) -> bool:
    """Tell whether soft hyphens break a brand's name, which hides it from filters."""
    if _SOFT_HYPHEN not in text:
        return False
    lowered = text.lower()
    return any(
        lowered.replace(_SOFT_HYPHEN, "").count(brand.lower()) > lowered.count(brand.lower()) for brand in brands
    )


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]
