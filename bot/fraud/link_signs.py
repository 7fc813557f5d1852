"""The signs that a link bears, read off its address alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.fraud.domains import is_shared_hosting, shown
from bot.fraud.hidden_characters import mixes_scripts
from bot.fraud.link import Link
from bot.fraud.organisations import Claims, Directory
from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import listed

MANY_HYPHENS = 3
MANY_SUB_DOMAINS = 3
LONG = 150  # characters
SHORT = 8  # characters of a whole domain that hides where it leads
_UNKNOWN = (Sign.LINK_UNKNOWN, Sign.LINK_NOT_OFFICIAL)
_PAGES = ("free_hosting", "survey_hosting")
_FOR_ANYONE = ("messengers", "shorteners", *_PAGES)
_FRONT_PAGE, _PLAIN_PAGE = re.compile("/?"), re.compile("(?:/[a-z-]{2,30}){0,2}/?", re.IGNORECASE)
_ACCENTED = frozenset("àâäáçéèêëíîïóôöúùûüœæñ")  # of French, Dutch, German
_SHORT_PATH = re.compile(r"/[\w-]{2,16}/?")


@dataclass(frozen=True)
class Sites:
    """Whose site is whose, and whom the message claims to come from."""

    directory: Directory
    claims: Claims

    def is_known(self, link: Link) -> bool:
        """Tell whether the link leads to a site that says nothing against a message, as far as is known."""
        if link.belongs_to(listed("known_sites")):
            return True
        return self.has_owner(link) or (not is_for_anyone(link) and self._is_called_so(link))

    def has_owner(self, link: Link) -> bool:
        """Tell whether the link leads to a site of an organisation of the table."""
        return not is_for_anyone(link) and self.directory.owner(link) is not None

    def _is_called_so(self, link: Link) -> bool:
        """Tell whether the site is just called as who speaks, under the country's own ending: stadgent.be."""
        speaker = self.claims.speaker
        return speaker is not None and link.registered in {f"{label}.be" for label in speaker.labels}


def is_for_anyone(link: Link) -> bool:
    """Tell whether anybody can have such an address, whoever runs the site."""
    return any(link.belongs_to(listed(name)) for name in _FOR_ANYONE)


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
    # A survey's own address often has the name of who ordered it.
    is_survey = link.belongs_to(listed("survey_hosting"))
    whose = (None if is_survey else borrowed_name(link, sites)) or _whose(link, sites)
    if whose:
        yield whose
    if (whose is None or whose.sign in _UNKNOWN) and _has_telling_name(link):
        yield Evidence(Sign.TELLING_NAME, seen_on)
    if link.ascii_host.rpartition(".")[2] in listed("abused_tlds"):
        yield Evidence(Sign.ABUSED_TLD, seen_on)
    if _is_complicated(link):
        yield Evidence(Sign.LONG_LINK, seen_on)
    if link.path.partition("?")[0].lower().rpartition(".")[2] in listed("dangerous_files"):
        yield Evidence(Sign.DANGEROUS_ATTACHMENT, shown(link.path.partition("?")[0].rpartition("/")[2]))


def borrowed_name(link: Link, sites: Sites) -> Evidence | None:
    """How the address makes itself look like somebody's whose name is often borrowed, or stands in the message."""
    labels = (link.registered_label, *link.sub_domains)
    joined = link.host.replace(".", "")
    parts = {part for label in labels for part in re.split("[-_]", label)}
    for one in dict.fromkeys((*sites.directory.imitated, *sites.claims.named)):
        sign = (
            (Sign.BRAND_IN_DOMAIN if one.is_part_of(parts) else None)
            if not one.abused
            else Sign.BRAND_IN_DOMAIN
            if one.is_named_in(labels[0])
            else Sign.LOOKALIKE_DOMAIN
            if any(map(one.is_imitated_by, labels))
            else Sign.BRAND_AS_SUBDOMAIN
            if any(map(one.is_named_in, labels[1:])) or one.is_spelt_across(joined)
            else None
        )
        if sign:
            return Evidence(sign, shown(link.registered), one.name)
    return None


def _has_telling_name(link: Link) -> bool:
    """Tell whether the name is made of words such as "login" or "refund", as no company is called."""
    return _has_telling_word(link) or _names_country_before_ending(link)


def only_names_country(link: Link) -> bool:
    """Tell whether the country's name is all that the address tells: that is little, as there is a verb "be"."""
    return _names_country_before_ending(link) and not _has_telling_word(link)


def _has_telling_word(link: Link) -> bool:
    before_ending = "-".join((*link.sub_domains, link.registered_label))
    return any(word in before_ending for word in listed("telling_names"))


def _names_country_before_ending(link: Link) -> bool:
    """Tell whether the name ends in the country and the address does not: "premium-be.com" passes for one of here."""
    *before, last = link.registered_label.split("-")
    if not before or is_local_site(link) or last not in listed("country_names"):
        return False
    return last != "be" or before[-1] not in listed("before_verb_be")


def abbreviates_brand(link: Link) -> bool:
    """Tell whether a part of the registered name is our brand's cut short: "prx-betaal"."""
    return not listed("brand_abbreviations").isdisjoint(link.registered_label.split("-"))


def _whose(link: Link, sites: Sites) -> Evidence | None:
    """What is wrong with a site that is neither anybody's known one nor made to look so; None of a plain one."""
    seen_on, speaker = shown(link.registered), sites.claims.speaker
    if link.belongs_to(listed("messengers")):
        return Evidence(Sign.MOVES_ELSEWHERE, seen_on)
    if link.belongs_to(listed("shorteners")) or link.registered_label in _shortener_names() or _is_short(link):
        return Evidence(Sign.SHORTENER, seen_on)
    if any(link.belongs_to(listed(name)) for name in _PAGES) or is_shared_hosting(link.ascii_host):
        return Evidence(Sign.FREE_HOSTING, seen_on)
    in_path = next((one for one in sites.directory.imitated if one.is_written_in(link.path)), None)
    if in_path:
        return Evidence(Sign.BRAND_IN_PATH, seen_on, in_path.name)
    # A city or a shop may have more sites than the table knows; whose name is often borrowed gets no such benefit.
    if speaker and (speaker.abused or not is_plain_site(link)):
        return Evidence(Sign.LINK_NOT_OFFICIAL, seen_on, speaker.name)
    if abbreviates_brand(link):
        return Evidence(Sign.LINK_NOT_OFFICIAL, seen_on, sites.directory.own[0].name)
    return None if is_plain_site(link) else Evidence(Sign.LINK_UNKNOWN, seen_on)


def is_local_site(link: Link) -> bool:
    """Tell whether a site has an ending of this country."""
    return link.ascii_host.rpartition(".")[2] in listed("local_tlds")


def is_plain_site(link: Link) -> bool:
    """Tell whether a site is named as organisations here name theirs: a usual ending, its own name, no odd page."""
    ending = link.ascii_host.rpartition(".")[2]
    is_local = is_local_site(link)
    page = _PLAIN_PAGE if is_local else _FRONT_PAGE
    if ending not in listed("common_tlds") or len(link.sub_domains) > 1 or not page.fullmatch(link.path):
        return False
    is_one_word = is_local and link.registered_label.isalpha() and _FRONT_PAGE.fullmatch(link.path)
    return bool(is_one_word) or not (_has_telling_name(link) or _is_complicated(link))


def _is_short(link: Link) -> bool:
    ending = link.ascii_host.rpartition(".")[2]
    short = len(link.ascii_host.removeprefix("www.")) <= SHORT and ending not in listed("common_tlds")
    return short and _SHORT_PATH.fullmatch(link.path) is not None


def _shortener_names() -> frozenset[str]:
    """Shorteners long enough to be known by name under any ending: tinyurl, rebrand."""
    return frozenset(domain.partition(".")[0] for domain in listed("shorteners") if domain.index(".") >= len("bitly"))


def _is_disguised(link: Link) -> bool:
    punycode = any(label.startswith("xn--") for label in link.ascii_host.split(".")) and not _is_plain_latin(link.host)
    return punycode or any(mixes_scripts(label) for label in link.host.split("."))


def _is_plain_latin(host: str) -> bool:
    """Accents are part of honest names here: crèche-liège.be."""
    return all(letter.isascii() or letter in _ACCENTED for letter in host)


def _is_complicated(link: Link) -> bool:
    hyphens = max(label.count("-") for label in link.host.split("."))
    return hyphens >= MANY_HYPHENS or len(link.sub_domains) >= MANY_SUB_DOMAINS or link.length > LONG
