"""Looks at one pasted message and says what speaks against it. It never says that a message is genuine.

It is read (`readable`, `links`), then asked whom it claims to be from and where it leads (`organisations`,
`link_signs`, `senders`, `numbers`, `accounts`), what it wants and what it tells (`wording_signs`); `weighing` makes the
verdict of the signs found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.fraud.accounts import account_signs, without_accounts
from bot.fraud.domains import shown
from bot.fraud.familiar import worded_like_fraud
from bot.fraud.files import file_signs
from bot.fraud.hidden_characters import deceives, spells_brand
from bot.fraud.link import Link
from bot.fraud.link_signs import Sites, is_for_anyone, is_local_site, is_plain_site, link_signs, only_names_country
from bot.fraud.links import beside_links, split_links
from bot.fraud.numbers import number_signs, unexplained_number
from bot.fraud.organisations import directory
from bot.fraud.readable import is_cut, readable
from bot.fraud.senders import sender_signs
from bot.fraud.shown_links import shown_link_signs
from bot.fraud.signs import Evidence, Sign
from bot.fraud.strangers import asks_for_somebody
from bot.fraud.table import listed, phrases
from bot.fraud.weighing import CAREFUL, FRAUD, Verdict, strongest_first, total, verdict
from bot.fraud.wording import Wording
from bot.fraud.wording_signs import AT_HOME, names_amount, shouts, wording_signs
from bot.incident import Incident

# So few words beside an address say nothing of what it is for: the question is whose it is.
ONLY_AN_ADDRESS = 7
MAX_UNKNOWN = 5  # links to sites of whom nobody knows; one is enough
# Fewer words tell nothing of how a message is worded.
ENOUGH_WORDS = 4
# From these log-odds on, a number in it counts as one to call, however that is put, and a plain site as unknown.
RATHER_LIKELY = 0.0
# From these, the wording counts as a sign: where a message leads to whom nobody knows, and anywhere.
LIKELY, VERY_LIKELY = 1.25, 2.4
# Below these, it is worded as honest messages are, or so much so that an unknown link says nothing.
UNLIKELY, VERY_UNLIKELY = -0.7, -2.5
UNLIKELY_BESIDE = -1.2  # the same, where more than words speaks against it
_SOME_NUMBER = re.compile(r"\d(?:[ ./-]?\d){6}")  # of whatever: a telephone, an account, a file
WARNED = 6  # words beside an address that warn of it
REACH_TO_APP = 4  # words: "in the Easy Banking App"
# What only makes a site look worse; the site itself may be a plain one.
_BESIDE_A_LINK = frozenset({Sign.TELLING_NAME, Sign.ABUSED_TLD, Sign.LONG_LINK})
# What makes people follow a link.
_PRETEXTS = frozenset(
    {
        *(Sign.PRIZE, Sign.REFUND, Sign.PARCEL_FEE, Sign.PAYMENT_PROBLEM, Sign.THREAT, Sign.RENEWAL, Sign.LOG_IN),
        *(Sign.DATA_TO_CONFIRM, Sign.DEPOSIT, Sign.ACCOUNT_ALERT, Sign.WAITING_MESSAGE, Sign.EASY_MONEY),
        Sign.IMPERSONATES_AUTHORITY,
    }
)
# Sites, numbers, addresses and accounts of whom nobody knows.
_LEADS_AWAY = frozenset(
    {
        *(Sign.LINK_UNKNOWN, Sign.LINK_NOT_OFFICIAL, Sign.SHORTENER, Sign.FREE_HOSTING, Sign.BRAND_IN_PATH),
        *(Sign.NUMBER_NOT_OFFICIAL, Sign.PRIVATE_NUMBER, Sign.PRIVATE_MAIL, Sign.SENDER_NOT_OFFICIAL),
        *(Sign.PAY_TO_ACCOUNT, Sign.FOREIGN_ACCOUNT, Sign.MOVES_ELSEWHERE),
    }
)
_BY_NUMBER = frozenset({Sign.NUMBER_NOT_OFFICIAL, Sign.PRIVATE_NUMBER, Sign.CALL_BACK, Sign.PREMIUM_NUMBER})
# What honest messages have as well as words: a home account, a number to call.
_USUAL = frozenset({Sign.PAY_TO_ACCOUNT, Sign.CALL_BACK, Sign.PRIVATE_NUMBER})
# What an honest message may have that sends to the app or to a desk.
_USUAL_AT_HOME = AT_HOME | {
    *(Sign.THREAT, Sign.PAYMENT_PROBLEM, Sign.ACCOUNT_ALERT, Sign.URGENCY, Sign.GENERIC_GREETING, Sign.SHOUTING),
    Sign.IMPERSONATES_AUTHORITY,
}
_LOUD = frozenset({Sign.URGENCY, Sign.GENERIC_GREETING, Sign.SHOUTING})
_OF_LINKS = _LOUD | {
    *(Sign.LOOKALIKE_DOMAIN, Sign.BRAND_IN_DOMAIN, Sign.BRAND_AS_SUBDOMAIN, Sign.BRAND_IN_PATH, Sign.SHORTENER),
    *(Sign.LINK_NOT_OFFICIAL, Sign.LINK_UNKNOWN, Sign.ADDRESS_UNKNOWN, Sign.FREE_HOSTING, Sign.IP_ADDRESS),
    *(Sign.TELLING_NAME, Sign.ABUSED_TLD, Sign.LONG_LINK),
}
_OF_SURVEYS = _LOUD | {Sign.FREE_HOSTING, Sign.WORDING_LIKE_FRAUD, Sign.FOLLOW_LINK}
# A home account and an ordinary number, however pressing: what they add up to is a reason for care.
_ORDINARY = _LOUD | {Sign.PAY_TO_ACCOUNT, Sign.CALL_BACK}
# A child's question for a code.
_AMONG_FAMILY = _LOUD | {Sign.ASKS_SECRET, Sign.CALL_BACK}
# What adds little to a site that looks like one of this country.
_LITTLE_MORE = _LOUD | {
    *(Sign.LINK_UNKNOWN, Sign.ADDRESS_UNKNOWN, Sign.TELLING_NAME, Sign.FOLLOW_LINK, Sign.LONG_LINK),
}
_ALARMING = frozenset({Sign.URGENCY, Sign.ACCOUNT_ALERT, Sign.FAMILY_OPENING, Sign.FIRST_CONTACT})
# Frauds that begin like honest messages, whose wording therefore says nothing.
_LIKE_HONEST_ONES = frozenset({Sign.RUMOUR, Sign.INCIDENT_LURE})
# What a message about the leak has no business to ask for, and where it has none to send people.
_ACTS_ON_LEAK = _LEADS_AWAY | {
    Sign.DATA_TO_CONFIRM,
    Sign.RENEWAL,
    Sign.REFUND,
    Sign.CALL_BACK,
    Sign.RUMOUR,
}


@dataclass(frozen=True)
class Finding:
    """The verdict on a message, and why, strongest sign first. "nothing_found" proves nothing.

    `unasked`: it is of a sort (a code, a porting, a payment, a changed account) that is a warning when the customer did
    not ask for it. `is_cut`: only its beginning was looked at.
    """

    verdict: Verdict
    signs: tuple[Evidence, ...]
    unasked: bool = False
    is_cut: bool = False

    @property
    def points(self) -> int:
        return total(self.signs)


def check(text: str, incident: Incident) -> Finding:
    """Look for signs of fraud in `text`, as a customer pasted it."""
    whole = readable(text)
    links, rest = split_links(whole)
    wording = Wording(rest)
    known = directory(incident)
    sites = Sites(known, known.claims(rest))
    leads_home = bool(links) and all(map(sites.is_known, links))

    # Known sites first: they bear no sign but such as @ before them, and take no time.
    looked_at = sorted(links, key=sites.is_known, reverse=True)[: MAX_UNKNOWN + sum(map(sites.is_known, links))]
    of_links = [evidence for link in looked_at for evidence in link_signs(link, sites)]
    unknown_link = any(evidence.sign not in _BESIDE_A_LINK for evidence in of_links)
    found = [*of_links, *_signs_beside_links(text, whole, rest, wording, sites)]
    held_against = [one for one in found if not (leads_home and one.sign is Sign.CALL_BACK)]
    found += wording_signs(wording, unknown_link, leads_home=leads_home, advice_excuses=not held_against)
    if links:
        sends_home, honest = all(map(sites.has_owner, links)), _USUAL_AT_HOME - {Sign.THREAT}
    else:
        sends_home, honest = _sends_home(wording, sites), _USUAL_AT_HOME
    if sends_home and honest.issuperset(evidence.sign for evidence in found):
        found = []  # it tells what honest ones tell, and wants nothing here
    if _count(wording) < ONLY_AN_ADDRESS:
        found += _unknown_addresses(links, sites)
    signs = strongest_first(_with_what_follows(found, wording, rest, unknown_link=unknown_link, has_links=bool(links)))
    excused = leads_home or (wording.has_any(phrases("warnings")) and not held_against)
    odds = worded_like_fraud(wording) if _count(wording) >= ENOUGH_WORDS else 0.0
    if odds > RATHER_LIKELY and not excused:
        signs = strongest_first((*signs, *_further_ways(whole, wording, links, sites, signs)))
    so_far = total(signs)
    # Honest demands for payment name a home account as well.
    leads = _LEADS_AWAY.intersection(evidence.sign for evidence in signs)
    leads_away, likely = bool(leads), VERY_LIKELY if leads == {Sign.PAY_TO_ACCOUNT} else LIKELY
    if not excused and (
        (so_far < CAREFUL and odds > (LIKELY if _SOME_NUMBER.search(without_accounts(rest)) else VERY_LIKELY))
        or (CAREFUL <= so_far < FRAUD and odds > likely and leads_away)
    ):
        signs = strongest_first((*signs, Evidence(Sign.WORDING_LIKE_FRAUD)))
    usual = _USUAL | {Sign.LINK_UNKNOWN} if odds < VERY_UNLIKELY else _USUAL
    if not sites.claims.named and odds < UNLIKELY_BESIDE:
        # Clubs and people who travel have free pages; without a company's name, and so worded, one is no sign alone.
        signs = () if {evidence.sign for evidence in signs} == {Sign.FREE_HOSTING} else signs
    only_words = usual.issuperset(evidence.sign for evidence in held_against)
    seen = {evidence.sign for evidence in signs}
    only_words &= _LIKE_HONEST_ONES.isdisjoint(seen) and not (held_against and _ALARMING & seen)
    return Finding(
        verdict(
            signs,
            leads_home=leads_home,
            at_most_careful=_has_honest_reason(whole, wording, links, sites, seen),
            worded_honestly=odds < (UNLIKELY_BESIDE if held_against else UNLIKELY) and Sign.ABUSED_TLD not in seen,
            only_words=only_words,
        ),
        signs,
        wording.has_any(phrases("unasked")),
        is_cut(text),
    )


def _has_honest_reason(whole: str, wording: Wording, links: list[Link], sites: Sites, seen: set[Sign]) -> bool:
    """Tell whether honest messages bear these signs as well: a payment and a question, an address that is spelt out to
    warn of it, a survey, a secret among family, a name that ends in "be"."""
    warns = (
        wording.has_any(phrases("not_to_be_followed"))
        and wording.has_any(phrases("of_fraudsters"))
        and all(sites.is_known(link) or _is_warned_of(before, after) for before, link, after in beside_links(whole))
    )
    asks_opinion = bool(links) and all(
        sites.is_known(link) or link.belongs_to(listed("survey_hosting")) for link in links
    )
    # "Mum, what is the code of the tablet?" may be a child's; who writes so with a link or a company's name may not.
    # Nor who asks for money to an account, or for a code that was sent just now.
    among_family = wording.has_any(phrases("verbs", "kin")) and not (links or sites.claims.named)
    among_family = among_family and not wording.has_any(phrases("objects", "code_received") | phrases("just_sent"))
    return (
        _ORDINARY.issuperset(seen)
        or (among_family and seen <= _AMONG_FAMILY)
        or (any(map(only_names_country, links)) and seen <= _LITTLE_MORE)
        or (warns and _OF_LINKS.issuperset(seen))
        or (asks_opinion and _OF_SURVEYS.issuperset(seen))
    )


def _is_warned_of(before: str, after: str) -> bool:
    """Tell whether the words just before or after an address warn of it: "a link to ...", "... is fake"."""
    just_before, just_after = Wording(" ".join(before.split()[-WARNED:])), Wording(" ".join(after.split()[:WARNED]))
    warned = just_before.has_any(phrases("warned_address", "before"))
    warned = warned or just_after.has_any(phrases("warned_address", "after"))
    return warned and not just_before.has_any(phrases("warned_address", "not_beside"))


def _sends_home(wording: Wording, sites: Sites) -> bool:
    """Tell whether it sends to where no address is needed: the app or page that people have, a branch, who delivers."""
    ways = wording.find_any(phrases("in_it"))
    in_app = any(0 < app - way <= REACH_TO_APP for app in wording.find_any(phrases("at_home_app")) for way in ways)
    return in_app or sites.claims.sends_inside or wording.has_any(phrases("at_home_desk"))


def _count(wording: Wording) -> int:
    return sum(word.isalnum() for word in wording.words)


def _signs_beside_links(text: str, whole: str, rest: str, wording: Wording, sites: Sites) -> Iterator[Evidence]:
    """The signs in the text as it came, in its readable form, and in that form without links."""
    yield from shown_link_signs(whole, sites)
    yield from sender_signs(whole, sites)
    speaker = sites.claims.speaker
    yield from number_signs(without_accounts(whole), wording, sites.directory, speaker)
    yield from account_signs(whole, wording, from_authority=speaker is not None and speaker.is_authority)
    yield from file_signs(rest)
    if asks_for_somebody(rest, sites.claims):
        yield Evidence(Sign.FIRST_CONTACT)
    brands = [one.name for one in sites.directory.own]
    if deceives(text, brands) or spells_brand(rest, brands):
        yield Evidence(Sign.DISGUISED_LETTERS)


def _further_ways(
    whole: str, wording: Wording, links: Iterable[Link], sites: Sites, signs: tuple[Evidence, ...]
) -> Iterator[Evidence]:
    """Where a message with suspicious wording leads as well, however harmless that looks by itself."""
    is_calm = total(signs) < CAREFUL
    if _BY_NUMBER.isdisjoint(evidence.sign for evidence in signs):
        number = unexplained_number(without_accounts(whole), wording, sites.directory)
        if number and (number.sign is Sign.PRIVATE_NUMBER or is_calm):
            yield number
    if is_calm and _LEADS_AWAY.isdisjoint(evidence.sign for evidence in signs):
        # An ordinary name under the country's own ending has to be registered here.
        elsewhere = (link for link in links if not is_local_site(link))
        yield from islice(_unknown_addresses(elsewhere, sites), 1)


def _unknown_addresses(links: Iterable[Link], sites: Sites) -> Iterator[Evidence]:
    """The signs of links that are unknown and bear no other sign."""
    unknown = (link for link in links if not (link.is_ip or is_for_anyone(link) or sites.is_known(link)))
    plain = filter(is_plain_site, unknown)
    return (Evidence(Sign.ADDRESS_UNKNOWN, shown(link.registered)) for link in plain)


def _with_what_follows(
    found: list[Evidence], wording: Wording, rest: str, *, unknown_link: bool, has_links: bool
) -> Iterator[Evidence]:
    """The signs found, with those that only a combination of others makes."""
    signs = {evidence.sign for evidence in found}
    # Data to confirm and an access to renew are often the same words.
    yield from (one for one in found if one.sign is not Sign.RENEWAL or Sign.DATA_TO_CONFIRM not in signs)
    if not _ACTS_ON_LEAK.isdisjoint(signs) and wording.has_any(phrases("compensation", "incidents")):
        yield Evidence(Sign.INCIDENT_LURE)
    if names_amount(rest) and (unknown_link or Sign.QR_CODE in signs):
        yield Evidence(Sign.PAYMENT_LINK)
    if not _PRETEXTS.isdisjoint(signs):
        if unknown_link:
            yield Evidence(Sign.FOLLOW_LINK)
        elif not has_links and Sign.FOLLOW_LINK in signs:
            yield Evidence(Sign.HIDDEN_LINK)
    if shouts(rest):
        yield Evidence(Sign.SHOUTING)
