"""Makes names that look like a domain's, in the ways that fraudsters do: for tests."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator

ADDED = ("login", "secure", "verif", "client", "klant", "be", "mijn", "my", "support", "betaling", "update", "online")
ENDINGS = ("com", "net", "info", "top", "xyz", "online", "site", "shop", "app", "live", "click", "eu", "org", "cc")
SIMILAR = {
    **{"a": "4аàâ", "e": "3еé", "i": "1lіí", "l": "1i", "o": "0оó", "s": "5ѕ", "c": "сç", "p": "р", "x": "х", "y": "у"},
    **{"n": "ո", "u": "ս", "b": "ь", "t": "т", "m": "м", "k": "к"},
}
KEYBOARD = {"a": "qz", "e": "rz", "i": "uo", "o": "ip", "s": "dq", "t": "ry", "r": "et", "n": "b", "l": "k", "m": "n"}


def look_alikes(domain: str, count: int, seed: int = 7) -> list[str]:
    """`count` names, each once, with or without a path before or after, none of them `domain`."""
    name, ending = domain.split(".", 1)
    chance = random.Random(f"{domain} {seed}")
    ways = [one for one in WAYS if len(name) > SHORT or one not in NEEDS_LENGTH]
    made: dict[str, None] = {}
    while len(made) < count:
        host = chance.choice(ways)(name, ending, chance)
        if host != domain and not host.endswith(f".{domain}"):
            made.setdefault(host)
    return list(made)


def _other_ending(name: str, ending: str, chance: random.Random) -> str:
    return f"{name}.{chance.choice([one for one in ENDINGS if one != ending])}"


def _with_a_word(name: str, ending: str, chance: random.Random) -> str:
    word, joint = chance.choice(ADDED), chance.choice(("-", "-", ""))
    whole = chance.choice((f"{name}{joint}{word}", f"{word}{joint}{name}", f"{word}-{name}-{chance.choice(ADDED)}"))
    return f"{whole}.{chance.choice(ENDINGS)}"


def _as_sub_domain(name: str, ending: str, chance: random.Random) -> str:
    return f"{name}.{ending}.{chance.choice(ADDED)}-{chance.randrange(100, 999)}.{chance.choice(ENDINGS)}"


def _similar(name: str, ending: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(name) if letter in SIMILAR]
    place = chance.choice(places or [0])
    letter = chance.choice(SIMILAR.get(name[place], name[place]))
    return f"{name[:place]}{letter}{name[place + 1 :]}.{chance.choice((ending, *ENDINGS))}"


def _omitted(name: str, ending: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    return f"{name[:place]}{name[place + 1 :]}.{chance.choice((ending, *ENDINGS))}"


def _doubled(name: str, ending: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return f"{name[:place]}{name[place]}{name[place:]}.{chance.choice((ending, *ENDINGS))}"


def _swapped(name: str, ending: str, chance: random.Random) -> str:
    place = chance.randrange(len(name) - 1)
    return f"{name[:place]}{name[place + 1]}{name[place]}{name[place + 2 :]}.{chance.choice((ending, *ENDINGS))}"


def _mistyped(name: str, ending: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    letter = chance.choice(KEYBOARD.get(name[place], string.ascii_lowercase))
    return f"{name[:place]}{letter}{name[place + 1 :]}.{chance.choice((ending, *ENDINGS))}"


def _hyphenated(name: str, ending: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    return f"{name[:place]}-{name[place:]}.{chance.choice((ending, *ENDINGS))}"


def _joined_to_www(name: str, ending: str, chance: random.Random) -> str:
    return f"www{name}.{chance.choice(ENDINGS)}"


WAYS: tuple[Callable[[str, str, random.Random], str], ...] = (
    *(_other_ending, _with_a_word, _with_a_word, _with_a_word, _as_sub_domain, _as_sub_domain, _similar, _omitted),
    *(_doubled, _swapped, _mistyped, _hyphenated, _joined_to_www),
)
# Of a name of three or four letters, these make another name altogether.
NEEDS_LENGTH = (_omitted, _swapped, _mistyped)
SHORT = 4


def own_addresses(domain: str) -> Iterator[str]:
    """Addresses on the domain itself."""
    for before in ("", "www.", "mijn.", "secure.login."):
        for after in ("", "/", "/nl/klanten/login?id=4821", "/betaling/verifieer.html", "/x" * 40):
            yield f"https://{before}{domain}{after}"
