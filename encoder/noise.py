"""Training lines as hurried people type them: without accents, with slips of the finger, in texting spelling."""

from __future__ import annotations

import re
import unicodedata
from random import Random

# Neighbours on a Belgian (azerty) keyboard.
NEIGHBOURS = {
    **{
        "a": "zq",
        "z": "aes",
        "e": "zrd",
        "r": "etf",
        "t": "ryg",
        "y": "tuh",
        "u": "yij",
        "i": "uok",
        "o": "ipl",
        "p": "om",
    },
    **{
        "q": "asw",
        "s": "qdz",
        "d": "sfe",
        "f": "dgr",
        "g": "fht",
        "h": "gjy",
        "j": "hku",
        "k": "jli",
        "l": "kmo",
        "m": "lp",
    },
    **{"w": "xq", "x": "wcs", "c": "xvd", "v": "cbf", "b": "vng", "n": "bh"},
}

# What texting makes of words, as pairs of a pattern and its replacement.
TEXTING = {
    "fr": [
        *(
            (r"\best[- ]ce que? ?", "esk "),
            (r"\bc['’]est\b", "c"),
            (r"\bj['’]ai\b", "g"),
            (r"\bque\b", "ke"),
            (r"\bqu", "k"),
        ),
        *((r"\bpour\b", "pr"), (r"\bvous\b", "vs"), (r"\bnous\b", "ns"), (r"\bavec\b", "avc"), (r"\btout\b", "tt")),
        *(
            (r"\bdans\b", "ds"),
            (r"\bpas\b", "pa"),
            (r"\bbonjour\b", "bjr"),
            (r"\bmaintenant\b", "mtn"),
            (r"\bmon\b", "mn"),
        ),
        *((r"\bbeaucoup\b", "bcp"), (r"\bil y a\b", "ya"), (r"\bparce que\b", "pcq"), (r"\btoujours\b", "tjs")),
        *((r"\bmessage\b", "msg"), (r"\bs['’]il vous pla[iî]t\b", "svp"), (r"eaux?\b", "o"), (r"(?:er|ez|ai)\b", "é")),
    ],
    "nl": [
        *((r"\bik\b", "k"), (r"\bniet\b", "nie"), (r"\bdat\b", "da"), (r"\bwat\b", "wa"), (r"\bmijn\b", "mn")),
        *((r"\been\b", "n"), (r"\bhet\b", "t"), (r"\bjullie\b", "jul"), (r"\bgoed\b", "goe"), (r"\bmoet\b", "moe")),
        *((r"\bals\b", "as"), (r"\bgraag\b", "grg"), (r"\bvan\b", "v"), (r"\bvoor\b", "vr"), (r"\bhebben\b", "hebbe")),
        *((r"\bnummer\b", "nr"), (r"\balstublieft\b", "aub"), (r"\bgegevens\b", "gegev"), (r"ij", "y"), (r"en\b", "e")),
    ],
    "en": [
        *((r"\byou\b", "u"), (r"\bare\b", "r"), (r"\byour\b", "ur"), (r"\bplease\b", "pls"), (r"\bwhat\b", "wat")),
        *((r"\bfor\b", "4"), (r"\bto\b", "2"), (r"\bthe\b", "da"), (r"\bthat\b", "dat"), (r"\bbecause\b", "cuz")),
        *((r"\bnow\b", "nw"), (r"\bwant to\b", "wanna"), (r"\bgoing to\b", "gonna"), (r"\bmessage\b", "msg")),
        *(
            (r"\bknow\b", "kno"),
            (r"\bpeople\b", "ppl"),
            (r"\bthanks\b", "thx"),
            (r"ing\b", "in"),
            (r"\bphone\b", "fone"),
        ),
        *((r"\babout\b", "abt"), (r"\bi'?m\b", "im")),
    ],
}


def with_noise(line: str, language: str, chance: Random) -> str:
    """The line as it stands (two in five), or written carelessly."""
    fate = chance.random()
    if fate < 0.4:
        noisy = line
    elif fate < 0.6:
        noisy = _without_accents(line)
    elif fate < 0.75:
        noisy = _with_slips(line, 0.05, chance)
    elif fate < 0.85:
        noisy = _with_slips(_without_accents(line), 0.08, chance)
    else:
        noisy = _in_texting(line, language, chance)
    if chance.random() < 0.4:
        noisy = noisy.lower()
    if chance.random() < 0.25:
        noisy = noisy.rstrip(" ?!.")
    if chance.random() < 0.15:
        noisy = re.sub(r"[,;:'’.!?-]", " ", noisy)
    return noisy.strip() or line


def _without_accents(line: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", line) if not unicodedata.combining(letter))


def _in_texting(line: str, language: str, chance: Random) -> str:
    noisy = line.lower()
    for pattern, replacement in TEXTING[language]:
        if chance.random() < 0.6:
            noisy = re.sub(pattern, replacement, noisy)
    return _without_accents(noisy) if chance.random() < 0.5 else noisy


def _with_slips(line: str, rate: float, chance: Random) -> str:
    typed: list[str] = []
    for letter in line:
        if not letter.isalpha() or chance.random() >= rate:
            lost_space = letter == " " and chance.random() < rate / 3
            typed.append("" if lost_space else letter)
            continue
        slip = chance.randrange(4)
        if slip == 1:
            typed.append(letter * 2)
        elif slip == 2 and typed and typed[-1].isalpha():
            typed.insert(-1, letter)
        elif slip == 3:
            typed.append(chance.choice(NEIGHBOURS.get(letter.lower(), letter)))
    return "".join(typed)
