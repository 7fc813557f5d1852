"""Training lines as hurried people type them: without accents, with slips of the finger, in texting spelling."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from bot.language import Language, facts

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


def with_noise(line: str, language: Language, chance: Random) -> str:
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


def _in_texting(line: str, language: Language, chance: Random) -> str:
    noisy = line.lower()
    for pattern, replacement in facts(language).texting:
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
