"""The table of organisations is well made; their look-alikes are found, and their own sites are not held against them."""

from __future__ import annotations

import pytest

from bot.content import incident, read_content
from bot.fraud.checker import check
from bot.fraud.organisations import Organisation, directory
from bot.fraud.similar_letters import in_latin
from tests.fraud.look_alikes import disguised_addresses, look_alikes, own_addresses

KNOWN = directory(incident()).everybody
ABUSED = [one for one in KNOWN if one.abused and one.domains]
LOOK_ALIKES, FLAGGED = 400, 0.98  # of each domain
DISGUISED = 130  # whole addresses of each


def test_at_least_a_hundred_and_fifty_are_known_and_thirty_are_borrowed_most() -> None:
    assert len(KNOWN) >= 150
    assert len(ABUSED) >= 30


def test_names_are_written_as_they_are_read_and_domains_in_small_letters() -> None:
    rows = read_content("organisations.yml")
    names = [str(name) for row in rows for name in (*row.get("also", ()), *row.get("ambiguous", ()))]
    assert [name for name in names if name != in_latin(name)] == []
    domains = [domain for row in rows for domain in row.get("domains", ())]
    assert [domain for domain in domains if domain != domain.lower() or "/" in domain] == []
    assert len(domains) == len(set(domains))
    assert all(row["known_from"] and isinstance(row["confirmed"], bool) for row in rows)


@pytest.mark.parametrize("one", ABUSED, ids=lambda one: one.name)
def test_look_alikes_of_a_domain_are_flagged(one: Organisation) -> None:
    made = look_alikes(one.domains[0], LOOK_ALIKES)
    flagged = [
        host for host in made if check(f"Is https://{host}/login van jullie?", incident()).verdict != "nothing_found"
    ]
    assert len(flagged) / len(made) >= FLAGGED


@pytest.mark.parametrize("one", ABUSED, ids=lambda one: one.name)
def test_addresses_that_only_seem_to_lead_to_a_domain_are_flagged(one: Organisation) -> None:
    made = disguised_addresses(one.domains[0], DISGUISED)
    flagged = [one for one in made if check(f"Is {one} van jullie?", incident()).verdict != "nothing_found"]
    assert len(flagged) / len(made) >= FLAGGED


@pytest.mark.parametrize("one", ABUSED, ids=lambda one: one.name)
def test_its_own_addresses_are_no_sign(one: Organisation) -> None:
    for domain in one.domains:
        for address in own_addresses(domain):
            assert check(f"Is {address} van u?", incident()).signs == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("KBC: uw kaart is klaar.", "KBC"),
        ("De : Belfius Direct <x@y.example>\nBonjour", "Belfius"),
        ("Uw pakket ligt klaar. Groeten, uw bpost-team", "bpost"),
        ("Log in via itsme om verder te gaan met uw aanvraag bij de stad en wacht dan op een brief.", None),
        ("Wij aten een orange en een ei.", None),
    ],
)
def test_whom_a_message_speaks_for(text: str, speaker: str | None) -> None:
    claimed = directory(incident()).claims(text).speaker
    assert (claimed.name if claimed else None) == speaker
