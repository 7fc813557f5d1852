"""Makes names that look like a domain's, and addresses that seem to lead to it, as fraudsters do: for tests."""

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


def disguised_addresses(domain: str, count: int, seed: int = 7) -> list[str]:
    """`count` whole addresses that only seem to lead to `domain`, written as browsers and readers are fooled."""
    chance = random.Random(f"{domain} {seed} disguised")
    made: dict[str, None] = {}
    while len(made) < count:
        elsewhere = f"{chance.choice(ADDED)}-{chance.randrange(100, 999)}.{chance.choice(ENDINGS)}"
        made.setdefault(chance.choice(DISGUISES)(domain, elsewhere, chance))
    return list(made)


def _path(chance: random.Random) -> str:
    return chance.choice(("", "/", "/login", "/nl/betaling?id=4821", "/a/b.php#c"))


def _before_an_at(domain: str, elsewhere: str, chance: random.Random) -> str:
    user = chance.choice((domain, f"www.{domain}", f"{domain}:443", f"{domain}%2Flogin", f"secure-{domain}"))
    return f"https://{user}@{elsewhere}{_path(chance)}"


def _deep_sub_domain(domain: str, elsewhere: str, chance: random.Random) -> str:
    name = domain.partition(".")[0]
    before = chance.choice((domain, f"www.{domain}", f"login.{domain}", f"{name}.{chance.choice(ADDED)}", name))
    return f"https://{before}.{elsewhere}{_path(chance)}"


def _joined_by_a_hyphen(domain: str, elsewhere: str, chance: random.Random) -> str:
    return f"https://{chance.choice(('', 'www.', 'mijn.'))}{domain}-{elsewhere}{_path(chance)}"


def _with_a_port_or_a_dot(domain: str, elsewhere: str, chance: random.Random) -> str:
    end = chance.choice((":8080", ".", ".:443", ":80"))
    return f"https://{domain.partition('.')[0]}-{elsewhere}{end}{chance.choice(('/', '/login'))}"


def _percent_encoded(domain: str, elsewhere: str, chance: random.Random) -> str:
    name = domain.partition(".")[0]
    place = chance.randrange(len(name))
    name = f"{name[:place]}%{ord(name[place]):02X}{name[place + 1 :]}"
    return f"https://{chance.choice((f'{name}-{elsewhere}', f'{name}%2Ebe.{elsewhere}'))}{_path(chance)}"


def _two_schemes(domain: str, elsewhere: str, chance: random.Random) -> str:
    first = chance.choice(("https://https://", "https://http://", "http:/https://", "https:////", "HTTPS://"))
    return f"{first}{domain}.{elsewhere}{_path(chance)}"


def _backslashes(domain: str, elsewhere: str, chance: random.Random) -> str:
    return f"https:{chance.choice(chr(92) * 2 + '/')}{chance.choice(('/', chr(92)))}{domain}.{elsewhere}{chr(92)}login"


def _punycode(domain: str, elsewhere: str, chance: random.Random) -> str:
    name, ending = domain.split(".", 1)
    places = [place for place, letter in enumerate(name) if not SIMILAR.get(letter, "1")[-1].isascii()]
    place = chance.choice(places or [0])
    letter = SIMILAR.get(name[place], "é")[-1]
    disguised = f"{name[:place]}{letter}{name[place + 1 :]}"
    label = f"xn--{disguised.encode('punycode').decode()}"
    return f"https://{label}.{chance.choice((ending, 'com', 'top'))}{_path(chance)}"


def _ending_in_other_letters(domain: str, elsewhere: str, chance: random.Random) -> str:
    name = domain.partition(".")[0]
    return f"https://{name}.{chance.choice(('bе', 'сom', 'сo', 'оrg', 'nеt'))}{_path(chance)}"


def _other_dots(domain: str, elsewhere: str, chance: random.Random) -> str:
    return f"https://{f'{domain}.{elsewhere}'.replace('.', chance.choice('。．｡'))}{_path(chance)}"


def _wide_or_invisible(domain: str, elsewhere: str, chance: random.Random) -> str:
    name = domain.partition(".")[0]
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isalnum() else letter for letter in name)
    place = chance.randrange(1, len(name))
    split = f"{name[:place]}{chance.choice(chr(0x200B) + chr(0xAD) + chr(0x2060))}{name[place:]}"
    return f"https://{chance.choice((wide, split))}-{elsewhere}{_path(chance)}"


def _refanged(domain: str, elsewhere: str, chance: random.Random) -> str:
    dot, scheme = chance.choice(("[.]", "(.)", " . ", "[dot]")), chance.choice(("hxxps://", "https://", ""))
    return f"{scheme}{domain.partition('.')[0]}-{elsewhere.replace('.', dot)}/login"


def _handed_on(domain: str, elsewhere: str, chance: random.Random) -> str:
    """The real name stands in the path, or the false one behind somebody's redirect."""
    name = domain.partition(".")[0]
    redirect = f"https://safelinks.protection.outlook.com/?url=https%3A%2F%2F{name}-{elsewhere}%2Flogin"
    return chance.choice((redirect, f"https://{elsewhere}/{domain}/login", f"https://{elsewhere}/?site={domain}"))


DISGUISES: tuple[Callable[[str, str, random.Random], str], ...] = (
    *(_before_an_at, _deep_sub_domain, _joined_by_a_hyphen, _with_a_port_or_a_dot, _percent_encoded, _two_schemes),
    *(_backslashes, _punycode, _ending_in_other_letters, _other_dots, _wide_or_invisible, _refanged, _handed_on),
)


def own_addresses(domain: str) -> Iterator[str]:
    """Addresses on the domain itself."""
    for before in ("", "www.", "mijn.", "secure.login."):
        for after in ("", "/", "/nl/klanten/login?id=4821", "/betaling/verifieer.html", "/x" * 40):
            yield f"https://{before}{domain}{after}"
