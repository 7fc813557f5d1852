"""`python -m bot.privacy.learn_words`: the words of customers and of our own texts, into content/ordinary_words.txt.

A password that is a plain word ("zomer") is told from what is said of passwords ("stolen") by what people and the
assistant say of them. To be run again when the lines in data/ have changed much; nothing depends on its being up to
date.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from bot.content import ROOT
from bot.privacy.names import Named
from bot.privacy.reading import read

FILE = ROOT / "content" / "ordinary_words.txt"
BESIDE_PASSWORDS, COMMON = 2, 11  # lines in which a word must stand; what somebody wrote once may be a password itself
HEAD = """\
# Words of customers, folded; those with * stand in lines that speak of passwords or codes.
# Made by `python -m bot.privacy.learn_words` for bot/privacy: what stands here is hardly a password.
"""


def main() -> None:
    everywhere: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    for line in set(_lines(ROOT / "data")):
        reading = read(line)
        words = {token.text for token in reading.tokens if token.text.isalpha()}
        everywhere.update(words)
        if any(name.kind in ("password", "code") for name in Named(reading).names):
            beside.update(words)
    for text in _texts(ROOT / "domain"):
        everywhere.update(dict.fromkeys((token.text for token in read(text).tokens if token.text.isalpha()), COMMON))
    kept = sorted(word for word, count in everywhere.items() if count >= COMMON or beside[word] >= BESIDE_PASSWORDS)
    rows = (f"*{word}" if beside[word] >= BESIDE_PASSWORDS else word for word in kept)
    FILE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def _texts(folder: Path) -> Iterator[str]:
    """The assistant's own texts."""
    for file in sorted(folder.rglob("*.yml")):
        for variants in (YAML(typ="safe").load(file).get("responses") or {}).values():
            yield from (variant["text"] for variant in variants if "text" in variant)


def _lines(folder: Path) -> Iterator[str]:
    """Customers' messages in the training lines and conversations."""
    for file in folder.rglob("*.yml"):
        yield from (line.strip().removeprefix("- ") for line in file.read_text(encoding="utf-8").splitlines())
    for file in folder.rglob("*.jsonl"):
        for talk in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
            yield from (turn["user"] for turn in talk.get("turns", ()))


if __name__ == "__main__":
    main()
