"""`python -m tests.privacy.measure [PART]`: how many planted secrets are masked, and how many ordinary messages are touched.

The lines are in tests/utterances/privacy: `setting` and `varied`, which the rules were set on, and `measuring`, which is
only counted. `varied` has only what words give away (passwords, codes), in as many ways of writing as possible; `typed`
and `judging` have the same as people type it on a phone, the first to set rules on and the second only to be counted.
`damaged` has all kinds, as badly written as people write, and ordinary numbers beside talk of codes; its secrets were
written before the rules were looked at, which were then set on it. `chatted` and `unseen` were written by three people
who knew no rule; weights are learnt from `chatted`, and `unseen` is only counted. A secret counts as masked when nothing of it stands in
the masked text any more as it was written.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.language import LANGUAGES, Language
from bot.privacy.masking import REMEMBERED, mask, mask_turn

FOLDER = Path(__file__).parents[1] / "utterances" / "privacy"
PARTS = ("setting", "varied", "typed", "damaged", "chatted", "judging", "measuring", "unseen")


@dataclass
class Figures:
    """Of one language in one part."""

    planted: Counter[str] = field(default_factory=Counter)  # secrets by kind
    masked: Counter[str] = field(default_factory=Counter)
    ordinary: int = 0
    touched: int = 0

    @property
    def share_masked(self) -> float:
        return self.masked.total() / self.planted.total()

    @property
    def share_touched(self) -> float:
        return self.touched / self.ordinary


def measure(part: str, language: Language) -> Figures:
    figures = Figures()
    for line in lines(part, "secrets", language):
        for secret in line["secrets"]:
            kind = "over two messages" if "texts" in line else secret["kind"]
            figures.planted[kind] += 1
            figures.masked[kind] += is_masked(line, secret)
    for line in lines(part, "ordinary", language):
        figures.ordinary += 1
        figures.touched += mask(line["text"]) != line["text"]
    return figures


def is_masked(line: dict[str, Any], secret: dict[str, Any]) -> bool:
    if "texts" not in line:
        text, value = line["text"], secret["value"].strip()
        return mask(text).count(value) < text.count(value)
    kept: list[str] = []  # as the gateway keeps the customer's last messages
    for text in line["texts"]:
        turn = mask_turn(kept[-REMEMBERED:], text)
        kept[-REMEMBERED:] = [*turn.earlier, turn.text]
    return all(
        masked.count(part.strip()) < text.count(part.strip())
        for masked, text, part in zip(kept, line["texts"], secret["values"], strict=True)
        if part.strip()
    )


def lines(part: str, kind: str, language: Language) -> Iterator[dict[str, Any]]:
    with (FOLDER / part / f"{kind}_{language}.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def main() -> None:
    for part in sys.argv[1:] or PARTS:
        print(f"{part}:")
        for language in LANGUAGES:
            figures = measure(part, language)
            print(
                f"  {language}: {figures.masked.total()} of {figures.planted.total()} secrets masked "
                f"({figures.share_masked:.1%}), {figures.touched} of {figures.ordinary} ordinary messages touched "
                f"({figures.share_touched:.1%})"
            )
            for kind, planted in sorted(figures.planted.items()):
                if figures.masked[kind] < planted:
                    print(f"    {kind}: {figures.masked[kind]} of {planted}")


if __name__ == "__main__":
    main()
