"""A pasted text as a browser would read it: bounded, defanged links whole again, invisible characters gone."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 20_000  # characters looked at, as in bot.privacy.masking; no SMS and hardly any mail is longer

# Characters that show nothing: zero-width ones, soft hyphens, direction marks, variation selectors, tags.
INVISIBLE = (
    "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f"
    "\\ufe00-\\ufe0f\\ufeff\\U000e0000-\\U000e007f"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")

_DOT = re.compile(r"\s?[\[({]\s?(?:\.|dot|punt|point)\s?[\])}]\s?", re.IGNORECASE)
_SPACED_DOT = re.compile(r"(?<=[\w-])\s\.(?=[a-z]{2,10}(?:[/\s,;]|$))")  # "proximus-verif .com"
_AT = re.compile(r"\s?[\[({]\s?(?:@|at)\s?[\])}]\s?", re.IGNORECASE)
_COLON = re.compile(r"(?<=\w)\[(:|://)\]")
_OTHER_DOTS = str.maketrans("。｡․", "...")  # read as dots by browsers, or by people
_SCHEME = re.compile(r"\b(?:hxxp|h\*\*p|h__p|htxp|hxtp|http)(s?)(?=\s?:[/\\])\s?", re.IGNORECASE)


def bounded(text: str) -> str:
    """The part of `text` that is looked at."""
    return text[:MAX_LENGTH]


def readable(text: str) -> str:
    """`text` bounded and normalised, with links as they work: "hxxps://a[.]be" is "https://a.be"."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", bounded(text).translate(_OTHER_DOTS)))[:MAX_LENGTH]
    text = _COLON.sub(r"\1", _AT.sub("@", _SPACED_DOT.sub(".", _DOT.sub(".", text))))
    return _SCHEME.sub(r"http\1", text)
