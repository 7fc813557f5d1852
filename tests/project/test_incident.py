"""A wrong incident file stops the start with a sentence that names the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_kinds.table import kind_names
from bot.incident import IncidentError, load_incident

FILE = Path(__file__).parents[2] / "incident.yml"


def test_the_file_of_this_project_is_right() -> None:
    incident = load_incident(FILE)
    assert incident.hotline.display == "0800/55.800"
    assert incident.languages == ["fr", "nl", "en"]


def test_every_kind_of_data_it_names_is_in_the_table() -> None:
    data = load_incident(FILE).data
    assert {*data.involved, *data.not_involved} <= set(kind_names())


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("display: 0800/55.800", "display: soon", "hotline.display"),
        ('dial: "+3280055800"', 'dial: "0800"', "hotline.dial"),
        ("company: Proximus", "", "company: field required"),
        ("languages: [fr, nl, en]", "languages: [fr, de]", "languages.1"),
        ("languages: [fr, nl, en]", "languages: [fr, fr]", "names a language twice"),
        ("[proximus.be, proximus.com, scarlet.be]", "[proximus]", "is not a domain"),
        ("retention_days: 30", "retention_days: 0", "retention_days"),
        ("retention_days: 30", "retention_days: [", "line"),
        ("nl: verdacht@safeonweb.be", "", "lacks nl"),
        ("card_stop:\n", "card_stopp:\n", "fraud_help.card_stop"),
        ("involved: [last_name,", "involved: [password, last_name,", "stands in both lists: password"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert right in text
    broken = tmp_path / "incident.yml"
    broken.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(IncidentError, match=r"^incident\.yml, line \d+: ") as raised:
        load_incident(broken)
    assert says in str(raised.value)


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(IncidentError, match="cannot be read: No such file"):
        load_incident(tmp_path / "incident.yml")


def test_the_line_named_is_the_line_of_the_mistake(tmp_path: Path) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "retention_days" in text)
    lines[line - 1] = "retention_days: a month"
    broken = tmp_path / "incident.yml"
    broken.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(IncidentError, match=f"line {line}:"):
        load_incident(broken)
