"""The packages of the lock files, as they are installed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[1]
PYTHON_LOCK = ROOT / "requirements.txt"
WEB_LOCK = ROOT / "web" / "package-lock.json"
BUILDING = frozenset(("vite", "yaml"))  # of the dependencies in web/package.json, those that pages are built with

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    """One package; `hashes` are SHA-256 of the files that may be installed, for Python only."""

    kind: Literal["pypi", "npm"]
    name: str
    version: str
    hashes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The package URL, https://github.com/package-url/purl-spec."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def python_packages(lock: Path = PYTHON_LOCK) -> list[Locked]:
    """What runs; what only development needs is in another file."""
    text = lock.read_text(encoding="utf-8")
    found = list(_PINNED.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        Locked("pypi", match[1].lower(), match[2], tuple(_HASH.findall(text, match.end(), end)))
        for match, end in zip(found, ends, strict=True)
    ]


def web_packages(lock: Path = WEB_LOCK) -> list[Locked]:
    """What ends up in the widget and the pages; what only builds them does not."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    waiting = [name for name in packages[""]["dependencies"] if name not in BUILDING]
    found: dict[str, Locked] = {}
    while waiting:
        name = waiting.pop()
        package = packages[f"node_modules/{name}"]
        if name not in found:
            found[name] = Locked("npm", name, package["version"])
            waiting += package.get("dependencies", {})
    return [found[name] for name in sorted(found)]
