"""Characters that deceive the eye are seen; those that telephones and mail programs add are held against nobody."""

from __future__ import annotations

import pytest

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.signs import Sign

DECEIVING = [
    "Prоximus: uw rekening werd aangepast",  # a Cyrillic o
    "Proximus: υw rekening is aangepast",  # a Greek upsilon
    "Prox\u200bimus vous informe",
    "Votre fact\u2060ure Proximus",
    "Voir \u202eeb.sumixorp",
    "Cliquez ici\u202d maintenant",
    "𝐏𝐫𝐨𝐱𝐢𝐦𝐮𝐬 vous informe",
    "Ｐｒｏｘｉｍｕｓ info",
    "Pr0ximus vous informe d'un changement",
    "Prox1mus informeert u",
    "Prox\u00adimus informeert u",
    "Scar1et: your bill is ready",
]
HONEST = [
    "\ufeffProximus : votre facture est prête.",
    "Ons nummer is \u202a+32 2 202 41 11\u202c",
    "Proximus \U0001f468\u200d\U0001f469\u200d\U0001f467 wenst u prettige feesten",
    "Merci \u2764\ufe0f et à bientôt",
    "\u2068Proximus\u2069 heeft u geprobeerd te bellen",
    "Aan\u00adsprakelijk\u00adheids\u00adverzekering",
    "PRÓXIMUS et ses équipes",
    "Un filtre de 5 μm et 10 kΩ",
    "Вітаємо, ваш рахунок готовий",
    "Γεια σας, ο λογαριασμός σας",
    "ﬁbre optique",
    "\u200c \u200c \u200c Votre facture est prête",
    "Proximus 5G en uw pakket van 100 GB",
]


@pytest.mark.parametrize("text", DECEIVING)
def test_a_disguised_word_is_fraud(text: str) -> None:
    finding = check(text, incident())
    assert finding.verdict == "fraud"
    assert finding.signs[0].sign is Sign.DISGUISED_LETTERS


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_character_is_no_disguise(text: str) -> None:
    assert check(text, incident()).signs == ()


@pytest.mark.parametrize(
    "text",
    [
        "Uw lijn wordt gebl0kkeerd",
        "Uw lijn wordt geblοkkeerd",
        "Uw lijn wordt ge\u200bblokkeerd",
        "UW LIJN WORDT GÉBLOKKEERD",
        "Uw lijn wordt g.e.b.l.o.k.k.e.e.r.d, geblokkeerd",
    ],
)
def test_a_disguised_word_is_read_as_it_is_meant(text: str) -> None:
    assert Sign.THREAT in {evidence.sign for evidence in check(text, incident()).signs}
