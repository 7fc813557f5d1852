"""Texts that are meant to take long: long runs of one sign, numbers and names in thick rows, odd characters.

`python -m tests.privacy.hostile` says how long the slowest take, and how that grows with their length. Texts of up to
`LONGEST` characters are weighed, and read again while something is found: the slowest of those are told apart.
"""

from __future__ import annotations

import random
import time

from bot.privacy.masking import mask
from bot.privacy.weighing import LONGEST

_REPEATED = (
    *(
        "4",
        "4 ",
        "41 ",
        "4111 ",
        "1-",
        "1,",
        "12.",
        "12/",
        "12:",
        "1l",
        "o0",
        "il|",
        "0470 12 34 56 ",
        "+32470",
        "0032 4 ",
    ),
    *(
        "a@",
        "a @ b ",
        "a.",
        "a.b@c.de ",
        "jan punt at ",
        "BE",
        "BE00 ",
        "BE71 0961 2345 6769 ",
        "http://a.be/?a=1&",
        "www.",
        "%27",
    ),
    *(
        "wachtwoord ",
        "wachtwoord is ",
        "mot de passe ",
        "mijn wachtwoord zonnebloem, ",
        "wachtwoord Zomer2024! ",
        "password mine ",
    ),
    *(
        "a als wachtwoord ",
        "user pass ",
        "passphrase ",
        "geheime vraag antwoord ",
        '"wachtwoord" ',
        "p a s s ",
        "aA1!",
        "ab-",
        "x_",
        "pass: q w ",
    ),
    *(
        "code 4921 ",
        "pin een twee drie ",
        "zero four seven ",
        "04/28 123 ",
        "4111 1111 1111 1111 12/27 123 ",
        "€ 1 ",
        "a.jpg ",
    ),
    *('"', "'", ":", "!", ".", "*", "-", "/", "_", " ", "\n", "a", "é", "４", "٤", "ﬀ", "ﷺ", "😀", "\u200b", "a\u0301"),
)
_WEIGHED = (LONGEST // 4, LONGEST // 2, LONGEST * 2 // 3, LONGEST)  # lengths at which a text is read 8, 4, 3, 2 times
_WORDS = 'mijn wachtwoord is zomer code 4921 mot de passe 4111 1111 at gmail punt com vier 0470 " pin le mien mine carte dossier'


def texts(length: int) -> dict[str, str]:
    """All of them, by what they repeat."""
    chosen = random.Random(1)  # the same texts each time
    return {repr(part): part * (length // len(part)) for part in _REPEATED} | {
        "signs at random": "".join(chosen.choices("aA1 !@.-:/'\"é４\n", k=length)),
        "words at random": " ".join(chosen.choices(_WORDS.split(), k=length // 5)),
        # Slow to read, and with something new to find each time.
        "digits and passwords": ("pass: q w " * (length // 40)).ljust(length // 2) + "1," * (length // 4),
    }


def _milliseconds(text: str) -> float:
    """Of processor time, the best of three."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        mask(text)
        taken.append(time.process_time() - started)
    return 1000 * min(taken)


def main() -> None:
    mask("warm")
    weighed = {f"{length} of {name}": text for length in _WEIGHED for name, text in texts(length).items()}
    for taken, name in sorted(((_milliseconds(text), name) for name, text in weighed.items()), reverse=True)[:5]:
        print(f"{taken:6.0f} ms: {name}")
    halves, wholes = texts(5_000), texts(10_000)
    slowest = sorted(((_milliseconds(text), name) for name, text in wholes.items()), reverse=True)[:12]
    for whole, name in slowest:
        print(f"{whole:6.0f} ms for 10,000 characters, {_milliseconds(halves[name]):4.0f} for 5,000: {name}")


if __name__ == "__main__":
    main()
