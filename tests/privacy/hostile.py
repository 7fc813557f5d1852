"""Texts that are meant to take long: long runs of one sign, numbers and names in thick rows, odd characters.

`python -m tests.privacy.hostile` says how long the slowest take, and how that grows with their length.
"""

from __future__ import annotations

import random
import time

from bot.privacy.masking import mask

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
_WORDS = 'mijn wachtwoord is zomer code 4921 mot de passe 4111 1111 at gmail punt com vier 0470 " pin le mien mine carte dossier'


def texts(length: int) -> dict[str, str]:
    """All of them, by what they repeat."""
    chosen = random.Random(1)  # the same texts each time
    return {repr(part): part * (length // len(part)) for part in _REPEATED} | {
        "signs at random": "".join(chosen.choices("aA1 !@.-:/'\"é４\n", k=length)),
        "words at random": " ".join(chosen.choices(_WORDS.split(), k=length // 5)),
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
    halves, wholes = texts(5_000), texts(10_000)
    slowest = sorted(((_milliseconds(text), name) for name, text in wholes.items()), reverse=True)[:12]
    for whole, name in slowest:
        print(f"{whole:6.0f} ms for 10,000 characters, {_milliseconds(halves[name]):4.0f} for 5,000: {name}")


if __name__ == "__main__":
    main()
