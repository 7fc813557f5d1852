"""A wrong incident file stops the start with a sentence that names the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.data_kinds.table import kind_names
from bot.incident import IncidentError, load_incident
from bot.language import LANGUAGES
from tests.spoken import EN, FR

FILE = Path(__file__).parents[2] / "incident.yml"
MONDAY = '    monday: [["00:00", "24:00"]]'


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
        ("display: 078 170 170", "display: 078 170 170\n    value: x", "fraud_help.card_stop.value: extra fields"),
        ("{fr: 0800 32 123, nl: ", "{fr: 0800 32 123, xx: ", "danger_help.crisis_line.display"),
        ('{fr: 0800 32 123, nl: "1813", ', "{fr: 0800 32 123, ", "danger_help.crisis_line.display: lacks nl"),
        ('dial: "112"', "dial: urgent", "danger_help.emergency.dial: 'urgent' cannot be dialled"),
        (
            "fr: preventionsuicide.be",
            "fr: preventionsuicide",
            "danger_help.crisis_site.value: 'preventionsuicide' is not",
        ),
        ("site: 112.be", "site: www", "danger_help.emergency_app.site"),
        ("value: privacy@proximus.com", "value: privacy.proximus.com", "is not a mailbox"),
        ("value: dncm.be\n    source: dncm.be", "value: dncm.be", "calls_help.do_not_call_site.source: field required"),
        ("      nl: gegevensbeschermingsautoriteit.be\n", "", "rights_help.authority_site.value: lacks nl"),
        ("  checked: 2026-11-28\n  # Who no", "  # Who no", "danger_help.checked: field required"),
        ("involved: [last_name,", "involved: [password, last_name,", "stands in both lists: password"),
        ("time_zone: Europe/Brussels", "time_zone: Europe/Brussel", "is not a time zone"),
        ("time_zone: Europe/Brussels", "time_zone: ../../etc/hosts", "is not a time zone"),
        ("time_zone: Europe/Brussels", "time_zone: Europe", "is not a time zone"),
        ("    monday:", "    mondy:", "mondy is not a weekday"),
        (MONDAY, '    monday: [["8:00", "24:00"]]', "people.hours.monday: '8:00' is not an hour"),
        (MONDAY, '    monday: [["08:00", "24:01"]]', "'24:01' is not an hour"),
        (MONDAY, '    monday: [["08:00", "17:00\\n"]]', "is not an hour"),
        (MONDAY, '    monday: [["17:00", "08:00"]]', "17:00 is not before 08:00"),
        (MONDAY, '    monday: [["08:00", "08:00"]]', "08:00 is not before 08:00"),
        (MONDAY, '    monday: [["08:00", "12:00"], ["11:59", "17:00"]]', "11:59 begins before 12:00 has come"),
        (MONDAY, '    monday: [["13:00", "17:00"], ["08:00", "12:00"]]', "08:00 begins before 17:00 has come"),
        (MONDAY, '    monday: [["08:00"]]', "people.hours.monday"),
        (MONDAY, "    monday: closed", "people.hours.monday"),
        ("holidays: []", "holidays: [20261225]", "20261225 is not a date"),
        ("holidays: []", "holidays: [25 december]", "is not a date"),
        ("holidays: []", "", "people.holidays: field required"),
        ("wait_limit_minutes: 10", "wait_limit_minutes: 0", "people.wait_limit_minutes"),
        ("agent_away_minutes: 2", "agent_away_minutes: soon", "people.agent_away_minutes"),
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


@pytest.mark.parametrize(
    ("right", "other"),
    [
        (MONDAY, '    monday: [["08:00", "12:00"], ["12:00", "16:30"], ["20:00", "24:00"]]'),
        (MONDAY, "    monday: []"),
        (MONDAY, ""),
        ("holidays: []", "holidays: [2026-12-25, 2027-01-01]"),
    ],
)
def test_the_desk_sets_its_own_hours(tmp_path: Path, right: str, other: str) -> None:
    changed = tmp_path / "incident.yml"
    changed.write_text(FILE.read_text(encoding="utf-8").replace(right, other, 1), encoding="utf-8")
    assert load_incident(changed).people.zone.key == "Europe/Brussels"


def test_the_day_whose_hours_are_wrong_is_the_line_named(tmp_path: Path) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text == MONDAY)
    lines[line - 1] = '    monday: [["17:00", "08:00"]]'
    broken = tmp_path / "incident.yml"
    broken.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(IncidentError, match=f"line {line}:"):
        load_incident(broken)


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


def test_what_a_text_names_is_linked_each_once_and_nothing_else() -> None:
    incident = load_incident(FILE)
    text = (
        "{emergency} {crisis_line} {crisis_site} {company} {privacy_mailbox} {emergency_app} 112 {crisis_line} {kinds}"
    )
    assert incident.links(text, FR) == [
        {"title": "112", "url": "tel:112"},
        {"title": "0800 32 123", "url": "tel:+3280032123"},
        {"title": "preventionsuicide.be", "url": "https://preventionsuicide.be"},
        {"title": "privacy@proximus.com", "url": "mailto:privacy@proximus.com"},
        {"title": "112 BE", "url": "https://112.be"},
    ]


def test_a_language_without_a_site_has_no_name_and_no_link_for_it() -> None:
    incident = load_incident(FILE)
    assert "crisis_site" not in incident.variables(EN)
    assert incident.links("{crisis_site}", EN) == []


def test_every_language_has_every_line() -> None:
    facts = load_incident(FILE).danger_help.facts()
    assert facts
    for name, fact in facts.items():
        for language in LANGUAGES:
            assert fact.in_language(language) or name == "crisis_site"
