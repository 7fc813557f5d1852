"""`python -m security.bill`: the software bill of materials, as CycloneDX 1.5, from the lock files."""

from __future__ import annotations

import json
import sys
import tomllib
from typing import Any

from security.locked import ROOT, Locked, python_packages, web_packages


def bill() -> dict[str, Any]:
    """The document. The same lock files give the same bytes: it has neither a moment nor a serial number."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]["text"]}}],
            }
        },
        "components": [_component(locked) for locked in [*python_packages(), *web_packages()]],
    }


def _component(locked: Locked) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": locked.address,
        "name": locked.name,
        "version": locked.version,
        "purl": locked.address,
    }
    # Of several files for several machines, each is the package; a component's hashes are of one.
    if len(locked.hashes) == 1:
        component["hashes"] = [{"alg": "SHA-256", "content": locked.hashes[0]}]
    return component


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(), indent=1) + "\n")
