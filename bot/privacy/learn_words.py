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
from bot.privacy.names import NO_SECRET, Named
from bot.privacy.passwords import COMPOUND
from bot.privacy.reading import read

FILE = ROOT / "content" / "ordinary_words.txt"
# Lines in which a word must stand; what somebody wrote once may be a password itself.
BESIDE_PASSWORDS, SAID, COMMON = 2, 2, 6
HEAD = """\
# Words of customers, folded; those with * stand in lines that speak of passwords or codes, those with = behind "is" or
# behind a name such as "my card". Made by `python -m bot.privacy.learn_words`: what stands here is hardly a password.
"""


def main() -> None:
    everywhere: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    said: Counter[str] = Counter()
    compounds: Counter[str] = Counter()
    for line in set(_lines(ROOT / "data")):
        reading = read(line)
        compounds.update(set(COMPOUND.findall(reading.text)))
        words = {token.text for token in reading.tokens if token.text.isalpha()}
        everywhere.update(words)
        named = Named(reading)
        if any(name.kind in ("password", "code") for name in named.names):
            beside.update(words)
        said.update(words & set(_said(named)))
    for text in _texts(ROOT / "domain"):
        everywhere.update(dict.fromkeys((token.text for token in read(text).tokens if token.text.isalpha()), COMMON))
    rows = []
    for word, count in sorted(everywhere.items()):
        marks = "*" * (beside[word] >= BESIDE_PASSWORDS) + "=" * (said[word] >= SAID)
        if marks or count >= COMMON:
            rows.append(marks + word)
    rows += sorted(compound for compound, count in compounds.items() if count >= SAID)
    FILE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def _said(named: Named) -> Iterator[str]:
    """The words that stand right behind "is", or behind the name of a secret."""
    words, links = named.words, named.lists.links
    for at in range(1, len(words)):
        if words[at - 1] in links and named.is_one_clause(at - 1, at):
            yield words[at]
    for name in named.names:
        at = name.last + 1
        if name.kind != NO_SECRET and at < len(words) and named.reading.between(name.last, at) == " ":
            yield words[at]


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
