"""The signs that a link bears, read off its address alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.fraud.domains import is_shared_hosting, shown
from bot.fraud.hidden_characters import mixes_scripts
from bot.fraud.link import Link
from bot.fraud.lookalike import contains_brand, imitates
from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import listed, other_names

MANY_HYPHENS = 3
MANY_SUB_DOMAINS = 3
LONG = 150  # characters


@dataclass(frozen=True)
class Sites:
    """Which sites are the company's own, and the names that others borrow; `brand_named`: the message names a brand."""

    official: tuple[str, ...]
    brands: tuple[str, ...]
    brand_named: bool = False

    def is_known(self, link: Link) -> bool:
        """Tell whether the link leads to the company or to a site that says nothing against a message."""
        listed_site = link.belongs_to(self.official) or link.belongs_to(listed("known_sites"))
        return listed_site or any(link.belongs_to(domains) for domains in other_names().values())


def link_signs(link: Link, sites: Sites) -> Iterator[Evidence]:
    """The signs of one link. A site gets one verdict on whose it is; what makes it look worse is added."""
    seen_on = shown(link.registered)
    if link.has_user:
        yield Evidence(Sign.USER_IN_LINK, seen_on)
    if link.is_ip:
        yield Evidence(Sign.IP_ADDRESS, seen_on)
        return
    if sites.is_known(link):
        return
    if _is_disguised(link):
        yield Evidence(Sign.DISGUISED_LETTERS, seen_on)
    if link.belongs_to(listed("link_wrappers")):
        return  # what matters is the link inside, which is looked at by itself
    borrowed = borrowed_name(link, sites)
    yield Evidence(borrowed or _whose(link, sites), seen_on)
    if link.ascii_host.rpartition(".")[2] in listed("abused_tlds"):
        yield Evidence(Sign.ABUSED_TLD, seen_on)
    if _is_complicated(link):
        yield Evidence(Sign.LONG_LINK, seen_on)
    if link.path.partition("?")[0].lower().rpartition(".")[2] in listed("dangerous_files"):
        yield Evidence(Sign.DANGEROUS_ATTACHMENT, shown(link.path.partition("?")[0].rpartition("/")[2]))


def borrowed_name(link: Link, sites: Sites) -> Sign | None:
    """How the address makes itself look like the company's; None when it does not."""
    own, before = link.registered_label, link.sub_domains
    for brand in sites.brands:
        if contains_brand(own, brand):
            return Sign.BRAND_IN_DOMAIN
        if imitates(own, brand) or any(imitates(label, brand) for label in before):
            return Sign.LOOKALIKE_DOMAIN
        if any(contains_brand(label, brand) for label in before) or contains_brand(link.host.replace(".", ""), brand):
            return Sign.BRAND_AS_SUBDOMAIN
    return None


def abbreviates_brand(link: Link) -> bool:
    """Tell whether a part of the registered name is a brand's cut short: "prx-betaal"."""
    return not listed("brand_abbreviations").isdisjoint(link.registered_label.split("-"))


def _whose(link: Link, sites: Sites) -> Sign:
    """What is wrong with a site that is neither the company's nor made to look so."""
    if link.belongs_to(listed("messengers")):
        return Sign.MOVES_ELSEWHERE
    if link.belongs_to(listed("shorteners")) or link.registered_label in _shortener_names():
        return Sign.SHORTENER
    in_path = any(brand.lower() in link.path.lower() for brand in sites.brands)
    for_anyone = link.belongs_to(listed("free_hosting")) or is_shared_hosting(link.ascii_host)
    if for_anyone and (in_path or sites.brand_named):
        return Sign.FREE_HOSTING
    if in_path:
        return Sign.BRAND_IN_PATH
    if any(_names(label, name) for label in (link.registered_label, *link.sub_domains) for name in other_names()):
        return Sign.OTHER_NAME_IN_LINK
    return Sign.LINK_NOT_OFFICIAL if sites.brand_named or abbreviates_brand(link) else Sign.LINK_UNKNOWN


def _names(label: str, name: str) -> bool:
    return name in label.split("-") or label.startswith(name) or label.endswith(name)


def _shortener_names() -> frozenset[str]:
    """Shorteners long enough to be known by name under any ending: tinyurl, rebrand."""
    return frozenset(domain.partition(".")[0] for domain in listed("shorteners") if domain.index(".") >= len("bitly"))


def _is_disguised(link: Link) -> bool:
    punycode = any(label.startswith("xn--") for label in link.ascii_host.split(".")) and not _is_plain_latin(link.host)
    return punycode or any(mixes_scripts(label) for label in link.host.split("."))


def _is_plain_latin(host: str) -> bool:
    """Accents are part of honest names: crèche-liège.be."""
    return all(ord(letter) < 0x180 for letter in host)


def _is_complicated(link: Link) -> bool:
    hyphens = max(label.count("-") for label in link.host.split("."))
    return hyphens >= MANY_HYPHENS or len(link.sub_domains) >= MANY_SUB_DOMAINS or link.length > LONG
