"""A pasted text as a browser would read it: bounded, damaged links whole again, invisible characters gone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.content import read_content

MAX_LENGTH = 6_000  # characters looked at; no SMS and hardly any mail is longer

# Characters that show nothing: zero-width ones, fillers, soft hyphens, direction marks, variation selectors, tags.
INVISIBLE = (
    "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164"
    "\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffc\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")

# Endings of addresses that are no words, after which a space or a spelt-out dot is a disguise.
_ENDING = r"(?:be|com|net|org|eu|fr|nl|info|xyz|top|app|biz|icu|click|online|site|shop|live|link|support)"
_HALF_DOT = re.compile(r"(?<=\w)[\[({]\.(?=\w)|(?<=\w)\.[\])}](?=\w)|(?<=\w)\[\.(\w{2,10})\]")  # "a[.com]", "a[.com"
_SPACED_DOT = re.compile(r"(?<=[\w-])\s\.(?=[a-z]{2,10}(?:[/\s,;]|$))")  # "proximus-verif .com"
_DOT_SPACED = re.compile(
    rf"(?<=[\w-])(?:\s\.\s(?={_ENDING}(?:[/\s]|$)|[a-z]{{2,10}}/)|\.\s(?={_ENDING}/))"
)  # "verif . com", "verif. com/x"
_SPLIT_NAME = re.compile(r"(?<=[\w-]{2})-\s(?=[\w-]{1,40}\.(?:be|com|net|info|xyz|top)\b)")  # "proximus- verif.com"
_SLASH_SPACED = re.compile(rf"(?<=\.)({_ENDING})\s?/\s?(?=[\w-])", re.IGNORECASE)
_SPACED_WORD = re.compile(r"(?<!\S)(?:[^\W\d_] ){4,30}[^\W\d_](?!\w)")  # "P r o x i m u s"
_AT = re.compile(r"\s?[\[({]\s?(?:@|at)\s?[\])}]\s?", re.IGNORECASE)
_COLON = re.compile(r"(?<=\w)\[(:|://)\]")
_OTHER_DOTS = str.maketrans("。｡․\u2800", "... ")  # read as dots by browsers, or by people; a blank braille sign
_SCHEME = re.compile(
    r"\b(?:hxxp|h\*\*p|h__p|htxp|hxtp|htp|htttp|h\st\st\sp|http)(\s?s?)\s?(?:[:;]\s?(?:[/\\]\s?){2}|:(?=[/\\]))\s?",
    re.IGNORECASE,
)
_SCHEME_TWICE = re.compile(r"(?<![a-z])(?:https?:?/{0,4}){1,5}(?=https?:/)", re.IGNORECASE)  # "https://http://a.be"
_WWW = re.compile(r"\bwww\s?[.,]\s?(?=[\w-])", re.IGNORECASE)
_WWW_COMMA = re.compile(r"(?<=www\.)([\w-]{2,60}),(?=[a-z]{2,6}\b)")
_AFTER_SCHEME = re.compile(
    r"(?<=://)(?P<first>[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.?)(?P<more>(?:\s{1,2}[.\w-][^\s<>\"]{0,80}){1,5})"
)
_HAS_ENDING = re.compile(r"\w\.[a-z]{2,24}(?:[/?#:]|$)", re.IGNORECASE)
_MAX_SPLIT = 40  # addresses put together in one text


def bounded(text: str) -> str:
    """The part of `text` that is looked at."""
    return text[:MAX_LENGTH]


def is_cut(text: str) -> bool:
    """Tell whether only the beginning of `text` is looked at."""
    return len(text) > MAX_LENGTH


def readable(text: str) -> str:
    """`text` bounded and normalised, with links as they work: "hxxps://a[.]be" is "https://a.be"."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", bounded(text).translate(_OTHER_DOTS)))[:MAX_LENGTH]
    text = _HALF_DOT.sub(lambda match: f".{match[1] or ''}", _bracketed_dot().sub(".", text))
    text = _DOT_SPACED.sub(".", _SPACED_DOT.sub(".", _spelt_dot().sub(".", text)))
    text = _COLON.sub(r"\1", _AT.sub("@", text))
    text = _SCHEME_TWICE.sub("", _SCHEME.sub(_scheme, text))
    text = _WWW_COMMA.sub(r"\1.", _WWW.sub("www.", text))
    text = _SLASH_SPACED.sub(r"\1/", _SPLIT_NAME.sub("-", text))
    text = _AFTER_SCHEME.sub(
        _joined, _SPACED_WORD.sub(lambda match: match.group().replace(" ", ""), text), count=_MAX_SPLIT
    )
    return _SLASH_SPACED.sub(r"\1/", text)


def is_spaced_out(text: str) -> bool:
    """Tell whether words are written letter by letter, which hides them from filters."""
    return _SPACED_WORD.search(bounded(text)) is not None


@cache
def _bracketed_dot() -> re.Pattern[str]:
    return re.compile(rf"\s?[\[({{<]\s?(?:\.|{_spoken_dot()})\s?[\])}}>]\s?", re.IGNORECASE)


@cache
def _spelt_dot() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\w-])\s(?:{_spoken_dot()})\s(?={_ENDING}\b)", re.IGNORECASE)


def _spoken_dot() -> str:
    """What people say for a dot, in any language."""
    return "|".join(sorted({term for terms in read_content("secrets.yml")["mail"]["dot"].values() for term in terms}))


def _scheme(match: re.Match[str]) -> str:
    return (
        "http"
        + match[1].strip().lower()
        + ("://" if match.group().count("/") + match.group().count("\\") >= 2 else ":")
    )


def _joined(match: re.Match[str]) -> str:
    """An address that was split by spaces, put together up to where it has an ending; as it is where it never has."""
    whole = match["first"]
    if _HAS_ENDING.search(whole.rstrip(".")):
        return match.group()
    pieces = match["more"].split()
    for count, piece in enumerate(pieces, 1):
        whole += piece
        if _HAS_ENDING.search(whole):
            return " ".join([whole, *pieces[count:]])
    return match.group()
