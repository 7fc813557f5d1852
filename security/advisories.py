"""`python -m security.advisories`: what is known against the locked packages, and why each is not reachable here."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version
from ruamel.yaml import YAML

from security.locked import ROOT, Locked, python_packages, web_packages

LIST = ROOT / "security" / "advisories.yml"


@dataclass(frozen=True)
class Advisory:
    """One entry of advisories.yml; `out_of_reach` is empty when nobody has said why it does not concern us."""

    id: str
    package: str
    affected: str
    what: str
    out_of_reach: str

    def concerns(self, locked: Locked) -> bool:
        return locked.name == self.package and Version(locked.version) in SpecifierSet(self.affected)


def known(file: Path = LIST) -> tuple[str, list[Advisory]]:
    """The day of the list, and what is in it."""
    content = YAML(typ="safe").load(file)
    entries = [
        Advisory(**{field: str(entry.get(field, "")).strip() for field in Advisory.__dataclass_fields__})
        for entry in content["advisories"]
    ]
    return str(content["checked_on"]), entries


def concerning(packages: list[Locked], advisories: list[Advisory]) -> list[tuple[Locked, Advisory]]:
    """Which advisory concerns which package that is locked."""
    return [(locked, one) for locked in packages for one in advisories if one.concerns(locked)]


def main() -> int:
    """Say what concerns us; 1 when one of them has no reason why it is out of reach."""
    checked_on, advisories = known()
    found = concerning([*python_packages(), *web_packages()], advisories)
    say = sys.stdout.write
    say(f"The list is of {checked_on}. Of its {len(advisories)} advisories, {len(found)} concern what is locked.\n")
    for locked, one in found:
        say(f"\n{locked.name} {locked.version}: {one.id}, {one.what}\n")
        say(f"  {one.out_of_reach or 'Nobody has said yet why this is out of reach.'}\n")
    return 0 if all(one.out_of_reach for _, one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
