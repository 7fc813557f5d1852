"""Names that borrow a brand's are told from names that only stand near it."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.lookalike import contains_brand, imitates
from bot.fraud.signs import Sign


@pytest.mark.parametrize(
    "label",
    [
        "pr0ximus", "prox1mus", "proxlmus", "proxirnus", "proxmus", "porximus", "proximvs", "prosimus", "proximius",
        "proxímus", "prоximus", "рrохimus", "myprox1mus", "prox1mus-betaling", "mijn-proxirnus-nl",
        "proxyimus", "prooxims",
    ],
)  # fmt: skip
def test_a_misspelt_name_imitates_proximus(label: str) -> None:
    assert imitates(label, "Proximus")
    assert not contains_brand(label, "Proximus")


@pytest.mark.parametrize(
    "label", ["scar1et", "scarlett-be", "5carlet", "scarlet1", "sc4rlet", "scarIet".lower(), "sсarlet", "scarlat"]
)
def test_a_misspelt_name_imitates_scarlet(label: str) -> None:
    assert imitates(label, "Scarlet") or contains_brand(label, "Scarlet")


@pytest.mark.parametrize(
    "label",
    [
        "proximus",
        "proximity",
        "proxima",
        "proximo",
        "maximus",
        "approximatif",
        "optimus",
        "prestige",
        "telenet",
        "orange",
        "a",
        "",
    ],
)
def test_another_name_imitates_nobody(label: str) -> None:
    assert not imitates(label, "Proximus")


@pytest.mark.parametrize("label", ["starlet", "scarlett", "charlotte", "carlet", "starlight", "scarlatine"])
def test_an_ordinary_word_does_not_imitate_scarlet(label: str) -> None:
    assert not imitates(label, "Scarlet")


@pytest.mark.parametrize(
    ("link", "sign"),
    [
        ("https://proximus-verif.com/login", Sign.BRAND_IN_DOMAIN),
        ("proxi-mus.info/update", Sign.BRAND_IN_DOMAIN),
        ("wwwproximus-aide.example", Sign.BRAND_IN_DOMAIN),
        ("proximus.top", Sign.BRAND_IN_DOMAIN),
        ("https://proximus.web.app", Sign.BRAND_IN_DOMAIN),
        ("scarlet-be-client.top/login", Sign.BRAND_IN_DOMAIN),
        ("https://proximus.be.verify-login.com", Sign.BRAND_AS_SUBDOMAIN),
        ("https://www.proximus.be-my-account.com", Sign.BRAND_AS_SUBDOMAIN),
        ("secure-proximus.be.verif-client.top", Sign.BRAND_AS_SUBDOMAIN),
        ("https://prox.imus.be-client.com", Sign.BRAND_AS_SUBDOMAIN),
        ("https://proxirnus.be", Sign.LOOKALIKE_DOMAIN),
        ("https://prox1mus.be-login.xyz", Sign.LOOKALIKE_DOMAIN),
        ("www.pr0xirnus.com", Sign.LOOKALIKE_DOMAIN),
        ("https://scar1et.be", Sign.LOOKALIKE_DOMAIN),
        ("https://prоximus.be", Sign.LOOKALIKE_DOMAIN),
        ("https://xn--prximus-bjg.be", Sign.LOOKALIKE_DOMAIN),
        ("https://раураl-login.be", Sign.DISGUISED_LETTERS),
        ("https://www.proximus.be@evil.top", Sign.USER_IN_LINK),
        ("https://proximus.be:x@evil.top/a", Sign.USER_IN_LINK),
        ("http://185.12.3.4/proximus", Sign.IP_ADDRESS),
        ("http://3103784960/", Sign.IP_ADDRESS),
        ("info@proximus-facturatie.example", Sign.BRAND_IN_DOMAIN),
        ("helpdesk@proxirnus.be", Sign.LOOKALIKE_DOMAIN),
    ],
)
def test_an_address_made_to_look_like_the_companys_is_fraud(link: str, sign: Sign) -> None:
    finding = check(f"Is dit van u? {link}", incident())
    assert finding.verdict == "fraud"
    assert sign in {evidence.sign for evidence in finding.signs}


@pytest.mark.parametrize(
    "link",
    [
        "https://www.proximus.be/nl/id_cr/facturen",
        "www.proximus.com",
        "https://my.scarlet.be",
        "hxxps://www.proximus[.]be",
        "https://www.safeonweb.be",
        "https://apps.apple.com/be/app/proximus/id000",
        "https://track.bpost.cloud/btr/web",
        "https://www.hln.be/binnenland/proximus-datalek~a1",
    ],
)
def test_an_official_or_known_site_is_no_sign(link: str) -> None:
    assert check(link, incident()).signs == ()


@pytest.mark.parametrize("link", ["https://www.crèche-liège.be", "https://café.be/menu"])
def test_accents_in_an_honest_name_are_no_disguise(link: str) -> None:
    assert check(link, incident()).verdict == "careful"
