"""Looks at one pasted message and says what speaks against it. It never says that a message is genuine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.fraud.files import file_signs
from bot.fraud.hidden_characters import deceives, spells_brand
from bot.fraud.link_signs import Sites, link_signs
from bot.fraud.links import find_links, without_links
from bot.fraud.numbers import number_signs
from bot.fraud.readable import readable
from bot.fraud.senders import sender_signs
from bot.fraud.shown_links import shown_link_signs
from bot.fraud.signs import Evidence, Sign, Strength, strongest_first
from bot.fraud.wording import Wording
from bot.fraud.wording_signs import names_amount, shouts, wording_signs
from bot.incident import Incident

Verdict = Literal["fraud", "careful", "nothing_found"]

# An honest reminder of a bill has a deadline and says what happens after it: together, one reason to be careful.
_PRESSURE = (Sign.URGENCY, Sign.THREAT)


@dataclass(frozen=True)
class Finding:
    """The verdict on a message, and why, strongest sign first. "nothing_found" proves nothing."""

    verdict: Verdict
    signs: tuple[Evidence, ...]


def check(text: str, incident: Incident) -> Finding:
    """Look for signs of fraud in `text`, as a customer pasted it."""
    signs = strongest_first(_signs(text, incident))
    return Finding(_verdict([evidence.sign for evidence in signs]), signs)


def _signs(text: str, incident: Incident) -> list[Evidence]:
    whole = readable(text)
    rest = without_links(text)
    links = find_links(text)
    sites = Sites(
        official=tuple(incident.official_domains),
        brands=tuple(incident.brands),
        brand_named=any(brand.lower() in rest.lower() for brand in incident.brands),
    )
    unofficial_link = any(not sites.is_known(link) for link in links)
    found = [
        *(evidence for link in links for evidence in link_signs(link, sites)),
        *shown_link_signs(whole, sites),
        *sender_signs(whole, sites),
        *number_signs(whole, sites.brand_named),
        *file_signs(rest),
    ]
    if deceives(text, sites.brands) or spells_brand(rest, sites.brands):
        found.append(Evidence(Sign.DISGUISED_LETTERS))
    advice_excuses = not found and not any(number_signs(whole, brand_named=True))
    found += wording_signs(Wording(rest), unofficial_link, advice_excuses)
    if unofficial_link and names_amount(rest):
        found.append(Evidence(Sign.PAYMENT_LINK))
    if shouts(rest):
        found.append(Evidence(Sign.SHOUTING))
    return found


def _verdict(signs: list[Sign]) -> Verdict:
    medium = sum(sign.strength is Strength.MEDIUM for sign in signs)
    if all(sign in signs for sign in _PRESSURE):
        medium -= 1
    weak = sum(sign.strength is Strength.WEAK for sign in signs)
    if any(sign.strength is Strength.STRONG for sign in signs) or medium >= 2:
        return "fraud"
    # A link that nobody can vouch for is not evidence, but enough for care.
    return "careful" if medium or weak >= 2 or Sign.LINK_UNKNOWN in signs else "nothing_found"
