"""A copy of the project that speaks one language more, whose texts nobody wrote: each is the English one, marked."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML

from bot.language import LANGUAGES
from tests.conftest import ROOT

CODE = "xx"
NAME = "Exish"
COPIED = ("actions", "bot", "content", "data", "domain", "encoder", "tests", "web")
SETTINGS = ("config.yml", "incident.yml", "endpoints.yml", "credentials.yml", "pyproject.toml")
NOT_COPIED = shutil.ignore_patterns("node_modules", "dist", "__pycache__", "models", "tuned")


def copy_project(folder: Path) -> Path:
    """The project without what is installed or built; what is big and only read is linked."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=NOT_COPIED)
    for name in SETTINGS:
        shutil.copy(ROOT / name, folder / name)
    for linked in ("models", "web/node_modules", "encoder/tuned"):
        (folder / linked).symlink_to(ROOT / linked)
    return folder


def add_language(folder: Path) -> None:
    """Say in content/languages.yml and incident.yml that there is one more; not one of its texts is written yet."""

    def listed(languages: dict[str, Any]) -> None:
        name = NAME.lower()
        languages[CODE] = {
            **languages["en"],
            **{"name": NAME, "locale": CODE, "and": f"{CODE}and"},
            "called": dict.fromkeys(map(str, LANGUAGES), NAME),
            "asked_for": {str(language): [name] for language in LANGUAGES},
            "refused": {str(language): [f"no {name}"] for language in LANGUAGES},
        }

    _change(folder / "content" / "languages.yml", listed)
    _change(folder / "incident.yml", lambda incident: incident["languages"].append(CODE))


def write_texts(folder: Path) -> None:
    """Write all of them: in content/, domain/, web/ and incident.yml."""
    for path in [*(folder / "content").glob("*.yml"), folder / "incident.yml"]:
        _change(path, lambda tree: _filled(tree, marked))
    for path in (folder / "domain").rglob("*.yml"):
        _change(path, _answered)
    for path in [*(folder / "web").glob("*/catalogue/en.ts"), folder / "web" / "demo" / "en.ts"]:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^(export const |    )en\b", rf"\1{CODE}", text, flags=re.MULTILINE)
        text = re.sub(r'(?<=: )"(?=\w[^"]* )', f'"{CODE} ', text)
        path.with_stem(CODE).write_text(text, encoding="utf-8")


def marked(text: Any) -> Any:
    """A text of the new language: "xx Call us."; of phrases each word, so that none is also another language's."""
    if isinstance(text, str):
        return f"{CODE} {text}"
    if isinstance(text, list):
        return [re.sub(r"(?<![\w{])(?=\w)", CODE, one) if isinstance(one, str) else one for one in text]
    if isinstance(text, dict):
        return {key: marked(below) for key, below in text.items()}
    return text


def _filled(tree: Any, write: Callable[[Any], Any]) -> None:
    """Write what is missing below `tree`: wherever there is English, and in it a group of texts where that is one."""
    if isinstance(tree, dict) and set(LANGUAGES) <= set(tree) and CODE not in tree:
        tree[CODE] = _number_free(write(copy.deepcopy(tree["en"])))
    for below in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        _filled(below, write)


def _number_free(text: Any) -> Any:
    """Numbers, mailboxes and sites of incident.yml stay as they are: a mark would make them none."""
    mark = f"{CODE} "
    is_fact = isinstance(text, str) and re.fullmatch(r"[+\d][\d ./-]*|\S+\.\S+", text.removeprefix(mark))
    return text.removeprefix(mark) if is_fact else text


def _answered(domain: dict[str, Any]) -> None:
    for variants in (domain.get("responses") or {}).values():
        for variant in [one for one in variants if one["condition"][0]["value"] == "en"]:
            mine = copy.deepcopy(variant)
            mine["condition"][0]["value"] = CODE
            mine["text"] = marked(variant["text"])
            variants.append(mine)


def _change(path: Path, change: Callable[[Any], Any]) -> None:
    tree = YAML(typ="safe").load(path)
    change(tree)
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
