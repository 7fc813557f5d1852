"""Links are found in every disguise, and taken apart the way a browser does."""

from __future__ import annotations

import pytest

from bot.fraud.domains import shown
from bot.fraud.links import MAX_LINKS, find_links, without_links


@pytest.mark.parametrize(
    ("text", "host", "registered"),
    [
        ("Zie https://www.proximus.be/nl/id_cr_home", "www.proximus.be", "proximus.be"),
        ("hxxps://prx-paiement.top", "prx-paiement.top", "prx-paiement.top"),
        ("hXXp://a.prx-betaal[.]top/x", "a.prx-betaal.top", "prx-betaal.top"),
        ("hxxp://proximus(.)be-support(.)xyz", "proximus.be-support.xyz", "be-support.xyz"),
        ("prx-sim-update(dot)top", "prx-sim-update.top", "prx-sim-update.top"),
        ("prx-sim-update [punt] top", "prx-sim-update.top", "prx-sim-update.top"),
        ("proximus-be.support/verify", "proximus-be.support", "proximus-be.support"),
        ("kijk op betaal-nu.surf vandaag nog", "betaal-nu.surf", "betaal-nu.surf"),
        ("www.mijn-factuur.digital.", "www.mijn-factuur.digital", "mijn-factuur.digital"),
        ("https://PROXIMUS-Verif.COM/Login", "proximus-verif.com", "proximus-verif.com"),
        ("https:/\\evil.top\\@www.proximus.be", "evil.top", "evil.top"),
        ("https://evil%2etop/login", "evil.top", "evil.top"),
        ("https://evil。top/login", "evil.top", "evil.top"),
        ("ｈttps://ｅvil.top", "evil.top", "evil.top"),
        ("https://ev\u200bil.t\u00adop/x", "evil.top", "evil.top"),
        ("https://www.proximus.be@evil.top/login", "evil.top", "evil.top"),
        ("https://evil.top:8443/x", "evil.top", "evil.top"),
        ("(https://evil.top/a).", "evil.top", "evil.top"),
        ("« https://evil.top/a »", "evil.top", "evil.top"),
        ("klant.github.io/proximus", "klant.github.io", "klant.github.io"),
        ("https://shop.evil.co.uk", "shop.evil.co.uk", "evil.co.uk"),
    ],
)
def test_a_link_is_found_and_its_registered_domain_known(text: str, host: str, registered: str) -> None:
    links = find_links(text)
    assert [(link.host, link.registered) for link in links] == [(host, registered)]


@pytest.mark.parametrize(
    "text",
    [
        "Tot morgen.De techniekers komen langs.",
        "Rendez-vous demain.la suite suit",
        "Dat is alles.in orde",
        "Zie a.u.b. de factuur, t.w.v. 54.99 euro, o.a. voor n.v. Proximus",
        "Card Stop 078.170.170 of 0800/55.800",
        "le 28.11.2026 à 18.30 h",
        "factuur_11.pdf en facture_11.zip",
        "Proximus NV",
        "jan.peeters@skynet.be",
        "http:// ",
        "https://localhost/x",
    ],
)
def test_what_only_looks_like_a_link_is_left_alone(text: str) -> None:
    assert find_links(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "185.0.0.12/login",
        "http://185.00.00.12/index.php",
        "http://3103784960/",
        "http://0xb9000001/x",
        "https://[2001:db8::1]/x",
    ],
)
def test_a_number_instead_of_a_name_is_recognised(written: str) -> None:
    (link,) = find_links(f"ga naar {written} nu")
    assert link.is_ip


def test_a_link_inside_a_link_is_found_as_well() -> None:
    text = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fprx-verif.top%2Flogin&data=05"
    assert [link.registered for link in find_links(text)] == ["outlook.com", "prx-verif.top"]


def test_punycode_is_read_as_letters() -> None:
    (link,) = find_links("https://xn--prximus-bza.example")
    assert link.host != link.ascii_host == "xn--prximus-bza.example"


def test_the_words_stay_when_the_links_go() -> None:
    assert without_links("Betaal via prx-betaal.top/nu of https://a.be vandaag").split() == [
        "Betaal",
        "via",
        "of",
        "vandaag",
    ]


def test_the_same_link_counts_once_and_there_is_an_upper_limit() -> None:
    assert len(find_links("https://a.be/x " * 50)) == 1
    assert len(find_links(" ".join(f"https://a{number}.be" for number in range(500)))) == MAX_LINKS


@pytest.mark.parametrize(
    ("host", "printed"),
    [
        ("proximus-verif.com", "proximus-verif[.]com"),
        ("prоximus.be", "xn--prximus-bjg[.]be"),
        ("a<script>.be", "ascript[.]be"),
    ],
)
def test_a_host_is_printed_so_that_nobody_can_click_it(host: str, printed: str) -> None:
    assert shown(host) == printed


def test_a_long_host_is_printed_short_with_the_end_that_counts() -> None:
    assert shown("a" * 200 + ".evil.top").endswith("[.]evil[.]top")
    assert len(shown("a" * 200 + ".evil.top")) < 80


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Vernieuw via 8.top/kaart", "8.top"),
        ("https://exa mple . info/x", "example.info"),
        ("https :// session - fermer . net / mpx", "session-fermer.net"),
        ("https://\nkaart-loket.example/nl", "kaart-loket.example"),
        ("Ga naar kaart-loket[.com]/nl", "kaart-loket.com"),
        ("kaart-loket dot com/nl", "kaart-loket.com"),
        ("www,kaart-loket.com", "www.kaart-loket.com"),
        ("hxxps;//kaart-loket.com/a", "kaart-loket.com"),
        ("Zie https://my.kaartloket.be. Ok dan", "my.kaartloket.be"),
        ("ga naar bonjour.shop", "bonjour.shop"),
    ],
)
def test_a_damaged_address_is_made_whole(text: str, host: str) -> None:
    assert [link.host for link in find_links(text)] == [host]


@pytest.mark.parametrize(
    "text",
    [
        "Comme tu veux.si tu as le temps on mange ensemble",
        "ok.now we go",
        "ben er.call me",
        "c'était bien.top la météo",
        "finished the book.it was brilliant",
        "merci.love you",
        "on est là.here we are",
    ],
)
def test_a_forgotten_space_makes_no_address(text: str) -> None:
    assert find_links(text) == []


@pytest.mark.parametrize(
    "text", ["https://https://a-login.top/x", "https://http://a-login.top", "http:/https://a-login.top/x"]
)
def test_a_scheme_written_twice_hides_no_address(text: str) -> None:
    assert [link.registered for link in find_links(text)] == ["a-login.top"]
