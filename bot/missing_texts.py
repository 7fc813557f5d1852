"""Finds what is written in some of our languages and not in all: texts of content/, domain/ and web/.

A text that is missing would be a `KeyError` in the middle of a customer's conversation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.content import ROOT
from bot.language import LANGUAGES, Language

_CODE = re.compile(r"[a-z]{2,3}")
_NO_TEXTS = {"node_modules", "dist", "tests", "build"}  # folders of web/
# In a catalogue, as its formatter writes it: a text, the first line of a group, and a text of that group.
_ENTRY = re.compile(r'^  "?([\w/-]+)"?: ?(\{$)?')
_ENTRY_OF_GROUP = re.compile(r'^    "?([\w/-]+)"?:')


@dataclass(frozen=True)
class Missing:
    """`key` is the way to the text within `file`, which is named from the project's root."""

    file: str
    key: str
    languages: tuple[Language, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.key} lacks {', '.join(self.languages)}"


def in_content(root: Path = ROOT, only: Collection[str] = ()) -> Iterator[Missing]:
    """The texts missing in content/, or `only` in these files: a table by language must have an entry for each."""
    for path in _files(root / "content", only):
        for key, languages in _in_tree(YAML(typ="safe").load(path), ()):
            yield Missing(_name(path, root), ".".join(key) or "all of it", languages)


def in_domain(root: Path = ROOT, only: Collection[str] = ()) -> Iterator[Missing]:
    """The texts missing in domain/: each response must have equally many variants in every language."""
    for path in _files(root / "domain", only):
        responses = YAML(typ="safe").load(path).get("responses") or {}
        for response, variants in responses.items():
            texts = Counter(language for variant in variants for language in _languages_of(variant))
            for number in range(1, max(texts.values(), default=0) + 1):
                if languages := tuple(language for language in LANGUAGES if texts[language] < number):
                    yield Missing(_name(path, root), f"{response}, text {number},", languages)


def in_web(root: Path = ROOT) -> Iterator[Missing]:
    """The texts missing in web/: catalogues are files named after their language, side by side."""
    for folder in _catalogues(root / "web"):
        entries = {language: _entries(folder / f"{language}.ts") for language in LANGUAGES}
        for key in dict.fromkeys(key for keys in entries.values() for key in keys):
            if languages := tuple(language for language in LANGUAGES if key not in entries[language]):
                yield Missing(_name(folder, root), key, languages)


def _files(folder: Path, only: Collection[str]) -> list[Path]:
    """The files in `folder` and below, or those named (without their suffix)."""
    return [folder / f"{name}.yml" for name in only] or sorted(folder.rglob("*.yml"))


Found = tuple[tuple[str, ...], tuple[Language, ...]]


def _in_tree(tree: Any, key: tuple[str, ...]) -> Iterator[Found]:
    if _is_by_language(tree):
        yield from _lacking({language: tree.get(language) for language in LANGUAGES}, key)
    elif isinstance(tree, Mapping):
        for name, below in tree.items():
            yield from _in_tree(below, (*key, str(name)))
    elif isinstance(tree, list):
        for number, below in enumerate(tree, 1):
            yield from _in_tree(below, (*key, str(number)))


def _lacking(texts: Mapping[Language, Any], key: tuple[str, ...]) -> Iterator[Found]:
    """What is missing in `texts`, which has each language's text, or each language's group of texts."""
    groups = [text for text in texts.values() if isinstance(text, Mapping)]
    if not groups:
        if languages := tuple(language for language, text in texts.items() if _is_empty(text)):
            yield key, languages
    elif all(map(_is_by_language, groups)):  # what each language calls the others
        for language, text in texts.items():
            if isinstance(text, Mapping):
                yield from _in_tree(text, (*key, language))
            else:
                yield key, (language,)
    else:
        for name in dict.fromkeys(name for group in groups for name in group):
            below = {
                language: text.get(name) if isinstance(text, Mapping) else None for language, text in texts.items()
            }
            yield from _lacking(below, (*key, str(name)))


def _is_by_language(tree: Any) -> bool:
    """Whether the keys are codes of languages: all known, or among them at least half of those that we know."""
    if not isinstance(tree, Mapping) or not all(isinstance(key, str) and _CODE.fullmatch(key) for key in tree):
        return False
    known = set(tree) & set(LANGUAGES)
    return bool(known) and (len(known) == len(tree) or 2 * len(known) >= len(LANGUAGES))


def _is_empty(text: Any) -> bool:
    """A list may be empty: some have nothing to say there."""
    return text is None or (isinstance(text, str) and not text.strip())


def _languages_of(variant: Mapping[str, Any]) -> Iterable[str]:
    if not str(variant.get("text") or "").strip():
        return ()
    return (condition["value"] for condition in variant.get("condition", ()) if condition.get("name") == "language")


def _catalogues(web: Path) -> list[Path]:
    folders = [folder for folder in web.iterdir() if folder.name not in _NO_TEXTS] if web.is_dir() else []
    files = [path for folder in folders for language in LANGUAGES for path in folder.rglob(f"{language}.ts")]
    return sorted({path.parent for path in files})


def _entries(file: Path) -> list[str]:
    """The names of a catalogue's texts; the compiler checks the rest."""
    names: list[str] = []
    group = None
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        if entry := _ENTRY.match(line):
            group = entry[1] if entry[2] else None
            names.append(entry[1])
        elif group and (entry := _ENTRY_OF_GROUP.match(line)):
            names.append(f"{group}.{entry[1]}")
    return names


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
