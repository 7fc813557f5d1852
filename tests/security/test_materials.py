"""What we ship is listed whole, and what is known against it has a reason why it does not reach us."""

from __future__ import annotations

import re

import pytest

from security import advisories
from security.advisories import Advisory, concerning, known
from security.bill import bill
from security.locked import PYTHON_LOCK, Locked, python_packages, web_packages


def test_every_locked_package_is_in_the_bill_with_its_version() -> None:
    listed = {(component["name"], component["version"]) for component in bill()["components"]}
    pinned = set(re.findall(r"(?m)^([a-z0-9._-]+)==([^\s\\]+)", PYTHON_LOCK.read_text()))
    assert len(pinned) > 50
    assert pinned <= listed
    assert "lit" in {name for name, _ in listed}, "what the widget is made of"
    assert len(bill()["components"]) == len({component["bom-ref"] for component in bill()["components"]})


def test_what_only_builds_the_widget_is_not_shipped() -> None:
    assert not {"vite", "typescript"} & {locked.name for locked in web_packages()}


def test_every_locked_file_of_python_has_hashes() -> None:
    assert all(locked.hashes for locked in python_packages())


def test_each_advisory_that_concerns_what_is_locked_has_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert advisories.main() == 0
    checked_on, entries = known()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", checked_on)
    said = capsys.readouterr().out
    found = concerning(python_packages(), entries)
    assert found
    assert all(one.id in said and one.out_of_reach in said for _, one in found)


def test_a_version_is_compared_as_a_version_and_a_missing_reason_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Advisory("CVE-0", "sanic", "<100", "something new.", "")
    assert concerning([Locked("pypi", "sanic", "21.12.2"), Locked("pypi", "sanic", "100.1")], [new]) == [
        (Locked("pypi", "sanic", "21.12.2"), new)
    ]
    monkeypatch.setattr(advisories, "known", lambda: ("2026-11-29", [new]))
    assert advisories.main() == 1
